/* SPDX-License-Identifier: GPL-2.0-or-later */
/* moment.h - when and where in a capture something stands: plain values. */
#ifndef WIRE_MOMENT_H
#define WIRE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/* Frame numbers are Wireshark's: from 1 in each file. Frame 0 means "never". */
struct moment {
	int64_t time; /* nanoseconds since 1970-01-01 UTC */
	uint64_t frame;
};

/*
 * Times are kept this far from zero at most, the years 1824 to 2116, so that
 * nobody who adds or subtracts two of them has to think of overflow.
 */
#define TIME_FAR (INT64_MAX / 2)

static inline int64_t time_within_reach(int64_t time)
{
	return time > TIME_FAR ? TIME_FAR : time < -TIME_FAR ? -TIME_FAR : time;
}

/* Bytes [offset, offset + length) of a frame, counted from its first captured byte. */
struct place {
	uint64_t frame;
	uint32_t offset;
	uint32_t length;
};

static inline bool moment_is_set(struct moment m)
{
	return m.frame != 0;
}

#define NANOSECONDS INT64_C(1000000000)

#endif
