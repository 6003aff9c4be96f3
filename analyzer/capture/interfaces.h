/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interfaces.h - the interfaces of a pcapng section, and its clocks.
 *
 * Each interface has its own link type, unit of time and count of what it
 * dropped. A section starts a new list; only the drops of the old one count on.
 * Source: draft-ietf-opsawg-pcapng, sections 4.2 and 4.6.
 */
#ifndef CAPTURE_INTERFACES_H
#define CAPTURE_INTERFACES_H

#include <glib.h>

#include "bytes.h"

#define INTERFACES_MAX 4096 /* in one section */

struct interface {
	uint32_t link_type;
	uint32_t snap_length; /* 0: no limit */
	uint8_t digits;
	uint8_t binary;    /* the unit is a second / 2^binary; 0: a power of ten */
	uint64_t plain;    /* below it, multiplying is all it takes; 0: never */
	uint64_t multiply; /* decimal units -> nanoseconds */
	uint64_t divide;
	int64_t offset;    /* seconds */
	uint64_t reported; /* dropped so far, by its statistics */
	uint64_t noted;    /* dropped, by the packets themselves */
};

struct interfaces {
	GArray *now;      /* struct interface, of this section */
	uint64_t before;  /* interfaces of earlier sections */
	uint64_t dropped; /* by them */
};

void interfaces_open(struct interfaces *interfaces);
void interfaces_close(struct interfaces *interfaces);

/* A new section: numbers start at 0 again. */
void interfaces_restart(struct interfaces *interfaces);

/* Adds the interface that |body| of a description block tells. False: too many. */
bool interfaces_add(struct interfaces *interfaces, struct bytes body, bool swapped);

/* Interface |id| of this section, or NULL. */
struct interface *interfaces_get(const struct interfaces *interfaces, uint32_t id);

/* Dropped by all of them so far. */
uint64_t interfaces_dropped(const struct interfaces *interfaces);

/* Takes the drop counts from the options of an interface statistics block. */
void interface_report(struct interface *interface, struct bytes options, bool swapped);

/* What interface_time() does for unusual clocks. */
int64_t interface_time_of(const struct interface *interface, uint64_t ticks);

/* Nanoseconds since 1970 at |ticks| of the interface's clock; the nearest end when out of range. */
static inline int64_t interface_time(const struct interface *interface, uint64_t ticks)
{
	if (G_LIKELY(ticks < interface->plain))
		return (int64_t)(ticks * interface->multiply);
	return interface_time_of(interface, ticks);
}

/* a + b, or the largest number. */
static inline uint64_t sum_u64(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

#endif
