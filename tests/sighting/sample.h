/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sample.h - a store with every field of every kind of sighting set, each to a
 * value that no other field has.
 */
#ifndef TESTS_SIGHTING_SAMPLE_H
#define TESTS_SIGHTING_SAMPLE_H

#include "sighting.h"

/* One capture and a sighting of each kind. */
struct sightings *sample_full(void);

/* The same with the fewest fields: what is not required is absent. */
struct sightings *sample_bare(void);

/* What sightings_write() makes of |s|. Free with g_free(). */
char *sample_text(struct sightings *s, size_t *n);

/* What sightings_read() makes of the |n| bytes; NULL with |message| (to be freed) when it refuses. */
struct sightings *sample_read(const char *text, size_t n, char **message);

#endif
