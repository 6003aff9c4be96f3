/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * translations.h - one hello that two captures show under two addresses: a
 * router between them translates the device's. Its bytes are the same, and so
 * is the time, as far as two clocks agree that no connection aligns; a
 * connection that both captures show as it is was not translated.
 */
#ifndef ENGINE_TRANSLATIONS_H
#define ENGINE_TRANSLATIONS_H

#include "sighting.h"

struct twins;

/*
 * For each of the |count| sightings of |list| the same hello under another
 * address, or NULL. NULL for all where there is but one capture. To be freed.
 */
const struct sighting **translations_find(const struct sighting *list, size_t count,
					  unsigned captures, const struct twins *twins);

/* Did the initial sequence number survive it? Then it is the same connection for certain. */
bool translation_is_certain(const struct sighting *a, const struct sighting *b);

#endif
