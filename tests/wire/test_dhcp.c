/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dhcp.c - DHCPv4. Layouts: RFC 2131 2, 2132, 3396, 4702; others' messages: second_opinion.c. */
#include "dhcp.h"
#include "octets.h"

#define COOKIE 236
#define OPTIONS 240
#define SNAME 44
#define FILE_NAME 108

static struct dhcp dhcp;

/* A reply to 02:..:01 that offers 10.86.0.50, with these options. */
static struct octets reply(const char *options)
{
	struct octets o = octets(
		"02 01 06 00 deadbeef 0000 0000 00000000 0a560032 0a560001 0a5600fe 020000000001");
	struct octets tail = octets(options);

	o.n = OPTIONS;
	memcpy(o.b + COOKIE, "\x63\x82\x53\x63", 4);
	memcpy(o.b + o.n, tail.b, tail.n);
	o.n += tail.n;
	return o;
}

static void put(struct octets *o, size_t at, const char *hex)
{
	struct octets piece = octets(hex);

	memcpy(o->b + at, piece.b, piece.n);
}

static bool decode(const struct octets *o)
{
	struct reader r = reader_over(octets_view(o));

	return dhcp_decode(&dhcp, &r);
}

static bool decode_reply(const char *options)
{
	struct octets o = reply(options);

	return decode(&o);
}

static void expect_address(const struct address *a, const char *text)
{
	char seen[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(a, seen), text);
}

START_TEST(dhcp_header_is_read)
{
	ck_assert(decode_reply("35 01 02 ff"));
	ck_assert_uint_eq(dhcp.version, 4);
	ck_assert_int_eq(dhcp.kind, DHCP_OFFER);
	ck_assert_uint_eq(dhcp.xid, 0xdeadbeef);
	ck_assert_uint_eq(dhcp.client.b[5], 1);
	ck_assert(address_is_none(&dhcp.client_address));
	expect_address(&dhcp.your_address, "10.86.0.50");
	expect_address(&dhcp.relay, "10.86.0.254");
}
END_TEST

START_TEST(dhcp_options_are_read)
{
	ck_assert(decode_reply(
		"35 01 05 36 04 0a560001 33 04 00000e10 32 04 0a560033 00 00"
		"06 08 0a560001 0a560002 0c 03 506331 0f 0c 6578616d706c652e74657374 ff"));
	ck_assert_int_eq(dhcp.kind, DHCP_ACK);
	expect_address(&dhcp.server, "10.86.0.1");
	expect_address(&dhcp.requested, "10.86.0.51");
	ck_assert(dhcp.has_lease_time);
	ck_assert_uint_eq(dhcp.lease_time, 3600);
	ck_assert_uint_eq(dhcp.dns_count, 2);
	expect_address(&dhcp.dns[1], "10.86.0.2");
	ck_assert_str_eq(dhcp.host_name, "pc1");
	ck_assert_uint_eq(dhcp.suffix_count, 1);
	ck_assert_str_eq(dhcp.suffix[0], "example.test");
}
END_TEST

START_TEST(dhcp_kinds_are_those_of_option_53)
{
	static const enum dhcp_kind kinds[] = {
		DHCP_OTHER, DHCP_DISCOVER, DHCP_OFFER,   DHCP_REQUEST, DHCP_DECLINE,
		DHCP_ACK,   DHCP_NAK,      DHCP_RELEASE, DHCP_INFORM,  DHCP_OTHER};

	for (unsigned type = 0; type < sizeof kinds / sizeof kinds[0]; type++) {
		struct octets o = reply("35 01 00 ff");

		o.b[OPTIONS + 2] = (uint8_t)type;
		ck_assert(decode(&o));
		ck_assert_int_eq(dhcp.kind, kinds[type]);
	}
}
END_TEST

START_TEST(dhcp_suffix_loses_nul_and_dot)
{
	ck_assert(decode_reply("0f 0e 4578616d706c652e74657374 2e00 ff"));
	ck_assert_str_eq(dhcp.suffix[0], "example.test");
}
END_TEST

START_TEST(dhcp_suffix_may_be_there_and_empty)
{
	ck_assert(decode_reply("0f 01 00 ff"));
	ck_assert(dhcp.has_suffix);
	ck_assert_uint_eq(dhcp.suffix_count, 0);
	ck_assert(decode_reply("ff"));
	ck_assert(!dhcp.has_suffix);
}
END_TEST

