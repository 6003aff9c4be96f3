/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * write_folder.c - tables as CSV files (RFC 4180, UTF-8).
 *
 * Each file is written beside and renamed, so that it is the old or the new
 * one. Values are written as they are: these files are records, to be read
 * back, not reports for a spreadsheet.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "write.h"

bool is_folder_path(const char *path)
{
	return g_str_has_suffix(path, "/") || g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* Would |text| be read back otherwise without quotes? */
static bool needs_quotes(const char *text)
{
	size_t n = strlen(text);

	return strpbrk(text, ",;\t\"\r\n") || text[0] == ' ' || text[n - 1] == ' ' ||
	       strcmp(text, "NULL") == 0 || text[0] == '-' || text[0] == '(';
}

static void append_value(GString *csv, const char *text)
{
	if (!text)
		return;
	if (!needs_quotes(text)) {
		g_string_append(csv, text);
		return;
	}
	g_string_append_c(csv, '"');
	for (; *text; text++) {
		if (*text == '"')
			g_string_append_c(csv, '"');
		g_string_append_c(csv, *text);
	}
	g_string_append_c(csv, '"');
}

static void append_headings(GString *csv, enum site_table table)
{
	for (unsigned c = 0; c < tables[table].n; c++)
		g_string_append_printf(csv, "%s%s", c ? "," : "", tables[table].column[c].name);
	g_string_append_c(csv, '\n');
}

static void append_record(GString *csv, enum site_table table, const struct record *record)
{
	for (unsigned c = 0; c < tables[table].n; c++) {
		if (c)
			g_string_append_c(csv, ',');
		append_value(csv, record->value[c]);
	}
	g_string_append_c(csv, '\n');
}

/* At least as long as the table's text, so that it never moves and leaves no copy of a PPS. */
static size_t room_for(const struct records *records, enum site_table table)
{
	size_t room = 1024;

	for (unsigned i = 0; i < records->rows[table]->len; i++)
		for (unsigned c = 0; c < tables[table].n; c++) {
			const char *value = records_at(records, table, i)->value[c];

			room += 4 + (value ? 2 * strlen(value) : 0);
		}
	return room;
}

static bool write_table(const char *path, const struct records *records, enum site_table table,
			GError **error)
{
	GString *csv = g_string_sized_new(room_for(records, table));
	GError *why = NULL;

	append_headings(csv, table);
	for (unsigned i = 0; i < records->rows[table]->len; i++)
		append_record(csv, table, records_at(records, table, i));
	bool ok = g_file_set_contents_full(path, csv->str, (gssize)csv->len,
					   G_FILE_SET_CONTENTS_CONSISTENT, 0600, &why);

	if (!ok) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: %s", path, why->message);
		g_error_free(why);
	}
	secret_free(g_string_free(csv, FALSE));
	return ok;
}

bool write_folder(const char *path, const struct records *records, const bool which[SITE_TABLES],
		  GError **error)
{
	bool ok = true;

	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: %s", path, g_strerror(errno));
		return false;
	}
	for (unsigned t = 0; ok && t < SITE_TABLES; t++) {
		if (!which[t])
			continue;
		char *name = g_strconcat(site_table_names[t], ".csv", NULL);
		char *whole = records->source[t] ? g_strdup(records->source[t])
						 : g_build_filename(path, name, NULL);

		ok = write_table(whole, records, t, error);
		g_free(name);
		g_free(whole);
	}
	return ok;
}
