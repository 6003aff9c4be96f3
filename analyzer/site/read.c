/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read.c - finds out what a path holds and has it read.
 *
 * Files of a folder are taken in the order of their names, so that what a
 * folder means does not depend on the file system.
 */
#include "read.h"

#include "file.h"
#include "odbc_source.h"
#include "setupbin.h"

static bool is_csv_name(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && g_ascii_strcasecmp(name + n - 4, ".csv") == 0;
}

enum site_table table_of_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return is_csv_name(name) ? table_named(name, strlen(name) - 4) : SITE_TABLES;
}

static bool read_content(struct records *records, const char *path, struct bytes content,
			 GPtrArray *problems, GError **error)
{
	enum site_table table = table_of_file(path);

	if (is_database(content))
		return read_database(records, path, content, problems, error);
	if (setupbin_looks_like(content))
		return read_setupbin(records, path, content, problems, error);
	if (table != SITE_TABLES)
		return read_csv(records, table, path, content, problems, error);
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
		    "%s: is neither a SQLite database, a folder of CSV files, a CSV file named "
		    "after its table, nor a Setup.bin",
		    path);
	return false;
}

static bool read_file(struct records *records, const char *path, GPtrArray *problems,
		      GError **error)
{
	struct file file;

	if (!file_read(&file, path, error))
		return false;
	bool ok = read_content(records, path, bytes_of(file.p, file.n), problems, error);

	file_free(&file);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the CSV files in |path|, sorted; NULL when it cannot be listed. */
static GPtrArray *csv_names(const char *path, GError **error)
{
	GError *why = NULL;
	GDir *folder = g_dir_open(path, 0, &why);

	if (!folder) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: %s", path, why->message);
		g_error_free(why);
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (const char *name; (name = g_dir_read_name(folder));)
		if (is_csv_name(name))
			g_ptr_array_add(names, g_strdup(name));
	g_dir_close(folder);
	g_ptr_array_sort(names, by_name);
	return names;
}

/* One file of a folder. With |problems| its error is one of them, and is no error here. */
static bool read_member(struct records *records, const char *path, GPtrArray *problems,
			GError **error)
{
	GError *why = NULL;

	enum site_table table = table_of_file(path);

	if (table == SITE_TABLES) {
		problem_add(problems, true, g_strdup(path), "is named after no table");
		return true;
	}
	if (records->has[table])
		g_set_error(&why, SITE_ERROR, SITE_ERROR_RECORD, "%s: %s already came from %s",
			    path, site_table_names[table], records->source[table]);
	else if (read_file(records, path, problems, &why))
		return true;
	if (!problems) {
		g_propagate_error(error, why);
		return false;
	}
	problem_add(problems, false, g_strdup(""), "%s", why->message);
	g_error_free(why);
	return true;
}

static bool read_folder(struct records *records, const char *path, GPtrArray *problems,
			GError **error)
{
	GPtrArray *names = csv_names(path, error);
	bool ok = names != NULL;

	for (unsigned i = 0; ok && i < names->len; i++) {
		char *whole = g_build_filename(path, g_ptr_array_index(names, i), NULL);

		ok = read_member(records, whole, problems, error);
		g_free(whole);
	}
	if (names)
		g_ptr_array_unref(names);
	return ok;
}

bool is_path(const char *path, GError **error)
{
	if (!odbc_is_source(path))
		return true;
	/* Its text may hold a password, so it is not repeated. */
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
		    "odbc: is only read by 'amtrace site import PATH odbc:...'");
	return false;
}

bool records_read(struct records *records, const char *path, GPtrArray *problems, GError **error)
{
	if (!is_path(path, error))
		return false;
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return read_folder(records, path, problems, error);
	return read_file(records, path, problems, error);
}
