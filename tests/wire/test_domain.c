/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_domain.c - names in wire form and in characters. Layout: RFC 1035 3.1, 4.1.4. */
#include "domain.h"
#include "octets.h"

/* Reads the name at |offset| of |hex|; NULL if it is refused. */
static const char *name_at(const char *hex, size_t offset, size_t *end)
{
	static char text[DOMAIN_TEXT];
	struct octets message = octets(hex);
	struct reader r = reader_over(octets_view(&message));

	rd_bytes(&r, offset);
	bool whole = domain_read(&r, octets_view(&message), text);

	*end = rd_offset(&r);
	ck_assert(whole == rd_ok(&r));
	return whole ? text : NULL;
}

/* The example of RFC 1035, 4.1.4: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA and the root (from offset 0). */
#define RFC1035_NAMES "0146 03495349 0441525041 00 03464f4f c000 c006 00"

START_TEST(domain_names_of_rfc_1035)
{
	size_t end;

	ck_assert_str_eq(name_at(RFC1035_NAMES, 0, &end), "f.isi.arpa");
	ck_assert_uint_eq(end, 12);
	ck_assert_str_eq(name_at(RFC1035_NAMES, 12, &end), "foo.f.isi.arpa");
	ck_assert_uint_eq(end, 18);
	ck_assert_str_eq(name_at(RFC1035_NAMES, 18, &end), "arpa");
	ck_assert_uint_eq(end, 20);
	ck_assert_str_eq(name_at(RFC1035_NAMES, 20, &end), "");
	ck_assert_uint_eq(end, 21);
}
END_TEST

START_TEST(domain_pointers_must_lead_backwards)
{
	size_t end;

	ck_assert_ptr_null(name_at("c000", 0, &end));         /* itself */
	ck_assert_ptr_null(name_at("0161 c000", 0, &end));    /* its own label */
	ck_assert_ptr_null(name_at("c002 0161 00", 0, &end)); /* forwards */
	ck_assert_ptr_null(name_at("c002 c000", 2, &end));    /* in a circle */
	ck_assert_ptr_null(name_at("00 c100", 1, &end));      /* out of the message */
	ck_assert_ptr_null(name_at("4161 00", 0, &end)); /* a kind of label that is not defined */
}
END_TEST

START_TEST(domain_odd_bytes_are_escaped)
{
	size_t end;

	ck_assert_str_eq(name_at("07 41 2d 5f 20 2e 00 ff 00", 0, &end), "a-_\\032\\046\\000\\255");
}
END_TEST

/* Labels of 63, 63, 63 and 61 bytes with their lengths and the root make 255 octets. */
START_TEST(domain_names_have_at_most_255_octets)
{
	static const uint8_t lengths[] = {63, 63, 63, 61};
	struct octets o = {.n = 0};
	char text[DOMAIN_TEXT];

	for (size_t i = 0; i < sizeof lengths; i++) {
		o.b[o.n++] = lengths[i];
		memset(o.b + o.n, 0xff, lengths[i]);
		o.n += lengths[i];
	}
	o.b[o.n++] = 0;
	ck_assert_uint_eq(o.n, 255);
	struct reader r = reader_over(octets_view(&o));

	ck_assert(domain_read(&r, octets_view(&o), text));
	ck_assert_uint_eq(strlen(text), 250 * 4 + 3);
	o.b[192] = 62;
	o.b[o.n++] = 0;
	r = reader_over(octets_view(&o));
	ck_assert(!domain_read(&r, octets_view(&o), text));
}
END_TEST

START_TEST(domain_characters_lose_what_trails)
{
	char text[DOMAIN_TEXT];

	domain_from_characters(bytes_of("Example.TEST.\0\0", 15), text);
	ck_assert_str_eq(text, "example.test");
	domain_from_characters(bytes_of("a b", 3), text);
	ck_assert_str_eq(text, "a\\032b");
	domain_from_characters((struct bytes){0}, text);
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(domain_arena_refuses_what_does_not_fit)
{
	char arena[8];
	size_t used = 0;

	ck_assert_str_eq(domain_keep(arena, sizeof arena, &used, "abc"), "abc");
	ck_assert_ptr_null(domain_keep(arena, sizeof arena, &used, "abcd"));
	ck_assert_uint_eq(used, 4);
	ck_assert_ptr_nonnull(domain_keep(arena, sizeof arena, &used, "abc"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("domain");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, domain_names_of_rfc_1035);
	tcase_add_test(cases, domain_pointers_must_lead_backwards);
	tcase_add_test(cases, domain_odd_bytes_are_escaped);
	tcase_add_test(cases, domain_names_have_at_most_255_octets);
	tcase_add_test(cases, domain_characters_lose_what_trails);
	tcase_add_test(cases, domain_arena_refuses_what_does_not_fit);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