START_TEST(dhcp_split_options_are_joined)
{
	ck_assert(decode_reply("0f 07 6578616d706c65 35 01 05 0f 05 2e74657374 ff"));
	ck_assert_str_eq(dhcp.suffix[0], "example.test");
	ck_assert_int_eq(dhcp.kind, DHCP_ACK);
}
END_TEST

START_TEST(dhcp_overload_reads_file_then_sname)
{
	struct octets o = reply("34 01 03 0f 01 61 ff");

	put(&o, FILE_NAME, "0f 01 62 ff");
	put(&o, SNAME, "0f 01 63 0c 02 6d65 ff");
	ck_assert(decode(&o));
	ck_assert_str_eq(dhcp.suffix[0], "abc");
	ck_assert_str_eq(dhcp.host_name, "me");
}
END_TEST

START_TEST(dhcp_file_without_overload_holds_no_options)
{
	struct octets o = reply("0f 01 61 ff");

	put(&o, FILE_NAME, "0f 01 62 ff");
	ck_assert(decode(&o));
	ck_assert_str_eq(dhcp.suffix[0], "a");
}
END_TEST

/* The same name in characters (flags 0), and in wire form (flag E), whole and partial. */
START_TEST(dhcp_fqdn_in_all_its_forms)
{
	ck_assert(decode_reply("51 08 00 00 00 506331 2e61 ff"));
	ck_assert_str_eq(dhcp.fqdn, "pc1.a");
	ck_assert(decode_reply("51 0a 04 00 00 03506331 0161 00 ff"));
	ck_assert_str_eq(dhcp.fqdn, "pc1.a");
	ck_assert(decode_reply("51 07 05 00 00 03506331 ff"));
	ck_assert_str_eq(dhcp.fqdn, "pc1");
	ck_assert(decode_reply("51 02 04 00 ff"));
	ck_assert_ptr_null(dhcp.fqdn);
}
END_TEST

START_TEST(dhcp_wrong_option_length_ends_the_list)
{
	ck_assert(decode_reply("35 01 05 0f ff 6578"));
	ck_assert_int_eq(dhcp.kind, DHCP_ACK);
	ck_assert(!dhcp.has_suffix);
}
END_TEST

START_TEST(dhcp_other_hardware_has_no_mac)
{
	struct octets o = reply("35 01 05 ff");

	o.b[1] = 32; /* InfiniBand */
	ck_assert(decode(&o));
	ck_assert(mac_is_none(&dhcp.client));
}
END_TEST

START_TEST(dhcp_bootp_without_cookie_is_not_ours)
{
	struct octets o = reply("ff");

	ck_assert(dhcp_looks_like(octets_view(&o)));
	o.b[COOKIE] = 0;
	ck_assert(!dhcp_looks_like(octets_view(&o)));
	ck_assert(!decode(&o));
	o.n = COOKIE;
	ck_assert(!dhcp_looks_like(octets_view(&o)));
}
END_TEST

static void try_prefix(struct bytes prefix)
{
	struct reader r = reader_over(prefix);

	ck_assert(dhcp_decode(&dhcp, &r) == (prefix.n >= OPTIONS));
}

START_TEST(dhcp_every_prefix_of_the_fixed_part_is_short)
{
	struct octets o = reply("35 01 05 51 0a 04 00 00 03506331 0161 00 ff");

	each_prefix(&o, try_prefix);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dhcp");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, dhcp_header_is_read);
	tcase_add_test(cases, dhcp_options_are_read);
	tcase_add_test(cases, dhcp_kinds_are_those_of_option_53);
	tcase_add_test(cases, dhcp_suffix_loses_nul_and_dot);
	tcase_add_test(cases, dhcp_suffix_may_be_there_and_empty);
	tcase_add_test(cases, dhcp_split_options_are_joined);
	tcase_add_test(cases, dhcp_overload_reads_file_then_sname);
	tcase_add_test(cases, dhcp_file_without_overload_holds_no_options);
	tcase_add_test(cases, dhcp_fqdn_in_all_its_forms);
	tcase_add_test(cases, dhcp_wrong_option_length_ends_the_list);
	tcase_add_test(cases, dhcp_other_hardware_has_no_mac);
	tcase_add_test(cases, dhcp_bootp_without_cookie_is_not_ours);
	tcase_add_test(cases, dhcp_every_prefix_of_the_fixed_part_is_short);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
