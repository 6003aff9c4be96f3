/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clocks.h - several captures of one network: one time, and where each was taken. */
#ifndef ENGINE_CLOCKS_H
#define ENGINE_CLOCKS_H

#include "sighting.h"

/*
 * The same connection seen in two captures (addresses, ports, initial sequence
 * number) gives the difference of their clocks. Captures that differ by more
 * than CLOCKS_APART are moved to the time of the first of them; the order of
 * captures must stand already.
 */
void clocks_align(struct sightings *sightings);

#define CLOCKS_APART (NANOSECONDS / 10)

/*
 * Guesses the vantage of captures that have none: packets that have crossed
 * no router still have the time to live that systems start with.
 */
void vantages_guess(struct sightings *sightings);

/* Is the connection of |s| also in |capture|? */
struct twins;
struct twins *twins_find(const struct sightings *sightings);
bool twins_has(const struct twins *twins, const struct sighting *s, unsigned capture);
/*
 * The same connection in another capture that tells more of what was said on
 * it, or as much and is first; NULL when |s| itself tells it best.
 */
const struct sighting *twins_better(const struct twins *twins, const struct sighting *s);
/* Do the two captures share any connection? Then no address translation lies between them. */
bool twins_share(const struct twins *twins, unsigned a, unsigned b);
void twins_free(struct twins *twins);

#endif
