/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uuid.h - a machine's SMBIOS UUID.
 *
 * Kept as it is sent in the hello: the first three groups little-endian, the
 * last eight bytes in order (SMBIOS 2.6, 7.2.1). Its text is the usual one,
 * with the groups turned round.
 */
#ifndef WIRE_UUID_H
#define WIRE_UUID_H

#include "bytes.h"

struct uuid {
	uint8_t b[16];
};

#define UUID_TEXT 37

static inline bool uuid_equal(const struct uuid *a, const struct uuid *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

/* "44454c4c-..." in lower case, into |text|, which is returned. */
const char *uuid_text(const struct uuid *u, char text[UUID_TEXT]);

/* Reads text with or without dashes and braces, any case. False when it is no UUID. */
bool uuid_parse(struct uuid *u, const char *text);

/* The same UUID with the first three groups in the other byte order. */
struct uuid uuid_swapped(const struct uuid *u);

/* All zero (absent) or all ones (not set): such a UUID names no machine. */
bool uuid_is_blank(const struct uuid *u);

#endif
