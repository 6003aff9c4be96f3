/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read.h - records from whatever holds them.
 *
 * With |problems| what is odd is listed there and reading goes on where it
 * can; without, the first thing that cannot be read is the error.
 */
#ifndef SITE_READ_H
#define SITE_READ_H

#include "records.h"

/* A folder of CSV files, a CSV file named after its table, a SQLite database, a Setup.bin. */
bool records_read(struct records *records, const char *path, GPtrArray *problems, GError **error);

/* False with |error| set when |path| is the name of a database that ODBC would read. */
bool is_path(const char *path, GError **error);

/* The three formats; |path| serves for messages only. */
bool read_csv(struct records *records, enum site_table table, const char *path,
	      struct bytes content, GPtrArray *problems, GError **error);
bool read_database(struct records *records, const char *path, struct bytes content,
		   GPtrArray *problems, GError **error);
bool read_setupbin(struct records *records, const char *path, struct bytes content,
		   GPtrArray *problems, GError **error);

/* Does this file look like one? */
bool is_database(struct bytes content);

/* The table that a file of this name holds (its name without .csv), or SITE_TABLES. */
enum site_table table_of_file(const char *path);

#endif
