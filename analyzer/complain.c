/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * complain.c - what is wrong and, where it can be guessed, what was meant.
 *
 * Names of files and options come from outside and are escaped like any text
 * of a capture.
 */
#include "complain.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "escape.h"
#include "progress.h"

void complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *sentence = g_strdup_vprintf(format, arguments);

	va_end(arguments);
	char *shown = escape_ascii(sentence);

	progress_clear();
	fprintf(stderr, "amtrace: %s\n", shown);
	g_free(shown);
	g_free(sentence);
}

#define WORD_MAX 32 /* longer words are nobody's slip of the finger */

/* Levenshtein's distance without regard to case; one row of his matrix at a time. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[WORD_MAX + 1];
	size_t length = strlen(b);

	for (unsigned i = 0; i <= length; i++)
		row[i] = i;
	for (; *a; a++) {
		unsigned diagonal = row[0]++;

		for (size_t i = 1; i <= length; i++) {
			bool same = g_ascii_tolower(*a) == g_ascii_tolower(b[i - 1]);
			unsigned replaced = diagonal + !same;

			diagonal = row[i];
			row[i] = MIN(replaced, MIN(row[i], row[i - 1]) + 1);
		}
	}
	return row[length];
}

const char *nearest(const char *word, const char *const *words)
{
	const char *best = NULL;
	unsigned bound = (unsigned)strlen(word) / 3 + 1;

	if (strlen(word) > WORD_MAX)
		return NULL;
	for (; *words; words++) {
		unsigned d = strlen(*words) <= WORD_MAX ? distance(word, *words) : bound;

		if (d < bound) {
			best = *words;
			bound = d;
		}
	}
	return best;
}
