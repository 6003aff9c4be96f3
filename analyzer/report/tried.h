/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tried.h - record changes that were tried, in the words of the text report. */
#ifndef REPORT_TRIED_H
#define REPORT_TRIED_H

#include "diagnosis.h"

/* "with CHANGE the device gets to ...", for |devices| of them. Free it. */
char *tried_text(const struct verified_remedy *tried, unsigned devices);

#endif
