/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_redirection.c - every message of redirection: values, prefixes, tiling.
 *
 * Messages of the console are those that Debian's amtterm sent; those of the
 * host and of disks are put together from the layout in redirection.h.
 */
#include "fields.h"
#include "message.h"
#include "names.h"
#include "octets.h"
#include "redirection.h"
#include "tiling.h"

static struct span spans[64];
static struct trace trace;
static struct redirection redirection;

/* The order of names.h: one whole message of each type. */
static const char *const every[] = {
	"10000000 534f4c20",
	"11000000 01000200 57010000 02 aabb",
	"12000000",
	"13000000 01 0c000000 0561646d696e 0561646d696e",
	"14000000 00 02000000 0104",
	"20000000 00000000 e803 6400 0000 1027 0000 8813 00000000",
	"21000000 00000000 e803 6400 0000 0000 0000 0000 000000",
	"22000000 00000000",
	"23000000 00000000",
	"24000000 01000000",
	"25000000 01000000",
	"27000000 01000000 0300",
	"28000000 00000000 0300 68690d",
	"29000000 00000000 0204",
	"2a000000 01000000 1400 6c61622073657269616c20636f6e736f6c650d0a",
	"2b000000 02000000",
	"40000000 00000000 3075 0000 204e 01000000",
	"41000000 00000000 01000700 00000000 0020 0020 00 00 000000 57010000 00",
	"42000000 00000000",
	"43000000 00000000",
	"44000000 00000000",
	"45000000 00000000",
	"46000000 00000000 01",
	"47000000 00000000",
	"48000000 00000000 03 09000000",
	"49000000 00000000 03 01000000",
	"4a000000 00000000 010203",
	"4b000000 00000000",
	"50000000 00000000 0000000000001000 280000000000000000010000",
	"51000002 00000000 0000000000000000000000008720030000 00b0513a0000",
	"52000000 00000000 00 0002 00b5000000 0002 a058 0000000000000000000000",
	"53000000 00000000 00 0200 000000 abcd",
	"54000003 00000000 00 0400 00b4000200 0000 b05885000300 0000 b050000000000000 31323334",
};
#define EVERY (int)(sizeof every / sizeof every[0])

static bool decode_as(const struct octets *o, bool kvm)
{
	struct reader r = reader_over(octets_view(o));

	trace = trace_into(spans, 64);
	r.trace = &trace;
	return redirection_decode(&redirection, &r, kvm) && rd_left(&r) == 0;
}

static bool decode(const char *hex)
{
	static struct octets o;

	o = octets(hex);
	return decode_as(&o, false);
}

static bool text_is(struct bytes text, const char *expected)
{
	return bytes_equal(text, bytes_of(expected, strlen(expected)));
}

START_TEST(redirection_reads_every_type_to_its_end)
{
	struct octets o = octets(every[_i]);

	ck_assert(decode_as(&o, false));
	ck_assert_uint_eq(redirection.type, o.b[0]);
	ck_assert_uint_eq(redirection.type, NAMES_REDIRECTION_TYPE[_i].value);
	ck_assert_str_eq(NAMES_REDIRECTION_TYPE[EVERY - 1].text, "IDER data to host");
	check_tiling(&trace, o.n);
}
END_TEST

static void is_short(struct bytes prefix)
{
	struct reader r = reader_over(prefix);

	ck_assert(!redirection_decode(&redirection, &r, false));
	ck_assert_uint_ne(r.failed_field, F_NONE);
	ck_assert(redirection_looks_like(prefix));
}

START_TEST(redirection_every_prefix_is_short)
{
	struct octets o = octets(every[_i]);

	each_prefix(&o, is_short);
}
END_TEST

START_TEST(redirection_values_of_a_session_of_amtterm)
{
	ck_assert(decode(every[0]));
	ck_assert(text_is(redirection.service, "SOL "));
	ck_assert(!redirection.has_status);
	ck_assert(decode(every[4]));
	ck_assert(redirection.has_status && redirection.status == 0);
	ck_assert(decode("28000000 00000000 0300 68690d"));
	ck_assert(text_is(redirection.text, "hi\r"));
	ck_assert(decode(every[14]));
	ck_assert(text_is(redirection.text, "lab serial console\r\n"));
}
END_TEST

START_TEST(redirection_login_in_clear_text_has_places_but_no_values)
{
	ck_assert(decode(every[3]));
	ck_assert_uint_eq(redirection.auth, 1);
	ck_assert_uint_eq(redirection.user.n, 0);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_BASIC_USER, 0)->off, 10);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_PASSWORD, 0)->off, 16);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_PASSWORD, 0)->len, 5);
	ck_assert(field_is_secret(F_REDIRECTION_BASIC_USER));
	ck_assert(field_is_secret(F_REDIRECTION_PASSWORD));
	ck_assert(field_is_secret(F_REDIRECTION_RESPONSE));
	ck_assert(!field_is_secret(F_REDIRECTION_USER));
}
END_TEST

