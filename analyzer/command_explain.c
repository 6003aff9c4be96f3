/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_explain.c - the catalogue, for reading: the same rows that make the
 * findings, so the two cannot say different things.
 */
#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "diagnosis.h"
#include "findings.h"
#include "options.h"
#include "page.h"

#define COLUMN 12

static const struct usage usage = {
	.command = "explain",
	.arguments = "[ID]",
	.summary = "What a finding means, how it is known, what to do.\n"
		   "Without ID, the catalogue of all findings.",
	.groups = OPTIONS_COLOR,
};

static const char *step_of(const struct failure *row)
{
	return step_names[row->step];
}

static void explain_row(const struct page *page, const struct failure *row)
{
	page_row(page, 0, PAINT_BOLD, row->id, 0, failure_title(row));
	page_row(page, 2, PAINT_NONE, "Step", COLUMN, step_of(row));
	page_row(page, 2, PAINT_NONE, "Severity", COLUMN, severity_names[findings_severity(row)]);
	page_row(page, 2, PAINT_NONE, "Known", COLUMN, findings_known(row));
	page_row(page, 2, PAINT_NONE, "Cause", COLUMN, failure_cause(row));
	page_row(page, 2, PAINT_NONE, "Remedy", COLUMN, failure_remedy(row));
	page_row(page, 2, PAINT_NONE, "Source", COLUMN, failure_source(row));
}

static void list_row(const struct page *page, const struct failure *row)
{
	char *label = g_strdup_printf("%s  %-9s  %-10s", row->id,
				      severity_names[findings_severity(row)], step_of(row));

	page_row(page, 0, PAINT_NONE, label, 32, failure_title(row));
	g_free(label);
}

static void list_catalogue(const struct page *page)
{
	g_autoptr(GPtrArray) rows = findings_for_reading();

	for (guint i = 0; i < rows->len; i++)
		list_row(page, rows->pdata[i]);
}

static enum status complain_of_id(const char *id)
{
	GPtrArray *ids = g_ptr_array_new();
	const struct failure *row;

	for (size_t i = 0; (row = catalogue_row(i)); i++)
		g_ptr_array_add(ids, (void *)(row->id + strlen("AMT-")));
	g_ptr_array_add(ids, NULL);
	const char *own = g_ascii_strncasecmp(id, "AMT-", 4) == 0 ? id + 4 : id;
	const char *meant = nearest(own, (const char *const *)ids->pdata);

	if (meant)
		complain("explain: no finding '%s'; did you mean AMT-%s?", id, meant);
	else
		complain("explain: no finding '%s'; 'amtrace explain' lists all", id);
	g_ptr_array_free(ids, TRUE);
	return STATUS_USAGE;
}

static enum status explain(const struct options *options)
{
	struct page page = {.out = stdout, .width = PAGE_WIDTH, .color = options->color};
	const char *id = options->arguments[0];

	if (!id) {
		list_catalogue(&page);
		return STATUS_DONE;
	}
	if (options->arguments[1]) {
		complain("explain: one ID at a time; '%s' is one too many", options->arguments[1]);
		return STATUS_USAGE;
	}
	const struct failure *row = catalogue_find(id);

	if (!row)
		return complain_of_id(id);
	explain_row(&page, row);
	return STATUS_DONE;
}

enum status command_explain(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = explain(&options);
	options_clear(&options);
	return status;
}
