/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * what_if.h - the first refusal of each attempt removed by a record change,
 * then the next, until the call-back is reached or no record helps.
 */
#ifndef ENGINE_WHAT_IF_H
#define ENGINE_WHAT_IF_H

#include "attempt.h"

/* Each device has its own chain of changes, and is explained once more per change. */
struct what_if *what_if(const struct diagnosis *diagnosis);
void what_if_free(struct what_if *what_if);

#endif
