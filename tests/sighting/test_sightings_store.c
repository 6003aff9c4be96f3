/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_sightings_store.c - what many share is kept once, and no order of
 * adding can be told from the order after sorting.
 */
#include <string.h>

#include "layout.h"
#include "sample.h"
#include "suite.h"

START_TEST(equal_texts_are_one)
{
	struct sightings *s = sightings_new();
	char text[] = "name";
	const char *kept = sightings_intern(s, text);

	text[0] = 'g';
	ck_assert_str_eq(kept, "name");
	ck_assert_ptr_eq(sightings_intern(s, "name"), kept);
	ck_assert_ptr_ne(sightings_intern(s, "game"), kept);
	ck_assert_ptr_null(sightings_intern(s, NULL));
	sightings_free(s);
}
END_TEST

static const struct seen_hashes *hashes_of(struct sightings *s, unsigned n, uint8_t last)
{
	struct seen_hashes *hashes = g_malloc0(sizeof *hashes + n * sizeof hashes->hash[0]);

	hashes->n = n;
	hashes->hash[n - 1].length = 32;
	hashes->hash[n - 1].value[31] = last;
	const struct seen_hashes *kept = sightings_intern_hashes(s, hashes);

	g_free(hashes);
	return kept;
}

START_TEST(equal_hash_lists_are_one)
{
	struct sightings *s = sightings_new();

	ck_assert_ptr_eq(hashes_of(s, 2, 7), hashes_of(s, 2, 7));
	ck_assert_ptr_ne(hashes_of(s, 2, 7), hashes_of(s, 2, 8));
	ck_assert_ptr_ne(hashes_of(s, 2, 7), hashes_of(s, 3, 7));
	ck_assert_uint_eq(hashes_of(s, 255, 9)->hash[254].value[31], 9);
	sightings_free(s);
}
END_TEST

/* Larger than what a chunk holds, and many small ones: none lies in another. */
START_TEST(rooms_do_not_overlap)
{
	struct sightings *s = sightings_new();
	uint8_t *room[300];

	for (unsigned i = 0; i < G_N_ELEMENTS(room); i++) {
		size_t size = i % 100 == 50 ? 100000 : 1 + i * 7;

		room[i] = sightings_room(s, size);
		size_t zeros = 0;

		while (zeros < size && room[i][zeros] == 0)
			zeros++;
		ck_assert_uint_eq(zeros, size);
		memset(room[i], (int)(i % 255) + 1, size);
	}
	for (unsigned i = 0; i < G_N_ELEMENTS(room); i++)
		ck_assert_uint_eq(room[i][0], i % 255 + 1);
	sightings_free(s);
}
END_TEST

START_TEST(captures_are_in_the_order_of_first_frame_then_name)
{
	static const struct capture_facts given[] = {
		{.file = "empty", .frames = 0, .first = 0},
		{.file = "late", .frames = 1, .first = 30},
		{.file = "b", .frames = 1, .first = 10},
		{.file = "a", .frames = 1, .first = 10},
		{.file = "before1970", .frames = 1, .first = INT64_MIN},
	};
	static const char *const wanted[] = {"before1970", "a", "b", "late", "empty"};
	struct sightings *s = sightings_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(given); i++)
		sightings_add_capture(s, &given[i]);
	sightings_sort(s);
	for (unsigned i = 0; i < G_N_ELEMENTS(wanted); i++)
		ck_assert_str_eq(sightings_capture(s, i)->file, wanted[i]);
	sightings_free(s);
}
END_TEST

static void add_question(struct sightings *s, unsigned capture, int64_t time, uint64_t frame,
			 const char *question)
{
	struct sighting sighting = {
		.kind = SIGHTING_NAME,
		.capture = capture,
		.at = {.time = time, .frame = frame},
		.name = sightings_room(s, sizeof *sighting.name),
	};

	sighting.name->question = question;
	sightings_add(s, &sighting);
}

