/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * write_database.c - tables into a SQLite file, in one transaction.
 *
 * Statements are made of the names in tables[] and nothing else; values are
 * bound. What is deleted is overwritten (secure_delete), for it holds PPSs.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sql.h"
#include "write.h"

static bool run(sqlite3 *db, const char *statement, const char *path, GError **error)
{
	return sqlite3_exec(db, statement, NULL, NULL, NULL) == SQLITE_OK ||
	       sql_fail(db, path, error);
}

/* The statement of schema.sql that makes |table|. */
static bool create_table(sqlite3 *db, enum site_table table, const char *path, GError **error)
{
	char *start = g_strdup_printf("CREATE TABLE IF NOT EXISTS %s (", site_table_names[table]);
	const char *statement = strstr(site_schema, start);
	sqlite3_stmt *create;

	g_assert(statement);
	g_free(start);
	bool ok = sqlite3_prepare_v2(db, statement, -1, &create, NULL) == SQLITE_OK &&
		  sqlite3_step(create) == SQLITE_DONE;

	if (!ok)
		sql_fail(db, path, error);
	sqlite3_finalize(create);
	return ok;
}

/* INSERT INTO table (columns) VALUES (?, ...), or NULL. */
static sqlite3_stmt *prepare_insert(sqlite3 *db, enum site_table table)
{
	GString *text = g_string_new(NULL);
	sqlite3_stmt *insert = NULL;

	g_string_printf(text, "INSERT INTO main.%s (", site_table_names[table]);
	for (unsigned c = 0; c < tables[table].n; c++)
		g_string_append_printf(text, "%s%s", c ? ", " : "", tables[table].column[c].name);
	g_string_append(text, ") VALUES (?");
	for (unsigned c = 1; c < tables[table].n; c++)
		g_string_append(text, ", ?");
	g_string_append_c(text, ')');
	sqlite3_prepare_v2(db, text->str, -1, &insert, NULL);
	g_string_free(text, TRUE);
	return insert;
}

static bool insert_record(sqlite3_stmt *insert, enum site_table table, const struct record *record)
{
	sqlite3_reset(insert);
	for (unsigned c = 0; c < tables[table].n; c++)
		if (sqlite3_bind_text(insert, (int)c + 1, record->value[c], -1, SQLITE_STATIC) !=
		    SQLITE_OK)
			return false;
	return sqlite3_step(insert) == SQLITE_DONE;
}

static bool write_table(sqlite3 *db, const struct records *records, enum site_table table,
			const char *path, GError **error)
{
	char *clear = g_strdup_printf("DELETE FROM main.%s", site_table_names[table]);
	bool ok = create_table(db, table, path, error) && run(db, clear, path, error);

	g_free(clear);
	if (!ok)
		return false;
	sqlite3_stmt *insert = prepare_insert(db, table);

	ok = insert != NULL;
	for (unsigned i = 0; ok && i < records->rows[table]->len; i++)
		ok = insert_record(insert, table, records_at(records, table, i));
	if (!ok)
		sql_fail(db, path, error);
	sqlite3_finalize(insert);
	return ok;
}

static bool write_tables(sqlite3 *db, const struct records *records, const bool which[SITE_TABLES],
			 const char *path, GError **error)
{
	if (!run(db, "PRAGMA secure_delete = ON; BEGIN IMMEDIATE", path, error))
		return false;
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (which[t] && !write_table(db, records, t, path, error))
			return false;
	return run(db, "COMMIT", path, error);
}

/* An empty file that only its owner may read, where none is. */
static bool make_private(const char *path, bool *made, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	*made = fd >= 0;
	if (fd < 0 && errno != EEXIST) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: %s", path, g_strerror(errno));
		return false;
	}
	if (fd >= 0)
		close(fd);
	return true;
}

bool write_database(const char *path, const struct records *records, const bool which[SITE_TABLES],
		    GError **error)
{
	bool made;

	if (!make_private(path, &made, error))
		return false;
	sqlite3 *db = sql_open(path, SQLITE_OPEN_READWRITE, path, error);
	bool ok = db && write_tables(db, records, which, path, error);

	/* Closing rolls back what was not committed. */
	sqlite3_close(db);
	if (!ok && made)
		unlink(path);
	return ok;
}
