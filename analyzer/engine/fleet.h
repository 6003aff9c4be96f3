/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fleet.h - what many devices, and many captures, say together. */
#ifndef ENGINE_FLEET_H
#define ENGINE_FLEET_H

#include "attempt.h"

/* Sorts, aligns and indexes the sightings, finds the devices in them and counts. */
struct fleet *fleet_new(struct sightings *sightings, const struct site *site,
			const struct diagnose_options *options);
void fleet_free(struct fleet *fleet);

/* Is this a name under which devices look for their server: ProvisionServer, or a set one? */
bool fleet_is_server_name(const struct fleet *fleet, const char *name);

/* A question like |name|'s that somebody else got an address for, or NULL. */
const struct sighting *fleet_other_answer(const struct fleet *fleet, const struct sighting *name);

/*
 * |name|'s answer leads from IPv4 to IPv6, or back, where somebody said hello:
 * that may have been whoever asked, under its other address.
 */
bool fleet_may_go_on_elsewhere(const struct fleet *fleet, const struct seen_name *name);

/* How many different UUIDs the capability table gives for one resource. */
unsigned fleet_uuids_of(const struct fleet *fleet, const char *resource_guid);

/*
 * A capture at the server that covers the whole of |s|, which it does not
 * show: what was sent never arrived. -1 when there is none. |certain| says
 * whether nothing else can explain it.
 */
int fleet_missed_by_server(const struct fleet *fleet, const struct sighting *s, bool *certain);

#endif