START_TEST(sightings_are_in_the_order_of_time_and_follow_their_capture)
{
	struct sightings *s = sightings_new();
	size_t n;

	sightings_add_capture(s, &(struct capture_facts){.file = "late", .frames = 1, .first = 5});
	sightings_add_capture(s, &(struct capture_facts){.file = "early", .frames = 1, .first = 1});
	add_question(s, 0, 9, 2, "last");
	add_question(s, 0, 5, 1, "second, of the later capture");
	add_question(s, 1, 5, 7, "first");
	sightings_sort(s);
	const struct sighting *list = sightings_list(s, &n);

	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(list[0].name->question, "first");
	ck_assert_uint_eq(list[0].capture, 0);
	ck_assert_str_eq(list[1].name->question, "second, of the later capture");
	ck_assert_uint_eq(list[1].capture, 1);
	ck_assert_str_eq(list[2].name->question, "last");
	sightings_free(s);
}
END_TEST

/* Captures that only differ in what was seen in them, and sightings that only differ in content. */
struct one {
	unsigned capture;
	int64_t time;
	const char *question;
};

static const struct one seen[] = {
	{0, 5, "x"}, {0, 5, "y"}, {0, 6, "z"}, {1, 5, "x"}, {1, 5, "y"},
	{1, 6, "a"}, {2, 5, "x"}, {2, 5, "w"}, {2, 5, "w"},
};

#define CAPTURES 3

/* The same in the |turn|-th order of captures and, otherwise turned, of sightings. */
static char *sorted_text(unsigned turn, size_t *n)
{
	static const unsigned orders[][CAPTURES] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
						    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	const unsigned *order = orders[turn % G_N_ELEMENTS(orders)];
	struct sightings *s = sightings_new();

	for (unsigned i = 0; i < CAPTURES; i++)
		sightings_add_capture(
			s, &(struct capture_facts){.file = "same", .frames = 3, .first = 5});
	for (unsigned i = 0; i < G_N_ELEMENTS(seen); i++) {
		/* 2 has no factor in common with 9: every sighting comes once. */
		const struct one *one = &seen[(turn + i * (turn % 2 ? 2 : 1)) % G_N_ELEMENTS(seen)];

		add_question(s, order[one->capture], one->time, 1, one->question);
	}
	char *text = sample_text(s, n);

	sightings_free(s);
	return text;
}

START_TEST(no_order_of_adding_matters)
{
	size_t n, m;
	char *first = sorted_text(0, &n);

	for (unsigned turn = 1; turn < 108; turn++) {
		char *other = sorted_text(turn, &m);

		ck_assert_str_eq(first, other);
		g_free(other);
	}
	g_free(first);
}
END_TEST

/* Every moment of a sighting moves with it, however deep it lies; a certificate's dates do not. */
START_TEST(a_shift_moves_all_that_was_seen)
{
	struct sightings *s = sightings_new();
	struct seen_connection *c = sightings_room(s, sizeof *c);
	struct seen_call call = {.request = {1000, 5}, .answer = {2000, 0}};
	struct seen_alert alert = {.at = {3000, 6}};
	struct certificate_facts facts = {
		"", "", "", .key = "", .signature = "", .signature_hash = "", .not_before = 4000};
	const struct certificate_facts *certificate = sightings_intern_certificate(s, &facts);
	struct seen_session session = {
		.alert_count = 1,
		.alert = &alert,
		.chain[0] = {.certificate_count = 1, .certificate = &certificate},
	};
	struct seen_calls calls = {.call_count = 1, .call = &call};

	sightings_add_capture(s, &(struct capture_facts){.file = "a"});
	c->session = &session;
	c->calls = &calls;
	sightings_add(s, &(struct sighting){.kind = SIGHTING_CONNECTION, .connection = c});
	sightings_shift(s, 0, 100);
	ck_assert_int_eq(call.request.time, 1100);
	ck_assert_int_eq(call.answer.time, 2000); /* frame 0: it was not seen */
	ck_assert_int_eq(alert.at.time, 3100);
	ck_assert_int_eq(certificate->not_before, 4000);
	sightings_free(s);
}
END_TEST

