/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_ladder.c - ladders made by hand: where two part, and that words of a capture stay words. */
#include <string.h>

#include "../suite.h"
#include "ladder.h"

#define HOSTILE 500

static void add(struct ladder *ladder, const char *key, const char *text, bool absent)
{
	struct rung rung = {
		.time = (int64_t)ladder->rungs->len * 1000000000,
		.frame = absent ? 0 : ladder->rungs->len + 1,
		.from = RAIL_DEVICE,
		.to = RAIL_SERVER,
		.key = key,
		.text = g_strdup(text),
		.absent = absent,
		.waited = INT64_C(15000000000),
	};

	g_array_append_val(ladder->rungs, rung);
}

static void rung_clear(void *p)
{
	g_free(((struct rung *)p)->text);
}

static struct ladder *ladder_new(const char *name)
{
	struct ladder *ladder = g_new0(struct ladder, 1);

	ladder->rungs = g_array_new(FALSE, TRUE, sizeof(struct rung));
	g_array_set_clear_func(ladder->rungs, rung_clear);
	ladder->name = g_strdup(name);
	ladder->verdict = g_strdup(name);
	ladder->used[RAIL_DEVICE] = ladder->used[RAIL_SERVER] = true;
	ladder->diverges = -1;
	return ladder;
}

static char *written(const char *format, const struct ladder *ladder)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert(ladder_format_find(format)->write(out, ladder, NULL));
	fclose(out);
	return text;
}

static unsigned count(const char *text, char c)
{
	unsigned n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

START_TEST(retries_are_no_divergence)
{
	struct ladder *a = ladder_new("a"), *b = ladder_new("b");

	add(a, "SYN", "SYN", false);
	add(a, "hello", "hello, retry 0", false);
	add(b, "SYN", "SYN", false);
	add(b, "hello", "hello, retry 0", false);
	add(b, "hello", "hello, retry 1", false);
	ladder_compare(a, b);
	ck_assert_int_eq(a->diverges, -1);
	ck_assert_int_eq(b->diverges, -1);
	ladder_free(a);
	ladder_free(b);
}
END_TEST

START_TEST(first_difference_is_marked_in_both)
{
	struct ladder *a = ladder_new("a"), *b = ladder_new("b");

	add(a, "SYN", "SYN", false);
	add(a, "SYN/ACK", "SYN/ACK", false);
	add(b, "SYN", "SYN", false);
	add(b, "no SYN/ACK", "no answer", true);
	ladder_compare(a, b);
	ck_assert_int_eq(a->diverges, 1);
	ck_assert_int_eq(b->diverges, 1);
	ladder_free(a);
	ladder_free(b);
}
END_TEST

START_TEST(one_that_stops_earlier_parts_at_its_end)
{
	struct ladder *a = ladder_new("a"), *b = ladder_new("b");

	add(a, "SYN", "SYN", false);
	add(b, "SYN", "SYN", false);
	add(b, "hello", "hello", false);
	ladder_compare(a, b);
	ck_assert_int_eq(a->diverges, -1);
	ck_assert_int_eq(b->diverges, 1);
	ladder_free(a);
	ladder_free(b);
}
END_TEST

START_TEST(absence_says_how_long)
{
	static const char *const formats[] = {"text", "mermaid", "svg"};
	struct ladder *ladder = ladder_new("a");

	add(ladder, "no call-back", "no call-back", true);
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
		char *text = written(formats[i], ladder);

		ck_assert_ptr_nonnull(strstr(text, "absent"));
		ck_assert_ptr_nonnull(strstr(text, "no call-back for 15 s"));
		free(text);
	}
	ladder_free(ladder);
}
END_TEST

/* Pieces that end texts, lines, elements, attributes and diagrams, put together at random. */
static char *hostile(GRand *random)
{
	static const char *const pieces[] = {
		"<script>", "</text>",   "</svg>",   "]]>",          "<!--",  "\"",
		"'",        "&",         "&#60;",    "\n",           "\r\n",  ";",
		"end",      "end\n",     "%%",       "-->",          "->>",   ": ",
		"\x1b[2J",  "\xff",      "\xc0\xaf", "\xe2\x80\xae", "\x01",  "#",
		"`",        "```",       "|",        "<a",           "href=", "onload=",
		"\t",       "a.example",
	};
	GString *text = g_string_new(NULL);

	for (int n = g_rand_int_range(random, 1, 8); n > 0; n--)
		g_string_append(text,
				pieces[g_rand_int_range(random, 0, (gint)G_N_ELEMENTS(pieces))]);
	return g_string_free(text, FALSE);
}

static struct ladder *ladder_of_words(const char *words)
{
	struct ladder *ladder = ladder_new(words);

	add(ladder, "call", words, false);
	add(ladder, "no answer", words, true);
	return ladder;
}

static void assert_plain(const char *text)
{
	for (; *text; text++)
		ck_assert_msg(*text == '\n' || (*text >= ' ' && *text <= '~'), "byte %02x",
			      (unsigned char)*text);
}

/* Whatever stands in the words: as many elements and lines as with one letter, in plain ASCII. */
START_TEST(words_of_a_capture_stay_words)
{
	static const struct {
		const char *format;
		char sign;
	} rows[] = {{"svg", '<'}, {"svg", '>'}, {"mermaid", '\n'}, {"mermaid", ';'}};
	GRand *random = g_rand_new_with_seed(1);

	for (unsigned i = 0; i < HOSTILE; i++)
		for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
			g_autofree char *words = hostile(random);
			struct ladder *ladder = ladder_of_words(words);
			struct ladder *benign = ladder_of_words("x");
			char *text = written(rows[r].format, ladder);
			char *plain = written(rows[r].format, benign);

			assert_plain(text);
			if (rows[r].sign == ';') /* those that end an entity, and no others */
				ck_assert_uint_eq(count(text, ';'), count(text, '#'));
			else
				ck_assert_uint_eq(count(text, rows[r].sign),
						  count(plain, rows[r].sign));
			free(text);
			free(plain);
			ladder_free(ladder);
			ladder_free(benign);
		}
	g_rand_free(random);
}
END_TEST

/* "end" by itself closes a block of a sequence diagram. */
START_TEST(no_word_ends_a_diagram)
{
	struct ladder *ladder = ladder_of_words("the END, end");
	char *text = written("mermaid", ladder);

	ck_assert_ptr_null(strstr(text, "END"));
	ck_assert_ptr_null(strstr(text, "end"));
	free(text);
	ladder_free(ladder);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ladder");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, retries_are_no_divergence);
	tcase_add_test(tests, first_difference_is_marked_in_both);
	tcase_add_test(tests, one_that_stops_earlier_parts_at_its_end);
	tcase_add_test(tests, absence_says_how_long);
	tcase_add_test(tests, words_of_a_capture_stay_words);
	tcase_add_test(tests, no_word_ends_a_diagram);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
