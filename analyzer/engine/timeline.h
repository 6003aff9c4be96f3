/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline.h - a device's story: what was seen of it, a line each. */
#ifndef ENGINE_TIMELINE_H
#define ENGINE_TIMELINE_H

#include "attempt.h"

#define TIMELINE_MAX 200 /* lines kept: the first half and the last half */

/* Fills |device|'s timeline from the subject's sightings. */
void timeline_tell(struct device *device, const struct subject *subject, const struct fleet *fleet);

#endif
