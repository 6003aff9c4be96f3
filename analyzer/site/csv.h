/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * csv.h - RFC 4180, one record at a time, over UTF-8 text.
 *
 * The separator may also be ';' or a tab. Fields without quotes lose blanks
 * at their ends (sqlcmd pads) and may hold quotes; blank lines are skipped.
 */
#ifndef SITE_CSV_H
#define SITE_CSV_H

#include "bytes.h"

#define CSV_LINE_MAX 65536 /* bytes of one record */
#define CSV_FIELDS_MAX 256

struct csv {
	const char *at, *end;
	char separator;
	unsigned line; /* of |at|, from 1 */
};

struct csv_record {
	unsigned line; /* where it starts */
	unsigned n;
	const char *field[CSV_FIELDS_MAX];
	bool quoted[CSV_FIELDS_MAX];
	size_t used;
	char text[CSV_LINE_MAX + CSV_FIELDS_MAX];
};

/* A reader of |text|, whose first line decides on the separator. */
struct csv csv_over(struct bytes text);

/* The next record. False at the end, and with |*wrong| set (at |record->line|) if it is none. */
bool csv_next(struct csv *csv, struct csv_record *record, const char **wrong);

#endif
