/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_scrub_mapping.c - what substitutes keep, and that they are none of the originals. */
#include "../suite.h"
#include "mapping.h"

static struct mapping *m;

static void begin(void)
{
	m = mapping_new(0);
}

static void end(void)
{
	mapping_free(m);
}

static struct address address_of(const char *text)
{
	struct address a;

	ck_assert(address_parse(&a, text));
	return mapping_address(m, &a);
}

START_TEST(addresses_are_equal_where_they_were)
{
	struct address a = address_of("192.0.2.50"), b = address_of("192.0.2.51");
	struct address again = address_of("192.0.2.50");

	ck_assert(address_equal(&a, &again));
	ck_assert(!address_equal(&a, &b));
}
END_TEST

START_TEST(addresses_keep_their_kind)
{
	static const char *const same[] = {"0.0.0.0",   "255.255.255.255",
					   "127.0.0.1", "224.0.0.1",
					   "::",        "::1",
					   "ff02::1",   "ff02::1:2"};
	struct address v4 = address_of("10.1.2.3"), v6 = address_of("2a00::1");
	struct address link = address_of("fe80::1234:5678");

	for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
		struct address a = address_of(same[i]);
		char text[ADDRESS_TEXT];

		ck_assert_str_eq(address_text(&a, text), same[i]);
	}
	ck_assert(address_is_v4(&v4) && !address_is_v4(&v6));
	ck_assert(link.b[0] == 0xfe && link.b[1] == 0x80 && link.b[12] == 0);
}
END_TEST

/* RFC 4291, 2.7.1: the group of an address holds its last three bytes. */
START_TEST(group_that_holds_an_address_does_not_stay)
{
	struct address a = address_of("ff02::1:ff12:3456");
	char text[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(&a, text), "ff02::1");
}
END_TEST

static const char *name_of(const char *name)
{
	static char out[DOMAIN_TEXT];

	return mapping_name(m, name, out);
}

START_TEST(names_keep_their_shape)
{
	g_autofree char *whole = g_strdup(name_of("pc1.sales.example.test"));
	g_autofree char *suffix = g_strdup(name_of("example.test"));
	g_autofree char *alone = g_strdup(name_of("PC1"));

	ck_assert_uint_eq(strlen(whole), strlen("pc1.sales.example.test"));
	ck_assert(g_str_has_suffix(whole, suffix));
	ck_assert(g_str_has_prefix(whole, alone) && whole[strlen(alone)] == '.');
	ck_assert_ptr_null(strstr(whole, "pc1"));
	ck_assert_ptr_null(strstr(whole, "example"));
}
END_TEST

START_TEST(words_of_the_protocol_stay)
{
	ck_assert(g_str_has_prefix(name_of("provisionserver.example.test"), "provisionserver."));
	ck_assert(g_str_has_prefix(name_of("*.example.test"), "*."));
	ck_assert_str_ne(name_of("myprovisionserver"), "myprovisionserver");
}
END_TEST

START_TEST(reverse_name_is_that_of_the_mapped_address)
{
	struct address a = address_of("192.0.2.50");
	char expected[DOMAIN_TEXT];

	ck_assert_str_eq(name_of("50.2.0.192.in-addr.arpa"), reverse_name(&a, expected));
}
END_TEST

/* Thirty-six characters at most have to do for each place of a label. */
START_TEST(labels_of_one_length_never_share_a_substitute)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < 900; i++) {
		char label[4];

		g_snprintf(label, sizeof label, "%c%c%c", 'a' + (int)(i % 26),
			   'a' + (int)(i / 26 % 26), 'a' + (int)(i / 676));
		ck_assert(g_hash_table_add(seen, g_strdup(name_of(label))));
	}
	ck_assert(mapping_is_sound(m));
}
END_TEST

START_TEST(more_labels_than_there_are_is_noticed)
{
	for (char c = '0'; c <= 'z'; c++)
		if (g_ascii_isalnum(c) && !g_ascii_isupper(c))
			name_of((char[]){c, '\0'});
	ck_assert(!mapping_is_sound(m));
}
END_TEST

static struct uuid uuid_of(const char *text)
{
	struct uuid uuid;

