/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certificates.h - the certificates of a store, each kept once with all that it points to. */
#ifndef SIGHTING_CERTIFICATES_H
#define SIGHTING_CERTIFICATES_H

#include "sighting.h"

struct certificates;

struct certificates *certificates_new(void);
void certificates_free(struct certificates *certificates);

/* The one copy of |facts|, made of rooms and texts of |sightings|. */
const struct certificate_facts *certificates_intern(struct certificates *certificates,
						    struct sightings *sightings,
						    const struct certificate_facts *facts);
/* The room that this would take at most: 0 when an equal one is there. */
size_t certificates_new_room(const struct certificates *certificates,
			     const struct certificate_facts *facts);

#endif
