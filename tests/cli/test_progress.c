/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_progress.c - the words of the line that a long run shows. */
#include "progress.h"
#include "suite.h"

static const struct {
	guint64 taken, total;
	double seconds;
	const char *text;
} lines[] = {
	{0, 0, 0, "0 B read, 0 B/s"},
	{999, 0, 1, "999 B read, 999 B/s"},
	{1500, 0, 2, "1.5 kB read, 750 B/s"},
	/* A quarter in one second: three more. */
	{250000000, 1000000000, 1, "250 MB of 1.0 GB (25 %) read, 250 MB/s, 3 s left"},
	{1000, 91000, 1, "1.0 kB of 91.0 kB (1 %) read, 1.0 kB/s, 1 min 30 s left"},
	{1000, 7301000, 1, "1.0 kB of 7.3 MB (0 %) read, 1.0 kB/s, 2 h 01 min left"},
	{91000, 91000, 1, "91.0 kB of 91.0 kB (100 %) read, 91.0 kB/s"},
	/* A file that grew while it was read. */
	{182000, 91000, 1, "182 kB of 91.0 kB (100 %) read, 182 kB/s"},
};

START_TEST(progress_says_how_much_how_fast_how_long)
{
	char text[PROGRESS_TEXT];

	ck_assert_str_eq(progress_text(text, lines[_i].taken, lines[_i].total, lines[_i].seconds),
			 lines[_i].text);
}
END_TEST

/* The longest that there can be. */
START_TEST(progress_has_room_for_every_number)
{
	char text[PROGRESS_TEXT];

	progress_text(text, 1, G_MAXUINT64, 1);
	ck_assert_uint_lt(strlen(text), PROGRESS_TEXT - 1);
	progress_text(text, G_MAXUINT64 - 1, G_MAXUINT64, 1e-9);
	ck_assert_uint_lt(strlen(text), PROGRESS_TEXT - 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("progress");
	TCase *t = tcase_create("text");

	tcase_add_loop_test(t, progress_says_how_much_how_fast_how_long, 0,
			    (int)G_N_ELEMENTS(lines));
	tcase_add_test(t, progress_has_room_for_every_number);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
