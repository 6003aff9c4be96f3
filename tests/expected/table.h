/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - a table of captures and what must be said of each.
 *
 * A row is six columns between '|': captures, site, options, outcomes,
 * findings, and the ids that must not appear. pcaps/HOWTO.md is the manual.
 */
#ifndef EXPECTED_TABLE_H
#define EXPECTED_TABLE_H

#include <glib.h>
#include <stdbool.h>

#define NAMES "names:" /* before an id: a finding that names it as a candidate */

/* "50xAMT-K01/error/likely+": parts that are not written are not compared. "names:AMT-K06". */
struct wanted_finding {
	char *text;
	char *id, *severity, *certainty; /* "*" matches every id; NULL: any */
	bool named;                      /* as a candidate of any finding */
	bool at_least;                   /* the certainty or a higher one */
	bool optional;
	bool met;
	unsigned times; /* devices, in all findings of it; 0: any number */
	unsigned devices;
};

/* "192.0.2.50=failed", "192.0.2.50!=failed", "50x10.1.3.*=failed" */
struct wanted_outcome {
	char *text;
	char *device; /* an address or a UUID, with '*' for any characters */
	char *outcome;
	bool negated;
	unsigned times;   /* devices; 0: any number but none */
	unsigned devices; /* that fit */
};

struct row {
	unsigned number; /* of its line */
	char *site;
	GPtrArray *captures; /* char * */
	GPtrArray *options;  /* char * */
	GPtrArray *outcomes; /* struct wanted_outcome * */
	bool any_outcomes;   /* "*": devices are not compared */
	GPtrArray *findings; /* struct wanted_finding * */
	GPtrArray *absent;   /* char *: ids, or "names:" and an id */
};

/* The rows of the file at |path|; NULL, said on standard error, if it has a row that is none. */
GPtrArray *table_read(const char *path);

/* The id in |text| without "names:" before it. */
const char *table_id(const char *text);

#endif
