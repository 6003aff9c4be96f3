/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_answering.c - whatever a live server says, in whatever pieces, it is answered or
 * left: never with more than a few kB a request, and nothing of it stays held.
 */
#include <stdint.h>

#include "answer_http.h"

#define ANSWER_MOST 4096 /* bytes: names and identifiers are cut */

static struct answers *some_answers(void)
{
	static const struct reply replies[] = {
		{.class = "", .method = "", .status = 401, .challenged = true, .left = 1},
		{.class = "AMT_A", .method = "Get", .status = 200, .left = 2},
		{.class = "AMT_A", .method = "Put", .status = 500, .is_fault = true, .left = 2},
		{.class = "Old", .method = "M", .status = 200, .has_return_value = true, .left = 2},
		{.class = "AMT_A", .method = "End", .left = 1},
	};
	struct answers *answers = g_new0(struct answers, 1);

	answers->list = g_array_new(FALSE, FALSE, sizeof(struct reply));
	g_array_append_vals(answers->list, replies, G_N_ELEMENTS(replies));
	return answers;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The first byte says how long the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	size_t piece = n ? 1 + data[0] * 8u : 1;
	struct answers *answers = some_answers();
	struct answering *answering = answering_new(answers);
	GString *said = g_string_new(NULL);
	bool more = true;

	for (size_t at = 1; more && at < n; at += piece)
		more = answering_hear(answering, bytes_of(data + at, MIN(piece, n - at)), said);
	/* No request is shorter than "GET / HTTP/1.1" and its ends of lines. */
	g_assert(said->len <= (n / 16 + 1) * ANSWER_MOST);
	g_free(answering_words(answering));
	g_string_free(said, TRUE);
	answering_free(answering);
	answers_free(answers);
	return 0;
}
