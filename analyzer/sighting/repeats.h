/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * repeats.h - a device that nobody serves says the same hello fifteen times.
 *
 * Of the first REPEATS_IN_FULL hellos of a capture each is a sighting. Behind
 * them one that repeats the device's hello before, but for a higher retry
 * count, is folded into that one: when the last was said, and how many.
 */
#ifndef SIGHTING_REPEATS_H
#define SIGHTING_REPEATS_H

#include "sighting.h"

#define REPEATS_IN_FULL 20000

struct repeats;

struct repeats *repeats_new(void);
void repeats_free(struct repeats *repeats);

/* True when |connection| was a repeat and is folded into the one before. */
bool repeats_fold(struct repeats *repeats, struct sightings *sightings,
		  const struct seen_connection *connection);

/* |connection| was kept in the store: the next one may repeat it. */
void repeats_note(struct repeats *repeats, struct seen_connection *connection);

#endif
