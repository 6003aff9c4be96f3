/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * baseline.h - an earlier JSON report, read back for what it already knew.
 *
 * A finding is known of a device when the earlier report has one of that id,
 * and no less severe, of the same machine: by UUID, and where one of the two
 * has none by name or address. Captures, frames and order do not matter.
 */
#ifndef REPORT_BASELINE_H
#define REPORT_BASELINE_H

#include "diagnosis.h"

struct baseline;

/*
 * Reads the report, or the array of reports that --each writes, at |path|.
 * NULL with |error| set when there is none.
 */
struct baseline *baseline_read(const char *path, GError **error);
void baseline_free(struct baseline *baseline);

/* Was |finding| known of |device|, or at all when |device| is NULL? */
bool baseline_knows(const struct baseline *baseline, const struct finding *finding,
		    const struct device *device);

#endif
