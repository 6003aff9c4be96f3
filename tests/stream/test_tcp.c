/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_tcp.c - the rules of TCP, a rule a test.
 *
 * Expected values follow from RFC 9293 and the comments of tcp.h; a '~' in the
 * bytes heard stands for a byte that was told to be lost.
 */
#include "conversation.h"
#include "suite.h"

static struct talk t;

static void begin(void)
{
	talk_begin(&t, NULL);
}

static void end(void)
{
	talk_end(&t);
}

/* Ends the capture and gives the only connection there was. */
static struct heard *only(void)
{
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.ended->len, 1);
	return talk_heard(&t, 0);
}

static void client_says(int64_t seq, const char *text)
{
	say(&t, FROM_CLIENT, TCP_ACK | TCP_PSH, seq, 1, text);
}

static void server_acks(int64_t ack)
{
	say(&t, FROM_SERVER, TCP_ACK, 1, ack, NULL);
}

START_TEST(tcp_plain_connection_gives_both_sides_bytes_and_facts)
{
	shake_hands(&t);
	client_says(1, "hello");
	say(&t, FROM_SERVER, TCP_ACK | TCP_PSH, 1, 6, "welcome");
	say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 6, 8, NULL);
	say(&t, FROM_SERVER, TCP_ACK | TCP_FIN, 8, 7, NULL);
	say(&t, FROM_CLIENT, TCP_ACK, 7, 9, NULL);
	struct heard *h = only();
	const struct connection *c = &h->connection;

	ck_assert_str_eq(h->bytes[0]->str, "hello");
	ck_assert_str_eq(h->bytes[1]->str, "welcome");
	ck_assert_int_eq(c->ending, ENDING_FIN);
	ck_assert_uint_eq(c->client_port, CLIENT_PORT);
	ck_assert_uint_eq(c->server_port, SERVER_PORT);
	ck_assert(c->client_known && c->has_isn[0] && c->has_isn[1]);
	ck_assert_uint_eq(c->isn[0], CLIENT_ISN);
	ck_assert_uint_eq(c->isn[1], SERVER_ISN);
	ck_assert_uint_eq(c->syns, 1);
	ck_assert_uint_eq(c->syn_acks, 1);
	ck_assert_uint_eq(c->syn.frame, 1);
	ck_assert_uint_eq(c->syn_ack.frame, 2);
	ck_assert_uint_eq(c->half[0].first_data.frame, 4);
	ck_assert_uint_eq(c->half[1].first_data.frame, 5);
	ck_assert_uint_eq(c->half[0].fin.frame, 6);
	ck_assert_uint_eq(c->half[1].fin.frame, 7);
	ck_assert_uint_eq(c->last.frame, 8);
	ck_assert_uint_eq(c->half[0].bytes, 5);
	ck_assert_uint_eq(c->half[0].segments, 1);
	ck_assert_uint_eq(c->half[0].retransmissions + c->half[1].retransmissions, 0);
	ck_assert(c->half[0].acknowledged && c->half[1].acknowledged);
	ck_assert_uint_eq(h->overs[0], 1);
	ck_assert_uint_eq(h->overs[1], 1);
}
END_TEST

START_TEST(tcp_bytes_come_in_order_when_segments_do_not)
{
	shake_hands(&t);
	client_says(7, "three");
	client_says(4, "two");
	client_says(1, "one");
	ck_assert_str_eq(only()->bytes[0]->str, "onetwothree");
}
END_TEST

START_TEST(tcp_first_copy_of_a_byte_wins)
{
	shake_hands(&t);
	client_says(1, "abc");
	client_says(2, "XYd");
	client_says(7, "ghi");
	client_says(5, "efGHIj");
	client_says(1, "ABCDEFGHIJ");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abcdefghij");
	ck_assert_uint_eq(h->connection.half[0].bytes, 10);
	ck_assert_uint_eq(h->connection.half[0].segments, 4);
	ck_assert_uint_eq(h->connection.half[0].retransmissions, 1);
}
END_TEST

START_TEST(tcp_sequence_numbers_wrap)
{
	t.client_isn = UINT32_MAX - 3;
	t.server_isn = UINT32_MAX;
	shake_hands(&t);
	client_says(6, "fgh");
	client_says(1, "abcde");
	say(&t, FROM_SERVER, TCP_ACK, 1, 9, "ok");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abcdefgh");
	ck_assert_str_eq(h->bytes[1]->str, "ok");
	ck_assert(h->connection.half[0].acknowledged);
	ck_assert_uint_eq(h->connection.half[0].lost, 0);
}
END_TEST

