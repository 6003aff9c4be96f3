/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * junit.c - devices as tests of one suite: what counts for the exit status is a
 * failure, so that a pipeline's list of tests and its colour say the same.
 *
 * A device that nothing can be said of is skipped; a capture that was read only
 * in part is an error; a finding without a device is a test of its own. The
 * elements are those that the JUnit task of Ant writes.
 */
#include <string.h>

#include "escape.h"
#include "formats.h"
#include "text.h"

#define EVIDENCE_SHOWN 4 /* for each device: a fault of a whole site has some of every one */

struct suite {
	FILE *out;
	const struct diagnosis *diagnosis;
	GPtrArray **findings; /* of each device; NULL: none */
};

/* Printable ASCII: of what XML 1.0 cannot hold, nothing is left. */
static void put(FILE *out, const char *text)
{
	g_autofree char *plain = escape_ascii(text);
	g_autofree char *markup = g_markup_escape_text(plain, -1);

	fputs(markup, out);
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	put(out, value);
	fputc('"', out);
}

static GPtrArray **findings_by_device(const struct diagnosis *diagnosis)
{
	GPtrArray **lists = g_new0(GPtrArray *, diagnosis->devices->len + 1);

	for (guint i = 0; i < diagnosis->findings->len; i++) {
		struct finding *finding = diagnosis->findings->pdata[i];

		for (guint k = 0; k < finding->devices->len; k++) {
			GPtrArray **list = &lists[g_array_index(finding->devices, unsigned, k)];

			if (!*list)
				*list = g_ptr_array_new();
			g_ptr_array_add(*list, finding);
		}
	}
	return lists;
}

static void free_lists(GPtrArray **lists, guint n)
{
	for (guint i = 0; i < n; i++)
		if (lists[i])
			g_ptr_array_free(lists[i], TRUE);
	g_free(lists);
}

/* The first that makes the test of the i-th device fail, or NULL. */
static const struct finding *failure_of(const struct suite *suite, guint i)
{
	const GPtrArray *findings = suite->findings[i];

	for (guint k = 0; findings && k < findings->len; k++) {
		const struct finding *finding = findings->pdata[k];

		if (finding->counts && !finding_acceptance(finding, (int)i))
			return finding;
	}
	return NULL;
}

static bool is_skipped(const struct suite *suite, guint i)
{
	const struct device *device = suite->diagnosis->devices->pdata[i];

	return !failure_of(suite, i) &&
	       (device->outcome == OUTCOME_UNKNOWN || device->outcome == OUTCOME_IN_PROGRESS);
}

static void put_evidence(FILE *out, const struct diagnosis *diagnosis,
			 const struct finding *finding)
{
	const GArray *evidence = finding->evidence;

	for (guint i = 0; i < MIN(evidence->len, EVIDENCE_SHOWN); i++) {
		const struct evidence *one = &g_array_index(evidence, struct evidence, i);
		g_autofree char *place = text_place(diagnosis, one);

		fputs("\nEvidence: ", out);
		put(out, place);
		fputs(": ", out);
		put(out, one->text);
	}
	if (evidence->len > EVIDENCE_SHOWN)
		fprintf(out, "\nEvidence: and %u more", evidence->len - EVIDENCE_SHOWN);
}

/* What |finding| is to one device; negative: it has none. */
static void put_story(const struct suite *suite, const struct finding *finding, int device)
{
	const struct acceptance *acceptance = finding_acceptance(finding, device);
	FILE *out = suite->out;

	put(out, finding->row->id);
	fputc(' ', out);
	put(out, severity_names[finding->severity]);
	fputs(": ", out);
	put(out, finding->message);
	if (acceptance) {
		g_autofree char *words = text_acceptance(acceptance);

		fputs("\nAccepted: ", out);
		put(out, words);
	}
	put_evidence(out, suite->diagnosis, finding);
	fputs("\nCause: ", out);
	put(out, failure_cause(finding->row));
	fputs("\nRemedy: ", out);
	put(out, failure_remedy(finding->row));
	fputc('\n', out);
}

static void put_failure(const struct suite *suite, const struct finding *finding, int device)
{
	fputs("    <failure", suite->out);
	put_attribute(suite->out, "type", finding->row->id);
	put_attribute(suite->out, "message", finding->message);
	fputc('>', suite->out);
	put_story(suite, finding, device);
	fputs("</failure>\n", suite->out);
}

