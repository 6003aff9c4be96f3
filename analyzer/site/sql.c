/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sql.c - opening SQLite for files that we do not trust.
 *
 * SQLite's own memory holds pages with PPSs, so it gets an allocator that
 * wipes what it frees, and no lookaside pool besides. The rest follows
 * https://www.sqlite.org/security.html.
 */
#include "sql.h"

#include <string.h>

#include "value.h"

#define STEPS_A_CALL 100000 /* virtual machine steps between two calls of count_steps() */
#define CALLS_MAX 10000     /* 1e9 steps: some ten seconds, 64 MiB of rows take a fifth */
#define VALUE_BYTES_MAX (1 << 20)

static sqlite3_mem_methods plain;

static void wiping_free(void *p)
{
	if (p)
		explicit_bzero(p, (size_t)plain.xSize(p));
	plain.xFree(p);
}

/* A block that grows in place or is moved by the system would leave its old copy behind. */
static void *wiping_realloc(void *p, int n)
{
	void *other = plain.xMalloc(n);

	if (!other)
		return NULL;
	memcpy(other, p, (size_t)MIN(n, plain.xSize(p)));
	wiping_free(p);
	return other;
}

/* Only before SQLite is first used; who came earlier keeps his allocator. */
static gpointer use_wiping_memory(gpointer unused)
{
	sqlite3_mem_methods wiping;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
		return unused;
	wiping = plain;
	wiping.xFree = wiping_free;
	wiping.xRealloc = wiping_realloc;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &wiping);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
	return unused;
}

static int count_steps(void *calls)
{
	return ++*(int *)calls > CALLS_MAX;
}

static void set_rules(sqlite3 *db)
{
	static const int off[] = {
		SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
		SQLITE_DBCONFIG_ENABLE_VIEW,    SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
		SQLITE_DBCONFIG_DQS_DDL,        SQLITE_DBCONFIG_DQS_DML};
	static const struct {
		int limit, value;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX},
		{SQLITE_LIMIT_SQL_LENGTH, 100000},
		{SQLITE_LIMIT_COLUMN, 300},
		{SQLITE_LIMIT_EXPR_DEPTH, 100},
		{SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
		{SQLITE_LIMIT_FUNCTION_ARG, 16},
		{SQLITE_LIMIT_COMPOUND_SELECT, 16},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(off); i++)
		sqlite3_db_config(db, off[i], 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(limits); i++)
		sqlite3_limit(db, limits[i].limit, limits[i].value);
}

bool sql_fail(sqlite3 *db, const char *path, GError **error)
{
	bool endless = sqlite3_errcode(db) == SQLITE_INTERRUPT;
	/* It may quote names out of the file. */
	char *said = text_printable(endless ? "reading it takes too long" : sqlite3_errmsg(db));

	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: cannot be used as a database: %s",
		    path, said);
	g_free(said);
	return false;
}

void sql_start(void)
{
	static GOnce once = G_ONCE_INIT;

	g_once(&once, use_wiping_memory, NULL);
}

sqlite3 *sql_open(const char *name, int flags, const char *path, GError **error)
{
	static int calls;
	sqlite3 *db = NULL;

	sql_start();
	calls = 0;
	if (sqlite3_open_v2(name, &db, flags | SQLITE_OPEN_PRIVATECACHE, NULL) != SQLITE_OK) {
		sql_fail(db, path, error);
		sqlite3_close(db);
		return NULL;
	}
	set_rules(db);
	sqlite3_progress_handler(db, STEPS_A_CALL, count_steps, &calls);
	return db;
}
