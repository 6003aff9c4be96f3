/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * github.c - findings as workflow commands of GitHub Actions, one a line, which
 * its runner turns into annotations.
 *
 * In a command's text %, CR and LF are written %25, %0D, %0A, in a property
 * also : and , (actions/toolkit, packages/core, command.ts). What comes from
 * captures is printable ASCII before that, so no line of theirs can begin a
 * command. The runner keeps ten annotations of a kind: the worst come first.
 */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "formats.h"
#include "text.h"

#define ACCEPTED_SHOWN 6 /* of one finding; JSON has all */

static const char *const commands[] = {
	[SEVERITY_NOTE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

static void put_escaped(FILE *out, const char *text, const char *special)
{
	g_autofree char *plain = escape_ascii(text);

	for (const char *at = plain; *at; at++)
		if (strchr(special, *at))
			fprintf(out, "%%%02X", (unsigned char)*at);
		else
			fputc(*at, out);
}

static void put_property(FILE *out, const char *text)
{
	put_escaped(out, text, "%:,");
}

/* A line of the annotation's text. */
static void put_text(FILE *out, const char *label, const char *text)
{
	fprintf(out, "%s", label);
	put_escaped(out, text, "%");
}

/* The first frame that shows it; a frame's number stands for a line's. */
static void put_where(FILE *out, const struct diagnosis *diagnosis, const struct finding *finding)
{
	for (guint i = 0; i < finding->evidence->len; i++) {
		const struct evidence *evidence =
			&g_array_index(finding->evidence, struct evidence, i);
		const struct capture_facts *facts = report_capture(diagnosis, evidence->capture);

		if (!evidence->place.frame || !facts)
			continue;
		fputs("file=", out);
		put_property(out, facts->file);
		fprintf(out, ",line=%" PRIu64 ",", evidence->place.frame);
		return;
	}
}

static void put_accepted(FILE *out, const GPtrArray *accepted)
{
	for (guint i = 0; i < MIN(accepted->len, ACCEPTED_SHOWN); i++) {
		g_autofree char *words = text_acceptance(accepted->pdata[i]);

		put_text(out, "%0AAccepted: ", words);
	}
	if (accepted->len > ACCEPTED_SHOWN)
		fprintf(out, "%%0AAccepted: and %u more", accepted->len - ACCEPTED_SHOWN);
}

static void put_finding(FILE *out, const struct diagnosis *diagnosis, const struct finding *finding)
{
	const struct failure *row = finding->row;
	bool accepted = finding_is_accepted(finding);
	g_autofree char *devices = text_device_list(diagnosis, finding->devices);

	fprintf(out, "::%s ", accepted ? "notice" : commands[finding->severity]);
	put_where(out, diagnosis, finding);
	fprintf(out, "title=%s ", row->id);
	put_property(out, failure_title(row));
	fputs("::", out);
	put_text(out, "", finding->message);
	if (finding->devices->len)
		put_text(out, "%0ADevice ", devices);
	if (finding->accepted)
		put_accepted(out, finding->accepted);
	put_text(out, "%0ACause: ", failure_cause(row));
	put_text(out, "%0ARemedy: ", failure_remedy(row));
	fputc('\n', out);
}

static void put_problems(FILE *out, const struct capture_facts *facts)
{
	for (unsigned i = 0; i < facts->problem_count; i++) {
		fputs("::warning file=", out);
		put_property(out, facts->file);
		put_text(out, ",title=What the capture lacks::", facts->problem[i]);
		fputc('\n', out);
	}
}

bool report_write_github(FILE *out, const struct diagnosis *diagnosis,
			 const struct report_options *options)
{
	const struct capture_facts *facts;

	put_text(out, "::notice title=amtrace::", diagnosis->verdict);
	fputc('\n', out);
	for (guint i = 0; i < diagnosis->findings->len; i++) {
		const struct finding *finding = diagnosis->findings->pdata[i];

		if (finding->severity > SEVERITY_NOTE || options->verbose)
			put_finding(out, diagnosis, finding);
	}
	for (unsigned i = 0; (facts = report_capture(diagnosis, i)); i++)
		put_problems(out, facts);
	return fflush(out) == 0 && !ferror(out);
}
