/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.c - the report for people, in the order in which they ask: what is
 * wrong, with which machine, why, what to do, and what is still open.
 */
#include "text.h"

#include <string.h>

#include "formats.h"

#define CAPTURES_MAX 8 /* whose limits are printed; JSON has all */

struct lacks {
	const struct page *page;
	bool headed;
};

static void put_lack(struct lacks *lacks, const char *file, const char *sentence)
{
	if (!lacks->headed)
		page_heading(lacks->page, "What the captures lack");
	lacks->headed = true;
	page_rowf(lacks->page, 2, PAINT_NONE, "-", 4, "%s: %s", file, sentence);
}

static void put_problems(struct lacks *lacks, const struct capture_facts *facts)
{
	if (!facts->complete && !facts->problem_count)
		put_lack(lacks, facts->file, "not read to its end");
	for (unsigned i = 0; i < facts->problem_count; i++)
		put_lack(lacks, facts->file, facts->problem[i]);
}

/* What a capture lacks limits every conclusion, so it is always said. */
static void put_captures(const struct page *page, const struct diagnosis *diagnosis)
{
	struct lacks lacks = {.page = page};
	const struct capture_facts *facts;
	unsigned i;

	for (i = 0; (facts = report_capture(diagnosis, i)); i++)
		put_problems(&lacks, facts);
	for (i = 0; (facts = report_capture(diagnosis, i)) && i < CAPTURES_MAX; i++) {
		const GPtrArray *limits = report_limits(diagnosis, i);

		for (guint k = 0; limits && k < limits->len; k++)
			put_lack(&lacks, facts->file, limits->pdata[k]);
	}
	if (facts)
		put_lack(&lacks, facts->file, "and the captures after it: see --format json");
}

/* The needs of all findings in the order met, and the ids that have each. */
struct needs {
	GPtrArray *order; /* const char * */
	GHashTable *ids;  /* need -> GString, "AMT-K01, AMT-K02" */
};

static void free_ids(gpointer ids)
{
	g_string_free(ids, TRUE);
}

static void add_need(struct needs *needs, const char *need, const char *id)
{
	GString *ids = g_hash_table_lookup(needs->ids, need);

	if (!ids) {
		ids = g_string_new(id);
		g_ptr_array_add(needs->order, (void *)need);
		g_hash_table_insert(needs->ids, (void *)need, ids);
	} else if (!strstr(ids->str, id)) {
		g_string_append_printf(ids, ", %s", id);
	}
}

static void collect_needs(struct needs *needs, const struct diagnosis *diagnosis)
{
	for (guint i = 0; i < diagnosis->findings->len; i++) {
		const struct finding *finding = diagnosis->findings->pdata[i];

		for (guint n = 0; n < finding->needs->len; n++)
			add_need(needs, finding->needs->pdata[n], finding->row->id);
	}
}

/* Each need once, however many findings have it. */
static void put_undecided(const struct page *page, const struct diagnosis *diagnosis)
{
	struct needs needs = {
		.order = g_ptr_array_new(),
		.ids = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_ids),
	};

	collect_needs(&needs, diagnosis);
	if (needs.order->len)
		page_heading(page, "Not decided; this would decide it");
	for (guint i = 0; i < needs.order->len; i++) {
		const char *need = needs.order->pdata[i];
		const GString *ids = g_hash_table_lookup(needs.ids, need);

		page_rowf(page, 2, PAINT_NONE, "-", 4, "%s (for %s)", need, ids->str);
	}
	g_ptr_array_free(needs.order, TRUE);
	g_hash_table_destroy(needs.ids);
}

static void put_summary(const struct page *page, const struct diagnosis *d)
{
	page_rowf(page, 2, PAINT_NONE, "Devices", 12,
		  "%u: %u provisioned, %u failed, %u in progress, %u unknown", d->devices->len,
		  d->count[OUTCOME_PROVISIONED], d->count[OUTCOME_FAILED],
		  d->count[OUTCOME_IN_PROGRESS], d->count[OUTCOME_UNKNOWN]);
	page_rowf(page, 2, PAINT_NONE, "Findings", 12, "%u errors, %u warnings, %u notes",
		  d->severities[SEVERITY_ERROR], d->severities[SEVERITY_WARNING],
		  d->severities[SEVERITY_NOTE]);
	put_captures(page, d);
}

/* Everything, or with --quiet no more than the devices. */
static void put_all(const struct page *page, const struct diagnosis *diagnosis,
		    const struct report_options *options)
{
	text_devices(page, diagnosis);
	if (options->verbose)
		text_stories(page, diagnosis, options);
	if (!options->quiet)
		text_findings(page, diagnosis, options);
	text_what_if(page, diagnosis);
	if (options->quiet)
		return;
	put_captures(page, diagnosis);
	put_undecided(page, diagnosis);
}

bool report_write_text(FILE *out, const struct diagnosis *diagnosis,
		       const struct report_options *options)
{
	struct page page = {
		.out = out,
		.width = options->width ? options->width : PAGE_WIDTH,
		.color = options->color,
	};

	page_row(&page, 0, PAINT_NONE, NULL, 0, diagnosis->verdict);
	if (options->summary)
		put_summary(&page, diagnosis);
	else
		put_all(&page, diagnosis, options);
	return fflush(out) == 0 && !ferror(out);
}
