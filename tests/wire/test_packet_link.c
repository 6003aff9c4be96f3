/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_packet_link.c - link layers and tags lead to the IP packet inside.
 *
 * Header values are those of the layouts in IEEE 802.1Q, 802.2, RFC 2516,
 * 3032, 4385 and tcpdump.org's linktypes.html.
 */
#include "frames.h"

#define SLL "0000 0001 0006 0200000000010000"
#define SLL2(protocol) protocol "0000 00000003 0001 00 06 0200000000010000"

static const struct wrapping wrappings[] = {
	{"Ethernet II", LINK_ETHERNET, ETHERNET_ABCD, 0, 0},
	{"Ethernet II, IPv6", LINK_ETHERNET, MACS "86dd" IPV6_ABCD, 0, 0},
	{"802.1Q", LINK_ETHERNET, MACS "8100 6064 0800" IPV4_ABCD, 0, 100},
	{"802.1ad", LINK_ETHERNET, MACS "88a8 00c8 8100 0064 0800" IPV4_ABCD, 0, 100},
	{"QinQ", LINK_ETHERNET, MACS "9100 00c8 8100 0064 86dd" IPV6_ABCD, 0, 100},
	{"LLC and SNAP", LINK_ETHERNET, MACS "0028 aaaa03 000000 0800" IPV4_ABCD, 0, 0},
	{"LLC of IP", LINK_ETHERNET, MACS "0023 0606 03" IPV4_ABCD, 0, 0},
	{"SNAP in a VLAN", LINK_ETHERNET, MACS "8100 0007 0028 aaaa03 000000 0800" IPV4_ABCD, 0, 7},
	{"VN-Tag", LINK_ETHERNET, MACS "8926 00010002 0800" IPV4_ABCD, 0, 0},
	{"Cisco MetaData", LINK_ETHERNET, MACS "8909 000000000000 0800" IPV4_ABCD, 0, 0},
	{"802.1BR", LINK_ETHERNET, MACS "893f 000000000000 0800" IPV4_ABCD, 0, 0},
	{"MPLS, IPv4", LINK_ETHERNET, MACS "8847 00010040 00011140" IPV4_ABCD, 0, 0},
	{"MPLS, IPv6", LINK_ETHERNET, MACS "8847 00011140" IPV6_ABCD, 0, 0},
	{"MPLS, control word", LINK_ETHERNET, MACS "8847 00011140 00000000" ETHERNET_ABCD, 1, 0},
	{"MPLS, no control word", LINK_ETHERNET, MACS "8847 00011140" ETHERNET_ABCD, 1, 0},
	{"PPPoE", LINK_ETHERNET, MACS "8864 11 00 0001 0022 0021" IPV4_ABCD, 0, 0},
	{"PPPoE, IPv6", LINK_ETHERNET, MACS "8864 11 00 0001 0036 0057" IPV6_ABCD, 0, 0},
	{"PPPoE without Ethernet", LINK_PPP_ETHER, "11 00 0001 0022 0021" IPV4_ABCD, 0, 0},
	{"PPP", LINK_PPP, "0021" IPV4_ABCD, 0, 0},
	{"PPP, protocol compressed", LINK_PPP, "21" IPV4_ABCD, 0, 0},
	{"PPP, address and control", LINK_PPP, "ff03 0021" IPV4_ABCD, 0, 0},
	{"PPP in HDLC framing", LINK_PPP_HDLC, "ff03 0021" IPV4_ABCD, 0, 0},
	{"Cisco HDLC in PPP_HDLC", LINK_PPP_HDLC, "0f00 0800" IPV4_ABCD, 0, 0},
	{"Cisco HDLC", LINK_CISCO_HDLC, "8f00 86dd" IPV6_ABCD, 0, 0},
	{"cooked", LINK_LINUX_SLL, SLL "0800" IPV4_ABCD, 0, 0},
	{"cooked, VLAN", LINK_LINUX_SLL, SLL "8100 0064 0800" IPV4_ABCD, 0, 100},
	{"cooked, LLC", LINK_LINUX_SLL, SLL "0004 aaaa03 000000 0800" IPV4_ABCD, 0, 0},
	{"cooked v2", LINK_LINUX_SLL2, SLL2("0800") IPV4_ABCD, 0, 0},
	{"cooked v2, IPv6", LINK_LINUX_SLL2, SLL2("86dd") IPV6_ABCD, 0, 0},
	{"raw IPv4", LINK_RAW, IPV4_ABCD, 0, 0},
	{"raw IPv6", LINK_RAW, IPV6_ABCD, 0, 0},
	{"raw, old number 12", LINK_RAW_OLD_12, IPV4_ABCD, 0, 0},
	{"raw, old number 14", LINK_RAW_OLD_14, IPV6_ABCD, 0, 0},
	{"LINK_IPV4", LINK_IPV4, IPV4_ABCD, 0, 0},
	{"LINK_IPV6", LINK_IPV6, IPV6_ABCD, 0, 0},
	{"null, little-endian", LINK_NULL, "02000000" IPV4_ABCD, 0, 0},
	{"null, big-endian", LINK_NULL, "00000002" IPV4_ABCD, 0, 0},
	{"loop", LINK_LOOP, "00000002" IPV4_ABCD, 0, 0},
	{"null, IPv6 of Linux", LINK_NULL, "0a000000" IPV6_ABCD, 0, 0},
	{"null, IPv6 of Windows", LINK_NULL, "17000000" IPV6_ABCD, 0, 0},
	{"null, IPv6 of OpenBSD", LINK_NULL, "18000000" IPV6_ABCD, 0, 0},
	{"null, IPv6 of FreeBSD", LINK_NULL, "1c000000" IPV6_ABCD, 0, 0},
	{"null, IPv6 of macOS", LINK_NULL, "1e000000" IPV6_ABCD, 0, 0},
};

