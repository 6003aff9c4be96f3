/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_packet_tunnel.c - tunnels lead to the innermost packet, or stay plain datagrams.
 *
 * Header values are those of the layouts in the RFCs named in packet_gre.c
 * and packet_tunnel.c.
 */
#include "frames.h"

#define OUTER_IPV6(next) "60000000 0000" next "40" IPV6_ADDRESSES
#define ERSPAN_II "10000000 00000000"
#define ERSPAN_III "20000000 00000000"

static const struct wrapping wrappings[] = {
	{"IPv4 in IPv4", LINK_RAW, OUTER_IPV4("04") IPV4_ABCD, 1, 0},
	{"6in4", LINK_RAW, OUTER_IPV4("29") IPV6_ABCD, 1, 0},
	{"4in6", LINK_RAW, OUTER_IPV6("04") IPV4_ABCD, 1, 0},
	{"GRE", LINK_RAW, OUTER_IPV4("2f") "0000 0800" IPV4_ABCD, 1, 0},
	{"GRE, checksum, key, sequence", LINK_RAW,
	 OUTER_IPV4("2f") "b000 86dd 00000000 00000001 00000002" IPV6_ABCD, 1, 0},
	{"NVGRE", LINK_RAW, OUTER_IPV4("2f") "2000 6558 00000100" ETHERNET_ABCD, 1, 0},
	{"PPTP", LINK_RAW,
	 OUTER_IPV4("2f") "3081 880b 0024 0001 00000001 00000000 ff03 0021" IPV4_ABCD, 1, 0},
	{"ERSPAN I", LINK_RAW, OUTER_IPV4("2f") "0000 88be" ETHERNET_ABCD, 1, 0},
	{"ERSPAN II", LINK_RAW, OUTER_IPV4("2f") "1000 88be 00000001" ERSPAN_II ETHERNET_ABCD, 1,
	 0},
	{"ERSPAN III", LINK_RAW,
	 OUTER_IPV4("2f") "1000 22eb 00000001" ERSPAN_III "00000000" ETHERNET_ABCD, 1, 0},
	{"ERSPAN III, platform", LINK_RAW,
	 OUTER_IPV4("2f") "1000 22eb 00000001" ERSPAN_III "00000001 0000000000000000" ETHERNET_ABCD,
	 1, 0},
	{"EtherIP", LINK_RAW, OUTER_IPV4("61") "3000" ETHERNET_ABCD, 1, 0},
	{"MPLS in IP", LINK_RAW, OUTER_IPV4("89") "00011140" IPV4_ABCD, 1, 0},
	{"VXLAN", LINK_RAW, OUTER_UDP("12b5") "08000000 00007b00" ETHERNET_ABCD, 1, 0},
	{"VXLAN, old port, VLAN inside", LINK_RAW,
	 OUTER_UDP("2118") "08000000 00007b00" MACS "8100 0009 0800" IPV4_ABCD, 1, 9},
	{"VXLAN-GPE", LINK_RAW, OUTER_UDP("12b6") "0c000001 00007b00" IPV4_ABCD, 1, 0},
	{"NSH in VXLAN-GPE", LINK_RAW,
	 OUTER_UDP("12b6") "0c000004 00007b00 0fc2 02 01 00000000" IPV4_ABCD, 1, 0},
	{"Geneve", LINK_RAW, OUTER_UDP("17c1") "0000 6558 00007b00" ETHERNET_ABCD, 1, 0},
	{"Geneve with options, IPv6", LINK_RAW,
	 OUTER_UDP("17c1") "0200 86dd 00007b00 0102800100000000" IPV6_ABCD, 1, 0},
	{"GTP-U", LINK_RAW, OUTER_UDP("0868") "30ff 0020 00000001" IPV4_ABCD, 1, 0},
	{"GTP-U, extension", LINK_RAW,
	 OUTER_UDP("0868") "34ff 0028 00000001 0000 00 85 01 1009 00" IPV4_ABCD, 1, 0},
	{"Teredo", LINK_RAW, OUTER_UDP("0dd8") IPV6_ABCD, 1, 0},
	{"Teredo, origin", LINK_RAW, OUTER_UDP("0dd8") "0000 63bf f5fffffd" IPV6_ABCD, 1, 0},
	{"VXLAN in GRE in IPv4", LINK_RAW,
	 OUTER_IPV4("04")
		 OUTER_IPV4("2f") "0000 0800" OUTER_UDP("12b5") "08000000 00007b00" ETHERNET_ABCD,
	 3, 0},
};

