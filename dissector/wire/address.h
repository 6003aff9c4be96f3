/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * address.h - IP and MAC addresses as plain values.
 *
 * An IPv4 address is kept in its IPv4-mapped form (RFC 4291, 2.5.5.2), so
 * that one comparison serves both families. All zero means "none".
 */
#ifndef WIRE_ADDRESS_H
#define WIRE_ADDRESS_H

#include "bytes.h"

struct address {
	uint8_t b[16];
};

struct mac {
	uint8_t b[6];
};

#define ADDRESS_TEXT 46 /* longest text of an address with its NUL */
#define MAC_TEXT 18

/* The bytes before an IPv4 address in its mapped form. */
#define ADDRESS_V4_PREFIX 12

static inline struct address address_v4(const uint8_t b[4])
{
	struct address a = {.b = {[10] = 0xff, [11] = 0xff}};

	memcpy(a.b + ADDRESS_V4_PREFIX, b, 4);
	return a;
}

static inline struct address address_v6(const uint8_t b[16])
{
	struct address a;

	memcpy(a.b, b, sizeof a.b);
	return a;
}

/* All zero. 0.0.0.0 is an IPv4 address and thus not none. */
bool address_is_none(const struct address *a);
bool address_is_v4(const struct address *a);
/* Loopback, multicast, broadcast, link-local and unspecified are not one machine's address. */
bool address_is_unicast(const struct address *a);

static inline bool address_equal(const struct address *a, const struct address *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

static inline bool mac_equal(const struct mac *a, const struct mac *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

bool mac_is_none(const struct mac *m);

/* Write canonical text (RFC 5952 for IPv6) into |text| and return it. */
const char *address_text(const struct address *a, char text[ADDRESS_TEXT]);
const char *mac_text(const struct mac *m, char text[MAC_TEXT]);

/* False when |text| is no address; |a| is then none. */
bool address_parse(struct address *a, const char *text);
/* Takes aa:bb:..., aa-bb-..., and aabb.ccdd.eeff forms, any case. */
bool mac_parse(struct mac *m, const char *text);

#endif