#define WRAPPINGS ((int)(sizeof wrappings / sizeof wrappings[0]))

START_TEST(link_layers_lead_to_the_packet_inside)
{
	expect_wrapping(&wrappings[_i]);
}
END_TEST

START_TEST(link_every_prefix_is_seen_to_be_cut)
{
	survive_prefixes(&wrappings[_i]);
}
END_TEST

START_TEST(link_ethernet_gives_both_macs)
{
	struct packet p = decode(LINK_ETHERNET, ETHERNET_ABCD);
	char text[MAC_TEXT];

	ck_assert_str_eq(mac_text(&p.dst_mac, text), "02:00:00:00:00:02");
	ck_assert_str_eq(mac_text(&p.src_mac, text), "02:00:00:00:00:01");
}
END_TEST

START_TEST(link_cooked_gives_the_senders_mac)
{
	struct packet p = decode(LINK_LINUX_SLL2, SLL2("0800") IPV4_ABCD);
	char text[MAC_TEXT];

	ck_assert_str_eq(mac_text(&p.src_mac, text), "02:00:00:00:00:01");
	ck_assert(mac_is_none(&p.dst_mac));
}
END_TEST

START_TEST(link_netlink_in_cooked_is_no_network)
{
	struct packet p = decode(LINK_LINUX_SLL, "0004 0338 0000 0000000000000000 0800" IPV4_ABCD);

	ck_assert_int_eq(p.network, NETWORK_NONE);
}
END_TEST

START_TEST(link_pppoe_discovery_is_no_network)
{
	struct packet p = decode(LINK_ETHERNET, MACS "8864 11 09 0000 0022 0021" IPV4_ABCD);

	ck_assert_int_eq(p.network, NETWORK_NONE);
}
END_TEST

START_TEST(link_tags_without_end_stop)
{
	struct octets frame = octets(MACS);
	struct packet p;

	while (frame.n + 4 <= sizeof frame.b) {
		memcpy(frame.b + frame.n, "\x81\x00\x00\x01", 4);
		frame.n += 4;
	}
	ck_assert(!packet_decode(&p, LINK_ETHERNET, octets_view(&frame), (uint32_t)frame.n));
}
END_TEST

START_TEST(link_unknown_types_are_said_to_be)
{
	struct packet p = decode(147, ETHERNET_ABCD);

	ck_assert(!link_type_is_known(147));
	ck_assert(link_type_is_known(LINK_NULL));
	ck_assert_int_eq(p.network, NETWORK_NONE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packet_link");
	TCase *cases = tcase_create("all");

	tcase_add_loop_test(cases, link_layers_lead_to_the_packet_inside, 0, WRAPPINGS);
	tcase_add_loop_test(cases, link_every_prefix_is_seen_to_be_cut, 0, WRAPPINGS);
	tcase_add_test(cases, link_ethernet_gives_both_macs);
	tcase_add_test(cases, link_cooked_gives_the_senders_mac);
	tcase_add_test(cases, link_netlink_in_cooked_is_no_network);
	tcase_add_test(cases, link_pppoe_discovery_is_no_network);
	tcase_add_test(cases, link_tags_without_end_stop);
	tcase_add_test(cases, link_unknown_types_are_said_to_be);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
