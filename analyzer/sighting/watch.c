/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.c - two sets that grow while a capture is looked at; see watch.h. */
#include "watch.h"

#include <string.h>

struct watch {
	GHashTable *names;     /* char * */
	GHashTable *addresses; /* struct address * */
	uint64_t left_out;
};

/* Folds eight bytes into |sum|: an odd factor mixes upwards, the shift brings it down again. */
static uint64_t fold(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return sum ^ sum >> 32;
}

guint keyed_hash(gconstpointer bytes, size_t n)
{
	static gsize key;
	const uint8_t *b = bytes;
	uint64_t sum, word = 0;

	/* The bytes are the attacker's choice: the sum starts from a secret. */
	if (g_once_init_enter(&key))
		g_once_init_leave(&key,
				  (gsize)((uint64_t)g_random_int() << 32) | g_random_int() | 1);
	sum = key + n;
	for (; n >= sizeof word; b += sizeof word, n -= sizeof word) {
		memcpy(&word, b, sizeof word);
		sum = fold(sum, word);
	}
	word = 0;
	memcpy(&word, b, n);
	return (guint)(fold(fold(sum, word), key) >> 32);
}

guint address_hash(gconstpointer address)
{
	return keyed_hash(address, sizeof(struct address));
}

guint text_hash(gconstpointer text)
{
	return keyed_hash(text, strlen(text));
}

gboolean address_equals(gconstpointer a, gconstpointer b)
{
	return address_equal(a, b);
}

struct watch *watch_new(void)
{
	struct watch *watch = g_new0(struct watch, 1);

	watch->names = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
	watch->addresses = g_hash_table_new_full(address_hash, address_equals, g_free, NULL);
	return watch;
}

void watch_free(struct watch *watch)
{
	g_hash_table_destroy(watch->names);
	g_hash_table_destroy(watch->addresses);
	g_free(watch);
}

/* Is there room in |set| for one more? */
static bool has_room(struct watch *watch, GHashTable *set)
{
	bool room = g_hash_table_size(set) < WATCH_MAX;

	watch->left_out += !room;
	return room;
}

void watch_add_name(struct watch *watch, const char *name)
{
	if (*name && !watch_has_name(watch, name) && has_room(watch, watch->names))
		g_hash_table_add(watch->names, g_strdup(name));
}

void watch_add_address(struct watch *watch, const struct address *address)
{
	if (address_is_none(address) || watch_has_address(watch, address) ||
	    !has_room(watch, watch->addresses))
		return;
	g_hash_table_add(watch->addresses, g_memdup2(address, sizeof *address));
}

uint64_t watch_left_out(const struct watch *watch)
{
	return watch->left_out;
}

bool watch_has_name(const struct watch *watch, const char *name)
{
	/* Asked for every DNS question, and often there is nothing to watch. */
	return g_hash_table_size(watch->names) && g_hash_table_contains(watch->names, name);
}

bool watch_has_address(const struct watch *watch, const struct address *address)
{
	return g_hash_table_contains(watch->addresses, address);
}

bool name_is_provisionserver(const char *name)
{
	static const char label[] = "provisionserver";
	size_t n = sizeof label - 1;

	return strncmp(name, label, n) == 0 && (name[n] == '\0' || name[n] == '.');
}
