/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quality.h - what a capture cannot show: every report says it. */
#ifndef ENGINE_QUALITY_H
#define ENGINE_QUALITY_H

#include "sighting.h"

/*
 * The limits of each capture, a list of sentences (char *) each. Only where
 * |devices| were found do missing DNS and DHCP count.
 */
GPtrArray *quality_of_captures(const struct sightings *sightings, unsigned devices);

#endif
