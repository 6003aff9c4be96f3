/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * observer.h - messages of one capture into sightings.
 *
 * A DNS question waits here for its answer, a DHCP transaction for its end,
 * an ARP question for its reply; what is still open when the capture ends is
 * a sighting too. Bounded: OBSERVER_OPEN of each kind at once, and what is
 * kept of each kind by the budget; what goes beyond is counted there.
 */
#ifndef SIGHTING_OBSERVER_H
#define SIGHTING_OBSERVER_H

#include "budget.h"
#include "message.h"
#include "packet.h"
#include "sighting.h"
#include "watch.h"

#define OBSERVER_OPEN 16384

struct observer;

/* Observes for |capture| of |sightings|; |watch| and |budget| stay the caller's. */
struct observer *observer_new(struct sightings *sightings, unsigned capture, struct watch *watch,
			      struct budget *budget);

/* Is |dns|, of which only the question was read, about anything that is watched? Counts it if not. */
bool observe_question(struct observer *o, const struct dns *dns);

void observe_dns(struct observer *o, const struct dns *dns, const struct flow *flow,
		 struct moment at, struct place place);
void observe_dhcp(struct observer *o, const struct dhcp *dhcp, const struct flow *flow,
		  struct moment at);
void observe_neighbour(struct observer *o, const struct neighbour *neighbour, struct moment at);
/* Keeps a copy of |connection| and of its hello, if any. */
void observe_connection(struct observer *o, const struct seen_connection *connection,
			struct moment at);

/* Hands out what is still open and ends the observer. */
void observer_finish(struct observer *o);

#endif