/* Two clocks, each as wrong as can be written: no time leaves the reach. */
START_TEST(a_shift_ends_at_the_edge_of_time)
{
	struct sightings *s = sample_full();
	size_t count;
	const struct sighting *list = sightings_list(s, &count);
	const int64_t before = 5000;

	((struct sighting *)list)[0].at.time = before;
	sightings_shift(s, 0, -1000);
	ck_assert_int_eq(list[0].at.time, before - 1000);
	ck_assert_int_eq(sightings_capture(s, 0)->clock_ahead, 1000);
	for (unsigned i = 0; i < 3; i++)
		sightings_shift(s, 0, TIME_FAR);
	ck_assert_int_eq(list[0].at.time, TIME_FAR);
	ck_assert_int_eq(sightings_capture(s, 0)->clock_ahead, -TIME_FAR);
	sightings_free(s);
}
END_TEST

START_TEST(going_back_forgets_what_was_added_since)
{
	struct sightings *s = sightings_new();
	size_t n;

	sightings_add_capture(s, &(struct capture_facts){.file = "a"});
	add_question(s, 0, 1, 1, "stays");
	struct sightings_mark mark = sightings_mark(s);

	sightings_add_capture(s, &(struct capture_facts){.file = "b"});
	add_question(s, 1, 0, 1, "goes");
	sightings_back_to(s, mark);
	sightings_sort(s);
	ck_assert_uint_eq(sightings_captures(s), 1);
	ck_assert_str_eq(sightings_list(s, &n)->name->question, "stays");
	ck_assert_uint_eq(n, 1);
	sightings_free(s);
}
END_TEST

/* The store that it came from is gone by then. */
START_TEST(what_is_adopted_says_the_same)
{
	struct sightings *from = sample_full(), *s = sightings_new();
	size_t n, adopted_n;
	char *text = sample_text(from, &n);

	sightings_adopt(s, from);
	sightings_free(from);
	char *adopted = sample_text(s, &adopted_n);

	ck_assert_str_eq(adopted, text);
	g_free(text);
	g_free(adopted);
	sightings_free(s);
}
END_TEST

START_TEST(what_is_adopted_shares_texts_and_hashes)
{
	struct sightings *from = sample_full(), *s = sightings_new();

	sightings_adopt(s, from);
	sightings_adopt(s, from);
	ck_assert_uint_eq(sightings_captures(s), 2);
	ck_assert_ptr_eq(sightings_capture(s, 0)->file, sightings_capture(s, 1)->file);
	size_t count;
	const struct sighting *list = sightings_list(s, &count);

	for (size_t i = 0; i < count / 2; i++) {
		const struct sighting *a = &list[i], *b = &list[count / 2 + i];

		ck_assert_uint_eq(a->capture, 0);
		ck_assert_uint_eq(b->capture, 1);
		ck_assert_ptr_ne(sighting_value(a), sighting_value(b));
		if (a->kind == SIGHTING_CONNECTION && a->connection->hello)
			ck_assert_ptr_eq(a->connection->hello->hashes,
					 b->connection->hello->hashes);
	}
	sightings_free(from);
	sightings_free(s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sightings_store");
	TCase *c = tcase_create("store");

	tcase_add_test(c, equal_texts_are_one);
	tcase_add_test(c, equal_hash_lists_are_one);
	tcase_add_test(c, rooms_do_not_overlap);
	tcase_add_test(c, captures_are_in_the_order_of_first_frame_then_name);
	tcase_add_test(c, sightings_are_in_the_order_of_time_and_follow_their_capture);
	tcase_add_test(c, no_order_of_adding_matters);
	tcase_add_test(c, a_shift_moves_all_that_was_seen);
	tcase_add_test(c, a_shift_ends_at_the_edge_of_time);
	tcase_add_test(c, going_back_forgets_what_was_added_since);
	tcase_add_test(c, what_is_adopted_says_the_same);
	tcase_add_test(c, what_is_adopted_shares_texts_and_hashes);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
