/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line.h - one line of a scenario: words in their order, and key=value options.
 *
 * A scenario is ours, so what is wrong in it ends the program with the file
 * and the line; nothing here returns an error.
 */
#ifndef SYNTH_LINE_H
#define SYNTH_LINE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct line {
	const char *file;
	unsigned number;
	GPtrArray *words;    /* char *, the verb first */
	GHashTable *options; /* of key=value words; a key is removed when it is read */
};

/* Splits |text| as a shell would, so that quotes keep blanks together. */
struct line *line_new(const char *file, unsigned number, const char *text);
void line_free(struct line *line);

G_NORETURN void line_fail(const struct line *line, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The i-th word; fails when there is none. */
const char *line_word(const struct line *line, unsigned i);
/* NULL when there is none. */
const char *line_word_or_null(const struct line *line, unsigned i);

/* The option's value, or |otherwise|. */
const char *line_option(struct line *line, const char *key, const char *otherwise);
uint64_t line_number(struct line *line, const char *key, uint64_t otherwise);
int64_t line_span(struct line *line, const char *key, int64_t otherwise);

/* Fails if an option was given that nobody read: a mistyped key. */
void line_all_read(const struct line *line);

/* Nanoseconds of "1.5", "90ms", "10m", "1h". */
int64_t line_time(const struct line *line, const char *text);
uint64_t line_count(const struct line *line, const char *text);

/* Bytes of "hex:0a0b" or "text:GET / HTTP/1.0\r\n". The caller frees. */
GByteArray *line_bytes(const struct line *line, const char *text);

#endif
