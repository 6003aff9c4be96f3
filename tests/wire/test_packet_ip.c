/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_packet_ip.c - lengths, options, extension headers, fragments. Layouts: RFC 791, 8200. */
#include "frames.h"

#define IPV6_HEAD(length, next) "60000000" length next "40" IPV6_ADDRESSES

static const struct wrapping wrappings[] = {
	{"options", LINK_RAW, "4600 0024 0000 0000 40 11 0000 0a000001 0a000002 01010100" UDP_ABCD,
	 0, 0},
	{"hop-by-hop", LINK_RAW, IPV6_HEAD("0014", "00") "11 00 000000000000" UDP_ABCD, 0, 0},
	{"routing", LINK_RAW,
	 IPV6_HEAD("0024", "2b") "11 02 0000 00000000"
				 "fd000000000000000000000000000003" UDP_ABCD,
	 0, 0},
	{"destination options", LINK_RAW, IPV6_HEAD("0014", "3c") "11 00 000000000000" UDP_ABCD, 0,
	 0},
	{"authentication", LINK_RAW,
	 IPV6_HEAD("0024", "33") "11 04 0000 00000001 00000001 000000000000000000000000" UDP_ABCD,
	 0, 0},
	{"authentication in IPv4", LINK_RAW,
	 "4500 0038 0000 0000 40 33 0000 0a000001 0a000002 11 04 0000 00000001 00000001 000000000000000000000000" UDP_ABCD,
	 0, 0},
	{"atomic fragment", LINK_RAW, IPV6_HEAD("0014", "2c") "11 00 0000 00000007" UDP_ABCD, 0, 0},
	{"three headers", LINK_RAW,
	 IPV6_HEAD("0024",
		   "00") "3c 00 000000000000 2c 00 000000000000 11 00 0000 00000007" UDP_ABCD,
	 0, 0},
};

#define WRAPPINGS ((int)(sizeof wrappings / sizeof wrappings[0]))

START_TEST(ip_headers_lead_to_the_datagram)
{
	expect_wrapping(&wrappings[_i]);
}
END_TEST

START_TEST(ip_every_prefix_is_seen_to_be_cut)
{
	survive_prefixes(&wrappings[_i]);
}
END_TEST

START_TEST(ip_padding_is_no_payload)
{
	struct packet p = decode(LINK_ETHERNET, ETHERNET_ABCD "000000000000");

	expect_abcd(&p);
}
END_TEST

START_TEST(ip_length_of_zero_takes_what_is_there)
{
	struct packet p = decode(LINK_RAW, OUTER_IPV4("11") UDP_ABCD);

	expect_payload(&p, "abcd");
}
END_TEST

START_TEST(ip_length_shorter_than_its_header_is_refused)
{
	struct packet p =
		decode(LINK_RAW, "4500 0013 1234 0000 40 11 0000 0a000001 0a000002" UDP_ABCD);

	ck_assert_int_eq(p.network, NETWORK_NONE);
}
END_TEST

START_TEST(ip_cut_by_the_capture_keeps_its_length)
{
	struct octets frame = octets(IPV4_ABCD);
	struct packet p;

	ck_assert(packet_decode(&p, LINK_RAW, bytes_of(frame.b, frame.n - 3), (uint32_t)frame.n));
	ck_assert_uint_eq(p.payload.n, 1);
	ck_assert_uint_eq(p.payload_length, 4);
	ck_assert(!p.cut);
}
END_TEST

START_TEST(ip_time_to_live_is_read)
{
	struct packet v4 = decode(LINK_RAW, IPV4_ABCD), v6 = decode(LINK_RAW, IPV6_ABCD);

	ck_assert_uint_eq(v4.ttl, 64);
	ck_assert_uint_eq(v6.ttl, 64);
}
END_TEST

/* Offset 3, so 24 bytes; more fragments. */
START_TEST(ipv4_fragment_is_a_piece_without_ports)
{
	struct packet p =
		decode(LINK_RAW, "4500 0020 1234 2003 40 11 0000 0a000001 0a000002" UDP_ABCD);

	ck_assert(p.fragment.is && p.fragment.more);
	ck_assert_uint_eq(p.fragment.id, 0x1234);
	ck_assert_uint_eq(p.fragment.offset, 24);
	ck_assert_uint_eq(p.flow.protocol, PROTOCOL_UDP);
	ck_assert_uint_eq(p.flow.src_port, 0);
	ck_assert_uint_eq(p.payload.n, 12);
}
END_TEST

/* The last fragment: offset 1480 bytes, which is 185 units, in the upper 13 bits. */
START_TEST(ipv6_fragment_is_a_piece_without_ports)
{
	struct packet p = decode(LINK_RAW, IPV6_HEAD("0014", "2c") "11 00 05c8 00000007" UDP_ABCD);

	ck_assert(p.fragment.is && !p.fragment.more);
	ck_assert_uint_eq(p.fragment.id, 7);
	ck_assert_uint_eq(p.fragment.offset, 1480);
	ck_assert_uint_eq(p.flow.protocol, PROTOCOL_UDP);
	ck_assert_uint_eq(p.flow.dst_port, 0);
}
END_TEST

START_TEST(ip_reassembled_datagram_gets_its_ports)
{
	struct octets whole = octets(UDP_ABCD);
	struct packet p =
		decode(LINK_RAW, "4500 0018 1234 2000 40 11 0000 0a000001 0a000002 03e807d0");

	ck_assert(p.fragment.is);
	ck_assert(packet_decode_transport(&p, octets_view(&whole)));
	ck_assert(!p.fragment.is);
	expect_abcd(&p);
}
END_TEST

START_TEST(ipv6_extension_headers_without_end_stop)
{
	char frame[2048] = IPV6_HEAD("0000", "3c");

	for (unsigned i = 0; i < 40; i++)
		strcat(frame, "3c 00 000000000000");
	struct packet p = decode(LINK_RAW, frame);

	ck_assert_int_eq(p.network, NETWORK_IPV6);
	ck_assert_uint_eq(p.flow.protocol, 60);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packet_ip");
	TCase *cases = tcase_create("all");

	tcase_add_loop_test(cases, ip_headers_lead_to_the_datagram, 0, WRAPPINGS);
	tcase_add_loop_test(cases, ip_every_prefix_is_seen_to_be_cut, 0, WRAPPINGS);
	tcase_add_test(cases, ip_padding_is_no_payload);
	tcase_add_test(cases, ip_length_of_zero_takes_what_is_there);
	tcase_add_test(cases, ip_length_shorter_than_its_header_is_refused);
	tcase_add_test(cases, ip_cut_by_the_capture_keeps_its_length);
	tcase_add_test(cases, ip_time_to_live_is_read);
	tcase_add_test(cases, ipv4_fragment_is_a_piece_without_ports);
	tcase_add_test(cases, ipv6_fragment_is_a_piece_without_ports);
	tcase_add_test(cases, ip_reassembled_datagram_gets_its_ports);
	tcase_add_test(cases, ipv6_extension_headers_without_end_stop);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