	ck_assert(uuid_parse(&uuid, text));
	return uuid;
}

START_TEST(uuid_in_the_other_order_is_the_other_order_of_its_substitute)
{
	struct uuid u = uuid_of("11223344-5566-7788-99aa-bbccddeeff00"), t = uuid_swapped(&u);
	struct uuid a = mapping_uuid(m, &u), b = mapping_uuid(m, &t), c = uuid_swapped(&b);

	ck_assert(uuid_equal(&a, &c));
	ck_assert(!uuid_equal(&a, &u) && !uuid_equal(&a, &t));
}
END_TEST

START_TEST(uuid_of_no_machine_stays)
{
	struct uuid zero = {{0}}, out = mapping_uuid(m, &zero);

	ck_assert(uuid_equal(&zero, &out));
}
END_TEST

static void map_pid(const char *pid, char out[PID_TEXT])
{
	mapping_pid(m, (const uint8_t *)pid, (uint8_t *)out);
	out[PID_LENGTH] = '\0';
}

/* "0000037M" is Intel's example; its neighbour "0000037N" has a check that does not fit. */
START_TEST(pid_keeps_whether_its_check_fits)
{
	char out[PID_TEXT];

	for (unsigned i = 0; i < 50; i++) {
		struct mapping *kept = m;

		m = mapping_new(0);
		map_pid("0000037M", out);
		ck_assert(pid_check_holds(bytes_of(out, PID_LENGTH)));
		map_pid("0000037N", out);
		ck_assert(pid_is_well_formed(bytes_of(out, PID_LENGTH)));
		ck_assert(!pid_check_holds(bytes_of(out, PID_LENGTH)));
		mapping_free(m);
		m = kept;
	}
}
END_TEST

START_TEST(pids_keep_their_distance)
{
	char a[PID_TEXT], b[PID_TEXT], c[PID_TEXT];

	map_pid("AB00037Q", a);
	map_pid("AB00737Q", b);
	map_pid("BA00037Q", c);
	ck_assert_uint_eq(pid_distance("AB00037Q", "BA00037Q"), 1);
	ck_assert_uint_le(pid_distance(a, b), 2);
	ck_assert_uint_le(pid_distance(a, c), 2);
}
END_TEST

START_TEST(pid_that_is_no_text_stays_none)
{
	uint8_t out[PID_LENGTH];

	mapping_pid(m,
		    (const uint8_t *)"\0\1\2\x7f\xff"
				     "abc",
		    out);
	ck_assert(!pid_is_well_formed(bytes_of(out, PID_LENGTH)));
	ck_assert(out[0] == 0 && out[4] == 0xff);
}
END_TEST

START_TEST(kept_is_kept)
{
	struct mapping *all = mapping_new(KEEP_ALL);
	struct mac mac = {{2, 0, 0, 0, 0, 0x50}}, mac_out = mapping_mac(all, &mac);
	char out[DOMAIN_TEXT];

	ck_assert(mac_equal(&mac, &mac_out));
	ck_assert_str_eq(mapping_name(all, "pc1.example.test", out), "pc1.example.test");
	mapping_free(all);
	mac_out = mapping_mac(m, &mac);
	ck_assert(!mac_equal(&mac, &mac_out));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scrub_mapping");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, addresses_are_equal_where_they_were);
	tcase_add_test(tests, addresses_keep_their_kind);
	tcase_add_test(tests, group_that_holds_an_address_does_not_stay);
	tcase_add_test(tests, names_keep_their_shape);
	tcase_add_test(tests, words_of_the_protocol_stay);
	tcase_add_test(tests, reverse_name_is_that_of_the_mapped_address);
	tcase_add_test(tests, labels_of_one_length_never_share_a_substitute);
	tcase_add_test(tests, more_labels_than_there_are_is_noticed);
	tcase_add_test(tests, uuid_in_the_other_order_is_the_other_order_of_its_substitute);
	tcase_add_test(tests, uuid_of_no_machine_stays);
	tcase_add_test(tests, pid_keeps_whether_its_check_fits);
	tcase_add_test(tests, pids_keep_their_distance);
	tcase_add_test(tests, pid_that_is_no_text_stays_none);
	tcase_add_test(tests, kept_is_kept);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
