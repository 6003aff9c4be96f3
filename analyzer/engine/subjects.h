/* SPDX-License-Identifier: GPL-2.0-or-later */
/* subjects.h - who is an AMT device, and which sightings are about whom. */
#ifndef ENGINE_SUBJECTS_H
#define ENGINE_SUBJECTS_H

#include "attempt.h"

/*
 * Groups the sorted sightings of |fleet| by device into fleet->subjects, in
 * the order of their first sighting, and fleet->order.
 */
void subjects_find(struct fleet *fleet);
void subject_free(struct subject *subject);

#endif
