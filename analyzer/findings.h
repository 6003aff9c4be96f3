/* SPDX-License-Identifier: GPL-2.0-or-later */
/* findings.h - the catalogue for reading: its order and its words. */
#ifndef ANALYZER_FINDINGS_H
#define ANALYZER_FINDINGS_H

#include "diagnosis.h"

/*
 * const struct failure *, in the order of the steps and within one by number,
 * the last row last: the catalogue's own order is that of explaining.
 */
GPtrArray *findings_for_reading(void);

/* "the capture shows it": how the failure of |row| is known. */
const char *findings_known(const struct failure *row);

/* Its own, or its remark's. */
enum severity findings_severity(const struct failure *row);

#endif
