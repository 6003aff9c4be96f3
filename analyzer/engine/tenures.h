/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tenures.h - who used an address, and when.
 *
 * An address is a device's for as long as it says hello from it; leases end,
 * and routers translate. Keys are views into the sightings.
 */
#ifndef ENGINE_TENURES_H
#define ENGINE_TENURES_H

#include "attempt.h"

struct tenures;

struct tenures *tenures_new(void);
void tenures_free(struct tenures *tenures);

/*
 * |subject| uses |address| at |time|; times never go back. Marks subjects
 * that are crowded, or behind address translation.
 */
void tenures_take(struct tenures *tenures, const struct address *address, int64_t time,
		  struct subject *subject);

/*
 * Whose address it was at |time|, or NULL. What a device does before its hello
 * is its own (|before_hello|), so then the next user of the address is meant.
 */
struct subject *tenures_at(const struct tenures *tenures, const struct address *address,
			   int64_t time, bool before_hello);

/* Does somebody begin to use |address| after |time|? */
bool tenures_begin_after(const struct tenures *tenures, const struct address *address,
			 int64_t time);

#endif
