/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * streams.c - directions of connections by their addresses and ports.
 *
 * A SYN with another number begins another one on the same ports.
 */
#include "streams.h"

#include "hello.h"
#include "http.h"
#include "rewrite.h"
#include "tls.h"

struct lane {
	uint32_t capture, isn; /* |isn|: the number of its first byte */
	struct flow flow;
	GByteArray *bytes;
	GByteArray *there; /* 1 for each byte that was captured */
	bool begun;        /* by a SYN: nothing lies before it */
	bool rewritten;
};

#define REORDERED_MAX 65536 /* how far before the first segment seen another may lie */

struct streams {
	struct mapping *m;
	uint16_t hello_port;
	GHashTable *lanes; /* GBytes of capture and flow -> GPtrArray of struct lane */
	GPtrArray *all;    /* the same lanes in the order met */
	size_t held;       /* bytes of all lanes */
	bool rewritten;
	GByteArray *piece;
};

static void lane_free(void *p)
{
	struct lane *lane = p;

	g_byte_array_unref(lane->bytes);
	g_byte_array_unref(lane->there);
	g_free(lane);
}

struct streams *streams_new(struct mapping *m, uint16_t hello_port)
{
	struct streams *streams = g_new0(struct streams, 1);

	streams->m = m;
	streams->hello_port = hello_port;
	streams->lanes =
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
				      (GDestroyNotify)g_ptr_array_unref);
	streams->all = g_ptr_array_new();
	streams->piece = g_byte_array_new();
	return streams;
}

void streams_free(struct streams *streams)
{
	g_hash_table_destroy(streams->lanes);
	g_ptr_array_unref(streams->all);
	g_byte_array_unref(streams->piece);
	g_free(streams);
}

static GPtrArray *lanes_of(struct streams *streams, unsigned capture, const struct flow *flow)
{
	struct {
		struct address src, dst;
		uint32_t capture, ports;
	} key = {flow->src, flow->dst, capture, (uint32_t)flow->src_port << 16 | flow->dst_port};
	GBytes *bytes = g_bytes_new(&key, sizeof key);
	GPtrArray *lanes = g_hash_table_lookup(streams->lanes, bytes);

	if (lanes) {
		g_bytes_unref(bytes);
		return lanes;
	}
	lanes = g_ptr_array_new_with_free_func(lane_free);
	g_hash_table_insert(streams->lanes, bytes, lanes);
	return lanes;
}

/* Sequence numbers go round; behind |isn| is what is less than half of them away. */
static int64_t offset_in(const struct lane *lane, uint32_t seq)
{
	return (int32_t)(seq - lane->isn);
}

/* The latest lane in which |seq| lies, if any. */
static struct lane *find_lane(const GPtrArray *lanes, uint32_t seq)
{
	for (guint i = lanes->len; i-- > 0;) {
		int64_t at = offset_in(lanes->pdata[i], seq);

		if (at >= 0 && at < STREAM_BYTES_MAX)
			return lanes->pdata[i];
	}
	return NULL;
}

static uint32_t first_byte(const struct packet *packet)
{
	return packet->seq + ((packet->tcp_flags & TCP_SYN) != 0);
}

static struct lane *open_lane(struct streams *streams, GPtrArray *lanes,
			      const struct packet *packet)
{
	struct lane *lane = g_new0(struct lane, 1);

	lane->isn = first_byte(packet);
	lane->begun = packet->tcp_flags & TCP_SYN;
	lane->flow = packet->flow;
	lane->bytes = g_byte_array_new();
	lane->there = g_byte_array_new();
	g_ptr_array_add(lanes, lane);
	g_ptr_array_add(streams->all, lane);
	return lane;
}

static void insert_zeros(GByteArray *bytes, guint n)
{
	guint old = bytes->len;

	g_byte_array_set_size(bytes, old + n);
	memmove(bytes->data + n, bytes->data, old);
	memset(bytes->data, 0, n);
}

/* Without a SYN the first segment seen need not be the first. */
static void begin_earlier(struct lane *lane, uint32_t seq)
{
	int64_t at = lane ? offset_in(lane, seq) : 0;

	if (at >= 0 || at < -REORDERED_MAX || lane->begun)
		return;
	insert_zeros(lane->bytes, (guint)-at);
	insert_zeros(lane->there, (guint)-at);
	lane->isn = seq;
}

static struct lane *lane_for(struct streams *streams, unsigned capture, const struct packet *packet)
{
	GPtrArray *lanes = lanes_of(streams, capture, &packet->flow);
	struct lane *last = lanes->len ? lanes->pdata[lanes->len - 1] : NULL;
	bool begins = packet->tcp_flags & TCP_SYN;

	if (!begins)
		begin_earlier(last, packet->seq);
	struct lane *lane = begins && last && last->isn != first_byte(packet)
				    ? NULL
				    : find_lane(lanes, first_byte(packet));

