/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_packet_wlan.c - 802.11 data frames.
 *
 * A1 is 02:..:0a, A2 02:..:0b, A3 02:..:0c; which of them are destination and
 * source is table 9-30 of IEEE 802.11-2020.
 */
#include "frames.h"

#define ADDRESSES "0000 02000000000a 02000000000b 02000000000c 0000"
#define SNAP "aaaa03 000000 0800"
#define RADIOTAP(flags) "00 00 0900 02000000" flags

static const struct wrapping wrappings[] = {
	{"to the access point", LINK_IEEE802_11, "0801" ADDRESSES SNAP IPV4_ABCD, 0, 0},
	{"QoS", LINK_IEEE802_11, "8801" ADDRESSES "0000" SNAP IPV4_ABCD, 0, 0},
	{"QoS and HT control", LINK_IEEE802_11, "8881" ADDRESSES "0000 00000000" SNAP IPV4_ABCD, 0,
	 0},
	{"four addresses", LINK_IEEE802_11, "0803" ADDRESSES "02000000000d" SNAP IPV4_ABCD, 0, 0},
	{"A-MSDU", LINK_IEEE802_11, "8801" ADDRESSES "8000" MACS "0028" SNAP IPV4_ABCD, 0, 0},
	{"radiotap", LINK_IEEE802_11_RADIOTAP, RADIOTAP("10") "0801" ADDRESSES SNAP IPV4_ABCD, 0,
	 0},
	{"radiotap, padded QoS", LINK_IEEE802_11_RADIOTAP,
	 RADIOTAP("20") "8801" ADDRESSES "0000 0000" SNAP IPV4_ABCD, 0, 0},
	{"radiotap with a time", LINK_IEEE802_11_RADIOTAP,
	 "00 00 1100 03000000 1122334455667788 20 8801" ADDRESSES "0000 0000" SNAP IPV4_ABCD, 0, 0},
	{"AVS", LINK_IEEE802_11_AVS, "80211001 0000000c 00000000 0801" ADDRESSES SNAP IPV4_ABCD, 0,
	 0},
	{"PPI", LINK_PPI, "00 00 0800 69000000 0801" ADDRESSES SNAP IPV4_ABCD, 0, 0},
	{"PPI over Ethernet", LINK_PPI, "00 00 0800 01000000" ETHERNET_ABCD, 0, 0},
};

#define WRAPPINGS ((int)(sizeof wrappings / sizeof wrappings[0]))

START_TEST(wlan_headers_lead_to_the_packet_inside)
{
	expect_wrapping(&wrappings[_i]);
}
END_TEST

START_TEST(wlan_every_prefix_is_seen_to_be_cut)
{
	survive_prefixes(&wrappings[_i]);
}
END_TEST

START_TEST(wlan_addresses_follow_the_direction)
{
	static const struct {
		const char *frame;
		uint8_t dst, src; /* last byte */
	} rows[] = {
		{"0800" ADDRESSES SNAP IPV4_ABCD, 0x0a, 0x0b},
		{"0802" ADDRESSES SNAP IPV4_ABCD, 0x0a, 0x0c},
		{"0801" ADDRESSES SNAP IPV4_ABCD, 0x0c, 0x0b},
		{"0803" ADDRESSES "02000000000d" SNAP IPV4_ABCD, 0x0c, 0x0d},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct packet p = decode(LINK_IEEE802_11, rows[i].frame);

		ck_assert_uint_eq(p.dst_mac.b[5], rows[i].dst);
		ck_assert_uint_eq(p.src_mac.b[5], rows[i].src);
	}
}
END_TEST

START_TEST(wlan_frames_that_hold_no_plain_data_give_nothing)
{
	static const char *const frames[] = {
		"0841" ADDRESSES SNAP IPV4_ABCD, /* protected */
		"4801" ADDRESSES SNAP IPV4_ABCD, /* null */
		"8000" ADDRESSES SNAP IPV4_ABCD, /* beacon */
		"d400" ADDRESSES SNAP IPV4_ABCD, /* acknowledgement */
	};

	for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
		struct packet p = decode(LINK_IEEE802_11, frames[i]);

		ck_assert_int_eq(p.network, NETWORK_NONE);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packet_wlan");
	TCase *cases = tcase_create("all");

	tcase_add_loop_test(cases, wlan_headers_lead_to_the_packet_inside, 0, WRAPPINGS);
	tcase_add_loop_test(cases, wlan_every_prefix_is_seen_to_be_cut, 0, WRAPPINGS);
	tcase_add_test(cases, wlan_addresses_follow_the_direction);
	tcase_add_test(cases, wlan_frames_that_hold_no_plain_data_give_nothing);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
