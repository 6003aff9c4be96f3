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

static struct index *index_new(bool of_uuids, const struct index *under)
{
	struct index *index = g_new0(struct index, 1);

	index->of_uuids = of_uuids;
	index->under = under;
	index->keys = g_hash_table_new_full(of_uuids ? uuid_hash : g_str_hash,
					    of_uuids ? uuid_same : g_str_equal, g_free, rows_free);
	return index;
}

struct index *index_of_texts(void)
{
	return index_new(false, NULL);
}

struct index *index_of_uuids(void)
{
	return index_new(true, NULL);
}

struct index *index_over(const struct index *under)
{
	return index_new(under->of_uuids, under);
}

void index_free(struct index *index)
{
	if (!index)
		return;
	g_hash_table_unref(index->keys);
	g_free(index);
}

const GArray *index_rows(const struct index *index, const void *key)
{
	const GArray *rows = NULL;

	for (; index && !rows; index = index->under)
		rows = g_hash_table_lookup(index->keys, key);
	return rows;
}

/* The rows of |key| in this very index, which starts from what the lower one says. */
static GArray *own_rows(struct index *index, const void *key)
{
	GArray *rows = g_hash_table_lookup(index->keys, key);

	if (rows)
		return rows;
	const GArray *under = index_rows(index->under, key);

	rows = g_array_new(FALSE, FALSE, sizeof(unsigned));
	if (under)
		g_array_append_vals(rows, under->data, under->len);
	g_hash_table_insert(index->keys,
			    index->of_uuids ? g_memdup2(key, sizeof(struct uuid))
					    : (gpointer)g_strdup(key),
			    rows);
	return rows;
}

void index_add(struct index *index, const void *key, unsigned row)
{
	GArray *rows = own_rows(index, key);
	unsigned at = rows->len;

	while (at > 0 && g_array_index(rows, unsigned, at - 1) > row)
		at--;
	g_array_insert_val(rows, at, row);
}

void index_remove(struct index *index, const void *key, unsigned row)
{
	GArray *rows = own_rows(index, key);

	for (unsigned i = 0; i < rows->len; i++)
		if (g_array_index(rows, unsigned, i) == row) {
			g_array_remove_index(rows, i);
			return;
		}
}

bool index_find(const struct index *index, const void *key, unsigned nth, unsigned *row)
{
	const GArray *rows = index_rows(index, key);

	if (!rows || nth >= rows->len)
		return false;
	*row = g_array_index(rows, unsigned, nth);
	return true;
}

static bool is_empty(const struct index *index)
{
	for (; index; index = index->under)
		if (g_hash_table_size(index->keys))
			return false;
	return true;
}

bool index_find_uuid(const struct index *index, const struct uuid *uuid, unsigned nth,
		     bool *swapped, unsigned *row)
{
	*swapped = true;
	if (is_empty(index))
		return false;
	struct uuid other = uuid_swapped(uuid);
	const GArray *rows = index_rows(index, uuid);
	unsigned straight = rows ? rows->len : 0;

	*swapped = nth >= straight;
	if (!*swapped)
		return index_find(index, uuid, nth, row);
	return !uuid_equal(&other, uuid) && index_find(index, &other, nth - straight, row);
}
