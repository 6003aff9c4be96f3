/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * near.h - the key that somebody meant to type.
 *
 * Two PIDs that differ by one or two slips agree in one of three parts of
 * their characters, but for rare double swaps. So keys are kept by each part,
 * and a PID is compared with those that share one: at most NEAR_MOST of each,
 * which bounds the work where a whole batch begins alike.
 */
#ifndef ENGINE_NEAR_H
#define ENGINE_NEAR_H

#include "site.h"

#define NEAR_MOST 256
#define NEAR_SLIPS 2

struct near;

struct near *near_new(const struct site *site);
void near_free(struct near *near);

/* The one free key nearest to |pid|, within NEAR_SLIPS; NULL when there is none or several. */
const struct site_pid *near_find(struct near *near, const char pid[PID_TEXT]);

#endif
