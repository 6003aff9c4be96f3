/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_finding.c - the findings of the text report: what was seen, which
 * devices it stops, why, where to look, what to do.
 */
#include <inttypes.h>
#include <string.h>

#include "formats.h"
#include "text.h"
#include "tried.h"

#define COLUMN 12
#define ACCEPTED_SHOWN 6 /* of one finding; JSON has all */

static const enum paint severity_paints[] = {
	[SEVERITY_NOTE] = PAINT_NONE,
	[SEVERITY_WARNING] = PAINT_YELLOW,
	[SEVERITY_ERROR] = PAINT_RED,
};

static void put_devices(const struct page *page, const struct diagnosis *diagnosis,
			const struct finding *finding)
{
	char *list = text_device_list(diagnosis, finding->devices);

	page_row(page, 2, PAINT_NONE, finding->devices->len == 1 ? "Device" : "Devices", COLUMN,
		 list);
	g_free(list);
}

char *text_place(const struct diagnosis *diagnosis, const struct evidence *evidence)
{
	const struct capture_facts *facts = report_capture(diagnosis, evidence->capture);
	const struct place *place = &evidence->place;

	if (!place->frame || !facts)
		return g_strdup("site records");
	if (!place->length)
		return g_strdup_printf("%s frame %" PRIu64, facts->file, place->frame);
	return g_strdup_printf("%s frame %" PRIu64 ", bytes %u-%" PRIu64, facts->file, place->frame,
			       place->offset, (uint64_t)place->offset + place->length - 1);
}

static void put_evidence(const struct page *page, const struct diagnosis *diagnosis,
			 const struct finding *finding)
{
	for (guint i = 0; i < finding->evidence->len; i++) {
		const struct evidence *evidence =
			&g_array_index(finding->evidence, struct evidence, i);
		char *place = text_place(diagnosis, evidence);

		page_rowf(page, 2, PAINT_NONE, i ? NULL : "Evidence", COLUMN, "%s: %s", place,
			  evidence->text);
		g_free(place);
	}
}

/* Ids with their titles, so that nobody has to look them up. */
static void put_candidates(const struct page *page, const struct finding *finding)
{
	for (guint i = 0; i < finding->candidates->len; i++) {
		const char *id = finding->candidates->pdata[i];
		const struct failure *row = catalogue_find(id);

		page_rowf(page, 2, PAINT_NONE, i ? NULL : "Possible", COLUMN, "%s %s", id,
			  row ? failure_title(row) : "");
	}
}

static void put_tried(const struct page *page, const struct finding *finding)
{
	char *text = tried_text(finding->verified, finding->devices->len);

	page_row(page, 2, PAINT_NONE, "Tried", COLUMN, text);
	g_free(text);
}

char *text_acceptance(const struct acceptance *acceptance)
{
	if (strcmp(acceptance->by, "baseline") == 0)
		return g_strdup("known from the baseline");
	return g_strdup_printf("suppressed%s%s: %s", acceptance->until ? " until " : "",
			       acceptance->until ? acceptance->until : "",
			       acceptance->reason ? acceptance->reason : "no reason given");
}

static void put_accepted(const struct page *page, const struct diagnosis *diagnosis,
			 const struct finding *finding)
{
	guint count = finding->accepted->len;

	for (guint i = 0; i < MIN(count, ACCEPTED_SHOWN); i++) {
		const struct acceptance *acceptance = finding->accepted->pdata[i];
		g_autofree char *words = text_acceptance(acceptance);
		g_autofree char *list = text_device_list(diagnosis, acceptance->devices);
		bool part = acceptance->devices->len < finding->devices->len;

		page_rowf(page, 2, PAINT_NONE, i ? NULL : "Accepted", COLUMN, "%s%s%s", words,
			  part ? "; of device " : "", part ? list : "");
	}
	if (count > ACCEPTED_SHOWN)
		page_rowf(page, 2, PAINT_NONE, NULL, COLUMN, "and %u more; --format json has all",
			  count - ACCEPTED_SHOWN);
}

static void put_finding(const struct page *page, const struct diagnosis *diagnosis,
			const struct finding *finding)
{
	const struct failure *row = finding->row;
	char *label = g_strdup_printf("%s %s", row->id, severity_names[finding->severity]);

	fputc('\n', page->out);
	page_rowf(page, 0, severity_paints[finding->severity], label, 0, "(%s): %s",
		  certainty_names[finding->certainty], failure_title(row));
	page_row(page, 2, PAINT_NONE, "Seen", COLUMN, finding->message);
	if (finding->devices->len)
		put_devices(page, diagnosis, finding);
	if (finding->accepted)
		put_accepted(page, diagnosis, finding);
	page_row(page, 2, PAINT_NONE, "Cause", COLUMN, failure_cause(row));
	put_candidates(page, finding);
	put_evidence(page, diagnosis, finding);
	if (row->side_by_side && finding->devices->len)
		text_setup(page, diagnosis,
			   diagnosis->devices->pdata[g_array_index(finding->devices, unsigned, 0)],
			   COLUMN);
	page_row(page, 2, PAINT_BOLD, "Remedy", COLUMN, failure_remedy(row));
	if (finding->verified)
		put_tried(page, finding);
	g_free(label);
}

void text_findings(const struct page *page, const struct diagnosis *diagnosis,
		   const struct report_options *options)
{
	unsigned left_out = 0;

	for (guint i = 0; i < diagnosis->findings->len; i++) {
		const struct finding *finding = diagnosis->findings->pdata[i];

		if (finding->severity == SEVERITY_NOTE && !options->verbose)
			left_out++;
		else
			put_finding(page, diagnosis, finding);
	}
	if (!left_out)
		return;
	fputc('\n', page->out);
	page_rowf(page, 0, PAINT_NONE, NULL, 0, "%u note%s left out; --verbose shows %s.", left_out,
		  left_out == 1 ? "" : "s", left_out == 1 ? "it" : "them");
}
