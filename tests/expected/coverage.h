/* SPDX-License-Identifier: GPL-2.0-or-later */
/* coverage.h - which rows of the catalogue no capture shows, and which none narrowly misses. */
#ifndef EXPECTED_COVERAGE_H
#define EXPECTED_COVERAGE_H

#include <jansson.h>

#include "table.h"

/* Prints both lists for the catalogue that "|amtrace| explain" lists, or says that it lists none. */
void coverage_print(const char *amtrace, GPtrArray *rows);

#define VERDICTS 3 /* certainties */

/* Findings of reports by their certainty, the surest first. */
struct verdicts {
	unsigned count[VERDICTS];
};

void coverage_count(struct verdicts *verdicts, const json_t *report);
void coverage_print_verdicts(const struct verdicts *verdicts);

#endif
