/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_names.c - names of values, hashes and roots; fields.def read as a table. */
#include "fields.h"
#include "hellos.h"
#include "names.h"

START_TEST(names_of_versions_and_algorithms)
{
	ck_assert_str_eq(name_of(NAMES_HELLO_VERSION, HELLO_VERSION_PSK), "PSK");
	ck_assert_str_eq(name_of(NAMES_HELLO_VERSION, HELLO_VERSION_PKI), "PKI");
	ck_assert_ptr_null(name_of(NAMES_HELLO_VERSION, 1));
	ck_assert_str_eq(name_of(NAMES_HASH_ALGORITHM, 2), "SHA-256");
	ck_assert_ptr_null(name_of(NAMES_HASH_ALGORITHM, 0));
}
END_TEST

/* Lengths in bytes: FIPS 180-4. */
START_TEST(hash_is_known_by_number_and_length)
{
	ck_assert(hash_is_known(1, 20));
	ck_assert(hash_is_known(2, 32));
	ck_assert(hash_is_known(3, 48));
	ck_assert(!hash_is_known(1, 32));
	ck_assert(!hash_is_known(3, 64));
	ck_assert(!hash_is_known(0, 16));
	ck_assert(!hash_is_known(2, 0));
}
END_TEST

/* 27:96:BA:E6:... is how Go Daddy publishes its Class 2 root (SHA-1); likewise G2 by SHA-256. */
START_TEST(root_ca_is_known_by_both_hashes)
{
	struct hello hello;
	struct reader r = reader_over(bytes_of(hello_pki, sizeof hello_pki));

	ck_assert(hello_decode(&hello, &r));
	ck_assert_str_eq(root_ca_name(hello.hash[0].value), "Go Daddy Class 2 CA");
	ck_assert_str_eq(root_ca_name(hello.hash[1].value), "Go Daddy Root CA - G2");
}
END_TEST

START_TEST(root_ca_of_an_unknown_hash_is_null)
{
	static const uint8_t zeros[64];

	ck_assert_ptr_null(root_ca_name(bytes_of(zeros, _i)));
}
END_TEST

START_TEST(roots_are_whole_and_stand_once)
{
	static const struct root_ca root[] = {
#define ROOT_CA(name, sha256, sha1) {name, sha256, sha1},
#include "roots.def"
#undef ROOT_CA
	};
	const size_t n = sizeof root / sizeof root[0];

	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(strlen(root[i].sha256), 64);
		ck_assert_uint_eq(strlen(root[i].sha1), 40);
		ck_assert_uint_eq(strspn(root[i].sha256, "0123456789abcdef"), 64);
		ck_assert_uint_eq(strspn(root[i].sha1, "0123456789abcdef"), 40);
		for (size_t k = 0; k < i; k++) {
			ck_assert_str_ne(root[i].name, root[k].name);
			ck_assert_str_ne(root[i].sha256, root[k].sha256);
			ck_assert_str_ne(root[i].sha1, root[k].sha1);
		}
	}
}
END_TEST

START_TEST(field_names_are_unique_and_ours)
{
	for (unsigned i = F_NONE + 1; i < F_COUNT; i++) {
		ck_assert(strncmp(field_filter(i), "iamt.", 5) == 0);
		ck_assert_uint_gt(strlen(field_label(i)), 0);
		for (unsigned k = F_NONE; k < i; k++)
			ck_assert_str_ne(field_filter(i), field_filter(k));
	}
}
END_TEST

START_TEST(field_out_of_range_has_a_name)
{
	ck_assert_str_eq(field_filter(F_COUNT), field_filter(F_NONE));
	ck_assert_ptr_nonnull(field_label((enum field)UINT16_MAX));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("names");
	TCase *tc = tcase_create("names");

	tcase_add_test(tc, names_of_versions_and_algorithms);
	tcase_add_test(tc, hash_is_known_by_number_and_length);
	tcase_add_test(tc, root_ca_is_known_by_both_hashes);
	tcase_add_loop_test(tc, root_ca_of_an_unknown_hash_is_null, 0, 65);
	tcase_add_test(tc, roots_are_whole_and_stand_once);
	tcase_add_test(tc, field_names_are_unique_and_ours);
	tcase_add_test(tc, field_out_of_range_has_a_name);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
