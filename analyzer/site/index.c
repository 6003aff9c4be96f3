/* SPDX-License-Identifier: GPL-2.0-or-later */
/* index.c - a hash table of row numbers; see index.h. */
#include "index.h"

#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

static guint uuid_hash(gconstpointer key)
{
	const struct uuid *uuid = key;
	guint hash = FNV_BASIS;

	for (unsigned i = 0; i < sizeof uuid->b; i++)
		hash = (hash ^ uuid->b[i]) * FNV_PRIME;
	return hash;
}

static gboolean uuid_same(gconstpointer a, gconstpointer b)
{
	return uuid_equal(a, b);
}

static void rows_free(gpointer rows)
{
	g_array_unref(rows);
}

GHashTable *index_of_texts(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, rows_free);
}

GHashTable *index_of_uuids(void)
{
	return g_hash_table_new_full(uuid_hash, uuid_same, g_free, rows_free);
}

static void add(GHashTable *index, gpointer own_key, unsigned row)
{
	GArray *rows = g_hash_table_lookup(index, own_key);

	if (rows) {
		g_free(own_key);
	} else {
		rows = g_array_new(FALSE, FALSE, sizeof row);
		g_hash_table_insert(index, own_key, rows);
	}
	g_array_append_val(rows, row);
}

void index_add(GHashTable *index, const char *key, unsigned row)
{
	add(index, g_strdup(key), row);
}

void index_add_uuid(GHashTable *index, const struct uuid *uuid, unsigned row)
{
	if (!uuid_is_blank(uuid))
		add(index, g_memdup2(uuid, sizeof *uuid), row);
}

unsigned index_count(GHashTable *index, const void *key)
{
	const GArray *rows = g_hash_table_lookup(index, key);

	return rows ? rows->len : 0;
}

bool index_find(GHashTable *index, const void *key, unsigned nth, unsigned *row)
{
	const GArray *rows = g_hash_table_lookup(index, key);

	if (!rows || nth >= rows->len)
		return false;
	*row = g_array_index(rows, unsigned, nth);
	return true;
}

bool index_find_uuid(GHashTable *index, const struct uuid *uuid, unsigned nth, bool *swapped,
		     unsigned *row)
{
	struct uuid other = uuid_swapped(uuid);
	unsigned straight = index_count(index, uuid);

	*swapped = nth >= straight;
	if (!*swapped)
		return index_find(index, uuid, nth, row);
	return !uuid_equal(&other, uuid) && index_find(index, &other, nth - straight, row);
}
