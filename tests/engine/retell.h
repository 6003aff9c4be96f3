/* SPDX-License-Identifier: GPL-2.0-or-later */
/* retell.h - what a history showed, seen by other captures or in another order. */
#ifndef TESTS_ENGINE_RETELL_H
#define TESTS_ENGINE_RETELL_H

#include "sighting.h"

/* How to tell it again. All fields may be zero: then nothing changes. */
struct retelling {
	unsigned seed; /* for the order of sightings and of captures; 0: as it was */
	int64_t grid;  /* times of sightings are cut to multiples of it; 0: as they were */
	bool split;    /* every capture ends, and another begins, at |at| */
	int64_t at;    /* nanoseconds since 1970 UTC */
};

/* Borrows what |told| keeps, which must live longer. The caller frees. */
struct sightings *retell(struct sightings *told, const struct retelling *how);

#endif
