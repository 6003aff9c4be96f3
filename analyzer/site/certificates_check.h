/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certificates_check.h - the setup certificates of the records: their problems, and in words. */
#ifndef SITE_CERTIFICATES_CHECK_H
#define SITE_CERTIFICATES_CHECK_H

#include <stdio.h>

#include "records.h"

/* Reads the files that the records at |path| name; adds what is wrong with them. */
void certificates_check(const struct records *records, const char *path, GPtrArray *problems);

/* Prints what each of these files has and lacks. */
void certificates_show(const struct records *records, const char *path, FILE *out);

#endif
