/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * site_edit.h - the commands that make, fill, check and show records.
 *
 * The only functions of this folder that write, and only to the path that
 * they are given for it. Errors are of SITE_ERROR and one line.
 */
#ifndef SITE_SITE_EDIT_H
#define SITE_SITE_EDIT_H

#include <stdio.h>

#include "site.h"

/*
 * Makes empty records: a database, or a folder of CSV files with headings
 * when |path| ends in '/' or is a folder. Never overwrites anything.
 */
bool site_init(const char *path, GError **error);

/*
 * Merges the records of |sources| (NULL-terminated: databases, folders, CSV
 * files named after a table, Setup.bin, "odbc:CONNECTION STRING") into those at |path|, which are made
 * if they are not there, with only the tables that the sources have. A
 * record replaces those of the same key; values that it does not give stay.
 * A line a table goes to |out|. On an error nothing was written to a
 * database; in a folder each file is either the old or the new one.
 */
bool site_import(const char *path, const char *const *sources, FILE *out, GError **error);

/* Something wrong with the records. */
struct site_problem {
	bool warning; /* else an error, with which they may not load at all */
	char *where;  /* "FILE:LINE", "FILE: TABLE row N", or "" when |what| says it */
	char *what;
};

/* Every problem of the records, as struct site_problem; NULL when they cannot be read at all. */
GPtrArray *site_problems(const char *path, GError **error);

/* Prints them, a line each, and counts. False when the records cannot be read at all. */
bool site_check(const char *path, FILE *out, unsigned *errors, unsigned *warnings, GError **error);

/*
 * Prints the tables as aligned text, or only |table| (NULL: all that there
 * are). A PPS shows as "(there)", PIDs are masked unless |show_pids|.
 */
bool site_show(const char *path, const char *table, bool show_pids, FILE *out, GError **error);

#endif