/* What stands beside the failure: warnings, what is accepted. */
static void put_others(const struct suite *suite, guint device, const struct finding *failure)
{
	const GPtrArray *findings = suite->findings[device];
	bool open = false;

	for (guint i = 0; findings && i < findings->len; i++) {
		if (findings->pdata[i] == failure)
			continue;
		fputs(open ? "\n" : "    <system-out>", suite->out);
		open = true;
		put_story(suite, findings->pdata[i], (int)device);
	}
	if (open)
		fputs("</system-out>\n", suite->out);
}

static void begin_test(FILE *out, const char *class, const char *name)
{
	fputs("  <testcase", out);
	put_attribute(out, "classname", class);
	put_attribute(out, "name", name);
	fputs(">\n", out);
}

static void end_test(FILE *out)
{
	fputs("  </testcase>\n", out);
}

static void put_device(const struct suite *suite, guint i)
{
	const struct device *device = suite->diagnosis->devices->pdata[i];
	const struct finding *failure = failure_of(suite, i);
	g_autofree char *name = text_device_name(device);
	g_autofree char *numbered = g_strdup_printf("%u %s", i + 1, name);

	begin_test(suite->out, "amtrace.devices", numbered);
	if (is_skipped(suite, i)) {
		fputs("    <skipped", suite->out);
		put_attribute(suite->out, "message", device->verdict);
		fputs("/>\n", suite->out);
	}
	if (failure)
		put_failure(suite, failure, (int)i);
	put_others(suite, i, failure);
	end_test(suite->out);
}

static void put_capture(const struct suite *suite, const struct capture_facts *facts)
{
	begin_test(suite->out, "amtrace.captures", facts->file);
	if (!facts->complete) {
		fputs("    <error type=\"incomplete\"", suite->out);
		put_attribute(suite->out, "message",
			      facts->problem_count ? facts->problem[0] : "not read to its end");
		fputs("/>\n", suite->out);
	}
	end_test(suite->out);
}

static void put_network(const struct suite *suite, const struct finding *finding)
{
	g_autofree char *name =
		g_strdup_printf("%s %s", finding->row->id, failure_title(finding->row));

	begin_test(suite->out, "amtrace.network", name);
	if (finding->counts)
		put_failure(suite, finding, -1);
	end_test(suite->out);
}

struct counts {
	unsigned tests, failures, errors, skipped;
};

static struct counts count(const struct suite *suite)
{
	const struct diagnosis *diagnosis = suite->diagnosis;
	const struct capture_facts *facts;
	struct counts counts = {.tests = diagnosis->devices->len};

	for (guint i = 0; i < diagnosis->devices->len; i++) {
		counts.failures += failure_of(suite, i) != NULL;
		counts.skipped += is_skipped(suite, i);
	}
	for (guint i = 0; i < diagnosis->findings->len; i++) {
		const struct finding *finding = diagnosis->findings->pdata[i];

		counts.tests += !finding->devices->len;
		counts.failures += !finding->devices->len && finding->counts;
	}
	for (unsigned i = 0; (facts = report_capture(diagnosis, i)); i++) {
		counts.tests++;
		counts.errors += !facts->complete;
	}
	return counts;
}

static void put_suite(const struct suite *suite)
{
	const struct diagnosis *diagnosis = suite->diagnosis;
	struct counts counts = count(suite);
	const struct capture_facts *facts;

	fprintf(suite->out,
		"<testsuite name=\"amtrace\" tests=\"%u\" failures=\"%u\" errors=\"%u\" "
		"skipped=\"%u\">\n",
		counts.tests, counts.failures, counts.errors, counts.skipped);
	for (unsigned i = 0; (facts = report_capture(diagnosis, i)); i++)
		put_capture(suite, facts);
	for (guint i = 0; i < diagnosis->devices->len; i++)
		put_device(suite, i);
	for (guint i = 0; i < diagnosis->findings->len; i++)
		if (!((const struct finding *)diagnosis->findings->pdata[i])->devices->len)
			put_network(suite, diagnosis->findings->pdata[i]);
	fputs("  <system-out>", suite->out);
	put(suite->out, diagnosis->verdict);
	fputs("</system-out>\n</testsuite>\n", suite->out);
}

bool report_write_junit(FILE *out, const struct diagnosis *diagnosis,
			const struct report_options *options)
{
	struct suite suite = {
		.out = out,
		.diagnosis = diagnosis,
		.findings = findings_by_device(diagnosis),
	};

	(void)options;
	put_suite(&suite);
	free_lists(suite.findings, diagnosis->devices->len);
	return fflush(out) == 0 && !ferror(out);
}
