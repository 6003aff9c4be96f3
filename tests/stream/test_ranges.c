/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_ranges.c - bytes with holes, against an array that has every byte.
 *
 * The model is the plainest thing that can be right: one byte and one flag an
 * offset. Thousands of random steps, fixed seed.
 */
#include <glib.h>

#include "ranges.h"
#include "suite.h"

#define SPACE 600

struct model {
	uint8_t byte[SPACE];
	bool there[SPACE];
	int64_t from; /* everything before is dropped */
};

static size_t model_add(struct model *m, int64_t offset, struct bytes b)
{
	size_t added = 0;

	for (size_t i = 0; i < b.n; i++) {
		if (m->there[offset + (int64_t)i])
			continue;
		m->there[offset + (int64_t)i] = true;
		m->byte[offset + (int64_t)i] = b.p[i];
		added++;
	}
	return added;
}

static size_t model_run(const struct model *m, int64_t offset)
{
	size_t n = 0;

	while (offset + (int64_t)n < SPACE && m->there[offset + (int64_t)n])
		n++;
	return n;
}

static int64_t model_begin_after(const struct model *m, int64_t offset)
{
	for (int64_t i = MAX(offset, m->from); i < SPACE; i++)
		if (m->there[i] && (i == m->from || !m->there[i - 1]))
			return i;
	return -1;
}

static void check(const struct ranges *r, const struct model *m, int64_t at)
{
	struct bytes b = ranges_at(r, at);
	size_t n = (size_t)MIN(50, SPACE - at), covered = 0;

	ck_assert_uint_eq(b.n, model_run(m, at));
	ck_assert(b.n == 0 || memcmp(b.p, m->byte + at, b.n) == 0);
	for (size_t i = 0; i < n; i++)
		covered += m->there[at + (int64_t)i];
	ck_assert_uint_eq(ranges_covered(r, at, n), covered);
	ck_assert_int_eq(ranges_begin_after(r, at), model_begin_after(m, at));
	ck_assert(ranges_agree(r, at, bytes_of(m->byte + at, n)) || covered < n);
}

static void step(struct ranges *r, struct model *m, GRand *rand)
{
	uint8_t bytes[40];
	size_t n = (size_t)g_rand_int_range(rand, 1, sizeof bytes);
	int64_t at = g_rand_int_range(rand, (gint)m->from, SPACE - (gint)sizeof bytes);
	struct piece origin = {.frame = 0};

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)g_rand_int(rand);
	ck_assert_uint_eq(ranges_add(r, at, bytes_of(bytes, n), &origin),
			  model_add(m, at, bytes_of(bytes, n)));
	if (g_rand_int_range(rand, 0, 8) == 0 && m->from < SPACE / 2) {
		m->from += g_rand_int_range(rand, 0, 30);
		for (int64_t i = 0; i < m->from; i++)
			m->there[i] = false;
		ranges_drop_before(r, m->from);
	}
	check(r, m, g_rand_int_range(rand, (gint)m->from, SPACE));
}

START_TEST(ranges_hold_what_a_plain_array_holds)
{
	GRand *rand = g_rand_new_with_seed(42);

	for (int round = 0; round < 2000; round++) {
		struct ranges r = {0};
		struct model m = {0};

		for (int i = 0; i < 40; i++)
			step(&r, &m, rand);
		ranges_clear(&r);
	}
	g_rand_free(rand);
}
END_TEST

START_TEST(ranges_that_contradict_do_not_agree)
{
	struct ranges r = {0};
	struct piece origin = {0};

	ranges_add(&r, 10, bytes_of("abc", 3), &origin);
	ck_assert(ranges_agree(&r, 9, bytes_of("xabcx", 5)));
	ck_assert(!ranges_agree(&r, 9, bytes_of("xabdx", 5)));
	ck_assert(ranges_agree(&r, 13, bytes_of("abd", 3)));
	ranges_clear(&r);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ranges");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_test(all, ranges_hold_what_a_plain_array_holds);
	tcase_add_test(all, ranges_that_contradict_do_not_agree);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
