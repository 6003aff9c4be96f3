/* SPDX-License-Identifier: GPL-2.0-or-later */
/* index.h - which rows of an array have a key; the array may hold it several times. */
#ifndef SITE_INDEX_H
#define SITE_INDEX_H

#include <glib.h>

#include "uuid.h"

/* Keys are copied. */
GHashTable *index_of_texts(void);
GHashTable *index_of_uuids(void);

void index_add(GHashTable *index, const char *key, unsigned row);
/* Adds a UUID that names a machine; blank ones are left out. */
void index_add_uuid(GHashTable *index, const struct uuid *uuid, unsigned row);

/* How many rows have |key|. */
unsigned index_count(GHashTable *index, const void *key);

/* The |nth| row with |key|. False behind the last. */
bool index_find(GHashTable *index, const void *key, unsigned nth, unsigned *row);

/* The same for a UUID in either byte order: as it stands first, then turned round. */
bool index_find_uuid(GHashTable *index, const struct uuid *uuid, unsigned nth, bool *swapped,
		     unsigned *row);

#endif
