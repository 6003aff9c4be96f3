/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * records_write.h - the site's records under other names.
 *
 * Values are mapped by the kind of their column. A PPS becomes another that
 * is as valid; lines of a log keep only the words that the engine looks for;
 * labels are left out. What files hold is not its business (setup_files_write.h).
 */
#ifndef SCRUB_RECORDS_WRITE_H
#define SCRUB_RECORDS_WRITE_H

#include "mapping.h"
#include "records.h"

/*
 * A copy of |records| whose values are mapped. |phrases|, NULL-terminated, may
 * stay in a log. Without |pps| there is none, not even another one.
 */
struct records *records_mapped(const struct records *records, struct mapping *m,
			       const char *const *phrases, bool pps);

/* A copy of the rows that |in| marks, table by table, in their order; NULL: of all. */
struct records *records_some(const struct records *records, const bool *in);

/* How many rows all tables have. */
unsigned records_count(const struct records *records);

#endif