/* 2^32 bytes and more in one direction: offsets have to go on. */
START_TEST(tcp_streams_longer_than_the_sequence_space_go_on)
{
	static uint8_t megabyte[1024 * 1024];
	uint64_t total = UINT64_C(5) << 30;

	shake_hands(&t);
	t.listener.take = SIZE_MAX;
	uint64_t sent = 0;

	struct tcp_consumer nobody = {0};
	struct tcp *tcp = tcp_new(&tcp_default_limits, &nobody, NULL);

	for (; sent < total; sent += sizeof megabyte) {
		struct packet p = segment_of(&t, FROM_CLIENT, TCP_ACK, 1 + (int64_t)sent, 1,
					     bytes_of(megabyte, sizeof megabyte));

		tcp_packet(tcp, &p, (struct moment){1, 1 + sent / sizeof megabyte}, p.payload);
	}
	ck_assert_uint_eq(tcp_losses(tcp).bytes, 0);
	tcp_finish(tcp);
	tcp_free(tcp);
	ck_assert_uint_eq(sent, total);
}
END_TEST

START_TEST(tcp_data_in_a_syn_is_accepted)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, "fast");
	say(&t, FROM_SERVER, TCP_SYN | TCP_ACK, 0, 5, NULL);
	client_says(5, "open");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "fastopen");
	ck_assert_uint_eq(h->connection.half[0].first_data.frame, 1);
}
END_TEST

START_TEST(tcp_connection_joined_midway_begins_with_the_first_byte_seen)
{
	client_says(500, "mid");
	say(&t, FROM_SERVER, TCP_ACK, 900, 503, "dle");
	client_says(503, "way");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "midway");
	ck_assert_str_eq(h->bytes[1]->str, "dle");
	ck_assert(!h->connection.client_known && !h->connection.has_isn[0]);
	ck_assert_uint_eq(h->connection.half[0].lost, 0);
}
END_TEST

START_TEST(tcp_known_port_is_the_server_when_the_server_speaks_first)
{
	say(&t, FROM_SERVER, TCP_ACK, 900, 503, "banner");
	struct heard *h = only();

	ck_assert_uint_eq(h->connection.server_port, SERVER_PORT);
	ck_assert_str_eq(h->bytes[FROM_SERVER]->str, "banner");
}
END_TEST

/* A machine that connects *from* port 9971: the SYN says so, whatever the port suggests. */
START_TEST(tcp_syn_overrules_the_port)
{
	say(&t, FROM_SERVER, TCP_ACK, 0, 0, NULL);
	say(&t, FROM_CLIENT, TCP_SYN | TCP_ACK, 0, 1, NULL);
	client_says(1, "from the listener");
	struct heard *h = only();

	ck_assert_uint_eq(h->connection.client_port, SERVER_PORT);
	ck_assert_uint_eq(h->connection.server_port, CLIENT_PORT);
	ck_assert_str_eq(h->bytes[FROM_SERVER]->str, "from the listener");
	ck_assert(h->connection.client_known);
	ck_assert_uint_eq(h->connection.syn_acks, 1);
}
END_TEST

START_TEST(tcp_simultaneous_open_is_one_connection)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say(&t, FROM_SERVER, TCP_SYN, 0, 0, NULL);
	say(&t, FROM_CLIENT, TCP_SYN | TCP_ACK, 0, 1, NULL);
	say(&t, FROM_SERVER, TCP_SYN | TCP_ACK, 0, 1, NULL);
	client_says(1, "a");
	say(&t, FROM_SERVER, TCP_ACK, 1, 2, "b");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "a");
	ck_assert_str_eq(h->bytes[1]->str, "b");
	ck_assert_uint_eq(h->connection.client_port, CLIENT_PORT);
	ck_assert_uint_eq(h->connection.syns, 1);
	ck_assert_uint_eq(h->connection.syn_acks, 1);
}
END_TEST

START_TEST(tcp_retransmitted_syn_is_the_same_connection)
{
	for (int i = 0; i < 3; i++)
		say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	struct heard *h = only();

	ck_assert_uint_eq(h->connection.syns, 3);
	ck_assert_uint_eq(h->connection.syn.frame, 1);
	ck_assert_uint_eq(h->connection.last_syn.frame, 3);
	ck_assert_int_eq(h->connection.ending, ENDING_NONE);
}
END_TEST

