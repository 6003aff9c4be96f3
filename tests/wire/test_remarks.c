/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_remarks.c - which remarks a hello raises, and that no row lacks a text. */
#include "hellos.h"
#include "message.h"
#include "remarks.h"

#define BIT(remark) (UINT32_C(1) << (remark))

static struct message message;

/* What |n| bytes give, arrived in |segments|. */
static struct remarked see(const uint8_t *p, size_t n, bool finished, unsigned segments)
{
	struct reader r = reader_over(bytes_of(p, n));

	message.kind = MESSAGE_HELLO;
	bool whole = hello_decode(&message.hello, &r);

	return (struct remarked){.message = &message,
				 .whole = whole,
				 .finished = finished,
				 .failed_field = r.failed_field,
				 .segments = segments};
}

static uint32_t remarks_for(const uint8_t *p, size_t n)
{
	struct remarked seen = see(p, n, true, 1);

	return remarks_of(&seen);
}

START_TEST(remarks_are_complete_rows)
{
	const struct remark_row *row = &remarks[_i];

	ck_assert(strncmp(row->id, "AMT-", 4) == 0);
	ck_assert_uint_eq(strlen(row->id), 7);
	ck_assert_uint_gt(strlen(row->title), 0);
	ck_assert_uint_gt(strlen(row->cause), 0);
	ck_assert_uint_gt(strlen(row->remedy), 0);
	ck_assert_uint_gt(strlen(row->source), 0);
	ck_assert_uint_ne(row->field, F_NONE);
	ck_assert(row->applies != NULL);
	for (int i = 0; i < _i; i++)
		ck_assert_str_ne(remarks[i].id, row->id);
}
END_TEST

START_TEST(a_good_hello_raises_nothing)
{
	ck_assert_uint_eq(remarks_for(hello_psk, sizeof hello_psk), 0);
	ck_assert_uint_eq(remarks_for(hello_pki, sizeof hello_pki), 0);
	ck_assert_uint_eq(remarks_for(hello_sha384, sizeof hello_sha384), 0);
}
END_TEST

START_TEST(h01_needs_the_end_of_the_connection)
{
	struct remarked open = see(hello_pki, 60, false, 1);

	ck_assert_uint_eq(remarks_of(&open), 0);
	ck_assert_uint_eq(remarks_for(hello_pki, 60), BIT(REMARK_H01));
	ck_assert_uint_eq(remarks_for(hello_pki, 0), BIT(REMARK_H01));
}
END_TEST

START_TEST(h01_is_raised_by_bytes_behind_a_whole_hello)
{
	uint8_t more[sizeof hello_psk + 1] = {0};

	memcpy(more, hello_psk, sizeof hello_psk);
	struct remarked open = see(more, sizeof more, false, 1);

	ck_assert_uint_eq(remarks_of(&open), BIT(REMARK_H01));
}
END_TEST

START_TEST(h01_does_not_judge_an_unknown_version)
{
	uint8_t other[sizeof hello_psk];

	memcpy(other, hello_psk, sizeof other);
	other[2] = 4;
	ck_assert_uint_eq(remarks_for(other, sizeof other), 0);
}
END_TEST

START_TEST(h02_counts_segments)
{
	struct remarked split = see(hello_pki, sizeof hello_pki, true, 2);

	ck_assert_uint_eq(remarks_of(&split), BIT(REMARK_H02));
}
END_TEST

/* The second entry stands at 25 + 2 + 20 = 47: algorithm, then length. */
START_TEST(h04_names_the_odd_hash)
{
	uint8_t odd[sizeof hello_pki];

	memcpy(odd, hello_pki, sizeof odd);
	odd[47] = 7;
	struct remarked seen = see(odd, sizeof odd, true, 1);

	ck_assert_uint_eq(remarks_of(&seen), BIT(REMARK_H04));
	ck_assert_uint_eq(remarks[REMARK_H04].which(&seen), 1);
}
END_TEST

START_TEST(h04_is_raised_by_a_length_that_does_not_fit)
{
	uint8_t odd[sizeof hello_pki];

	memcpy(odd, hello_pki, sizeof odd);
	odd[48] = 31;
	ck_assert_uint_eq(remarks_for(odd, sizeof odd - 1), BIT(REMARK_H04));
}
END_TEST

START_TEST(h05_needs_a_count_of_zero)
{
	uint8_t none[25];

	memcpy(none, hello_pki, sizeof none);
	none[24] = 0;
	ck_assert_uint_eq(remarks_for(none, 25), BIT(REMARK_H05));
	ck_assert_uint_eq(remarks_for(none, 24), BIT(REMARK_H01));
}
END_TEST

