/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sql.h - SQLite under our rules: what every use of it in this folder shares. */
#ifndef SITE_SQL_H
#define SITE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>

#include "site.h"

/* The CREATE TABLE statements of schema.sql. */
extern const char site_schema[];

/*
 * Gives SQLite its allocator, once: before it is first used, be it by an ODBC
 * driver, which has the same library. sql_open() does it by itself.
 */
void sql_start(void);

/*
 * Opens |name| with |flags| and every limit and switch of ours set: no
 * triggers, no views, untrusted schema, bounded statements and bounded work.
 * NULL with SITE_ERROR_OPEN that names |path|.
 */
sqlite3 *sql_open(const char *name, int flags, const char *path, GError **error);

/* Sets |error| to what |db| says, as a fault of |path|; gives false. */
bool sql_fail(sqlite3 *db, const char *path, GError **error);

#endif
