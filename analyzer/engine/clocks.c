/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clocks.c - one table of connections by what identifies them everywhere, and
 * from it the twins: the same connection, seen in different captures.
 */
#include "clocks.h"

#include <string.h>

#include "watch.h"

struct twins {
	GHashTable *by_key; /* struct key * -> GArray of indexes into |list| */
	GHashTable *pairs;  /* packed pair of captures -> GArray of time differences */
	const struct sighting *list;
	size_t count;
};

struct key {
	struct address client, server;
	uint32_t isn;
	uint16_t client_port, server_port;
};

static guint key_hash(gconstpointer p)
{
	const struct key *k = p;

	return address_hash(&k->client) ^ (k->isn * 2654435761u) ^ k->client_port;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct key *x = a, *y = b;

	return x->isn == y->isn && x->client_port == y->client_port &&
	       x->server_port == y->server_port && address_equal(&x->client, &y->client) &&
	       address_equal(&x->server, &y->server);
}

static bool key_of(struct key *key, const struct sighting *s)
{
	const struct seen_connection *c = s->connection;

	if (s->kind != SIGHTING_CONNECTION || !c->has_isn)
		return false;
	*key = (struct key){
		.client = c->client,
		.server = c->server,
		.isn = c->isn,
		.client_port = c->client_port,
		.server_port = c->server_port,
	};
	return true;
}

static void free_array(gpointer array)
{
	g_array_free(array, TRUE);
}

static gpointer pair_of(unsigned a, unsigned b)
{
	return (gpointer)((gsize)MIN(a, b) << 32 | MAX(a, b));
}

static void note_pair(struct twins *t, const struct sighting *a, const struct sighting *b)
{
	gpointer pair = pair_of(a->capture, b->capture);
	GArray *apart = g_hash_table_lookup(t->pairs, pair);
	int64_t time = a->capture < b->capture ? b->at.time - a->at.time : a->at.time - b->at.time;

	if (!apart) {
		apart = g_array_new(FALSE, FALSE, sizeof(int64_t));
		g_hash_table_insert(t->pairs, pair, apart);
	}
	g_array_append_val(apart, time);
}

static void note_connection(struct twins *t, size_t i)
{
	struct key key;
	GArray *same;

	if (!key_of(&key, &t->list[i]))
		return;
	same = g_hash_table_lookup(t->by_key, &key);
	if (!same) {
		same = g_array_new(FALSE, FALSE, sizeof(size_t));
		g_hash_table_insert(t->by_key, g_memdup2(&key, sizeof key), same);
	} else {
		const struct sighting *first = &t->list[g_array_index(same, size_t, 0)];

		if (first->capture != t->list[i].capture)
			note_pair(t, first, &t->list[i]);
	}
	g_array_append_val(same, i);
}

/* With one capture there are no twins, and nothing is kept. */
struct twins *twins_find(const struct sightings *sightings)
{
	struct twins *t = g_new0(struct twins, 1);

	t->by_key = g_hash_table_new_full(key_hash, key_equal, g_free, free_array);
	t->pairs = g_hash_table_new_full(NULL, NULL, NULL, free_array);
	t->list = sightings_list(sightings, &t->count);
	for (size_t i = 0; i < t->count && sightings_captures(sightings) > 1; i++)
		note_connection(t, i);
	return t;
}

void twins_free(struct twins *t)
{
	g_hash_table_destroy(t->by_key);
	g_hash_table_destroy(t->pairs);
	g_free(t);
}

bool twins_has(const struct twins *t, const struct sighting *s, unsigned capture)
{
	struct key key;
	GArray *same = key_of(&key, s) ? g_hash_table_lookup(t->by_key, &key) : NULL;

	for (unsigned i = 0; same && i < same->len; i++)
		if (t->list[g_array_index(same, size_t, i)].capture == capture)
			return true;
	return false;
}