START_TEST(tcp_new_syn_after_data_is_a_new_connection)
{
	shake_hands(&t);
	client_says(1, "first");
	t.client_isn += 100000;
	t.server_isn += 100000;
	shake_hands(&t);
	client_says(1, "second");
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.ended->len, 2);
	ck_assert_int_eq(talk_heard(&t, 0)->connection.ending, ENDING_REUSED);
	ck_assert_str_eq(talk_heard(&t, 0)->bytes[0]->str, "first");
	ck_assert_uint_eq(talk_heard(&t, 0)->overs[0], 1);
	ck_assert_str_eq(talk_heard(&t, 1)->bytes[0]->str, "second");
}
END_TEST

START_TEST(tcp_new_syn_after_the_end_leaves_the_end_as_it_was)
{
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 1, 1, NULL);
	say(&t, FROM_SERVER, TCP_ACK | TCP_FIN, 1, 2, NULL);
	t.client_isn += 100000;
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.ended->len, 2);
	ck_assert_int_eq(talk_heard(&t, 0)->connection.ending, ENDING_FIN);
}
END_TEST

START_TEST(tcp_late_packets_of_an_ended_connection_are_no_new_one)
{
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 1, 1, NULL);
	say(&t, FROM_SERVER, TCP_ACK | TCP_FIN, 1, 2, NULL);
	say(&t, FROM_CLIENT, TCP_ACK, 2, 2, NULL);
	say(&t, FROM_CLIENT, TCP_RST | TCP_ACK, 2, 2, NULL);
	struct heard *h = only();

	ck_assert_int_eq(h->connection.ending, ENDING_FIN);
	ck_assert_uint_eq(h->connection.half[0].reset.frame, 7);
}
END_TEST

START_TEST(tcp_keep_alives_are_no_data)
{
	shake_hands(&t);
	client_says(1, "abc");
	server_acks(4);
	client_says(3, "\x01");
	server_acks(4);
	client_says(3, NULL);
	client_says(4, "def");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abcdef");
	ck_assert_uint_eq(h->connection.half[0].retransmissions, 0);
	ck_assert_uint_eq(h->connection.half[0].segments, 2);
}
END_TEST

/* RFC 9293, 3.8.6.1: one byte of the next data, sent again until the window opens. */
START_TEST(tcp_zero_window_probes_are_taken_once)
{
	shake_hands(&t);
	client_says(1, "abc");
	server_acks(4);
	client_says(4, "d");
	server_acks(4);
	client_says(4, "d");
	server_acks(4);
	client_says(4, "def");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abcdef");
	ck_assert_uint_eq(h->connection.half[0].retransmissions, 1);
	ck_assert_uint_eq(h->connection.half[0].lost, 0);
}
END_TEST

START_TEST(tcp_hole_that_the_other_side_acknowledged_is_lost)
{
	shake_hands(&t);
	client_says(1, "abc");
	client_says(7, "ghi");
	ck_assert_uint_eq(t.listener.ended->len, 0);
	server_acks(10);
	client_says(10, "jkl");
	client_says(4, "def");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abc~~~ghijkl");
	ck_assert_uint_eq(h->connection.half[0].lost, 3);
	ck_assert_uint_eq(h->connection.half[0].bytes, 9);
}
END_TEST

START_TEST(tcp_hole_that_is_not_acknowledged_waits)
{
	shake_hands(&t);
	client_says(1, "abc");
	client_says(7, "ghi");
	server_acks(4);
	client_says(4, "def");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abcdefghi");
	ck_assert_uint_eq(h->connection.half[0].lost, 0);
}
END_TEST

START_TEST(tcp_hole_is_lost_when_the_capture_ends)
{
	shake_hands(&t);
	client_says(3, "cd");
	ck_assert_str_eq(only()->bytes[0]->str, "~~cd");
}
END_TEST

START_TEST(tcp_gap_before_the_first_byte_counts_when_the_isn_is_known)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	client_says(4, "def");
	server_acks(7);
	ck_assert_str_eq(only()->bytes[0]->str, "~~~def");
}
END_TEST

/* A SYN/ACK names the client's ISN too. */
START_TEST(tcp_gap_before_the_first_byte_counts_when_only_the_syn_ack_was_seen)
{
	say(&t, FROM_SERVER, TCP_SYN | TCP_ACK, 0, 1, NULL);
	client_says(4, "def");
	ck_assert_str_eq(only()->bytes[0]->str, "~~~def");
}
END_TEST

