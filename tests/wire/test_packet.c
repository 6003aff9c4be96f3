/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_packet.c - TCP, UDP, ARP and neighbour discovery. Layouts: RFC 9293, 768, 826, 4861. */
#include "frames.h"

#define IPV4_TCP(length) "4500" length "0001 4000 80 06 0000 0a000001 0a000002"
/* Port 16994 to 9971, sequence 0x01020304, acknowledgement 5, PSH and ACK, window 0x2000. */
#define TCP_HEAD(words) "4262 26f3 01020304 00000005" words "18 2000 0000 0000"
#define ICMPV6(length) "60000000" length "3a ff" IPV6_ADDRESSES

START_TEST(tcp_header_is_read)
{
	struct packet p = decode(LINK_RAW, IPV4_TCP("002c") TCP_HEAD("50") "61626364");

	ck_assert_uint_eq(p.flow.src_port, 16994);
	ck_assert_uint_eq(p.flow.dst_port, 9971);
	ck_assert_uint_eq(p.seq, 0x01020304);
	ck_assert_uint_eq(p.ack, 5);
	ck_assert_uint_eq(p.window, 0x2000);
	ck_assert_uint_eq(p.tcp_flags, TCP_PSH | TCP_ACK);
	expect_payload(&p, "abcd");
}
END_TEST

START_TEST(tcp_options_are_no_payload)
{
	struct packet p = decode(LINK_RAW, IPV4_TCP("0030") TCP_HEAD("60") "01010101 61626364");

	expect_payload(&p, "abcd");
}
END_TEST

START_TEST(tcp_options_that_are_cut_do_not_hide_the_length)
{
	struct packet p = decode(LINK_RAW, IPV4_TCP("0030") TCP_HEAD("60") "0101");

	ck_assert(p.cut);
	ck_assert_uint_eq(p.payload.n, 0);
	ck_assert_uint_eq(p.payload_length, 4);
}
END_TEST

START_TEST(tcp_header_length_below_twenty_leaves_no_payload)
{
	struct packet p = decode(LINK_RAW, IPV4_TCP("002c") TCP_HEAD("40") "61626364");

	ck_assert_uint_eq(p.flow.dst_port, 9971);
	ck_assert_uint_eq(p.payload_length, 0);
}
END_TEST

START_TEST(udp_length_shortens_the_payload)
{
	struct packet p = decode(LINK_RAW, OUTER_IPV4("11") "03e8 07d0 000a 0000 61626364");

	expect_payload(&p, "ab");
}
END_TEST

START_TEST(udp_length_beyond_ip_is_not_believed)
{
	struct packet p = decode(LINK_RAW, "4500 0020 0001 0000 40 11 0000 0a000001 0a000002"
					   "03e8 07d0 0100 0000 61626364");

	expect_payload(&p, "abcd");
}
END_TEST

START_TEST(udp_length_below_eight_leaves_no_payload)
{
	struct packet p = decode(LINK_RAW, OUTER_IPV4("11") "03e8 07d0 0007 0000 61626364");

	ck_assert_uint_eq(p.flow.dst_port, 2000);
	ck_assert_uint_eq(p.payload_length, 0);
}
END_TEST

#define ARP(operation) \
	MACS "0806 0001 0800 06 04" operation "020000000001 0a000001 000000000000 0a000002"

START_TEST(arp_request_asks)
{
	struct packet p = decode(LINK_ETHERNET, ARP("0001"));

	ck_assert_int_eq(p.network, NETWORK_ARP);
	ck_assert_int_eq(p.neighbour.kind, NEIGHBOUR_ASKS);
	expect_address(&p.neighbour.sender, "10.0.0.1");
	expect_address(&p.neighbour.target, "10.0.0.2");
	ck_assert_uint_eq(p.neighbour.mac.b[5], 1);
}
END_TEST

START_TEST(arp_reply_answers)
{
	struct packet p = decode(LINK_ETHERNET, ARP("0002"));

	ck_assert_int_eq(p.neighbour.kind, NEIGHBOUR_ANSWERS);
	expect_address(&p.neighbour.sender, "10.0.0.1");
}
END_TEST

START_TEST(arp_every_prefix_is_cut)
{
	struct octets frame = octets(ARP("0001"));
	struct packet p;

	for (size_t n = 0; n < frame.n; n++) {
		ck_assert(
			!packet_decode(&p, LINK_ETHERNET, bytes_of(frame.b, n), (uint32_t)frame.n));
		ck_assert(p.cut);
	}
}
END_TEST

START_TEST(neighbour_solicitation_asks)
{
	struct packet p = decode(
		LINK_RAW, ICMPV6("0020") "87 00 0000 00000000"
					 "fd000000000000000000000000000009 01 01 020000000001");

	ck_assert_int_eq(p.neighbour.kind, NEIGHBOUR_ASKS);
	expect_address(&p.neighbour.sender, "fd00::1");
	expect_address(&p.neighbour.target, "fd00::9");
	ck_assert_uint_eq(p.neighbour.mac.b[0], 2);
}
END_TEST

START_TEST(neighbour_advertisement_answers_for_its_target)
{
	struct packet p = decode(
		LINK_RAW,
		ICMPV6("0028") "88 00 0000 60000000"
			       "fd000000000000000000000000000009 0e 01 000000000000 02 01 020000000001");

	ck_assert_int_eq(p.neighbour.kind, NEIGHBOUR_ANSWERS);
	expect_address(&p.neighbour.sender, "fd00::9");
	expect_address(&p.neighbour.target, "fd00::2");
	ck_assert_uint_eq(p.neighbour.mac.b[5], 1);
}
END_TEST

START_TEST(neighbour_option_of_length_zero_ends_the_options)
{
	struct packet p = decode(
		LINK_RAW, ICMPV6("0020") "87 00 0000 00000000"
					 "fd000000000000000000000000000009 01 00 020000000001");

	ck_assert_int_eq(p.neighbour.kind, NEIGHBOUR_ASKS);
	ck_assert(mac_is_none(&p.neighbour.mac));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packet");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, tcp_header_is_read);
	tcase_add_test(cases, tcp_options_are_no_payload);
	tcase_add_test(cases, tcp_options_that_are_cut_do_not_hide_the_length);
	tcase_add_test(cases, tcp_header_length_below_twenty_leaves_no_payload);
	tcase_add_test(cases, udp_length_shortens_the_payload);
	tcase_add_test(cases, udp_length_beyond_ip_is_not_believed);
	tcase_add_test(cases, udp_length_below_eight_leaves_no_payload);
	tcase_add_test(cases, arp_request_asks);
	tcase_add_test(cases, arp_reply_answers);
	tcase_add_test(cases, arp_every_prefix_is_cut);
	tcase_add_test(cases, neighbour_solicitation_asks);
	tcase_add_test(cases, neighbour_advertisement_answers_for_its_target);
	tcase_add_test(cases, neighbour_option_of_length_zero_ends_the_options);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