/* MeshCentral's answer: user, realm, nonce, uri, cnonce, nc, response, qop, each with a length. */
START_TEST(redirection_digest_answer_names_its_parts)
{
	ck_assert(decode(
		"13000000 04 1a000000 0561646d696e 0152 024e31 012f 0143 083030303030303031 0158"));
	ck_assert(text_is(redirection.user, "admin"));
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_REALM, 0)->len, 1);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_NONCE, 0)->len, 2);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_NC, 0)->len, 8);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_RESPONSE, 0)->len, 1);
	ck_assert_ptr_null(span_of(&trace, F_REDIRECTION_QOP, 0));
	check_tiling(&trace, 9 + 26);
}
END_TEST

START_TEST(redirection_digest_challenge_names_its_parts)
{
	ck_assert(decode("14010000 04 0a000000 0152 024e31 0461757468"));
	ck_assert_uint_eq(redirection.status, 1);
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_QOP, 0)->len, 4);
	check_tiling(&trace, 9 + 10);
}
END_TEST

START_TEST(redirection_keeps_a_login_that_does_not_fit_its_length)
{
	ck_assert(decode("13000000 01 03000000 056164"));
	ck_assert_uint_eq(span_of(&trace, F_REDIRECTION_AUTH_DATA, 0)->len, 3);
	check_tiling(&trace, 12);
	ck_assert(decode("13000000 01 ffffff7f 056164"));
	check_tiling(&trace, 12);
}
END_TEST

START_TEST(redirection_opens_a_screen_with_eight_bytes)
{
	struct octets o = octets("4100000000000000");

	ck_assert(decode("10010000 4b564d52"));
	ck_assert(redirection_is_kvm(&redirection));
	ck_assert(decode_as(&o, true));
	check_tiling(&trace, 8);
	ck_assert(!decode_as(&o, false));
}
END_TEST

START_TEST(redirection_asks_for_features_with_nine_bytes)
{
	ck_assert(decode("48000000 00000000 01"));
	check_tiling(&trace, 9);
}
END_TEST

START_TEST(redirection_does_not_look_like_other_traffic)
{
	static const char *const other[] = {"GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH",
					    "\x16\x03\x01\x02",   "(hello",
					    "RFB 003.008\n",      "@@@@"};
	struct bytes start = bytes_of(other[_i], strlen(other[_i]));

	ck_assert(!redirection_looks_like(start));
	ck_assert(!redirection_is_strict(start));
}
END_TEST

START_TEST(redirection_is_strict_where_it_is_whole)
{
	struct octets o = octets(every[_i]);

	ck_assert(redirection_is_strict(octets_view(&o)));
	o.b[o.n++] = 0x99;
	ck_assert(o.b[0] == 0x10 || !redirection_is_strict(octets_view(&o)));
}
END_TEST

START_TEST(redirection_start_is_strict_for_known_services)
{
	struct octets o = octets("10000000 58595a20");

	ck_assert(!redirection_is_strict(octets_view(&o)));
	ck_assert(redirection_is_strict(bytes_of(o.b, 4)));
	ck_assert(!redirection_is_strict(bytes_of(o.b, 0)));
}
END_TEST

static const char *summary(const char *hex)
{
	static char line[128];
	struct message message = {.kind = MESSAGE_REDIRECTION};

	decode(hex);
	message.redirection = redirection;
	return message_summary(&message, line, sizeof line);
}

START_TEST(redirection_in_one_line)
{
	ck_assert_str_eq(summary(every[0]), "Redirection: Start redirection session SOL ");
	ck_assert_str_eq(summary(every[3]),
			 "Redirection: Authenticate, User name and password in clear text");
	ck_assert_str_eq(summary("14010000 04 00000000"),
			 "Redirection: Authenticate, answer, Digest, status 1");
	ck_assert_str_eq(summary(every[12]), "Redirection: SOL data to host, 3 bytes");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("redirection");
	TCase *tc = tcase_create("redirection");

	tcase_add_loop_test(tc, redirection_reads_every_type_to_its_end, 0, EVERY);
	tcase_add_loop_test(tc, redirection_every_prefix_is_short, 0, EVERY);
	tcase_add_test(tc, redirection_values_of_a_session_of_amtterm);
	tcase_add_test(tc, redirection_login_in_clear_text_has_places_but_no_values);
	tcase_add_test(tc, redirection_digest_answer_names_its_parts);
	tcase_add_test(tc, redirection_digest_challenge_names_its_parts);
	tcase_add_test(tc, redirection_keeps_a_login_that_does_not_fit_its_length);
	tcase_add_test(tc, redirection_opens_a_screen_with_eight_bytes);
	tcase_add_test(tc, redirection_asks_for_features_with_nine_bytes);
	tcase_add_loop_test(tc, redirection_does_not_look_like_other_traffic, 0, 6);
	tcase_add_loop_test(tc, redirection_is_strict_where_it_is_whole, 0, EVERY);
	tcase_add_test(tc, redirection_start_is_strict_for_known_services);
	tcase_add_test(tc, redirection_in_one_line);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
