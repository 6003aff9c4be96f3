/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read_database.c - the tables of a SQLite file, from a copy in memory.
 *
 * SQLite never opens the operator's file: it is given our copy of its bytes,
 * read-only. So no lock, journal or check point can touch the file, and what
 * still stands in a log beside it would be missed; then we refuse. Only
 * ordinary tables are read, no views and no virtual ones.
 */
#include <sys/stat.h>

#include "read.h"
#include "shape.h"
#include "sql.h"

#define MAGIC "SQLite format 3"
#define HEADER_LENGTH 100
/* File format, 1.3: 2 = the file is used with a write-ahead log. */
#define WRITE_VERSION_AT 18
#define READ_VERSION_AT 19
#define VERSION_ROLLBACK 1
#define VERSION_WAL 2

struct reading {
	sqlite3 *db;
	struct records *records;
	const char *path;
	GPtrArray *problems;
};

bool is_database(struct bytes content)
{
	return content.n >= sizeof MAGIC && memcmp(content.p, MAGIC, sizeof MAGIC) == 0;
}

/* Is there something in a log or journal beside |path|? */
static bool has_beside(const char *path, const char *suffix)
{
	char *other = g_strconcat(path, suffix, NULL);
	struct stat st;
	bool has = stat(other, &st) == 0 && st.st_size > 0;

	g_free(other);
	return has;
}

static bool is_settled(const char *path, GError **error)
{
	if (!has_beside(path, "-wal") && !has_beside(path, "-journal"))
		return true;
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
		    "%s: changes lie in a log beside it (-wal or -journal): close the program that "
		    "writes it, or give a copy made with sqlite3's .backup",
		    path);
	return false;
}

/* A copy for SQLite, which frees it (and wipes it, see sql.c). */
static uint8_t *copy_for_sqlite(struct bytes content)
{
	uint8_t *copy = sqlite3_malloc64(content.n);

	if (!copy)
		return NULL;
	memcpy(copy, content.p, content.n);
	if (copy[WRITE_VERSION_AT] == VERSION_WAL)
		copy[WRITE_VERSION_AT] = VERSION_ROLLBACK;
	if (copy[READ_VERSION_AT] == VERSION_WAL)
		copy[READ_VERSION_AT] = VERSION_ROLLBACK;
	return copy;
}

static bool deserialize(sqlite3 *db, struct bytes content)
{
	uint8_t *copy = copy_for_sqlite(content);

	return copy && sqlite3_deserialize(db, "main", copy, (sqlite3_int64)content.n,
					   (sqlite3_int64)content.n,
					   SQLITE_DESERIALIZE_FREEONCLOSE |
						   SQLITE_DESERIALIZE_READONLY) == SQLITE_OK;
}

/* SQLite's own look at pages and rows; the first fault is the error. */
static bool is_sound(const struct reading *in, GError **error)
{
	sqlite3_stmt *look;

	if (sqlite3_prepare_v2(in->db, "PRAGMA quick_check(1)", -1, &look, NULL) != SQLITE_OK)
		return sql_fail(in->db, in->path, error);
	bool row = sqlite3_step(look) == SQLITE_ROW;
	const char *text = row ? (const char *)sqlite3_column_text(look, 0) : NULL;
	char *said = text_printable(text ? text : "no memory");
	bool sound = strcmp(said, "ok") == 0;

	if (!row)
		sql_fail(in->db, in->path, error);
	else if (!sound)
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: is damaged: %s", in->path,
			    said);
	g_free(said);
	sqlite3_finalize(look);
	return sound;
}

static bool fail_value(const struct reading *in, enum site_table table, unsigned row,
		       const char *column, const char *what, GError **error)
{
	g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: %s row %u: %s %s", in->path,
		    site_table_names[table], row, column, what);
	return false;
}

/* 16 bytes in a UUID's place are one as SQL Server stores it, which is also its wire form. */
static const char *blob_text(const void *blob, int n, char text[UUID_TEXT])
{
	struct uuid uuid;

	if (n != (int)sizeof uuid.b)
		return NULL;
	memcpy(uuid.b, blob, sizeof uuid.b);
	return uuid_text(&uuid, text);
}

/* The text of one column, NULL when not given; |*wrong| says why it has none. */
static const char *column_text(sqlite3_stmt *rows, int i, char text[UUID_TEXT], const char **wrong)
{
	int type = sqlite3_column_type(rows, i);

	if (type == SQLITE_NULL)
		return NULL;
	if (type == SQLITE_BLOB) {
		const void *blob = sqlite3_column_blob(rows, i);
		const char *uuid = blob_text(blob, sqlite3_column_bytes(rows, i), text);

		*wrong = uuid ? NULL : "is binary";
		return uuid;
	}
	const char *value = (const char *)sqlite3_column_text(rows, i);
	size_t n = (size_t)sqlite3_column_bytes(rows, i);

	if (!value)
		*wrong = "is too long";
	else if (strlen(value) != n)
		*wrong = "holds a NUL byte";
	else if (!g_utf8_validate(value, (gssize)n, NULL))
		*wrong = "is not UTF-8";
	return value;
}

