/* SPDX-License-Identifier: GPL-2.0-or-later */
/* repeats.c - each device's last hello in full, by its UUID; see repeats.h. */
#include "repeats.h"

#include <string.h>

#include "watch.h"

struct repeats {
	GHashTable *last; /* struct uuid * -> struct seen_connection * */
	unsigned in_full;
};

static guint uuid_hash(gconstpointer uuid)
{
	return address_hash(uuid); /* both are 16 bytes */
}

static gboolean uuid_equals(gconstpointer a, gconstpointer b)
{
	return uuid_equal(a, b);
}

struct repeats *repeats_new(void)
{
	struct repeats *repeats = g_new0(struct repeats, 1);

	repeats->last = g_hash_table_new(uuid_hash, uuid_equals);
	return repeats;
}

void repeats_free(struct repeats *repeats)
{
	g_hash_table_destroy(repeats->last);
	g_free(repeats);
}

/* A hello as it should be: whole, in one piece, taken by the server without a word. */
static bool is_ordinary(const struct seen_connection *c)
{
	return c->answer == ANSWER_ACCEPTED && c->ended && c->bytes[1] == 0 && c->lost[0] == 0 &&
	       c->hello->whole && c->hello->has_uuid && c->hello->piece_count == 1 &&
	       c->hello->piece[0].frame == c->hello->at.frame;
}

static bool says_the_same(const struct seen_hello *a, const struct seen_hello *b)
{
	return a->version == b->version && a->admin_set == b->admin_set &&
	       a->remarks == b->remarks && a->hashes == b->hashes && a->length == b->length &&
	       memcmp(a->pid, b->pid, sizeof a->pid) == 0;
}

static bool repeats_it(const struct seen_connection *a, const struct seen_connection *b)
{
	return address_equal(&a->client, &b->client) && address_equal(&a->server, &b->server) &&
	       is_ordinary(a) && is_ordinary(b) && says_the_same(a->hello, b->hello) &&
	       b->hello->retry > hello_last_retry(a->hello) &&
	       b->hello->at.time > hello_last_at(a->hello).time;
}

bool repeats_fold(struct repeats *repeats, struct sightings *sightings,
		  const struct seen_connection *c)
{
	struct seen_connection *before;

	if (!c->hello || repeats->in_full < REPEATS_IN_FULL)
		return false;
	before = g_hash_table_lookup(repeats->last, &c->hello->uuid);
	if (!before || !repeats_it(before, c))
		return false;
	if (!before->hello->again)
		before->hello->again = sightings_room(sightings, sizeof *before->hello->again);
	before->hello->again->count++;
	before->hello->again->retry = c->hello->retry;
	before->hello->again->at = c->hello->at;
	before->hello->again->in_frame = c->hello->piece[0].in_frame;
	before->last = c->last;
	return true;
}

void repeats_note(struct repeats *repeats, struct seen_connection *c)
{
	if (!c->hello)
		return;
	repeats->in_full++;
	if (c->hello->has_uuid)
		g_hash_table_replace(repeats->last, &c->hello->uuid, c);
}