START_TEST(tcp_fin_before_its_data_waits_for_them)
{
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 4, 1, "de");
	client_says(1, "abc");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "abcde");
	ck_assert_uint_eq(h->overs[0], 1);
	ck_assert_uint_eq(h->connection.half[0].lost, 0);
}
END_TEST

START_TEST(tcp_data_missing_before_an_acknowledged_fin_are_lost)
{
	shake_hands(&t);
	client_says(1, "ab");
	say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 5, 1, NULL);
	server_acks(6);
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "ab~~");
	ck_assert_uint_eq(h->connection.half[0].lost, 2);
}
END_TEST

START_TEST(tcp_data_behind_a_fin_are_ignored)
{
	shake_hands(&t);
	say(&t, FROM_CLIENT, TCP_ACK | TCP_FIN, 1, 1, "ab");
	client_says(3, "cd");
	client_says(40, "ef");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "ab");
	ck_assert_uint_eq(h->connection.half[0].lost, 0);
}
END_TEST

START_TEST(tcp_bytes_that_the_snap_length_cut_are_a_gap)
{
	shake_hands(&t);
	say_cut(&t, FROM_CLIENT, TCP_ACK, 1, 1, "abcdef", 2);
	server_acks(7);
	client_says(7, "ghi");
	struct heard *h = only();

	ck_assert_str_eq(h->bytes[0]->str, "ab~~~~ghi");
	ck_assert_uint_eq(h->connection.half[0].lost, 4);
	ck_assert_uint_eq(h->connection.half[0].retransmissions, 0);
}
END_TEST

START_TEST(tcp_syn_answered_by_rst_is_refused)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	t.server_isn = 0; /* a closed port answers with sequence number zero */
	say(&t, FROM_SERVER, TCP_RST | TCP_ACK, 0, 1, NULL);
	struct heard *h = only();

	ck_assert_int_eq(h->connection.ending, ENDING_REFUSED);
	ck_assert_uint_eq(h->connection.half[FROM_SERVER].reset.frame, 2);
}
END_TEST

START_TEST(tcp_syn_with_data_answered_by_rst_is_refused)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, "fast");
	say(&t, FROM_SERVER, TCP_RST | TCP_ACK, -SERVER_ISN, 5, NULL);
	ck_assert_int_eq(only()->connection.ending, ENDING_REFUSED);
}
END_TEST

START_TEST(tcp_rst_of_the_client_is_no_refusal)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say(&t, FROM_SERVER, TCP_SYN | TCP_ACK, 0, 1, NULL);
	say(&t, FROM_CLIENT, TCP_RST, 1, 0, NULL);
	ck_assert_int_eq(only()->connection.ending, ENDING_RESET);
}
END_TEST

/* Windows sends its SYN again after a RST. */
START_TEST(tcp_syn_repeated_after_refusal_is_the_same_connection_and_may_succeed)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say(&t, FROM_SERVER, TCP_RST | TCP_ACK, -SERVER_ISN, 1, NULL);
	shake_hands(&t);
	client_says(1, "at last");
	struct heard *h = only();

	ck_assert_uint_eq(h->connection.syns, 2);
	ck_assert_int_eq(h->connection.ending, ENDING_NONE);
	ck_assert_str_eq(h->bytes[0]->str, "at last");
}
END_TEST

START_TEST(tcp_rst_with_the_wrong_acknowledgement_does_not_refuse)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say(&t, FROM_SERVER, TCP_RST | TCP_ACK, -SERVER_ISN, 4711, NULL);
	ck_assert_int_eq(only()->connection.ending, ENDING_NONE);
}
END_TEST

START_TEST(tcp_rst_with_a_wild_sequence_number_ends_nothing)
{
	shake_hands(&t);
	client_says(1, "abc");
	say(&t, FROM_SERVER, TCP_RST, 123456789, 0, NULL);
	say(&t, FROM_CLIENT, TCP_RST, -70000, 0, NULL);
	client_says(4, "def");
	struct heard *h = only();

	ck_assert_int_eq(h->connection.ending, ENDING_NONE);
	ck_assert(!moment_is_set(h->connection.half[1].reset));
	ck_assert_str_eq(h->bytes[0]->str, "abcdef");
}
END_TEST

START_TEST(tcp_rst_in_sequence_ends_both_directions)
{
	shake_hands(&t);
	client_says(1, "abc");
	client_says(6, "fg");
	say(&t, FROM_SERVER, TCP_RST, 1, 0, NULL);
	ck_assert_uint_eq(t.listener.ended->len, 0);
	client_says(8, "late");
	struct heard *h = only();

	ck_assert_int_eq(h->connection.ending, ENDING_RESET);
	ck_assert_str_eq(h->bytes[0]->str, "abc~~fg");
	ck_assert_uint_eq(h->overs[0], 1);
}
END_TEST

