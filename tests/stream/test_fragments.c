/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_fragments.c - IP fragments into datagrams.
 *
 * The datagrams are UDP (RFC 768), so that ports and payload show what came
 * out; expected values follow from RFC 791, 5722 and 8200.
 */
#include <glib.h>

#include "fragments.h"
#include "suite.h"

static struct fragments *fragments;
static uint8_t datagram[70000];

static void begin(void)
{
	fragments = fragments_new();
}

static void end(void)
{
	fragments_free(fragments);
}

/* A UDP datagram from port 68 to 67 of |n| bytes, 'a', 'b', ... behind its header. */
static void make_datagram(uint16_t n)
{
	static const uint8_t header[8] = {0, 68, 0, 67};

	memcpy(datagram, header, sizeof header);
	datagram[4] = (uint8_t)(n >> 8);
	datagram[5] = (uint8_t)n;
	for (size_t i = sizeof header; i < n; i++)
		datagram[i] = (uint8_t)('a' + (i - sizeof header) % 26);
}

static struct packet piece(enum network network, uint32_t offset, uint32_t n, bool more)
{
	return (struct packet){
		.network = network,
		.flow = {{{1}}, {{2}}, 0, 0, PROTOCOL_UDP},
		.fragment = {.is = true, .more = more, .id = 7, .offset = offset},
		.payload = bytes_of(datagram + offset, n),
		.payload_length = n,
	};
}

static bool add(const struct packet *p)
{
	struct packet copy = *p;

	return fragments_add(fragments, &copy, (struct moment){1, 1});
}

static bool add_v4(uint32_t offset, uint32_t n, bool more)
{
	struct packet p = piece(NETWORK_IPV4, offset, n, more);

	return add(&p);
}

static bool add_v6(uint32_t offset, uint32_t n, bool more)
{
	struct packet p = piece(NETWORK_IPV6, offset, n, more);

	return add(&p);
}

/* Adds the piece that completes the datagram of |whole| bytes and looks at what comes out. */
static void completes(enum network network, uint32_t offset, uint32_t n, bool more, uint32_t whole)
{
	struct packet p = piece(network, offset, n, more);

	ck_assert(fragments_add(fragments, &p, (struct moment){1, 1}));
	ck_assert(!p.fragment.is);
	ck_assert_uint_eq(p.flow.src_port, 68);
	ck_assert_uint_eq(p.flow.dst_port, 67);
	ck_assert_uint_eq(p.payload.n, whole - 8);
	ck_assert_mem_eq(p.payload.p, datagram + 8, whole - 8);
	ck_assert_uint_eq(fragments_given_up(fragments), 0);
}

START_TEST(fragments_in_order_give_the_datagram)
{
	make_datagram(40);
	ck_assert(!add_v4(0, 16, true));
	ck_assert(!add_v4(16, 16, true));
	completes(NETWORK_IPV4, 32, 8, false, 40);
}
END_TEST

START_TEST(fragments_last_one_first_give_the_datagram)
{
	make_datagram(43);
	ck_assert(!add_v6(32, 11, false));
	ck_assert(!add_v6(16, 16, true));
	completes(NETWORK_IPV6, 0, 16, true, 43);
}
END_TEST

START_TEST(fragments_repeated_exactly_do_no_harm)
{
	make_datagram(40);
	ck_assert(!add_v6(0, 16, true));
	ck_assert(!add_v6(0, 16, true));
	completes(NETWORK_IPV6, 16, 24, false, 40);
}
END_TEST

START_TEST(fragments_overlapping_in_agreement_are_taken_in_v4)
{
	make_datagram(40);
	ck_assert(!add_v4(0, 24, true));
	completes(NETWORK_IPV4, 16, 24, false, 40);
}
END_TEST

START_TEST(fragments_overlapping_in_disagreement_drop_the_datagram)
{
	make_datagram(40);
	ck_assert(!add_v4(0, 24, true));
	datagram[17] ^= 1;
	ck_assert(!add_v4(16, 24, false));
	ck_assert_uint_eq(fragments_given_up(fragments), 1);
}
END_TEST

/* RFC 5722, 4: "including those not yet received". */
START_TEST(fragments_overlapping_in_v6_drop_the_datagram_and_what_follows)
{
	make_datagram(40);
	ck_assert(!add_v6(0, 24, true));
	ck_assert(!add_v6(16, 24, false));
	ck_assert(!add_v6(0, 16, true));
	ck_assert(!add_v6(16, 24, false));
	ck_assert_uint_eq(fragments_given_up(fragments), 1);
}
END_TEST

/* Teardrop: a fragment that lies inside another one, with an end of its own. */
START_TEST(fragments_of_a_teardrop_are_dropped)
{
	make_datagram(40);
	ck_assert(!add_v4(0, 32, true));
	ck_assert(!add_v4(8, 8, false));
	ck_assert(!add_v4(32, 8, false));
	ck_assert_uint_eq(fragments_given_up(fragments), 1);
}
END_TEST

START_TEST(fragments_beyond_the_largest_datagram_are_ignored)
{
	ck_assert(!add_v4(65528, 800, false));
	ck_assert(!add_v4(65528, 8, false));
	make_datagram(65535);
	ck_assert(!add_v4(0, 65528, true));
	completes(NETWORK_IPV4, 65528, 7, false, 65535);
}
END_TEST

