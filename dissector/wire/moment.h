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
