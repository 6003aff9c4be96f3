/* SPDX-License-Identifier: GPL-2.0-or-later */
/* complain.h - errors, for people: one line each on standard error. */
#ifndef ANALYZER_COMPLAIN_H
#define ANALYZER_COMPLAIN_H

/* Writes "amtrace: " and the sentence, escaped to printable ASCII. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The one of |words| (NULL-terminated) that |word| was probably meant to be:
 * the nearest of those in which at most a third of its letters is wrong, or
 * NULL. What all words begin with belongs to none of them: leave it out.
 */
const char *nearest(const char *word, const char *const *words);

#endif
