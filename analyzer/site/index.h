/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index.h - which rows of an array have a key; the array may hold it several times.
 *
 * An index may lie over another: for the keys that it holds it says which
 * rows have them, or that none has; all other keys are the lower one's.
 */
#ifndef SITE_INDEX_H
#define SITE_INDEX_H

#include <glib.h>

#include "uuid.h"

struct index {
	GHashTable *keys;          /* key -> GArray of unsigned, in their order */
	bool of_uuids;             /* keys are struct uuid, else texts */
	const struct index *under; /* or NULL */
};

struct index *index_of_texts(void);
struct index *index_of_uuids(void);
/* An empty index over |under|, which must outlive it. */
struct index *index_over(const struct index *under);
void index_free(struct index *index);

/* |row| has |key| too, a copy of which is kept. A UUID must name a machine. */
void index_add(struct index *index, const void *key, unsigned row);
/* |row| has |key| no more. */
void index_remove(struct index *index, const void *key, unsigned row);

/* The rows with |key| (unsigned), or NULL. */
const GArray *index_rows(const struct index *index, const void *key);

/* The |nth| row with |key|. False behind the last. */
bool index_find(const struct index *index, const void *key, unsigned nth, unsigned *row);

/* The same for a UUID in either byte order: as it stands first, then turned round. */
bool index_find_uuid(const struct index *index, const struct uuid *uuid, unsigned nth,
		     bool *swapped, unsigned *row);

#endif
