/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tables.h - the thirteen tables: columns, what may stand in them, where a
 * value goes in the typed row, and by which other names they are known.
 *
 * Every identifier that ever becomes part of an SQL statement comes from here.
 */
#ifndef SITE_TABLES_H
#define SITE_TABLES_H

#include "site.h"
#include "value.h"

#define COLUMNS_MAX 7
#define NOWHERE SIZE_MAX

struct column {
	const char *name;
	enum kind kind;
	bool key;         /* part of what tells one record from another when merging */
	size_t at;        /* where in the typed row, or NOWHERE */
	size_t has;       /* the flag that says "given", or NOWHERE */
	const char *also; /* other names, separated by blanks */
};

struct table {
	const struct column *column;
	unsigned n;
	size_t rows; /* where in struct site the rows go, or NOWHERE */
	size_t row_size;
	const char *also; /* what the server calls it, or "" */
};

extern const struct table tables[SITE_TABLES];

/* Which table |name| (|length| bytes) is, or SITE_TABLES. Case and punctuation do not count. */
enum site_table table_named(const char *name, size_t length);

/* The index of the column that |name| stands for in |table|, or -1. */
int column_named(enum site_table table, const char *name);

/* |name| as it stands in our tables, for an SQL statement; NULL when it is spelled otherwise. */
const char *table_identifier(enum site_table table, const char *name);

#endif
