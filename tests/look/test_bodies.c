/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_bodies.c - bytes of a message, put together in bounds. */
#include <string.h>

#include <glib.h>

#include "look_body.h"
#include "look_calls.h"
#include "suite.h"

static struct bytes text(const char *s)
{
	return bytes_of(s, strlen(s));
}

START_TEST(pieces_are_put_together)
{
	size_t held = 0;
	struct body body;

	body_open(&body, &held);
	body_add(&body, text("<a"));
	body_add(&body, text("/>"));
	ck_assert(bytes_equal(body_bytes(&body), text("<a/>")));
	body_drop(&body, 1);
	ck_assert(bytes_equal(body_bytes(&body), text("a/>")));
	body_close(&body);
	ck_assert_uint_eq(held, 0);
}
END_TEST

START_TEST(a_body_of_the_longest_fits_and_no_more)
{
	g_autofree char *longest = g_strnfill(CALLS_BODY_MAX, 'x');
	size_t held = 0;
	struct body body;

	body_open(&body, &held);
	body_add(&body, text(longest));
	ck_assert(!body.too_long);
	ck_assert_uint_eq(body.n, CALLS_BODY_MAX);
	body_add(&body, text("x"));
	ck_assert(body.too_long);
	ck_assert_uint_eq(body.n, CALLS_BODY_MAX);
	body_begin(&body);
	ck_assert(!body.too_long);
	ck_assert_uint_eq(held, 0);
	body_close(&body);
}
END_TEST

START_TEST(all_bodies_together_are_bounded)
{
	g_autofree char *longest = g_strnfill(CALLS_BODY_MAX, 'x');
	struct body bodies[CALLS_HELD_MAX / CALLS_BODY_MAX + 1];
	size_t held = 0, n = G_N_ELEMENTS(bodies);

	for (size_t i = 0; i < n; i++) {
		body_open(&bodies[i], &held);
		body_add(&bodies[i], text(longest));
		ck_assert(bodies[i].too_long == (i == n - 1));
		ck_assert_uint_le(held, CALLS_HELD_MAX);
	}
	for (size_t i = 0; i < n; i++)
		body_close(&bodies[i]);
	ck_assert_uint_eq(held, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bodies");
	TCase *tcase = tcase_create("bodies");

	tcase_add_test(tcase, pieces_are_put_together);
	tcase_add_test(tcase, a_body_of_the_longest_fits_and_no_more);
	tcase_add_test(tcase, all_bodies_together_are_bounded);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
