/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.c - the connections that are followed; see table.h. */
#include "table.h"

#define CHUNK 64           /* slots */
#define FIRST_INDEX 256    /* entries */
#define NO_SLOT UINT32_MAX /* an empty entry */

struct entry {
	uint32_t hash;
	uint32_t slot;
};

/* A flow's key, the same for both directions: the smaller end first. */
struct key {
	struct address a, b;
	uint16_t a_port, b_port;
};

static struct entry *new_index(size_t room)
{
	struct entry *index = g_new(struct entry, room);

	memset(index, 0xff, room * sizeof *index);
	return index;
}

void table_open(struct table *t, size_t limit, uint64_t seed)
{
	*t = (struct table){
		.key = siphash_key(seed),
		.index = new_index(FIRST_INDEX),
		.index_room = FIRST_INDEX,
		.limit = MAX(limit, 1),
		.chunks = g_ptr_array_new_with_free_func(g_free),
		.unused = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
	};
}

void table_close(struct table *t)
{
	g_free(t->index);
	g_ptr_array_unref(t->chunks);
	g_array_unref(t->unused);
}

static uint32_t hash_of(const struct table *t, const struct flow *flow)
{
	int order = memcmp(&flow->src, &flow->dst, sizeof flow->src);
	bool swap = order > 0 || (order == 0 && flow->src_port > flow->dst_port);
	struct key key = {flow->src, flow->dst, flow->src_port, flow->dst_port};

	if (swap)
		key = (struct key){flow->dst, flow->src, flow->dst_port, flow->src_port};
	return (uint32_t)siphash13(&t->key, bytes_of(&key, sizeof key));
}

static struct slot *slot_at(const struct table *t, uint32_t number)
{
	struct slot *chunk = g_ptr_array_index(t->chunks, number / CHUNK);

	return chunk + number % CHUNK;
}

static bool is_client(const struct connection *c, const struct address *a, uint16_t port)
{
	return c->client_port == port && address_equal(&c->client, a);
}

static bool is_server(const struct connection *c, const struct address *a, uint16_t port)
{
	return c->server_port == port && address_equal(&c->server, a);
}

static bool matches(const struct connection *c, const struct flow *f, enum direction *sender)
{
	*sender = FROM_CLIENT;
	if (is_client(c, &f->src, f->src_port) && is_server(c, &f->dst, f->dst_port))
		return true;
	*sender = FROM_SERVER;
	return is_server(c, &f->src, f->src_port) && is_client(c, &f->dst, f->dst_port);
}

struct slot *table_find(const struct table *t, const struct flow *flow, enum direction *sender)
{
	uint32_t hash = hash_of(t, flow);
	size_t mask = t->index_room - 1;

	for (size_t i = hash & mask; t->index[i].slot != NO_SLOT; i = (i + 1) & mask) {
		if (t->index[i].hash != hash)
			continue;
		struct slot *slot = slot_at(t, t->index[i].slot);

		if (matches(&slot->connection, flow, sender))
			return slot;
	}
	return NULL;
}

static void index_put(struct table *t, struct entry entry)
{
	size_t mask = t->index_room - 1;
	size_t i = entry.hash & mask;

	while (t->index[i].slot != NO_SLOT)
		i = (i + 1) & mask;
	t->index[i] = entry;
}

/* At most half full, so that probes stay short. */
static void index_grow(struct table *t)
{
	struct entry *old = t->index;
	size_t room = t->index_room;

	if (t->count * 2 < room)
		return;
	t->index_room = room * 2;
	t->index = new_index(t->index_room);
	for (size_t i = 0; i < room; i++)
		if (old[i].slot != NO_SLOT)
			index_put(t, old[i]);
	g_free(old);
}

/* Closes the hole by moving back what probed over it: no tombstones to wear the table out. */
static void index_remove(struct table *t, const struct slot *slot)
{
	size_t mask = t->index_room - 1;
	size_t hole = slot->hash & mask;

	while (t->index[hole].slot != slot->number)
		hole = (hole + 1) & mask;
	for (size_t i = (hole + 1) & mask; t->index[i].slot != NO_SLOT; i = (i + 1) & mask) {
		size_t home = t->index[i].hash & mask;

		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		t->index[hole] = t->index[i];
		hole = i;
	}
	t->index[hole].slot = NO_SLOT;
}

static uint32_t unused_number(struct table *t)
{
	if (t->unused->len == 0) {
		uint32_t first = t->chunks->len * CHUNK;

		g_ptr_array_add(t->chunks, g_new(struct slot, CHUNK));
		for (uint32_t i = CHUNK; i-- > 0;) {
			uint32_t number = first + i;

			g_array_append_val(t->unused, number);
		}
	}
	uint32_t number = g_array_index(t->unused, uint32_t, t->unused->len - 1);

	g_array_set_size(t->unused, t->unused->len - 1);
	return number;
}

struct slot *table_add(struct table *t, const struct flow *flow, bool src_is_client)
{
	uint32_t number = unused_number(t);
	struct slot *slot = slot_at(t, number);
	struct connection *c = &slot->connection;

	*slot = (struct slot){.hash = hash_of(t, flow), .number = number, .born = t->births++};
	slot->in_rank.data = slot->in_holders.data = slot;
	c->client = src_is_client ? flow->src : flow->dst;
	c->server = src_is_client ? flow->dst : flow->src;
	c->client_port = src_is_client ? flow->src_port : flow->dst_port;
	c->server_port = src_is_client ? flow->dst_port : flow->src_port;
	index_grow(t);
	index_put(t, (struct entry){slot->hash, number});
	t->count++;
	slot->rank = RANK_SILENT;
	g_queue_push_tail_link(&t->rank[RANK_SILENT], &slot->in_rank);
	return slot;
}

void table_remove(struct table *t, struct slot *slot)
{
	index_remove(t, slot);
	g_queue_unlink(&t->rank[slot->rank], &slot->in_rank);
	g_array_append_val(t->unused, slot->number);
	t->count--;
}

void table_rank(struct table *t, struct slot *slot, enum rank rank)
{
	g_queue_unlink(&t->rank[slot->rank], &slot->in_rank);
	slot->rank = rank;
	g_queue_push_tail_link(&t->rank[rank], &slot->in_rank);
}

struct slot *table_oldest(const struct table *t, enum rank rank)
{
	const GList *head = t->rank[rank].head;

	return head ? head->data : NULL;
}

static gint by_birth(gconstpointer a, gconstpointer b)
{
	const struct slot *const *x = a, *const *y = b;

	return (*x)->born < (*y)->born ? -1 : 1;
}

GPtrArray *table_all(const struct table *t)
{
	GPtrArray *all = g_ptr_array_sized_new((guint)t->count);

	for (int rank = 0; rank < RANKS; rank++)
		for (GList *l = t->rank[rank].head; l; l = l->next)
			g_ptr_array_add(all, l->data);
	g_ptr_array_sort(all, by_birth);
	return all;
}
