/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_runs.h - the first and the last calls of a connection; equal ones in a row are one. */
#ifndef ANALYZER_LOOK_RUNS_H
#define ANALYZER_LOOK_RUNS_H

#include "budget.h"
#include "sighting.h"

struct runs;

struct runs *runs_new(struct sightings *sightings, struct budget *budget,
		      const struct address *device);
void runs_free(struct runs *runs);
void runs_add(struct runs *runs, const struct seen_call *call);

/* Puts what was kept into |calls|, in the store. */
void runs_keep(const struct runs *runs, struct seen_calls *calls);

#endif
