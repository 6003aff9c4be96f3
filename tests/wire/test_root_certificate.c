/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_root_certificate.c - which certificates name themselves as their issuer. */
#include "root_certificate.h"
#include "suite.h"

/*
 * As much of a certificate as is read (RFC 5280, 4.1): { { [0] 2, serial 1, {}, issuer {5},
 * validity {}, subject {5} } }, lengths in the long form where X.690 allows it.
 */
static const uint8_t root[] = {
	0x30, 0x81, 0x16, 0x30, 0x14, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01,
	0x30, 0x00, 0x30, 0x02, 0x05, 0x00, 0x30, 0x00, 0x30, 0x02, 0x05, 0x00,
};
#define SUBJECT_AT 21

static bool is_root(const uint8_t *p, size_t n)
{
	return certificate_is_root(bytes_of(p, n));
}

START_TEST(a_root_names_itself)
{
	ck_assert(is_root(root, sizeof root));
}
END_TEST

START_TEST(another_subject_is_no_root)
{
	uint8_t leaf[sizeof root];

	memcpy(leaf, root, sizeof root);
	leaf[SUBJECT_AT + 2] = 0x06;
	ck_assert(!is_root(leaf, sizeof leaf));
}
END_TEST

START_TEST(the_first_version_has_no_number)
{
	static const uint8_t first[] = {
		0x30, 0x11, 0x30, 0x0f, 0x02, 0x01, 0x01, 0x30, 0x00, 0x30,
		0x02, 0x05, 0x00, 0x30, 0x00, 0x30, 0x02, 0x05, 0x00,
	};

	ck_assert(is_root(first, sizeof first));
}
END_TEST

START_TEST(every_prefix_is_no_root)
{
	uint8_t *prefix = malloc((size_t)_i + 1);

	memcpy(prefix, root, (size_t)_i);
	ck_assert(!is_root(prefix, (size_t)_i));
	free(prefix);
}
END_TEST

START_TEST(what_is_no_certificate_is_no_root)
{
	static const uint8_t endless[] = {0x30, 0x80, 0x30, 0x00};
	static const uint8_t huge[] = {0x30, 0x88, 1, 0, 0, 0, 0, 0, 0, 0, 0x30, 0x00};

	ck_assert(!is_root((const uint8_t *)"text", 4));
	ck_assert(!is_root(endless, sizeof endless));
	ck_assert(!is_root(huge, sizeof huge));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root_certificate");
	TCase *tc = tcase_create("root_certificate");

	tcase_add_test(tc, a_root_names_itself);
	tcase_add_test(tc, another_subject_is_no_root);
	tcase_add_test(tc, the_first_version_has_no_number);
	tcase_add_loop_test(tc, every_prefix_is_no_root, 0, sizeof root);
	tcase_add_test(tc, what_is_no_certificate_is_no_root);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