START_TEST(tcp_rst_of_a_connection_never_seen_is_none)
{
	say(&t, FROM_SERVER, TCP_RST, 1, 0, NULL);
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.ended->len, 0);
}
END_TEST

START_TEST(tcp_unacknowledged_payload_is_said_to_be)
{
	shake_hands(&t);
	client_says(1, "abc");
	server_acks(4);
	client_says(4, "def");
	client_says(4, "def");
	struct heard *h = only();

	ck_assert(!h->connection.half[0].acknowledged);
	ck_assert_uint_eq(h->connection.half[0].retransmissions, 1);
	ck_assert_uint_eq(h->connection.half[0].last_data.frame, 7);
}
END_TEST

START_TEST(tcp_flow_not_wanted_is_not_followed)
{
	struct packet p = segment_of(&t, FROM_CLIENT, TCP_SYN, 0, 0, (struct bytes){0});

	p.flow.dst_port = 80;
	tcp_packet(t.tcp, &p, (struct moment){1, 1}, (struct bytes){0});
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.asked, 1);
	ck_assert_uint_eq(t.listener.ended->len, 0);
}
END_TEST

START_TEST(tcp_icmp_error_about_a_syn_is_noted)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say_unreachable(&t, FROM_CLIENT, 0, 3, 13);
	struct heard *h = only();

	ck_assert_uint_eq(h->connection.unreachable.frame, 2);
	ck_assert_uint_eq(h->connection.icmp_type, 3);
	ck_assert_uint_eq(h->connection.icmp_code, 13);
	ck_assert_uint_eq(h->connection.unreachable_by.b[15], 254);
}
END_TEST

START_TEST(tcp_icmp_error_about_the_answer_is_noted_too)
{
	shake_hands(&t);
	say_unreachable(&t, FROM_SERVER, 0, 3, 1);
	ck_assert(moment_is_set(only()->connection.unreachable));
}
END_TEST

