/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sample.h - diagnoses made by hand, for tests of what is written of them. */
#ifndef TESTS_REPORT_SAMPLE_H
#define TESTS_REPORT_SAMPLE_H

#include "diagnosis.h"

struct sample {
	struct sightings *sightings;
	struct diagnosis *diagnosis;
};

/*
 * "empty": nothing seen. "pid": one device whose PID is unknown, the example
 * of the documentation. "site": 40 devices of a broken site, notes, captures
 * with problems. "setup": certificates side by side. "hostile": terminal sequences wherever text may stand.
 * The diagnosis is NULL for any other name.
 */
struct sample sample_new(const char *name);
void sample_free(struct sample *sample);

/* What stands in every text of the sample "hostile". */
extern const char sample_hostile[];

#endif
