/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.c - two sets that grow while a capture is looked at; see watch.h. */
#include "watch.h"

#include <string.h>

struct watch {
	GHashTable *names;     /* char * */
	GHashTable *addresses; /* struct address * */
	uint64_t left_out;
};

guint address_hash(gconstpointer address)
{
	static uint32_t key;
	const struct address *a = address;
	guint sum;

	/* Addresses are the attacker's choice: the sum starts from a secret. */
	if (!key)
		key = g_random_int() | 1;
	sum = key;
	for (size_t i = 0; i < sizeof a->b; i++) {
		sum = (sum ^ a->b[i]) * 16777619u;
		sum ^= sum >> 15;
	}
	return sum;
}

gboolean address_equals(gconstpointer a, gconstpointer b)
{
	return address_equal(a, b);
}

struct watch *watch_new(void)
{
	struct watch *watch = g_new0(struct watch, 1);

	watch->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
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
	return g_hash_table_contains(watch->names, name);
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
