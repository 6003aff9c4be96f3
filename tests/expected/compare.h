/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare.h - a report beside the row that says what it must hold. */
#ifndef EXPECTED_COMPARE_H
#define EXPECTED_COMPARE_H

#include <jansson.h>

#include "table.h"

/*
 * What differs, a line each, "-" before what is missing and "+" before what
 * should not be there. Empty when |report| (schema amtrace.report/1) is what
 * |row| wants. The caller frees.
 */
GString *compare(struct row *row, const json_t *report);

#endif