/* How much a connection tells of what was said on it. */
static uint64_t told(const struct sighting *s)
{
	const struct seen_connection *c = s->connection;
	uint64_t much = c->calls ? (uint64_t)c->calls->call_count << 8 : 0;

	if (c->session)
		much += 1u + c->session->finished[0] + c->session->finished[1] +
			c->session->alert_count;
	return much;
}

const struct sighting *twins_better(const struct twins *t, const struct sighting *s)
{
	struct key key;
	GArray *same = key_of(&key, s) ? g_hash_table_lookup(t->by_key, &key) : NULL;

	for (unsigned i = 0; same && i < same->len; i++) {
		const struct sighting *other = &t->list[g_array_index(same, size_t, i)];

		if (other->capture == s->capture)
			continue;
		if (told(other) > told(s) ||
		    (told(other) == told(s) && other->capture < s->capture))
			return other;
	}
	return NULL;
}

bool twins_share(const struct twins *t, unsigned a, unsigned b)
{
	return g_hash_table_contains(t->pairs, pair_of(a, b));
}

static int time_order(gconstpointer a, gconstpointer b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The median, so that one retransmitted SYN that only one capture has does no harm. */
static bool clocks_differ(const struct twins *t, unsigned a, unsigned b, int64_t *apart)
{
	GArray *all = g_hash_table_lookup(t->pairs, pair_of(a, b));

	if (!all)
		return false;
	g_array_sort(all, time_order);
	*apart = g_array_index(all, int64_t, all->len / 2);
	return true;
}

/* Aligns |capture| with an earlier one that shares connections with it. */
static void align(struct sightings *s, const struct twins *t, unsigned capture)
{
	int64_t apart;

	for (unsigned earlier = 0; earlier < capture; earlier++) {
		if (!clocks_differ(t, earlier, capture, &apart))
			continue;
		/* What the earlier one was moved by, this one moves too. */
		apart = time_within_reach(apart) + sightings_capture(s, earlier)->clock_ahead;
		apart = time_within_reach(apart);
		if (ABS(apart) > CLOCKS_APART)
			sightings_shift(s, capture, -apart);
		return;
	}
}

void clocks_align(struct sightings *s)
{
	struct twins *t = twins_find(s);

	for (unsigned i = 1; i < sightings_captures(s); i++)
		align(s, t, i);
	twins_free(t);
}

/* What a system puts into a packet that it sends itself. */
static bool is_fresh(uint8_t ttl)
{
	return ttl == 32 || ttl == 64 || ttl == 128 || ttl == 255;
}

static enum vantage vantage_by(const struct seen_connection *c)
{
	unsigned device = c->service == SERVICE_HELLO ? 0 : 1;
	bool near_device = is_fresh(c->ttl[device]), near_server = is_fresh(c->ttl[!device]);

	if (!c->ttl[0] || !c->ttl[1] || near_device == near_server)
		return VANTAGE_UNKNOWN;
	return near_device ? VANTAGE_CLIENT : VANTAGE_SERVER;
}

/* Only where all connections of a capture say the same. */
void vantages_guess(struct sightings *s)
{
	unsigned captures = sightings_captures(s);
	g_autofree unsigned *votes = g_new0(unsigned, captures *(VANTAGE_BETWEEN + 1) + 1);
	size_t count;
	const struct sighting *list = sightings_list(s, &count);

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == SIGHTING_CONNECTION)
			votes[list[i].capture * (VANTAGE_BETWEEN + 1) +
			      vantage_by(list[i].connection)]++;
	for (unsigned i = 0; i < captures; i++) {
		const unsigned *vote = &votes[i * (VANTAGE_BETWEEN + 1)];
		struct capture_facts *facts = sightings_capture(s, i);

		if (facts->vantage != VANTAGE_UNKNOWN ||
		    !vote[VANTAGE_CLIENT] == !vote[VANTAGE_SERVER])
			continue;
		facts->vantage = vote[VANTAGE_CLIENT] ? VANTAGE_CLIENT : VANTAGE_SERVER;
		facts->vantage_guessed = true;
	}
}
