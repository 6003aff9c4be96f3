/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_tcp_shuffled.c - the same bytes in other segments are the same bytes.
 *
 * Metamorphic: a random stream is cut into random segments, some doubled, some
 * overlapping, all in a random order, from a random sequence number; what is
 * heard must be the stream, whatever the cut. Thousands of cases, fixed seed.
 */
#include <glib.h>

#include "suite.h"
#include "tcp.h"

#define CASES 20000
#define STREAM_MAX 3000

struct listener {
	GByteArray *heard;
	GRand *rand;
	uint64_t lost;
	unsigned ended;
	struct connection connection;
	struct bytes sent; /* payloads point into it, so that places can be checked */
};

/* Takes a random part of what is pending: the rest has to come again. */
static size_t on_bytes(void *user, struct connection *c, enum direction d, struct bytes pending,
		       bool over)
{
	struct listener *l = user;
	size_t take = over ? pending.n : (size_t)g_rand_int_range(l->rand, 0, (gint)pending.n + 1);
	struct place place;

	ck_assert_int_eq(d, FROM_CLIENT);
	if (pending.n) {
		ck_assert_uint_eq(tcp_places(c, d, pending.n - 1, 1, &place, 1), 1);
		ck_assert_uint_eq(l->sent.p[place.offset], pending.p[pending.n - 1]);
		ck_assert_uint_eq(place.offset, l->heard->len + pending.n - 1);
	}
	g_byte_array_append(l->heard, pending.p ? pending.p : l->sent.p, (guint)take);
	return take;
}

static void on_gap(void *user, struct connection *c, enum direction d, uint64_t lost)
{
	(void)c, (void)d;
	((struct listener *)user)->lost += lost;
}

static void on_ended(void *user, struct connection *c)
{
	((struct listener *)user)->ended++;
	((struct listener *)user)->connection = *c;
}

static struct packet segment(uint8_t flags, uint32_t seq, uint32_t ack, struct bytes payload)
{
	return (struct packet){
		.flow = {{{1}}, {{2}}, 40000, 9971, PROTOCOL_TCP},
		.seq = seq,
		.ack = ack,
		.tcp_flags = flags,
		.payload = payload,
		.payload_length = (uint32_t)payload.n,
	};
}

/* Cuts the stream so that every byte is in a segment, some in more than one. */
static GArray *cut(GRand *rand, uint32_t isn, struct bytes stream)
{
	GArray *segments = g_array_new(FALSE, FALSE, sizeof(struct packet));

	for (size_t at = 0; at < stream.n;) {
		size_t back = (size_t)g_rand_int_range(rand, 0, (gint)MIN(at, 20) + 1);
		size_t room = stream.n - at;
		size_t n = 1 + (size_t)g_rand_int_range(rand, 0, (gint)MIN(room, 200));
		struct packet p = segment(TCP_ACK, isn + 1 + (uint32_t)(at - back), 1,
					  bytes_of(stream.p + at - back, n + back));

		for (int copies = g_rand_int_range(rand, 0, 4) == 0 ? 2 : 1; copies; copies--)
			g_array_append_val(segments, p);
		at += n;
	}
	struct packet fin =
		segment(TCP_ACK | TCP_FIN, isn + 1 + (uint32_t)stream.n, 1, (struct bytes){0});

	g_array_append_val(segments, fin);
	return segments;
}

static void shuffle(GRand *rand, GArray *segments)
{
	for (guint i = segments->len; i > 1; i--) {
		guint j = (guint)g_rand_int_range(rand, 0, (gint)i);
		struct packet *a = &g_array_index(segments, struct packet, i - 1);
		struct packet *b = &g_array_index(segments, struct packet, j);
		struct packet was = *a;

		*a = *b;
		*b = was;
	}
}

static void play(struct listener *l, struct tcp *tcp, uint32_t isn)
{
	struct packet syn = segment(TCP_SYN, isn, 0, (struct bytes){0});
	GArray *segments = cut(l->rand, isn, l->sent);

	shuffle(l->rand, segments);
	tcp_packet(tcp, &syn, (struct moment){1, 1}, l->sent);
	for (guint i = 0; i < segments->len; i++)
		tcp_packet(tcp, &g_array_index(segments, struct packet, i),
			   (struct moment){2 + i, 2 + i}, l->sent);
	g_array_unref(segments);
	tcp_finish(tcp);
}

static void check_facts(const struct listener *l)
{
	const struct half *half = &l->connection.half[FROM_CLIENT];

	ck_assert_uint_eq(l->ended, 1);
	ck_assert_uint_eq(l->lost, 0);
	ck_assert_uint_eq(half->lost, 0);
	ck_assert_uint_eq(half->bytes, l->sent.n);
	ck_assert_uint_eq(l->connection.syns, 1);
	ck_assert(moment_is_set(half->fin));
	ck_assert_int_eq(l->connection.ending, ENDING_NONE);
	ck_assert_uint_eq(l->heard->len, l->sent.n);
	ck_assert_mem_eq(l->heard->data, l->sent.p, l->sent.n);
}

START_TEST(tcp_any_cut_order_and_overlap_gives_the_same_bytes)
{
	static const struct tcp_consumer consumer = {NULL, on_bytes, on_gap, on_ended};
	uint8_t stream[STREAM_MAX];
	GRand *rand = g_rand_new_with_seed(20240229);

	for (int i = 0; i < CASES; i++) {
		size_t n = (size_t)g_rand_int_range(rand, 1, STREAM_MAX);
		struct listener l = {.rand = rand, .heard = g_byte_array_new()};
		struct tcp *tcp = tcp_new(&tcp_default_limits, &consumer, &l);

		for (size_t k = 0; k < n; k++)
			stream[k] = (uint8_t)g_rand_int(rand);
		l.sent = bytes_of(stream, n);
		play(&l, tcp, i % 3 ? g_rand_int(rand) : UINT32_MAX - (uint32_t)(n / 2));
		check_facts(&l);
		tcp_free(tcp);
		g_byte_array_unref(l.heard);
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcp shuffled");
	TCase *shuffled = tcase_create("metamorphic");

	tcase_set_timeout(shuffled, 120);
	tcase_add_test(shuffled, tcp_any_cut_order_and_overlap_gives_the_same_bytes);
	suite_add_tcase(suite, shuffled);
	return suite_run(suite);
}
