/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words.h - "key=value" words of a command line: what a scenario asks of a program. */
#ifndef LAB_WORDS_H
#define LAB_WORDS_H

#include <stdbool.h>

/* Remembers the words of |argv| from the second on. */
void words_take(char **argv);

/* The value of the last |key|, or |fallback|. */
const char *word(const char *key, const char *fallback);

long word_number(const char *key, long fallback);

double word_seconds(const char *key, double fallback);

/* Is |part| one of the values between commas of |key|? */
bool word_lists(const char *key, const char *part);

/* A line for whoever reads the laboratory's folder: the time, then |format|. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, and the end of the program. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
