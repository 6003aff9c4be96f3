/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_packet_icmp.c - ICMP errors and the packets they quote. Layouts: RFC 792, 4443. */
#include "frames.h"

#define ICMP(type_code) OUTER_IPV4("01") type_code "0000 00000000"
#define ICMPV6(type_code) "60000000 0000 3a 40" IPV6_ADDRESSES type_code "0000 00000000"
/* What the device sent: TCP 10.0.0.1:16994 to 10.0.0.2:9971, of which eight bytes are quoted. */
#define QUOTED_TCP "4500 003c 0001 4000 40 06 0000 0a000001 0a000002 4262 26f3 01020304"

START_TEST(icmp_error_quotes_flow_and_sequence)
{
	struct packet p = decode(LINK_RAW, ICMP("0303") QUOTED_TCP);

	ck_assert_uint_eq(p.icmp_type, 3);
	ck_assert_uint_eq(p.icmp_code, 3);
	ck_assert(p.icmp_error && !p.cut);
	expect_address(&p.flow.src, "192.0.2.1");
	expect_address(&p.quoted.src, "10.0.0.1");
	expect_address(&p.quoted.dst, "10.0.0.2");
	ck_assert_uint_eq(p.quoted.protocol, PROTOCOL_TCP);
	ck_assert_uint_eq(p.quoted.src_port, 16994);
	ck_assert_uint_eq(p.quoted.dst_port, 9971);
	ck_assert_uint_eq(p.quoted_seq, 0x01020304);
}
END_TEST

START_TEST(icmp_errors_are_five_types)
{
	static const char *const errors[] = {"0301", "0400", "0501", "0b00", "0c00"};
	char frame[256];

	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		snprintf(frame, sizeof frame, "%s %s 0000 00000000 %s", OUTER_IPV4("01"), errors[i],
			 QUOTED_TCP);
		struct packet p = decode(LINK_RAW, frame);

		ck_assert_msg(p.icmp_error && p.quoted.dst_port == 9971, "%s", errors[i]);
	}
}
END_TEST

START_TEST(icmp_echo_quotes_nothing)
{
	struct packet p = decode(LINK_RAW, ICMP("0800") "61626364");

	ck_assert_uint_eq(p.icmp_type, 8);
	ck_assert(!p.icmp_error);
	ck_assert(address_is_none(&p.quoted.src));
	expect_payload(&p, "abcd");
}
END_TEST

START_TEST(icmp_quotation_without_ports_has_none)
{
	struct packet p =
		decode(LINK_RAW, ICMP("0303") "4500 003c 0001 4000 40 06 0000 0a000001 0a000002");

	expect_address(&p.quoted.dst, "10.0.0.2");
	ck_assert_uint_eq(p.quoted.dst_port, 0);
}
END_TEST

START_TEST(icmp_quotation_of_a_first_fragment_has_its_ports)
{
	struct packet p =
		decode(LINK_RAW, ICMP("0b01") "4500 003c 0001 2000 40 11 0000 0a000001 0a000002"
					      "03e8 0035 0800 0000");

	ck_assert_uint_eq(p.quoted.dst_port, 53);
}
END_TEST

START_TEST(icmp_quotation_of_an_error_is_not_followed)
{
	struct packet p = decode(LINK_RAW, ICMP("0303") ICMP("0303") QUOTED_TCP);

	ck_assert_uint_eq(p.quoted.protocol, PROTOCOL_ICMP);
	expect_address(&p.quoted.src, "192.0.2.1");
	ck_assert_uint_eq(p.quoted.dst_port, 0);
}
END_TEST

START_TEST(icmpv6_error_quotes_behind_extension_headers)
{
	struct packet p = decode(
		LINK_RAW,
		ICMPV6("0104") "60000000 0030 00 40" IPV6_ADDRESSES
			       "06 00 000000000000 4262 26f3 01020304 00000000 50020000 00000000");

	ck_assert(p.icmp_error);
	ck_assert_uint_eq(p.icmp_code, 4);
	expect_address(&p.quoted.src, "fd00::1");
	ck_assert_uint_eq(p.quoted.dst_port, 9971);
	ck_assert_uint_eq(p.quoted_seq, 0x01020304);
}
END_TEST

static void try_prefix(struct bytes prefix)
{
	struct packet p;

	packet_decode(&p, LINK_RAW, prefix, (uint32_t)prefix.n);
	ck_assert(p.payload.n <= prefix.n);
}

START_TEST(icmp_every_prefix_is_harmless)
{
	struct octets v4 = octets(ICMP("0303") QUOTED_TCP);
	struct octets v6 = octets(ICMPV6("0104") IPV6_ABCD);

	each_prefix(&v4, try_prefix);
	each_prefix(&v6, try_prefix);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packet_icmp");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, icmp_error_quotes_flow_and_sequence);
	tcase_add_test(cases, icmp_errors_are_five_types);
	tcase_add_test(cases, icmp_echo_quotes_nothing);
	tcase_add_test(cases, icmp_quotation_without_ports_has_none);
	tcase_add_test(cases, icmp_quotation_of_a_first_fragment_has_its_ports);
	tcase_add_test(cases, icmp_quotation_of_an_error_is_not_followed);
	tcase_add_test(cases, icmpv6_error_quotes_behind_extension_headers);
	tcase_add_test(cases, icmp_every_prefix_is_harmless);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
