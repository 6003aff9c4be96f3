/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_address.c - addresses as text (RFC 5952, 4 and 5) and whose they are. */
#include "../suite.h"
#include "address.h"

static struct address parsed(const char *text)
{
	struct address a;

	ck_assert_msg(address_parse(&a, text), "%s", text);
	return a;
}

START_TEST(address_text_is_canonical)
{
	/* The examples of RFC 5952, 4.1 to 4.3. */
	static const char *const rows[][2] = {
		{"2001:0db8::0001", "2001:db8::1"},
		{"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
		{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
		{"2001:DB8::ABCD", "2001:db8::abcd"},
		{"10.0.0.1", "10.0.0.1"},
		{"::ffff:10.0.0.1", "10.0.0.1"},
	};
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct address a = parsed(rows[i][0]);

		ck_assert_str_eq(address_text(&a, text), rows[i][1]);
	}
}
END_TEST

START_TEST(address_that_is_none_parses_to_none)
{
	static const char *const rows[] = {"", "10.0.0", "10.0.0.256", "1:2", "host", "10.0.0.1 "};
	struct address a;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_msg(!address_parse(&a, rows[i]), "%s", rows[i]);
		ck_assert(address_is_none(&a));
	}
}
END_TEST

START_TEST(address_families_are_told_apart)
{
	struct address v4 = parsed("0.0.0.0"), v6 = parsed("::1"), none = {0};

	ck_assert(address_is_v4(&v4) && !address_is_none(&v4));
	ck_assert(!address_is_v4(&v6) && !address_is_v4(&none));
}
END_TEST

START_TEST(address_unicast_is_one_machines)
{
	static const char *const ones[] = {"10.0.0.1",  "192.0.2.7",   "170.254.0.1", "169.253.0.1",
					   "223.1.1.1", "2001:db8::1", "fd00::1",     "fec0::1"};
	static const char *const others[] = {
		"0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "239.1.1.1", "255.255.255.255",
		"::",      "::1",       "ff02::1",     "fe80::1",   "febf::1"};

	for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++) {
		struct address a = parsed(ones[i]);

		ck_assert_msg(address_is_unicast(&a), "%s", ones[i]);
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct address a = parsed(others[i]);

		ck_assert_msg(!address_is_unicast(&a), "%s", others[i]);
	}
}
END_TEST

START_TEST(mac_takes_all_three_forms)
{
	static const char *const rows[] = {"02:0a:bc:de:f0:12", "02-0A-BC-DE-F0-12",
					   "020a.bcde.f012"};
	char text[MAC_TEXT];
	struct mac m;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_msg(mac_parse(&m, rows[i]), "%s", rows[i]);
		ck_assert_str_eq(mac_text(&m, text), "02:0a:bc:de:f0:12");
	}
}
END_TEST

START_TEST(mac_that_is_none_parses_to_none)
{
	static const char *const rows[] = {"",
					   "02:0a:bc:de:f0",
					   "02:0a:bc:de:f0:1",
					   "02:0a:bc:de:f0:12:",
					   "02:0a-bc:de:f0:12",
					   "02:0a:bc:de:f0:1g",
					   "020abcdef012"};
	struct mac m;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_msg(!mac_parse(&m, rows[i]), "%s", rows[i]);
		ck_assert(mac_is_none(&m));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("address");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, address_text_is_canonical);
	tcase_add_test(cases, address_that_is_none_parses_to_none);
	tcase_add_test(cases, address_families_are_told_apart);
	tcase_add_test(cases, address_unicast_is_one_machines);
	tcase_add_test(cases, mac_takes_all_three_forms);
	tcase_add_test(cases, mac_that_is_none_parses_to_none);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
