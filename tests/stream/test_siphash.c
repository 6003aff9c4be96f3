/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_siphash.c - SipHash-1-3 against CPython 3.11, whose hash() of bytes is
 * the same function: PYTHONHASHSEED=0 is the key of zeros.
 */
#include "siphash.h"
#include "suite.h"

static const struct {
	const char *message;
	uint64_t hash;
} rows[] = {
	{"a", UINT64_C(0x407448d2b89b1813)},
	{"1234567", UINT64_C(0xa33d651594fdae81)},
	{"12345678", UINT64_C(0x3489982430560a87)},
	{"0123456789abcdef0123456789abcdef0123", UINT64_C(0xc26a2fa573f8e3c8)},
};

START_TEST(siphash_equals_that_of_cpython)
{
	const struct siphash_key zeros = {0};

	ck_assert_uint_eq(siphash13(&zeros, bytes_of(rows[_i].message, strlen(rows[_i].message))),
			  rows[_i].hash);
}
END_TEST

START_TEST(siphash_depends_on_the_key)
{
	struct siphash_key one = siphash_key(1), two = siphash_key(2), again = siphash_key(1);
	struct bytes b = bytes_of("abc", 3);

	ck_assert_uint_ne(siphash13(&one, b), siphash13(&two, b));
	ck_assert_uint_eq(siphash13(&one, b), siphash13(&again, b));
}
END_TEST

START_TEST(siphash_random_keys_differ)
{
	struct siphash_key one = siphash_key(0), two = siphash_key(0);

	ck_assert(memcmp(&one, &two, sizeof one) != 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("siphash");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, siphash_equals_that_of_cpython, 0,
			    (int)(sizeof rows / sizeof *rows));
	tcase_add_test(all, siphash_depends_on_the_key);
	tcase_add_test(all, siphash_random_keys_differ);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
