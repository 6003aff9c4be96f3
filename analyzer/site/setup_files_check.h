/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setup_files_check.h - the setup certificates of the records: their problems, and in words. */
#ifndef SITE_SETUP_FILES_CHECK_H
#define SITE_SETUP_FILES_CHECK_H

#include <stdio.h>

#include "records.h"

/* Reads the files that the records at |path| name; adds what is wrong with them. */
void setup_files_check(const struct records *records, const char *path, GPtrArray *problems);

/* Prints what each of these files has and lacks. */
void setup_files_show(const struct records *records, const char *path, FILE *out);

#endif
