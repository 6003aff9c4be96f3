/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_tcp_limits.c - floods, bounds and what is given up at them.
 *
 * Expected values follow from the limits that each test sets.
 */
#include "conversation.h"
#include "suite.h"

static struct talk t;

static void end(void)
{
	talk_end(&t);
}

static void limit(size_t connections, size_t buffered, size_t one_way)
{
	struct tcp_limits limits = {connections, buffered, one_way, 3600 * NANOSECONDS, 7};

	talk_begin(&t, &limits);
}

static void syn_from(uint16_t port)
{
	t.client_port = port;
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
}

START_TEST(tcp_full_table_gives_up_the_oldest_without_payload)
{
	limit(3, 1 << 20, 1 << 16);
	t.client_port = 1;
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK, 1, 1, "payload");
	syn_from(2);
	syn_from(3);
	syn_from(4);
	ck_assert_uint_eq(t.listener.ended->len, 1);
	ck_assert_uint_eq(talk_heard(&t, 0)->connection.client_port, 2);
	ck_assert_int_eq(talk_heard(&t, 0)->connection.ending, ENDING_GIVEN_UP);
	ck_assert_uint_eq(tcp_losses(t.tcp).connections, 1);
}
END_TEST

START_TEST(tcp_full_table_of_payload_gives_up_the_oldest)
{
	limit(2, 1 << 20, 1 << 16);
	for (uint16_t port = 1; port <= 3; port++) {
		t.client_port = port;
		shake_hands(&t);
		say(&t, FROM_CLIENT, TCP_ACK, 1, 1, "payload");
	}
	talk_finish(&t);
	ck_assert_uint_eq(talk_heard(&t, 0)->connection.client_port, 1);
	ck_assert_str_eq(talk_heard(&t, 0)->bytes[0]->str, "payload");
	ck_assert_int_eq(talk_heard(&t, 0)->connection.ending, ENDING_GIVEN_UP);
}
END_TEST

START_TEST(tcp_ended_connections_make_room_without_loss)
{
	limit(16, 1 << 20, 1 << 16);
	for (uint16_t port = 1; port <= 1000; port++) {
		t.client_port = port;
		shake_hands(&t);
		say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 1, 1, "all");
		say(&t, FROM_SERVER, TCP_ACK | TCP_FIN, 1, 5, NULL);
		say(&t, FROM_CLIENT, TCP_ACK, 5, 2, NULL);
	}
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.ended->len, 1000);
	ck_assert_uint_eq(tcp_losses(t.tcp).connections, 0);
	for (unsigned i = 0; i < 1000; i++)
		ck_assert_int_eq(talk_heard(&t, i)->connection.ending, ENDING_FIN);
}
END_TEST

/* No listener: the flood is what is measured, not what a test writes down of it. */
START_TEST(tcp_a_million_half_open_connections_leave_the_talker_alone)
{
	struct tcp_consumer counting = {0};
	struct tcp_limits limits = {1000, 1 << 20, 1 << 16, 3600 * NANOSECONDS, 7};

	talk_begin(&t, &limits);
	t.client_port = 65535;
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK, 1, 1, "he");
	struct tcp *flooded = tcp_new(&limits, &counting, NULL);

	for (uint32_t i = 0; i < 1000000; i++) {
		struct packet p = segment_of(&t, FROM_CLIENT, TCP_SYN, 0, 0, (struct bytes){0});

		memcpy(p.flow.src.b + 12, &i, sizeof i);
		tcp_packet(flooded, &p, (struct moment){1, i + 1}, (struct bytes){0});
	}
	ck_assert_uint_eq(tcp_losses(flooded).connections, 1000000 - 1000);
	tcp_free(flooded);
	for (unsigned i = 1; i <= 5000; i++)
		syn_from((uint16_t)i);
	t.client_port = 65535;
	say(&t, FROM_CLIENT, TCP_ACK, 3, 1, "llo");
	talk_finish(&t);
	ck_assert_uint_eq(tcp_losses(t.tcp).connections, 5001 - 1000);
	/* At the end they come in the order of their first packets: the talker was the first. */
	struct heard *h = talk_heard(&t, 5001 - 1000);

	ck_assert_uint_eq(h->connection.client_port, 65535);
	ck_assert_str_eq(h->bytes[0]->str, "hello");
}
END_TEST

START_TEST(tcp_one_way_bound_declares_the_hole_lost)
{
	limit(10, 1 << 20, 8);
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK, 3, 1, "cdefgh");
	say(&t, FROM_CLIENT, TCP_ACK, 9, 1, "ijkl");
	say(&t, FROM_CLIENT, TCP_ACK, 13, 1, "mn");
	talk_finish(&t);
	ck_assert_str_eq(talk_heard(&t, 0)->bytes[0]->str, "~~cdefghijklmn");
}
END_TEST

START_TEST(tcp_bytes_nobody_takes_are_dropped_at_the_bound_and_told)
{
	limit(10, 1 << 20, 8);
	t.listener.take = 0;
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK, 1, 1, "abcdef");
	say(&t, FROM_CLIENT, TCP_ACK, 7, 1, "ghijkl");
	ck_assert_uint_eq(tcp_losses(t.tcp).bytes, 12);
	t.listener.take = SIZE_MAX;
	say(&t, FROM_CLIENT, TCP_ACK, 13, 1, "mn");
	talk_finish(&t);
	ck_assert_uint_eq(talk_heard(&t, 0)->connection.half[0].lost, 12);
	ck_assert_uint_eq(talk_heard(&t, 0)->connection.half[0].bytes, 14);
}
END_TEST

