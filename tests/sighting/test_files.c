/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_files.c - frames of a capture in many files are named by file.
 *
 * Two captures: one file of 10 frames, and a ring of 5, 0 and 7 frames, whose
 * frames are numbered from 1 to 12.
 */
#include "sighting.h"
#include "suite.h"

static struct capture_facts pieces[] = {
	{.file = "one", .frames = 5, .first = 20},
	{.file = "none"},
	{.file = "two", .frames = 7, .first = 30},
};

static struct sightings *two_captures(void)
{
	struct sightings *s = sightings_new();

	sightings_add_capture(s,
			      &(struct capture_facts){.file = "alone", .frames = 10, .first = 10});
	sightings_add_capture(s, &(struct capture_facts){.file = "one",
							 .frames = 12,
							 .first = 20,
							 .piece_count = 3,
							 .piece = pieces});
	return s;
}

static void expect_place(const struct sightings *s, unsigned capture, uint64_t frame,
			 const char *file, uint64_t number)
{
	sightings_locate(s, &capture, &frame);
	ck_assert_str_eq(sightings_file(s, capture)->file, file);
	ck_assert_uint_eq(frame, number);
}

START_TEST(files_are_listed_in_their_order)
{
	static const char *const names[] = {"alone", "one", "none", "two"};
	struct sightings *s = two_captures();

	for (unsigned i = 0; i < 4; i++)
		ck_assert_str_eq(sightings_file(s, i)->file, names[i]);
	ck_assert_ptr_null(sightings_file(s, 4));
	sightings_free(s);
}
END_TEST

START_TEST(files_give_frames_the_numbers_that_they_have_there)
{
	struct sightings *s = two_captures();

	expect_place(s, 0, 10, "alone", 10);
	expect_place(s, 1, 1, "one", 1);
	expect_place(s, 1, 5, "one", 5);
	expect_place(s, 1, 6, "two", 1);
	expect_place(s, 1, 12, "two", 7);
	sightings_free(s);
}
END_TEST

START_TEST(files_that_head_a_capture_know_it)
{
	struct sightings *s = two_captures();

	ck_assert_int_eq(sightings_capture_headed(s, 0), 0);
	ck_assert_int_eq(sightings_capture_headed(s, 1), 1);
	ck_assert_int_eq(sightings_capture_headed(s, 2), -1);
	ck_assert_int_eq(sightings_capture_headed(s, 4), -1);
	sightings_free(s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("files");
	TCase *t = tcase_create("files");

	tcase_add_test(t, files_are_listed_in_their_order);
	tcase_add_test(t, files_give_frames_the_numbers_that_they_have_there);
	tcase_add_test(t, files_that_head_a_capture_know_it);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
