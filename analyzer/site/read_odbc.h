/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read_odbc.h - records from a server's database, through ODBC where the build has it. */
#ifndef SITE_READ_ODBC_H
#define SITE_READ_ODBC_H

#include "odbc_source.h"
#include "records.h"

/* How much a database may give, and how long it may take. */
struct odbc_bounds {
	unsigned seconds;    /* of one statement with all its rows, and of logging in */
	unsigned rows;       /* of one table */
	unsigned characters; /* of one value, in UTF-16 */
	size_t bytes;        /* of all values */
};

extern const struct odbc_bounds odbc_bounds; /* those that are used unless a test wants others */

/*
 * Reads the tables of ours that |source| has: with one of the server's own
 * names in it (csti_pid_map, ...) only those, else those of schema.sql. False
 * with SITE_ERROR_OPEN or SITE_ERROR_RECORD, which hold no secret of the source.
 */
bool read_odbc(struct records *records, struct odbc_source *source,
	       const struct odbc_bounds *bounds, GError **error);

#endif
