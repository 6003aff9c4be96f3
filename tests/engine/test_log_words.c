/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_log_words.c - what every row of checks/log.c must be, whatever it says. */
#include "logbook.h"
#include "suite.h"

START_TEST(log_row_names_a_row_of_the_catalogue)
{
	ck_assert_ptr_nonnull(catalogue_find(log_rows[_i].id));
	ck_assert_int_le(log_rows[_i].meaning, LOG_NO_LINE);
	ck_assert(log_rows[_i].certainty >= 'A' && log_rows[_i].certainty <= 'D');
}
END_TEST

START_TEST(log_row_stands_once_and_silence_alone)
{
	for (size_t k = 0; k < log_row_count; k++) {
		bool same_id = strcmp(log_rows[k].id, log_rows[_i].id) == 0;

		if ((int)k == _i || !same_id)
			continue;
		ck_assert_int_ne(log_rows[k].meaning, log_rows[_i].meaning);
		ck_assert_int_ne(log_rows[k].meaning, LOG_NO_LINE);
	}
}
END_TEST

/* A server that complains of a step came past the one before: its rows are of the next or later. */
START_TEST(log_words_fit_the_step_of_their_rows)
{
	if (log_rows[_i].meaning == LOG_NO_LINE)
		return;
	const struct failure *row = catalogue_find(log_rows[_i].id);

	if (row->known != KNOWN_CANDIDATE)
		ck_assert_int_gt(row->step, log_words[log_rows[_i].meaning].passed);
}
END_TEST

START_TEST(log_words_are_given_with_their_source)
{
	ck_assert_ptr_nonnull(log_words[_i].book);
	ck_assert_ptr_nonnull(log_words[_i].word[0]);
	ck_assert_ptr_nonnull(log_words[_i].source);
	ck_assert(log_words[_i].certainty >= 'A' && log_words[_i].certainty <= 'D');
}
END_TEST

/* No words are part of another meaning's: a line would say two things. */
START_TEST(log_words_of_two_meanings_differ)
{
	for (unsigned m = 0; m < LOG_MEANINGS; m++)
		for (unsigned w = 0; m != (unsigned)_i && w < 6 && log_words[m].word[w]; w++)
			ck_assert_ptr_null(strstr(log_words[m].word[w], log_words[_i].word[0]));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("log_words");
	TCase *tcase = tcase_create("log_words");

	tcase_add_loop_test(tcase, log_row_names_a_row_of_the_catalogue, 0, (int)log_row_count);
	tcase_add_loop_test(tcase, log_row_stands_once_and_silence_alone, 0, (int)log_row_count);
	tcase_add_loop_test(tcase, log_words_fit_the_step_of_their_rows, 0, (int)log_row_count);
	tcase_add_loop_test(tcase, log_words_are_given_with_their_source, 0, LOG_MEANINGS);
	tcase_add_loop_test(tcase, log_words_of_two_meanings_differ, 0, LOG_MEANINGS);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
