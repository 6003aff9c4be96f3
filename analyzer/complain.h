/* SPDX-License-Identifier: GPL-2.0-or-later */
/* complain.h - errors, for people: one line each on standard error. */
#ifndef ANALYZER_COMPLAIN_H
#define ANALYZER_COMPLAIN_H

/* Writes "amtrace: " and the sentence, escaped to printable ASCII. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The one of |words| (NULL-terminated) that |word| was probably meant to be,
 * or NULL when none is near.
 */
const char *nearest(const char *word, const char *const *words);

#endif
