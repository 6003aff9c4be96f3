/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verdict.h - outcome and one-sentence verdict of a device, and of the whole. */
#ifndef ENGINE_VERDICT_H
#define ENGINE_VERDICT_H

#include "explain.h"

/* Fills |device|'s progress, outcome and verdict from its last attempt and that one's findings. */
void verdict_of_device(struct diagnosis *d, struct device *device, const struct attempt *last,
		       const GPtrArray *findings);

/* How far the records let an explained attempt get: only a hello tells the server enough to decide. */
struct progress verdict_predicted(const struct attempt *attempt);

/* Fills |diagnosis|' counts and verdict. */
void verdict_of_all(struct diagnosis *diagnosis);

#endif
