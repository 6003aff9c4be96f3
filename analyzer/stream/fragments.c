/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fragments.c - IP fragments into datagrams; see fragments.h.
 *
 * A datagram that was refused keeps its entry without bytes until its time is
 * over, so that fragments still to come are refused with it (RFC 5722, 4).
 */
#include "fragments.h"

#include <glib.h>

#include "ranges.h"
#include "siphash.h"

#define DATAGRAM_MAX 65535 /* RFC 791 and 8200: a 16-bit length */
#define PIECES_MAX 256     /* runs of one datagram that do not touch */
#define FRAGMENT_UNIT 8    /* RFC 791, 8200: all but the last are multiples of it */

/* RFC 791: with the protocol; RFC 8200, 4.5: without, and |protocol| stays 0. */
struct key {
	uint64_t hash; /* of what follows; 0 while it is computed */
	struct address src, dst;
	uint32_t id, protocol;
};

struct datagram {
	struct key key;
	struct moment first;
	struct ranges ranges;
	size_t memory;
	int64_t length;   /* of the whole, once the last fragment is there, or -1 */
	uint8_t protocol; /* of the first fragment, which names it */
	bool refused;
	GList link;
};

struct fragments {
	struct siphash_key hash_key;
	GHashTable *datagrams;
	GQueue by_age;
	size_t held;
	uint64_t given_up;
	struct datagram *last; /* what the caller's payload lies in */
};

static guint key_hash(gconstpointer key)
{
	return (guint)((const struct key *)key)->hash;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct key)) == 0;
}

struct fragments *fragments_new(void)
{
	struct fragments *f = g_new0(struct fragments, 1);

	f->hash_key = siphash_key(0);
	f->datagrams = g_hash_table_new(key_hash, key_equal);
	return f;
}

static void datagram_free(struct datagram *d)
{
	if (!d)
		return;
	ranges_clear(&d->ranges);
	g_free(d);
}

/* Takes the datagram out of the tables; it lives on. */
static void detach(struct fragments *f, struct datagram *d)
{
	g_hash_table_remove(f->datagrams, &d->key);
	g_queue_unlink(&f->by_age, &d->link);
	f->held -= d->memory;
}

static void forget(struct fragments *f, struct datagram *d)
{
	if (!d->refused)
		f->given_up++;
	detach(f, d);
	datagram_free(d);
}

static void refuse(struct fragments *f, struct datagram *d)
{
	if (d->refused)
		return;
	f->given_up++;
	f->held -= d->memory;
	d->memory = 0;
	d->refused = true;
	ranges_clear(&d->ranges);
}

static struct datagram *oldest(const struct fragments *f)
{
	return f->by_age.head ? f->by_age.head->data : NULL;
}

static void expire(struct fragments *f, struct moment at)
{
	struct datagram *d;

	while ((d = oldest(f)) && at.time > d->first.time &&
	       (uint64_t)at.time - (uint64_t)d->first.time > (uint64_t)FRAGMENTS_PATIENCE)
		forget(f, d);
}

static struct datagram *find_or_add(struct fragments *f, const struct packet *p, struct moment at)
{
	struct key key = {.src = p->flow.src, .dst = p->flow.dst, .id = p->fragment.id};

	if (p->network == NETWORK_IPV4)
		key.protocol = p->flow.protocol;
	key.hash = siphash13(&f->hash_key, bytes_of(&key, sizeof key));
	struct datagram *d = g_hash_table_lookup(f->datagrams, &key);

	if (d)
		return d;
	if (f->by_age.length == FRAGMENTS_DATAGRAMS)
		forget(f, oldest(f));
	d = g_new0(struct datagram, 1);
	*d = (struct datagram){.key = key, .first = at, .length = -1, .link.data = d};
	g_hash_table_insert(f->datagrams, &d->key, d);
	g_queue_push_tail_link(&f->by_age, &d->link);
	return d;
}

/* Can the piece be a fragment at all, seen alone? */
static bool is_possible(const struct packet *p)
{
	return p->payload.n > 0 && p->fragment.offset + p->payload.n <= DATAGRAM_MAX &&
	       !(p->fragment.more && p->payload.n % FRAGMENT_UNIT);
}

/* Does the piece contradict what is there: another end, other bytes, or any overlap in IPv6? */
static bool contradicts(const struct datagram *d, const struct packet *p)
{
	int64_t begin = p->fragment.offset, end = begin + (int64_t)p->payload.n;
	size_t covered = ranges_covered(&d->ranges, begin, p->payload.n);

	if (d->length >= 0 && (end > d->length || (!p->fragment.more && end != d->length)))
		return true;
	if (!p->fragment.more && ranges_begin_after(&d->ranges, end) >= 0)
		return true;
	if (!p->fragment.more && ranges_at(&d->ranges, end).n)
		return true;
	if (!ranges_agree(&d->ranges, begin, p->payload))
		return true;
	return p->network == NETWORK_IPV6 && covered && covered < p->payload.n;
}

static void keep(struct fragments *f, struct datagram *d, const struct packet *p)
{
	const struct piece nowhere = {0};

	if (p->fragment.offset == 0)
		d->protocol = p->flow.protocol;
	if (!p->fragment.more)
		d->length = (int64_t)(p->fragment.offset + p->payload.n);
	ranges_add(&d->ranges, p->fragment.offset, p->payload, &nowhere);
	f->held -= d->memory;
	d->memory = ranges_memory(&d->ranges);
	f->held += d->memory;
	if (d->ranges.n > PIECES_MAX)
		refuse(f, d);
	while (f->held > FRAGMENTS_BYTES && oldest(f) != d)
		forget(f, oldest(f));
}

static bool is_complete(const struct datagram *d)
{
	return !d->refused && d->length >= 0 && (int64_t)d->ranges.bytes == d->length;
}

/* The datagram leaves the tables, and its bytes stay until the next call. */
static bool complete(struct fragments *f, struct datagram *d, struct packet *packet)
{
	struct bytes whole = ranges_at(&d->ranges, 0);

	detach(f, d);
	f->last = d;
	packet->fragment = (struct fragment){0};
	packet->flow.protocol = d->protocol;
	packet->payload = whole;
	packet->payload_length = (uint32_t)whole.n;
	return packet_decode_transport(packet, whole);
}

bool fragments_add(struct fragments *fragments, struct packet *packet, struct moment at)
{
	datagram_free(fragments->last);
	fragments->last = NULL;
	expire(fragments, at);
	if (!packet->fragment.is || !is_possible(packet))
		return false;
	struct datagram *d = find_or_add(fragments, packet, at);

	if (d->refused)
		return false;
	if (contradicts(d, packet)) {
		refuse(fragments, d);
		return false;
	}
	if (packet->payload.n == packet->payload_length)
		keep(fragments, d, packet);
	return is_complete(d) && complete(fragments, d, packet);
}

uint64_t fragments_given_up(const struct fragments *fragments)
{
	return fragments->given_up;
}

void fragments_free(struct fragments *fragments)
{
	if (!fragments)
		return;
	while (oldest(fragments))
		forget(fragments, oldest(fragments));
	datagram_free(fragments->last);
	g_hash_table_destroy(fragments->datagrams);
	g_free(fragments);
}