/* A hundred directions that each wait for a byte: the sum is what is bounded. */
START_TEST(tcp_bound_over_all_connections_relieves_who_held_first)
{
	limit(1000, 64 * 1024, 8192);
	t.listener.take = 0;
	for (uint16_t port = 1; port <= 100; port++) {
		char text[1001];

		memset(text, 'x', 1000);
		text[1000] = '\0';
		t.client_port = port;
		shake_hands(&t);
		say(&t, FROM_CLIENT, TCP_ACK, 1, 1, text);
	}
	ck_assert_uint_gt(tcp_losses(t.tcp).bytes, 30 * 1000);
	talk_finish(&t);
	ck_assert_uint_eq(talk_heard(&t, 0)->connection.half[0].lost, 1000);
	ck_assert_uint_eq(talk_heard(&t, 99)->connection.half[0].lost, 0);
	ck_assert_uint_eq(tcp_losses(t.tcp).connections, 0);
}
END_TEST

START_TEST(tcp_many_holes_are_bounded)
{
	limit(10, 1 << 20, 1 << 16);
	shake_hands(&t);
	for (int i = 0; i < 1000; i++)
		say(&t, FROM_CLIENT, TCP_ACK, 2 + 2 * i, 1, "x");
	ck_assert_uint_ge(t.listener.place.frame, 1000 - 70);
	talk_finish(&t);
	ck_assert_uint_eq(talk_heard(&t, 0)->connection.half[0].lost, 1000);
}
END_TEST

START_TEST(tcp_pieces_of_one_byte_keep_places_up_to_the_bound)
{
	limit(10, 1 << 20, 1 << 16);
	t.listener.wait = true;
	shake_hands(&t);
	for (int i = 0; i < TCP_PIECES; i++)
		say(&t, FROM_CLIENT, TCP_ACK, 1 + i, 1, "x");
	ck_assert_uint_eq(t.listener.places, 1);
	ck_assert_uint_eq(t.listener.place.frame, 3 + TCP_PIECES);
	say(&t, FROM_CLIENT, TCP_ACK, 1 + TCP_PIECES, 1, "x");
	ck_assert_uint_eq(t.listener.places, 0);
}
END_TEST

START_TEST(tcp_idle_connection_goes_and_is_no_loss)
{
	limit(10, 1 << 20, 1 << 16);
	syn_from(1);
	t.time += 3601 * NANOSECONDS;
	syn_from(2);
	ck_assert_uint_eq(t.listener.ended->len, 1);
	ck_assert_int_eq(talk_heard(&t, 0)->connection.ending, ENDING_NONE);
	ck_assert_uint_eq(tcp_losses(t.tcp).connections, 0);
}
END_TEST

/* One frame from the year 2262 may cost a connection of each rank, not the table. */
START_TEST(tcp_clock_that_jumps_ahead_once_does_not_empty_the_table)
{
	limit(100, 1 << 20, 1 << 16);
	for (uint16_t port = 1; port <= 50; port++)
		syn_from(port);
	int64_t now = t.time;

	t.time = INT64_MAX - NANOSECONDS;
	syn_from(51);
	t.time = now;
	syn_from(52);
	ck_assert_uint_le(t.listener.ended->len, 1);
}
END_TEST

/* What is heard, and in which order, as text. */
static GString *result_of(uint64_t seed)
{
	struct tcp_limits limits = {50, 4096, 512, 3600 * NANOSECONDS, seed};
	GString *text = g_string_new(NULL);

	talk_begin(&t, &limits);
	for (unsigned i = 0; i < 2000; i++) {
		t.client_port = (uint16_t)(i * 7919 % 200);
		say(&t, FROM_CLIENT, TCP_ACK, 1 + i % 60, 1, i % 3 ? "text" : NULL);
	}
	talk_finish(&t);
	for (unsigned i = 0; i < t.listener.ended->len; i++) {
		struct heard *h = talk_heard(&t, i);

		g_string_append_printf(text, "%u %s\n", h->connection.client_port,
				       h->bytes[0]->str);
	}
	talk_end(&t);
	return text;
}

START_TEST(tcp_seed_of_the_hash_changes_nothing)
{
	GString *a = result_of(1), *b = result_of(2), *c = result_of(0);

	ck_assert_str_eq(a->str, b->str);
	ck_assert_str_eq(a->str, c->str);
	g_string_free(a, TRUE);
	g_string_free(b, TRUE);
	g_string_free(c, TRUE);
	limit(1, 1, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcp limits");
	TCase *bounds = tcase_create("bounds");

	tcase_add_checked_fixture(bounds, NULL, end);
	tcase_set_timeout(bounds, 60);
	tcase_add_test(bounds, tcp_full_table_gives_up_the_oldest_without_payload);
	tcase_add_test(bounds, tcp_full_table_of_payload_gives_up_the_oldest);
	tcase_add_test(bounds, tcp_ended_connections_make_room_without_loss);
	tcase_add_test(bounds, tcp_a_million_half_open_connections_leave_the_talker_alone);
	tcase_add_test(bounds, tcp_one_way_bound_declares_the_hole_lost);
	tcase_add_test(bounds, tcp_bytes_nobody_takes_are_dropped_at_the_bound_and_told);
	tcase_add_test(bounds, tcp_bound_over_all_connections_relieves_who_held_first);
	tcase_add_test(bounds, tcp_many_holes_are_bounded);
	tcase_add_test(bounds, tcp_pieces_of_one_byte_keep_places_up_to_the_bound);
	tcase_add_test(bounds, tcp_idle_connection_goes_and_is_no_loss);
	tcase_add_test(bounds, tcp_clock_that_jumps_ahead_once_does_not_empty_the_table);
	tcase_add_test(bounds, tcp_seed_of_the_hash_changes_nothing);
	suite_add_tcase(suite, bounds);
	return suite_run(suite);
}
