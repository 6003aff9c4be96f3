/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shape.h - how the columns that a file has map to those of our table.
 *
 * A configuration table without a name column is a wide one: each of its
 * columns is a setting, and each of its rows gives a record a column.
 */
#ifndef SITE_SHAPE_H
#define SITE_SHAPE_H

#include "records.h"

#define SHAPE_COLUMNS_MAX 256

struct shape {
	enum site_table table;
	bool wide;
	bool strange; /* there are columns that are not ours */
	unsigned n;
	int column[SHAPE_COLUMNS_MAX];    /* ours, or -1 */
	char *heading[SHAPE_COLUMNS_MAX]; /* printable */
};

/*
 * Maps |n| headings. Columns that are not ours go to |problems|; a column
 * given twice, or none of ours at all, is an error. |where| names the place.
 */
bool shape_make(struct shape *shape, enum site_table table, unsigned n, const char *const *headings,
		const char *where, GPtrArray *problems, GError **error);
void shape_free(struct shape *shape);

/* Appends one row of |n| fields in the file's order; NULL is not given. */
void shape_put(const struct shape *shape, struct records *records, unsigned line,
	       const char *const *fields);

#endif
