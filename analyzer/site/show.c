/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show.c - tables as aligned text: widths first, then rows. */
#include "read.h"
#include "setup_files_check.h"
#include "shown.h"
#include "site_edit.h"

#define WIDTH_MAX 60 /* a longer value pushes its row's others, not the whole column */

struct showing {
	const struct records *records;
	const char *path;
	enum site_table table;
	bool show_pids;
	unsigned width[COLUMNS_MAX];
};

static char *cell(const struct showing *s, unsigned row, unsigned column)
{
	return value_shown(s->table, column, records_at(s->records, s->table, row), s->show_pids);
}

static void measure(struct showing *s)
{
	const struct table *t = &tables[s->table];

	for (unsigned c = 0; c < t->n; c++) {
		s->width[c] = (unsigned)strlen(t->column[c].name);
		for (unsigned i = 0; i < s->records->rows[s->table]->len; i++) {
			char *text = cell(s, i, c);
			long n = g_utf8_strlen(text, -1);

			s->width[c] = MAX(s->width[c], (unsigned)MIN(n, WIDTH_MAX));
			g_free(text);
		}
	}
}

/* One cell; the last of a line gets no blanks behind it. */
static void print_cell(const struct showing *s, unsigned column, const char *text, FILE *out)
{
	unsigned n = (unsigned)g_utf8_strlen(text, -1);
	bool last = column + 1 == tables[s->table].n;
	unsigned blanks = n < s->width[column] ? s->width[column] - n : 0;

	fputs(text, out);
	if (last)
		fputc('\n', out);
	else
		fprintf(out, "%*s", (int)blanks + 2, "");
}

static void print_table(struct showing *s, FILE *out)
{
	const struct table *t = &tables[s->table];
	unsigned rows = s->records->rows[s->table]->len;

	measure(s);
	fprintf(out, "%s (%u)\n", site_table_names[s->table], rows);
	for (unsigned c = 0; rows && c < t->n; c++)
		print_cell(s, c, t->column[c].name, out);
	for (unsigned i = 0; i < rows; i++)
		for (unsigned c = 0; c < t->n; c++) {
			char *text = cell(s, i, c);

			print_cell(s, c, text, out);
			g_free(text);
		}
}

static bool show_tables(struct showing *s, enum site_table only, FILE *out, GError **error)
{
	bool any = false;

	for (unsigned t = 0; t < SITE_TABLES; t++) {
		if (!s->records->has[t] || (only != SITE_TABLES && only != t))
			continue;
		if (any)
			fputc('\n', out);
		any = true;
		s->table = t;
		print_table(s, out);
		if (t == SITE_CERTIFICATE)
			setup_files_show(s->records, s->path, out);
	}
	if (!any && only != SITE_TABLES)
		g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD,
			    "%s: the records have no such table", site_table_names[only]);
	return any || only == SITE_TABLES;
}

bool site_show(const char *path, const char *table, bool show_pids, FILE *out, GError **error)
{
	enum site_table only = table ? table_named(table, strlen(table)) : SITE_TABLES;

	if (table && only == SITE_TABLES) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_CHANGE, "%s: no such table", table);
		return false;
	}
	struct records *records = records_new();
	struct showing s = {.records = records, .path = path, .show_pids = show_pids};
	bool ok = records_read(records, path, NULL, error) && show_tables(&s, only, out, error);

	records_free(records);
	return ok;
}
