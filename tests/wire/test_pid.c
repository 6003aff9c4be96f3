/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_pid.c - check characters; PID and PPS are the example of Intel's checksum page. */
#include "pid.h"
#include "suite.h"

#define INTEL_PID "0000037M"
#define INTEL_PPS "NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ"

static struct bytes text(const char *s)
{
	return bytes_of(s, strlen(s));
}

START_TEST(pid_of_intels_example_holds)
{
	ck_assert(pid_is_well_formed(text(INTEL_PID)));
	ck_assert(pid_check_holds(text(INTEL_PID)));
}
END_TEST

START_TEST(pid_with_another_character_does_not_hold)
{
	char pid[] = INTEL_PID;

	pid[_i] = pid[_i] == 'Z' ? 'Y' : (char)(pid[_i] + 1);
	ck_assert(pid_is_well_formed(text(pid)));
	ck_assert(!pid_check_holds(text(pid)));
}
END_TEST

/* The sum is blind to order: a limit of the format that callers must know. */
START_TEST(pid_check_does_not_see_a_swap)
{
	ck_assert(pid_check_holds(text("0000307M")));
}
END_TEST

START_TEST(pid_of_other_characters_or_lengths_is_malformed)
{
	static const char *const wrong[] = {"",         "0000037",  "0000037MM",   "0000037m",
					    "0000-37M", "000003 M", "000003\xc4M", "000003[M",
					    "000003@M", "000003/M", "000003:M"};

	ck_assert(!pid_is_well_formed(text(wrong[_i])));
	ck_assert(!pid_check_holds(text(wrong[_i])));
}
END_TEST

START_TEST(pps_of_intels_example_holds)
{
	ck_assert(pps_check_holds(text(INTEL_PPS)));
}
END_TEST

START_TEST(pps_with_one_changed_character_does_not_hold)
{
	char pps[] = INTEL_PPS;

	pps[_i] = pps[_i] == 'A' ? 'B' : 'A';
	ck_assert(!pps_check_holds(text(pps)));
	ck_assert(!pps_check_holds(bytes_of(INTEL_PPS, _i)));
}
END_TEST

START_TEST(pid_masked_keeps_four_characters)
{
	char shown[PID_TEXT];

	ck_assert_str_eq(pid_masked("LABPID01", shown), "LABP****");
	ck_assert_str_eq(pid_masked((const char[PID_TEXT]){"AB"}, shown), "AB******");
	ck_assert_str_eq(pid_masked("A\nB\x80WXYZ", shown), "A?B?****");
}
END_TEST

START_TEST(pid_distance_counts_places_and_swaps)
{
	ck_assert_uint_eq(pid_distance("LABPID01", "LABPID01"), 0);
	ck_assert_uint_eq(pid_distance("LABPID01", "LABPID02"), 1);
	ck_assert_uint_eq(pid_distance("LABPID01", "LABPID10"), 1);
	ck_assert_uint_eq(pid_distance("LABPID01", "ALBPID10"), 2);
	ck_assert_uint_eq(pid_distance("AAAAAAAA", "BBBBBBBB"), 8);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pid");
	TCase *tc = tcase_create("pid");

	tcase_add_test(tc, pid_of_intels_example_holds);
	tcase_add_loop_test(tc, pid_with_another_character_does_not_hold, 0, PID_LENGTH);
	tcase_add_test(tc, pid_check_does_not_see_a_swap);
	tcase_add_loop_test(tc, pid_of_other_characters_or_lengths_is_malformed, 0, 11);
	tcase_add_test(tc, pps_of_intels_example_holds);
	tcase_add_loop_test(tc, pps_with_one_changed_character_does_not_hold, 0, PPS_LENGTH);
	tcase_add_test(tc, pid_masked_keeps_four_characters);
	tcase_add_test(tc, pid_distance_counts_places_and_swaps);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
