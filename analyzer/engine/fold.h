/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fold.h - the fold itself, for those who make attempts; attempt.h is for everybody. */
#ifndef ENGINE_FOLD_H
#define ENGINE_FOLD_H

#include "attempt.h"

/* Fills the facts of an attempt from its sightings. */
void attempt_fold(struct attempt *attempt);

#endif
