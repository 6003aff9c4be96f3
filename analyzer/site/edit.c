/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edit.c - making records, and merging others into them; see site_edit.h. */
#include "merge.h"
#include "read.h"
#include "read_odbc.h"
#include "site_edit.h"
#include "sql.h"
#include "write.h"

static bool write_records(const char *path, const struct records *records,
			  const bool which[SITE_TABLES], GError **error)
{
	if (is_folder_path(path))
		return write_folder(path, records, which, error);
	return write_database(path, records, which, error);
}

static bool is_free(const char *path, GError **error)
{
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: is there already", path);
	return false;
}

/* No file of |path| has a table yet. */
static bool folder_is_free(const char *path, GError **error)
{
	bool ok = true;

	for (unsigned t = 0; ok && t < SITE_TABLES; t++) {
		char *name = g_strconcat(site_table_names[t], ".csv", NULL);
		char *whole = g_build_filename(path, name, NULL);

		ok = is_free(whole, error);
		g_free(name);
		g_free(whole);
	}
	return ok;
}

bool site_init(const char *path, GError **error)
{
	bool which[SITE_TABLES];

	if (!is_path(path, error))
		return false;
	if (is_folder_path(path) ? !folder_is_free(path, error) : !is_free(path, error))
		return false;
	for (unsigned t = 0; t < SITE_TABLES; t++)
		which[t] = true;
	struct records *empty = records_new();
	bool ok = write_records(path, empty, which, error);

	records_free(empty);
	return ok;
}

/* Tables that we would write otherwise than they were are not rewritten. */
static bool can_rewrite(const char *path, const struct records *records,
			const bool which[SITE_TABLES], GError **error)
{
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (which[t] && records->strange[t]) {
			g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD,
				    "%s: %s has columns or a name that are not ours and would be "
				    "lost: import it into new records instead",
				    path, site_table_names[t]);
			return false;
		}
	return true;
}

/* Merges what was read from one source; marks the tables that it has. */
static void merge_read(struct records *into, const struct records *from, const char *source,
		       bool which[SITE_TABLES], GString *said)
{
	for (unsigned t = 0; t < SITE_TABLES; t++) {
		if (!from->has[t])
			continue;
		struct merged n = merge_table(into, from, t);

		which[t] = true;
		g_string_append_printf(said, "%s: %s: %u added, %u changed, %u unchanged\n", source,
				       site_table_names[t], n.added, n.changed, n.unchanged);
	}
}

/* A database is called by what may be shown of its connection string. */
static bool merge_odbc(struct records *into, struct records *from, const char *text,
		       bool which[SITE_TABLES], GString *said, GError **error)
{
	struct odbc_source *source = odbc_source_new(text);

	sql_start(); /* the driver may be SQLite's own */
	bool ok = read_odbc(from, source, &odbc_bounds, error) && merge_values_fit(from, error);

	if (ok)
		merge_read(into, from, source->shown, which, said);
	odbc_source_free(source);
	return ok;
}

static bool merge_source(struct records *into, const char *source, bool which[SITE_TABLES],
			 GString *said, GError **error)
{
	struct records *from = records_new();
	bool ok;

	if (odbc_is_source(source)) {
		ok = merge_odbc(into, from, source, which, said, error);
	} else {
		ok = records_read(from, source, NULL, error) && merge_values_fit(from, error);
		if (ok)
			merge_read(into, from, source, which, said);
	}
	records_free(from);
	return ok;
}

static bool merge_sources(struct records *into, const char *const *sources, bool which[SITE_TABLES],
			  GString *said, GError **error)
{
	for (; *sources; sources++)
		if (!merge_source(into, *sources, which, said, error))
			return false;
	return true;
}

static bool import(const char *path, struct records *records, const char *const *sources,
		   GString *said, GError **error)
{
	bool which[SITE_TABLES] = {false};

	if (g_file_test(path, G_FILE_TEST_EXISTS) && !records_read(records, path, NULL, error))
		return false;
	return merge_sources(records, sources, which, said, error) &&
	       can_rewrite(path, records, which, error) &&
	       write_records(path, records, which, error);
}

/* A CSV file or a Setup.bin can be read, but is nothing to merge into. */
static bool can_hold_tables(const char *path, GError **error)
{
	if (table_of_file(path) == SITE_TABLES || is_folder_path(path))
		return true;
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
		    "%s: is one table: give the folder or a database to import into", path);
	return false;
}

bool site_import(const char *path, const char *const *sources, FILE *out, GError **error)
{
	if (!is_path(path, error) || !can_hold_tables(path, error))
		return false;
	struct records *records = records_new();
	GString *said = g_string_new(NULL);
	bool ok = import(path, records, sources, said, error);

	if (ok)
		fputs(said->str, out);
	g_string_free(said, TRUE);
	records_free(records);
	return ok;
}
