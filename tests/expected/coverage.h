/* SPDX-License-Identifier: GPL-2.0-or-later */
/* coverage.h - which rows of the catalogue no capture shows, and which none narrowly misses. */
#ifndef EXPECTED_COVERAGE_H
#define EXPECTED_COVERAGE_H

#include "table.h"

/* Prints both lists for the catalogue that "|amtrace| explain" lists, or says that it lists none. */
void coverage_print(const char *amtrace, GPtrArray *rows);

#endif