static bool put_row(const struct reading *in, const struct shape *shape, sqlite3_stmt *rows,
		    unsigned row, GError **error)
{
	const char *field[SHAPE_COLUMNS_MAX] = {NULL};
	char blob[SHAPE_COLUMNS_MAX][UUID_TEXT];

	for (unsigned i = 0; i < shape->n; i++) {
		const char *wrong = NULL;

		if (shape->column[i] < 0 && !shape->wide)
			continue;
		field[i] = column_text(rows, (int)i, blob[i], &wrong);
		if (wrong && shape->column[i] >= 0)
			return fail_value(in, shape->table, row, shape->heading[i], wrong, error);
		if (wrong)
			field[i] = NULL;
	}
	shape_put(shape, in->records, row, field);
	return true;
}

static bool put_rows(const struct reading *in, const struct shape *shape, sqlite3_stmt *rows,
		     GError **error)
{
	unsigned row = 0;
	int step;

	while ((step = sqlite3_step(rows)) == SQLITE_ROW)
		if (!put_row(in, shape, rows, ++row, error))
			return false;
	return step == SQLITE_DONE || sql_fail(in->db, in->path, error);
}

static bool shape_of(const struct reading *in, struct shape *shape, enum site_table table,
		     sqlite3_stmt *rows, GError **error)
{
	const char *heading[SHAPE_COLUMNS_MAX];
	int n = sqlite3_column_count(rows);

	for (int i = 0; i < n && i < SHAPE_COLUMNS_MAX; i++)
		heading[i] = sqlite3_column_name(rows, i);
	return shape_make(shape, table, (unsigned)n, heading, in->path, in->problems, error);
}

/* |name| is one of our own identifiers, not the file's spelling of it. */
static bool read_table(const struct reading *in, enum site_table table, const char *name,
		       GError **error)
{
	char *select = sqlite3_mprintf("SELECT * FROM main.\"%s\"", name);
	sqlite3_stmt *rows = NULL;
	struct shape shape;

	if (sqlite3_prepare_v2(in->db, select, -1, &rows, NULL) != SQLITE_OK) {
		sqlite3_free(select);
		return sql_fail(in->db, in->path, error);
	}
	sqlite3_free(select);
	bool ok = shape_of(in, &shape, table, rows, error);

	if (ok) {
		in->records->strange[table] |= shape.strange || name != site_table_names[table];
		ok = put_rows(in, &shape, rows, error);
		shape_free(&shape);
		records_give(in->records, table, in->path, false);
	}
	sqlite3_finalize(rows);
	return ok;
}

/* Lists what is not read: a table that is not ours, something of our name that is no table. */
static void name_stranger(const struct reading *in, const char *name, bool is_table, bool is_ours)
{
	char *shown = text_printable(name);

	if (is_table)
		problem_add(in->problems, true, g_strdup(in->path), "table %s is not ours", shown);
	else if (is_ours)
		problem_add(in->problems, false, g_strdup(in->path),
			    "%s is a view or a virtual table, which is not read: make it a table",
			    shown);
	g_free(shown);
}

/* One table or view of the file's schema; a virtual table has no page of its own. */
static bool read_entry(const struct reading *in, sqlite3_stmt *entry, GError **error)
{
	const char *name = (const char *)sqlite3_column_text(entry, 0);
	bool is_table = sqlite3_column_int(entry, 1) > 0;

	if (!name || g_str_has_prefix(name, "sqlite_"))
		return true;
	enum site_table table = table_named(name, strlen(name));
	const char *ours = table != SITE_TABLES ? table_identifier(table, name) : NULL;

	if (is_table && ours)
		return read_table(in, table, ours, error);
	name_stranger(in, name, is_table, ours);
	return true;
}

static bool read_tables(const struct reading *in, GError **error)
{
	sqlite3_stmt *entries;
	int step = SQLITE_DONE;
	bool ok = true;

	if (sqlite3_prepare_v2(in->db,
			       "SELECT name, rootpage FROM main.sqlite_master "
			       "WHERE type IN ('table', 'view') ORDER BY rowid",
			       -1, &entries, NULL) != SQLITE_OK)
		return sql_fail(in->db, in->path, error);
	while (ok && (step = sqlite3_step(entries)) == SQLITE_ROW)
		ok = read_entry(in, entries, error);
	if (ok && step != SQLITE_DONE)
		ok = sql_fail(in->db, in->path, error);
	sqlite3_finalize(entries);
	return ok;
}

bool read_database(struct records *records, const char *path, struct bytes content,
		   GPtrArray *problems, GError **error)
{
	if (content.n < HEADER_LENGTH) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: is cut short", path);
		return false;
	}
	if (!is_settled(path, error))
		return false;
	struct reading in = {.records = records, .path = path, .problems = problems};

	in.db = sql_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, path, error);
	if (!in.db)
		return false;
	bool ok = deserialize(in.db, content) || sql_fail(in.db, path, error);

	ok = ok && is_sound(&in, error) && read_tables(&in, error);
	sqlite3_close(in.db);
	return ok;
}