START_TEST(h06_is_raised_by_a_blank_uuid)
{
	uint8_t blank[sizeof hello_psk];

	memcpy(blank, hello_psk, sizeof blank);
	memset(blank + 8, _i ? 0xff : 0, 16);
	ck_assert_uint_eq(remarks_for(blank, sizeof blank), BIT(REMARK_H06));
}
END_TEST

START_TEST(k08_excludes_k09)
{
	uint8_t odd[sizeof hello_psk];

	memcpy(odd, hello_psk, sizeof odd);
	odd[24] = 'a';
	ck_assert_uint_eq(remarks_for(odd, sizeof odd), BIT(REMARK_K08));
}
END_TEST

/* 'M' fits 000 0037 (Intel's example), so its neighbour does not. */
START_TEST(k09_is_raised_by_a_wrong_check_character)
{
	uint8_t odd[sizeof hello_psk];

	memcpy(odd, hello_psk, sizeof odd);
	odd[31] = 'N';
	ck_assert_uint_eq(remarks_for(odd, sizeof odd), BIT(REMARK_K09));
}
END_TEST

/* What is raised of a pair, whatever the message. */
static uint32_t remarks_for_pair(const struct called_back *back)
{
	static const struct message none;
	struct remarked seen = {.message = &none, .called_back = back};

	return remarks_of(&seen);
}

START_TEST(k05_is_raised_by_another_identity)
{
	struct called_back back = {.pid = bytes_of("0000037M", 8),
				   .identity = bytes_of("0000037M", 8)};

	ck_assert_uint_eq(remarks_for_pair(&back), 0);
	back.identity = bytes_of("0000037N", 8);
	ck_assert_uint_eq(remarks_for_pair(&back), BIT(REMARK_K05));
	back.identity = bytes_of("0000037M", 7);
	ck_assert_uint_eq(remarks_for_pair(&back), BIT(REMARK_K05));
}
END_TEST

START_TEST(k05_needs_a_hello_with_a_pid)
{
	struct called_back back = {.identity = bytes_of("0000037M", 8)};

	ck_assert_uint_eq(remarks_for_pair(&back), 0);
}
END_TEST

START_TEST(l06_is_raised_by_a_root_that_the_hello_does_not_name)
{
	struct called_back back = {.hashes = 2, .has_root = true, .is_trusted = true};

	ck_assert_uint_eq(remarks_for_pair(&back), 0);
	back.is_trusted = false;
	ck_assert_uint_eq(remarks_for_pair(&back), BIT(REMARK_L06));
}
END_TEST

/* A chain without its root, and a hash that nobody can compute, may each hide a match. */
START_TEST(l06_claims_no_more_than_is_seen)
{
	struct called_back without_root = {.hashes = 2};
	struct called_back odd = {.hashes = 2, .odd_hashes = true, .has_root = true};
	struct called_back no_hashes = {.has_root = true};

	ck_assert_uint_eq(remarks_for_pair(&without_root), 0);
	ck_assert_uint_eq(remarks_for_pair(&odd), 0);
	ck_assert_uint_eq(remarks_for_pair(&no_hashes), 0);
}
END_TEST

START_TEST(other_messages_raise_nothing)
{
	static struct message other;
	struct remarked seen = {.message = &other, .finished = true, .segments = 5};

	other.kind = (enum message_kind)_i;
	if (other.kind != MESSAGE_HELLO)
		ck_assert_uint_eq(remarks_of(&seen), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("remarks");
	TCase *tc = tcase_create("remarks");

	tcase_add_loop_test(tc, remarks_are_complete_rows, 0, REMARK_COUNT);
	tcase_add_test(tc, a_good_hello_raises_nothing);
	tcase_add_test(tc, h01_needs_the_end_of_the_connection);
	tcase_add_test(tc, h01_is_raised_by_bytes_behind_a_whole_hello);
	tcase_add_test(tc, h01_does_not_judge_an_unknown_version);
	tcase_add_test(tc, h02_counts_segments);
	tcase_add_test(tc, h04_names_the_odd_hash);
	tcase_add_test(tc, h04_is_raised_by_a_length_that_does_not_fit);
	tcase_add_test(tc, h05_needs_a_count_of_zero);
	tcase_add_loop_test(tc, h06_is_raised_by_a_blank_uuid, 0, 2);
	tcase_add_test(tc, k08_excludes_k09);
	tcase_add_test(tc, k09_is_raised_by_a_wrong_check_character);
	tcase_add_test(tc, k05_is_raised_by_another_identity);
	tcase_add_test(tc, k05_needs_a_hello_with_a_pid);
	tcase_add_test(tc, l06_is_raised_by_a_root_that_the_hello_does_not_name);
	tcase_add_test(tc, l06_claims_no_more_than_is_seen);
	tcase_add_loop_test(tc, other_messages_raise_nothing, MESSAGE_NONE, MESSAGE_DHCP + 1);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
