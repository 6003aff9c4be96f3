/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge.h - the records of one table into those of another.
 *
 * The records of |from| take the place of all in |into| with the same key
 * (the key columns of tables[], in the spelling that equal values share); a
 * value that is not given comes from the first of those replaced. A record
 * without a key is the same as another only if all its values are.
 */
#ifndef SITE_MERGE_H
#define SITE_MERGE_H

#include "records.h"

struct merged {
	unsigned added, changed, unchanged;
};

struct merged merge_table(struct records *into, const struct records *from, enum site_table table);

/* Can all values be read? False with SITE_ERROR_RECORD at the first that cannot. */
bool merge_values_fit(const struct records *from, GError **error);

#endif