START_TEST(tcp_icmp_error_that_quotes_what_was_never_sent_is_ignored)
{
	say(&t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say_unreachable(&t, FROM_CLIENT, 77, 3, 1);
	ck_assert(!moment_is_set(only()->connection.unreachable));
}
END_TEST

START_TEST(tcp_icmp_advice_is_no_error)
{
	shake_hands(&t);
	client_says(1, "abc");
	say_unreachable(&t, FROM_CLIENT, 1, 3, 4); /* fragmentation needed */
	say_unreachable(&t, FROM_CLIENT, 1, 5, 1); /* redirect */
	ck_assert(!moment_is_set(only()->connection.unreachable));
}
END_TEST

START_TEST(tcp_place_of_a_byte_is_its_frame_and_offset)
{
	shake_hands(&t);
	client_says(1, "abc");
	ck_assert_uint_eq(t.listener.place.frame, 4);
	ck_assert_uint_eq(t.listener.place.offset, 54 + 2);
	ck_assert_uint_eq(t.listener.place.length, 1);
}
END_TEST

START_TEST(tcp_place_of_a_waiting_byte_is_where_it_first_stood)
{
	t.listener.wait = true;
	shake_hands(&t);
	client_says(4, "def");   /* frame 4 */
	client_says(1, "abcDE"); /* frame 5, of which two bytes are late */
	ck_assert_uint_eq(t.listener.place.frame, 4);
	ck_assert_uint_eq(t.listener.place.offset, 54 + 2);
	client_says(6, "fghi"); /* frame 6, whose first byte is old */
	ck_assert_uint_eq(t.listener.place.frame, 6);
	ck_assert_uint_eq(t.listener.place.offset, 54 + 3);
	ck_assert_str_eq(only()->bytes[0]->str, "abcdefghi");
}
END_TEST

START_TEST(tcp_place_of_a_reassembled_datagram_is_its_frame_alone)
{
	struct packet p = segment_of(&t, FROM_CLIENT, TCP_ACK, 1, 1, bytes_of("abc", 3));

	tcp_packet(t.tcp, &p, (struct moment){1, 9}, bytes_of(t.frame_bytes, 60));
	ck_assert_uint_eq(t.listener.place.frame, 9);
	ck_assert_uint_eq(t.listener.place.offset, 0);
	ck_assert_uint_eq(t.listener.place.length, 0);
}
END_TEST

START_TEST(tcp_segment_whose_header_was_cut_is_ignored)
{
	say(&t, FROM_CLIENT, 0, 0, 0, NULL);
	talk_finish(&t);
	ck_assert_uint_eq(t.listener.ended->len, 0);
}
END_TEST

START_TEST(tcp_clock_that_runs_backwards_changes_no_bytes)
{
	shake_hands(&t);
	t.time = -5 * NANOSECONDS;
	client_says(4, "def");
	t.time = INT64_MIN;
	client_says(1, "abc");
	ck_assert_str_eq(only()->bytes[0]->str, "abcdef");
}
END_TEST

#define PLAIN(name) tcase_add_test(plain, name)

int main(void)
{
	Suite *suite = suite_create("tcp");
	TCase *plain = tcase_create("rules");

	tcase_add_checked_fixture(plain, begin, end);
	PLAIN(tcp_plain_connection_gives_both_sides_bytes_and_facts);
	PLAIN(tcp_bytes_come_in_order_when_segments_do_not);
	PLAIN(tcp_first_copy_of_a_byte_wins);
	PLAIN(tcp_sequence_numbers_wrap);
	PLAIN(tcp_streams_longer_than_the_sequence_space_go_on);
	PLAIN(tcp_data_in_a_syn_is_accepted);
	PLAIN(tcp_connection_joined_midway_begins_with_the_first_byte_seen);
	PLAIN(tcp_known_port_is_the_server_when_the_server_speaks_first);
	PLAIN(tcp_syn_overrules_the_port);
	PLAIN(tcp_simultaneous_open_is_one_connection);
	PLAIN(tcp_retransmitted_syn_is_the_same_connection);
	PLAIN(tcp_new_syn_after_data_is_a_new_connection);
	PLAIN(tcp_new_syn_after_the_end_leaves_the_end_as_it_was);
	PLAIN(tcp_late_packets_of_an_ended_connection_are_no_new_one);
	PLAIN(tcp_keep_alives_are_no_data);
	PLAIN(tcp_zero_window_probes_are_taken_once);
	PLAIN(tcp_hole_that_the_other_side_acknowledged_is_lost);
	PLAIN(tcp_hole_that_is_not_acknowledged_waits);
	PLAIN(tcp_hole_is_lost_when_the_capture_ends);
	PLAIN(tcp_gap_before_the_first_byte_counts_when_the_isn_is_known);
	PLAIN(tcp_gap_before_the_first_byte_counts_when_only_the_syn_ack_was_seen);
	PLAIN(tcp_fin_before_its_data_waits_for_them);
	PLAIN(tcp_data_missing_before_an_acknowledged_fin_are_lost);
	PLAIN(tcp_data_behind_a_fin_are_ignored);
	PLAIN(tcp_bytes_that_the_snap_length_cut_are_a_gap);
	PLAIN(tcp_syn_answered_by_rst_is_refused);
	PLAIN(tcp_syn_with_data_answered_by_rst_is_refused);
	PLAIN(tcp_rst_of_the_client_is_no_refusal);
	PLAIN(tcp_syn_repeated_after_refusal_is_the_same_connection_and_may_succeed);
	PLAIN(tcp_rst_with_the_wrong_acknowledgement_does_not_refuse);
	PLAIN(tcp_rst_with_a_wild_sequence_number_ends_nothing);
	PLAIN(tcp_rst_in_sequence_ends_both_directions);
	PLAIN(tcp_rst_of_a_connection_never_seen_is_none);
	PLAIN(tcp_unacknowledged_payload_is_said_to_be);
	PLAIN(tcp_flow_not_wanted_is_not_followed);
	PLAIN(tcp_icmp_error_about_a_syn_is_noted);
	PLAIN(tcp_icmp_error_about_the_answer_is_noted_too);
	PLAIN(tcp_icmp_error_that_quotes_what_was_never_sent_is_ignored);
	PLAIN(tcp_icmp_advice_is_no_error);
	PLAIN(tcp_place_of_a_byte_is_its_frame_and_offset);
	PLAIN(tcp_place_of_a_waiting_byte_is_where_it_first_stood);
	PLAIN(tcp_place_of_a_reassembled_datagram_is_its_frame_alone);
	PLAIN(tcp_segment_whose_header_was_cut_is_ignored);
	PLAIN(tcp_clock_that_runs_backwards_changes_no_bytes);
	suite_add_tcase(suite, plain);
	return suite_run(suite);
}
