/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_words.h - a setup certificate in question, as rows of words: what the device has
 * and wants beside what the server sends and owns. Text and page say the same.
 */
#ifndef REPORT_SETUP_WORDS_H
#define REPORT_SETUP_WORDS_H

#include "diagnosis.h"

/* Takes one row; |label| is NULL where the row before goes on. |text| is unescaped. */
typedef void setup_row_function(void *user, const char *label, const char *text);

/* Suffix, certificates sent and owned, roots offered; nothing where there is none to compare. */
void setup_words(const struct diagnosis *diagnosis, const struct device *device,
		 setup_row_function *row, void *user);

#endif