#define WRAPPINGS ((int)(sizeof wrappings / sizeof wrappings[0]))

START_TEST(tunnels_lead_to_the_innermost_packet)
{
	expect_wrapping(&wrappings[_i]);
}
END_TEST

/* What is cut before the tunnel is sure stays the outer packet: only memory is watched. */
START_TEST(tunnel_every_prefix_is_harmless)
{
	struct octets frame = octets(wrappings[_i].hex);
	struct packet p;

	for (size_t n = 0; n < frame.n; n++) {
		uint8_t *copy = malloc(n ? n : 1);

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, frame.b, n);
		packet_decode(&p, wrappings[_i].link_type, bytes_of(copy, n), (uint32_t)frame.n);
		ck_assert(p.payload.n <= n);
		ck_assert(p.network == NETWORK_NONE || p.cut || p.payload.n < p.payload_length);
		free(copy);
	}
}
END_TEST

START_TEST(tunnel_port_with_a_dns_answer_stays_a_datagram)
{
	static const char *const ports[] = {"12b5", "2118", "12b6", "17c1", "0868"};
	char frame[256];

	for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
		snprintf(frame, sizeof frame,
			 "%s 0035 %s 0000 0000 1234 8180 0001 0000 0000 0000 0161 00 0001 0001",
			 OUTER_IPV4("11"), ports[i]);
		struct packet p = decode(LINK_RAW, frame);

		ck_assert_uint_eq(p.tunnels, 0);
		ck_assert_uint_eq(p.flow.src_port, 53);
		ck_assert_uint_eq(p.payload.n, 19);
		ck_assert(!p.cut);
	}
}
END_TEST

START_TEST(tunnel_with_arp_inside_is_arp)
{
	struct packet p = decode(
		LINK_RAW,
		OUTER_IPV4(
			"2f") "0000 6558" MACS
			      "0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002");

	ck_assert_int_eq(p.network, NETWORK_ARP);
	ck_assert_uint_eq(p.flow.protocol, 0);
	ck_assert(address_is_none(&p.flow.src));
	expect_address(&p.neighbour.target, "10.0.0.2");
}
END_TEST

START_TEST(tunnel_that_holds_nothing_known_is_its_outer_packet)
{
	struct packet p = decode(LINK_RAW, OUTER_IPV4("2f") "0000 1234 6162");

	ck_assert_int_eq(p.network, NETWORK_IPV4);
	ck_assert_uint_eq(p.flow.protocol, 47);
	ck_assert_uint_eq(p.tunnels, 0);
}
END_TEST

/* Nine times IPv4 in IPv4: the ninth is not entered, so what it carries is still seen as IP. */
START_TEST(tunnels_deeper_than_eight_are_not_entered)
{
	char frame[2048] = "";

	for (unsigned i = 0; i < 9; i++)
		strcat(frame, OUTER_IPV4("04"));
	strcat(frame, IPV4_ABCD);
	struct packet p = decode(LINK_RAW, frame);

	ck_assert_uint_eq(p.tunnels, 8);
	ck_assert_uint_eq(p.flow.protocol, 4);
	expect_address(&p.flow.src, "192.0.2.1");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packet_tunnel");
	TCase *cases = tcase_create("all");

	tcase_add_loop_test(cases, tunnels_lead_to_the_innermost_packet, 0, WRAPPINGS);
	tcase_add_loop_test(cases, tunnel_every_prefix_is_harmless, 0, WRAPPINGS);
	tcase_add_test(cases, tunnel_port_with_a_dns_answer_stays_a_datagram);
	tcase_add_test(cases, tunnel_with_arp_inside_is_arp);
	tcase_add_test(cases, tunnel_that_holds_nothing_known_is_its_outer_packet);
	tcase_add_test(cases, tunnels_deeper_than_eight_are_not_entered);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
