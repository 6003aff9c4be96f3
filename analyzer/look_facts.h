/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_facts.h - what is noted of a capture as a whole, once it has been read. */
#ifndef ANALYZER_LOOK_FACTS_H
#define ANALYZER_LOOK_FACTS_H

#include "budget.h"
#include "capture.h"
#include "sighting.h"
#include "tcp.h"

/* What memory had no room for. */
struct losses {
	struct tcp_losses tcp;
	uint64_t fragments;
	uint64_t watched; /* names and addresses that were not */
	uint64_t unread;  /* connections whose bytes were not */
	const struct budget *budget;
};

/* Notes what |capture| is known by; when it is a ring, its files by their |names|. */
void note_capture(struct sightings *sightings, struct capture_facts *facts,
		  const struct capture *capture, const char *const *names);

/* Notes a sentence for each kind of loss, and the sum of all. Comes after note_capture(). */
void note_losses(struct sightings *sightings, struct capture_facts *facts,
		 const struct losses *losses);

#endif
