/* SPDX-License-Identifier: GPL-2.0-or-later */
/* translations.c - a table of hellos by UUID, retry count and capture; see translations.h. */
#include "translations.h"

#include "clocks.h"
#include "numbers.h"
#include "watch.h"

/* Two clocks that nobody aligned; the time between two hellos of a device is a minute. */
#define CLOCK_OFFSET (5 * NANOSECONDS)

struct key {
	struct uuid uuid;
	uint32_t retry, length;
};

static struct key key_of(const struct seen_hello *hello)
{
	return (struct key){.uuid = hello->uuid, .retry = hello->retry, .length = hello->length};
}

static guint key_hash(gconstpointer key)
{
	return keyed_hash(key, sizeof(struct key));
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct key)) == 0;
}

bool translation_is_certain(const struct sighting *a, const struct sighting *b)
{
	const struct seen_connection *x = a->connection, *y = b->connection;

	return x->has_isn && y->has_isn && x->isn == y->isn;
}

static bool says_the_same(const struct seen_hello *a, const struct seen_hello *b)
{
	return a->version == b->version && a->admin_set == b->admin_set && a->whole && b->whole &&
	       a->hashes == b->hashes && strcmp(a->pid, b->pid) == 0;
}

static bool is_translation(const struct sighting *a, const struct sighting *b,
			   const struct twins *twins)
{
	if (a->capture == b->capture ||
	    address_equal(&a->connection->client, &b->connection->client) ||
	    !says_the_same(a->connection->hello, b->connection->hello) ||
	    (ABS(a->at.time - b->at.time) > CLOCK_OFFSET && !translation_is_certain(a, b)))
		return false;
	return !twins_has(twins, a, b->capture) && !twins_has(twins, b, a->capture);
}

/* |latest| of the same key: the last hello, whatever capture shows it. */
static void take_hello(const struct sighting **other, const struct sighting *list, size_t i,
		       GHashTable *latest, const struct twins *twins)
{
	struct key key = key_of(list[i].connection->hello);
	const struct sighting *before = g_hash_table_lookup(latest, &key);

	if (before && is_translation(before, &list[i], twins)) {
		other[i] = before;
		other[before - list] = &list[i];
	}
	g_hash_table_replace(latest, g_memdup2(&key, sizeof key), (gpointer)&list[i]);
}

const struct sighting **translations_find(const struct sighting *list, size_t count,
					  unsigned captures, const struct twins *twins)
{
	if (captures < 2)
		return NULL;
	const struct sighting **other = g_new0(const struct sighting *, count + 1);
	GHashTable *latest = g_hash_table_new_full(key_hash, key_equal, g_free, NULL);

	for (size_t i = 0; i < count; i++) {
		const struct seen_connection *c =
			list[i].kind == SIGHTING_CONNECTION ? list[i].connection : NULL;

		if (c && c->hello && c->hello->has_uuid && !uuid_is_blank(&c->hello->uuid))
			take_hello(other, list, i, latest, twins);
	}
	g_hash_table_destroy(latest);
	return other;
}