	return lane ? lane : open_lane(streams, lanes, packet);
}

static void grow(GByteArray *bytes, size_t n)
{
	guint old = bytes->len;

	g_byte_array_set_size(bytes, (guint)n);
	memset(bytes->data + old, 0, n - old);
}

static bool make_room(struct streams *streams, struct lane *lane, size_t n)
{
	size_t more = n > lane->bytes->len ? n - lane->bytes->len : 0;

	if (streams->held + more > STREAMS_BYTES_MAX)
		return false;
	streams->held += more;
	if (more) {
		grow(lane->bytes, n);
		grow(lane->there, n);
	}
	return true;
}

void streams_add(struct streams *streams, unsigned capture, const struct packet *packet)
{
	struct bytes payload = packet->payload;

	if (!payload.n && !(packet->tcp_flags & TCP_SYN))
		return;
	struct lane *lane = lane_for(streams, capture, packet);
	size_t at = (size_t)offset_in(lane, first_byte(packet));

	if (!payload.n || at + payload.n > STREAM_BYTES_MAX ||
	    !make_room(streams, lane, at + payload.n))
		return;
	memcpy(lane->bytes->data + at, payload.p, payload.n);
	memset(lane->there->data + at, 1, payload.n);
}

/* Up to the first gap; nothing behind it can be placed. */
static size_t cut_at_gap(struct lane *lane)
{
	const uint8_t *gap =
		lane->there->len ? memchr(lane->there->data, 0, lane->there->len) : NULL;
	size_t n = gap ? (size_t)(gap - lane->there->data) : lane->bytes->len;

	if (n < lane->bytes->len)
		memset(lane->bytes->data + n, 0, lane->bytes->len - n);
	return n;
}

static bool is_hello(const struct streams *streams, const struct lane *lane, size_t n)
{
	return lane->flow.dst_port == streams->hello_port &&
	       hello_looks_like(bytes_of(lane->bytes->data, n));
}

static void rewrite(struct streams *streams, struct lane *lane, size_t n)
{
	uint8_t *p = lane->bytes->data;

	if (tls_looks_like(bytes_of(p, n)))
		rewrite_tls(streams->m, p, n);
	else if (http_looks_like(bytes_of(p, n)))
		rewrite_http(streams->m, p, n);
	else
		rewrite_unknown(p, n);
}

/* Certificates before hellos, which name their hashes; and all of them before any is made anew. */
static void rewrite_all(struct streams *streams)
{
	streams->rewritten = true;
	for (guint i = 0; i < streams->all->len; i++) {
		struct lane *lane = streams->all->pdata[i];
		size_t n = cut_at_gap(lane);

		if (n && !is_hello(streams, lane, n) &&
		    tls_looks_like(bytes_of(lane->bytes->data, n)))
			note_certificates(streams->m, bytes_of(lane->bytes->data, n));
	}
	for (unsigned hellos = 0; hellos <= 1; hellos++)
		for (guint i = 0; i < streams->all->len; i++) {
			struct lane *lane = streams->all->pdata[i];
			size_t n = cut_at_gap(lane);

			if (!n || is_hello(streams, lane, n) != hellos)
				continue;
			if (hellos)
				rewrite_hello(streams->m, lane->bytes->data, n);
			else
				rewrite(streams, lane, n);
		}
}

struct bytes streams_payload(struct streams *streams, unsigned capture, const struct packet *packet)
{
	GPtrArray *lanes = lanes_of(streams, capture, &packet->flow);
	struct lane *lane = find_lane(lanes, first_byte(packet));
	size_t n = packet->payload.n;

	if (!n || mapping_keeps(streams->m, KEEP_PAYLOAD))
		return packet->payload;
	if (!streams->rewritten)
		rewrite_all(streams);
	g_byte_array_set_size(streams->piece, (guint)n);
	memset(streams->piece->data, 0, n);
	if (lane) {
		size_t at = (size_t)offset_in(lane, first_byte(packet));
		size_t there = lane->bytes->len > at ? lane->bytes->len - at : 0;

		memcpy(streams->piece->data, lane->bytes->data + at, MIN(n, there));
	}
	return bytes_of(streams->piece->data, n);
}

void rewrite_unknown(uint8_t *p, size_t n)
{
	bool is_text = g_ascii_isprint(p[0]);

	for (size_t i = 0; i < n; i++)
		p[i] = !is_text || p[i] == 0 ? 0 : p[i] == '\r' || p[i] == '\n' ? p[i] : 'x';
}

void rewrite_name(struct mapping *m, uint8_t *p, size_t n)
{
	g_autofree char *name = g_strndup((const char *)p, n);
	char mapped[DOMAIN_TEXT] = "";

	if (strlen(name) == n && strlen(mapping_name(m, name, mapped)) == n)
		memcpy(p, mapped, n);
	else
		memset(p, 'x', n);
}
