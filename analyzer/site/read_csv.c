/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read_csv.c - a CSV file as SQL Server's tools and people write it.
 *
 * The text is brought to UTF-8 first (UTF-16 with its mark, UTF-8 with or
 * without), then read record by record. A NULL without quotes is a value
 * that is not given; sqlcmd's line of dashes and its count of rows are none
 * of the records.
 */
#include <stdlib.h>

#include "csv.h"
#include "read.h"
#include "shape.h"

struct reading {
	struct records *records;
	const char *path;
	struct csv csv;
	struct csv_record record;
	struct shape shape;
	GPtrArray *problems;
};

static bool fail(GError **error, const char *path, unsigned line, const char *what)
{
	g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s:%u: %s", path, line, what);
	return false;
}

static bool is_dashes(const char *text)
{
	return *text && text[strspn(text, "-")] == '\0';
}

/* The line that sqlcmd writes under the headings. */
static bool is_underline(const struct csv_record *record)
{
	for (unsigned i = 0; i < record->n; i++)
		if (record->quoted[i] || !is_dashes(record->field[i]))
			return false;
	return true;
}

/* "(2 rows affected)", which sqlcmd writes under the last row. */
static bool is_row_count(const struct csv_record *record)
{
	return record->n == 1 && !record->quoted[0] && record->field[0][0] == '(' &&
	       g_str_has_suffix(record->field[0], "affected)");
}

static bool read_header(struct reading *in, enum site_table table, GError **error)
{
	const char *wrong;

	if (!csv_next(&in->csv, &in->record, &wrong))
		return fail(error, in->path, in->record.line, wrong ? wrong : "no headings");
	char *where = g_strdup_printf("%s:%u", in->path, in->record.line);
	bool ok = shape_make(&in->shape, table, in->record.n, in->record.field, where, in->problems,
			     error);

	g_free(where);
	return ok;
}

static void put_record(struct reading *in)
{
	for (unsigned i = 0; i < in->record.n; i++)
		if (!in->record.quoted[i] && strcmp(in->record.field[i], "NULL") == 0)
			in->record.field[i] = NULL;
	shape_put(&in->shape, in->records, in->record.line, in->record.field);
}

static bool read_rows(struct reading *in, GError **error)
{
	const char *wrong;

	for (bool first = true; csv_next(&in->csv, &in->record, &wrong); first = false) {
		if ((first && is_underline(&in->record)) || is_row_count(&in->record))
			continue;
		if (in->record.n != in->shape.n) {
			char *what = g_strdup_printf("%u fields under %u headings", in->record.n,
						     in->shape.n);

			fail(error, in->path, in->record.line, what);
			g_free(what);
			return false;
		}
		put_record(in);
	}
	return wrong ? fail(error, in->path, in->record.line, wrong) : true;
}

/* |text| is UTF-8 without NULs, and has no mark. */
static bool read_text(struct records *records, enum site_table table, const char *path,
		      struct bytes text, GPtrArray *problems, GError **error)
{
	struct reading *in = g_new(struct reading, 1);

	in->records = records;
	in->path = path;
	in->csv = csv_over(text);
	in->problems = problems;
	in->shape.n = 0;
	bool ok = read_header(in, table, error) && read_rows(in, error);

	if (ok) {
		records->strange[table] |= in->shape.strange;
		records_give(records, table, path, true);
	}
	shape_free(&in->shape);
	explicit_bzero(in, sizeof *in);
	g_free(in);
	return ok;
}

static unsigned line_of(struct bytes text, const char *at)
{
	unsigned line = 1;

	for (const char *c = (const char *)text.p; c < at; c++)
		line += *c == '\n';
	return line;
}

static bool read_utf8(struct records *records, enum site_table table, const char *path,
		      struct bytes text, GPtrArray *problems, GError **error)
{
	const char *bad = text.n ? memchr(text.p, '\0', text.n) : NULL;

	if (bad)
		return fail(error, path, line_of(text, bad), "a NUL byte: is it UTF-16?");
	if (text.n && !g_utf8_validate((const char *)text.p, (gssize)text.n, &bad))
		return fail(error, path, line_of(text, bad), "is not UTF-8");
	return read_text(records, table, path, text, problems, error);
}

static bool read_utf16(struct records *records, enum site_table table, const char *path,
		       struct bytes content, const char *encoding, GPtrArray *problems,
		       GError **error)
{
	gsize n;
	char *text = g_convert((const char *)content.p, (gssize)content.n, "UTF-8", encoding, NULL,
			       &n, NULL);

	if (!text)
		return fail(error, path, 1, "is no whole UTF-16");
	bool ok = read_utf8(records, table, path, bytes_of(text, n), problems, error);

	explicit_bzero(text, n);
	g_free(text);
	return ok;
}

static const struct mark {
	const char *bytes;
	size_t n;
	const char *encoding; /* NULL: UTF-8 */
} marks[] = {
	{"\xEF\xBB\xBF", 3, NULL},
	{"\xFF\xFE", 2, "UTF-16LE"},
	{"\xFE\xFF", 2, "UTF-16BE"},
};

bool read_csv(struct records *records, enum site_table table, const char *path,
	      struct bytes content, GPtrArray *problems, GError **error)
{
	for (const struct mark *m = marks; m < marks + G_N_ELEMENTS(marks); m++) {
		if (content.n < m->n || memcmp(content.p, m->bytes, m->n) != 0)
			continue;
		struct bytes rest = bytes_of(content.p + m->n, content.n - m->n);

		if (!m->encoding)
			return read_utf8(records, table, path, rest, problems, error);
		return read_utf16(records, table, path, rest, m->encoding, problems, error);
	}
	return read_utf8(records, table, path, content, problems, error);
}