START_TEST(fragments_of_another_protocol_are_another_datagram_in_v4)
{
	make_datagram(40);
	struct packet other = piece(NETWORK_IPV4, 16, 24, false);

	other.flow.protocol = PROTOCOL_ICMP;
	ck_assert(!add_v4(0, 16, true));
	ck_assert(!add(&other));
	completes(NETWORK_IPV4, 16, 24, false, 40);
}
END_TEST

START_TEST(fragments_of_another_sender_are_another_datagram)
{
	make_datagram(40);
	struct packet other = piece(NETWORK_IPV4, 16, 24, false);

	other.flow.src.b[15] = 9;
	ck_assert(!add_v4(0, 16, true));
	ck_assert(!add(&other));
	completes(NETWORK_IPV4, 16, 24, false, 40);
}
END_TEST

/* RFC 8200, 4.5: the next header is the first fragment's. */
START_TEST(fragments_of_v6_take_the_protocol_of_the_first)
{
	make_datagram(40);
	struct packet last = piece(NETWORK_IPV6, 16, 24, false);

	last.flow.protocol = PROTOCOL_ICMPV6;
	ck_assert(!add_v6(0, 16, true));
	ck_assert(fragments_add(fragments, &last, (struct moment){1, 1}));
	ck_assert_uint_eq(last.flow.protocol, PROTOCOL_UDP);
	ck_assert_uint_eq(last.flow.dst_port, 67);
}
END_TEST

START_TEST(fragments_cut_by_the_capture_give_no_datagram)
{
	make_datagram(40);
	struct packet p = piece(NETWORK_IPV4, 0, 16, true);

	p.payload.n = 8;
	ck_assert(!add(&p));
	ck_assert(!add_v4(16, 24, false));
}
END_TEST

START_TEST(fragments_are_forgotten_when_their_time_is_over)
{
	make_datagram(40);
	struct packet p = piece(NETWORK_IPV4, 16, 24, false);

	ck_assert(!add_v4(0, 16, true));
	ck_assert(!fragments_add(fragments, &p, (struct moment){1 + 31 * NANOSECONDS, 2}));
	ck_assert_uint_eq(fragments_given_up(fragments), 1);
}
END_TEST

START_TEST(fragments_of_a_million_datagrams_stay_in_bounds)
{
	make_datagram(1480);
	for (uint32_t id = 0; id < 1000000; id++) {
		struct packet p = piece(NETWORK_IPV4, 0, 1480, true);

		p.fragment.id = id;
		ck_assert(!add(&p));
	}
	ck_assert_uint_ge(fragments_given_up(fragments), 1000000 - FRAGMENTS_DATAGRAMS);
}
END_TEST

START_TEST(fragments_in_more_scattered_pieces_than_a_network_makes_are_dropped)
{
	make_datagram(16 * 1000);
	for (uint32_t i = 0; i < 1000; i++)
		add_v4(16 * i, 8, true);
	ck_assert_uint_eq(fragments_given_up(fragments), 1);
}
END_TEST

/* Every order of the pieces gives the same datagram. */
START_TEST(fragments_in_any_order_give_the_datagram)
{
	GRand *rand = g_rand_new_with_seed(791);

	make_datagram(805);
	for (int i = 0; i < 2000; i++) {
		uint32_t order[101];
		bool done = false;

		for (uint32_t k = 0; k < 101; k++)
			order[k] = k;
		for (uint32_t k = 100; k > 0; k--) {
			uint32_t j = (uint32_t)g_rand_int_range(rand, 0, (gint)k + 1);
			uint32_t was = order[k];

			order[k] = order[j];
			order[j] = was;
		}
		for (uint32_t k = 0; k < 101; k++) {
			bool last = order[k] == 100;

			ck_assert(!done);
			done = add_v4(order[k] * 8, last ? 5 : 8, !last);
		}
		ck_assert(done);
	}
	g_rand_free(rand);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fragments");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, begin, end);
	tcase_set_timeout(all, 60);
	tcase_add_test(all, fragments_in_order_give_the_datagram);
	tcase_add_test(all, fragments_last_one_first_give_the_datagram);
	tcase_add_test(all, fragments_repeated_exactly_do_no_harm);
	tcase_add_test(all, fragments_overlapping_in_agreement_are_taken_in_v4);
	tcase_add_test(all, fragments_overlapping_in_disagreement_drop_the_datagram);
	tcase_add_test(all, fragments_overlapping_in_v6_drop_the_datagram_and_what_follows);
	tcase_add_test(all, fragments_of_a_teardrop_are_dropped);
	tcase_add_test(all, fragments_beyond_the_largest_datagram_are_ignored);
	tcase_add_test(all, fragments_of_another_protocol_are_another_datagram_in_v4);
	tcase_add_test(all, fragments_of_another_sender_are_another_datagram);
	tcase_add_test(all, fragments_of_v6_take_the_protocol_of_the_first);
	tcase_add_test(all, fragments_cut_by_the_capture_give_no_datagram);
	tcase_add_test(all, fragments_are_forgotten_when_their_time_is_over);
	tcase_add_test(all, fragments_of_a_million_datagrams_stay_in_bounds);
	tcase_add_test(all, fragments_in_more_scattered_pieces_than_a_network_makes_are_dropped);
	tcase_add_test(all, fragments_in_any_order_give_the_datagram);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
