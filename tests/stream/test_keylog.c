/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_keylog.c - lines as OpenSSL and NSS write them; the rest after the draft's grammar. */
#include <stdlib.h>
#include <string.h>

#include "../suite.h"
#include "keylog.h"

#define RANDOM "fd756ff0c4bb4f7d34b757470899826edad08483232d3df218fc5cf4dd55cd90"
#define MASTER \
	"4786d24aab5b4c0dc979ae0a26ba0250cadf29cf9fccf62857e9f72579459c60bbf2211d518b04e20f743d99eca81c7d"

static struct keylog *keylog;

static void set_up(void)
{
	keylog = keylog_new();
}

static void tear_down(void)
{
	keylog_free(keylog);
}

/* In memory of exactly its size. */
static struct keylog_counts read_text(const char *text)
{
	size_t n = strlen(text);
	uint8_t *copy = malloc(n ? n : 1);

	memcpy(copy, text, n);
	keylog_read(keylog, bytes_of(copy, n));
	free(copy);
	return keylog_counts(keylog);
}

static size_t find(enum keylog_label label, const char *id, size_t n, uint8_t *secret)
{
	uint8_t bytes[32];
	unsigned byte;

	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(sscanf(id + 2 * i, "%2x", &byte), 1);
		bytes[i] = (uint8_t)byte;
	}
	return keylog_find(keylog, label, bytes_of(bytes, n), secret);
}

START_TEST(keylog_line_of_every_label_is_found)
{
	static const char *const words[] = {
		"CLIENT_RANDOM",
		"CLIENT_HANDSHAKE_TRAFFIC_SECRET",
		"SERVER_HANDSHAKE_TRAFFIC_SECRET",
		"CLIENT_TRAFFIC_SECRET_0",
		"SERVER_TRAFFIC_SECRET_0",
	};
	static const enum keylog_label label[] = {KEYLOG_CLIENT_RANDOM, KEYLOG_CLIENT_HANDSHAKE,
						  KEYLOG_SERVER_HANDSHAKE, KEYLOG_CLIENT_TRAFFIC,
						  KEYLOG_SERVER_TRAFFIC};
	uint8_t secret[KEYLOG_SECRET_MAX];
	char line[400];

	for (unsigned i = 0; i < 5; i++) {
		ck_assert_uint_eq(find(label[i], RANDOM, 32, secret), 0);
		snprintf(line, sizeof line, "%s " RANDOM " " MASTER "\n", words[i]);
		ck_assert_uint_eq(read_text(line).secrets, i + 1);
		ck_assert_uint_eq(find(label[i], RANDOM, 32, secret), 48);
		ck_assert_uint_eq(secret[0], 0x47);
		ck_assert_uint_eq(secret[47], 0x7d);
	}
}
END_TEST

START_TEST(keylog_rsa_line_is_found)
{
	uint8_t secret[KEYLOG_SECRET_MAX];

	read_text("RSA 5e1417c801bc159b " MASTER);
	ck_assert_uint_eq(find(KEYLOG_RSA, "5e1417c801bc159b", 8, secret), 48);
	ck_assert_uint_eq(find(KEYLOG_RSA, "5e1417c801bc159c", 8, secret), 0);
}
END_TEST

START_TEST(keylog_lines_may_end_in_crlf_or_nothing)
{
	uint8_t secret[KEYLOG_SECRET_MAX];

	read_text("# a comment\r\n\r\n  CLIENT_RANDOM\t" RANDOM "  " MASTER " \r\n");
	ck_assert_uint_eq(find(KEYLOG_CLIENT_RANDOM, RANDOM, 32, secret), 48);
	ck_assert_uint_eq(keylog_counts(keylog).unread, 0);
}
END_TEST

START_TEST(keylog_counts_what_it_does_not_understand)
{
	static const char *const lines[] = {
		"EXPORTER_SECRET " RANDOM " " MASTER,
		"CLIENT_RANDOM " RANDOM,
		"CLIENT_RANDOM " RANDOM " ",
		"CLIENT_RANDOM " RANDOM " 123",
		"CLIENT_RANDOM " RANDOM " 12x4",
		"CLIENT_RANDOM " RANDOM "00 " MASTER,
		"CLIENT_RANDOM fd " MASTER,
		"CLIENT_RANDOM " RANDOM " " MASTER " more",
		"CLIENT_RANDOM " RANDOM " " MASTER MASTER,
		"client_random " RANDOM " " MASTER,
	};
	uint8_t secret[KEYLOG_SECRET_MAX];

	for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++)
		ck_assert_uint_eq(read_text(lines[i]).unread, i + 1);
	ck_assert_uint_eq(keylog_counts(keylog).secrets, 0);
	ck_assert_uint_eq(find(KEYLOG_CLIENT_RANDOM, RANDOM, 32, secret), 0);
}
END_TEST

START_TEST(keylog_first_of_two_lines_counts)
{
	uint8_t secret[KEYLOG_SECRET_MAX];

	read_text("CLIENT_RANDOM " RANDOM " 01\nCLIENT_RANDOM " RANDOM " 02\n");
	ck_assert_uint_eq(keylog_counts(keylog).secrets, 1);
	ck_assert_uint_eq(find(KEYLOG_CLIENT_RANDOM, RANDOM, 32, secret), 1);
	ck_assert_uint_eq(secret[0], 1);
}
END_TEST

START_TEST(keylog_line_that_is_too_long_is_passed_over)
{
	static char text[3 * KEYLOG_LINE_MAX];
	uint8_t secret[KEYLOG_SECRET_MAX];

	memset(text, ' ', sizeof text - 1);
	memcpy(text, "CLIENT_RANDOM", 13);
	strcpy(text + 2 * KEYLOG_LINE_MAX, "\nCLIENT_RANDOM " RANDOM " 01");
	ck_assert_uint_eq(read_text(text).unread, 1);
	ck_assert_uint_eq(find(KEYLOG_CLIENT_RANDOM, RANDOM, 32, secret), 1);
}
END_TEST

START_TEST(keylog_every_prefix_is_harmless)
{
	static const char line[] = "CLIENT_RANDOM " RANDOM " " MASTER;

	for (size_t n = 0; n < sizeof line; n++) {
		char prefix[sizeof line] = "";

		memcpy(prefix, line, n);
		read_text(prefix);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("keylog");
	TCase *tests = tcase_create("keylog");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, keylog_line_of_every_label_is_found);
	tcase_add_test(tests, keylog_rsa_line_is_found);
	tcase_add_test(tests, keylog_lines_may_end_in_crlf_or_nothing);
	tcase_add_test(tests, keylog_counts_what_it_does_not_understand);
	tcase_add_test(tests, keylog_first_of_two_lines_counts);
	tcase_add_test(tests, keylog_line_that_is_too_long_is_passed_over);
	tcase_add_test(tests, keylog_every_prefix_is_harmless);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
