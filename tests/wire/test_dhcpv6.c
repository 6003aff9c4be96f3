/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dhcpv6.c - DHCPv6. Layouts: RFC 8415 8, 9, 11, 21; 3646; 4704. */
#include "dhcp.h"
#include "octets.h"

#define FD(last) "fd0000000000000000000000000000" last
#define DUID_LLT "0001 000e 0001 0001 11223344 020000000001"
#define DUID_LL "0001 000a 0003 0001 020000000001"
#define IA_NA "0003 0028 00000001 00000000 00000000 0005 0018" FD("50") "00000e10 00001c20"
#define DNS_SERVERS "0017 0020" FD("01") FD("02")
#define DOMAINS "0018 0013 076578616d706c65 0474657374 00 036c616200"
#define FQDN "0027 0005 00 03506331"
#define ACK "07 abcdef" DUID_LLT IA_NA DNS_SERVERS DOMAINS FQDN

static struct dhcp dhcp;

static bool decode(const char *hex)
{
	struct octets o = octets(hex);
	struct reader r = reader_over(octets_view(&o));

	return dhcpv6_decode(&dhcp, &r);
}

static void expect_address(const struct address *a, const char *text)
{
	char seen[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(a, seen), text);
}

START_TEST(dhcpv6_reply_is_read)
{
	ck_assert(decode(ACK));
	ck_assert_uint_eq(dhcp.version, 6);
	ck_assert_int_eq(dhcp.kind, DHCP_ACK);
	ck_assert_uint_eq(dhcp.xid, 0xabcdef);
	ck_assert_uint_eq(dhcp.client.b[5], 1);
	expect_address(&dhcp.your_address, "fd00::50");
	ck_assert_uint_eq(dhcp.lease_time, 7200);
	ck_assert_uint_eq(dhcp.dns_count, 2);
	expect_address(&dhcp.dns[1], "fd00::2");
	ck_assert_uint_eq(dhcp.suffix_count, 2);
	ck_assert_str_eq(dhcp.suffix[0], "example.test");
	ck_assert_str_eq(dhcp.suffix[1], "lab");
	ck_assert_str_eq(dhcp.fqdn, "pc1");
}
END_TEST

START_TEST(dhcpv6_types_are_kinds)
{
	static const enum dhcp_kind kinds[] = {
		[1] = DHCP_DISCOVER, [2] = DHCP_OFFER,   [3] = DHCP_REQUEST, [4] = DHCP_REQUEST,
		[5] = DHCP_REQUEST,  [6] = DHCP_REQUEST, [7] = DHCP_ACK,     [8] = DHCP_RELEASE,
		[9] = DHCP_DECLINE,  [10] = DHCP_OTHER,  [11] = DHCP_INFORM,
	};
	char hex[16];

	for (unsigned type = 1; type < sizeof kinds / sizeof kinds[0]; type++) {
		snprintf(hex, sizeof hex, "%02x abcdef", type);
		ck_assert(decode(hex));
		ck_assert_int_eq(dhcp.kind, kinds[type]);
	}
}
END_TEST

START_TEST(dhcpv6_duid_without_a_time_has_the_mac_too)
{
	ck_assert(decode("01 abcdef" DUID_LL));
	ck_assert_uint_eq(dhcp.client.b[0], 2);
	ck_assert(decode("01 abcdef 0001 0006 0002 00000009 0102")); /* by an enterprise */
	ck_assert(mac_is_none(&dhcp.client));
}
END_TEST

START_TEST(dhcpv6_address_of_a_client_is_a_wish)
{
	ck_assert(decode("03 abcdef" IA_NA));
	expect_address(&dhcp.requested, "fd00::50");
	ck_assert(address_is_none(&dhcp.your_address));
	ck_assert(!dhcp.has_lease_time);
}
END_TEST

START_TEST(dhcpv6_relays_are_unwrapped)
{
	/* The outer relay's link address is unspecified, the inner's is fd00::aa. */
	ck_assert(decode(
		"0c 01"
		"00000000000000000000000000000000" FD(
			"bb") "0009 003a"
			      "0c 00" FD("aa")
				      FD("cc") "0009 0014"
					       "01 abcdef 0001 000a 0003 0001 020000000001 0000"));
	ck_assert_int_eq(dhcp.kind, DHCP_DISCOVER);
	ck_assert_uint_eq(dhcp.xid, 0xabcdef);
	expect_address(&dhcp.relay, "fd00::aa");
	ck_assert_uint_eq(dhcp.client.b[5], 1);
}
END_TEST

START_TEST(dhcpv6_relay_without_a_message_is_refused)
{
	ck_assert(!decode("0c 00" FD("aa") FD("cc") "0012 0001 61"));
}
END_TEST

START_TEST(dhcpv6_option_that_is_cut_ends_the_list)
{
	ck_assert(decode("07 abcdef" DUID_LL "0017 0020" FD("01")));
	ck_assert_uint_eq(dhcp.dns_count, 0);
	ck_assert(!mac_is_none(&dhcp.client));
}
END_TEST

static void try_prefix(struct bytes prefix)
{
	struct reader r = reader_over(prefix);

	ck_assert(dhcpv6_decode(&dhcp, &r) == (prefix.n >= 4));
}

START_TEST(dhcpv6_every_prefix_of_the_fixed_part_is_short)
{
	struct octets o = octets(ACK);

	each_prefix(&o, try_prefix);
}
END_TEST

START_TEST(dhcpv6_looks_like_itself_only)
{
	static const struct {
		const char *hex;
		bool looks;
	} rows[] = {
		{ACK, true},
		{"01", true},
		{"0e abcdef", false},
		{"00 abcdef", false},
		{"01 abcdef 4745", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct octets o = octets(rows[i].hex);

		ck_assert_msg(dhcpv6_looks_like(octets_view(&o)) == rows[i].looks, "%s",
			      rows[i].hex);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dhcpv6");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, dhcpv6_reply_is_read);
	tcase_add_test(cases, dhcpv6_types_are_kinds);
	tcase_add_test(cases, dhcpv6_duid_without_a_time_has_the_mac_too);
	tcase_add_test(cases, dhcpv6_address_of_a_client_is_a_wish);
	tcase_add_test(cases, dhcpv6_relays_are_unwrapped);
	tcase_add_test(cases, dhcpv6_relay_without_a_message_is_refused);
	tcase_add_test(cases, dhcpv6_option_that_is_cut_ends_the_list);
	tcase_add_test(cases, dhcpv6_every_prefix_of_the_fixed_part_is_short);
	tcase_add_test(cases, dhcpv6_looks_like_itself_only);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
