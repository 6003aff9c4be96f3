/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sieve_property.h - what a sieve must never refuse, for the test and for the fuzz target. */
#ifndef FUZZ_SIEVE_PROPERTY_H
#define FUZZ_SIEVE_PROPERTY_H

#include "packet.h"
#include "sieve.h"

static inline bool sieve_wants(const struct sieve *sieve, uint16_t port)
{
	return sieve->wanted[port / 64] >> (port % 64) & 1;
}

/* Would anybody look at this packet? Whatever is not plain TCP or UDP may be of use. */
static inline bool packet_is_of_use(const struct sieve *sieve, const struct packet *p)
{
	if (p->tunnels || p->fragment.is || p->neighbour.kind != NEIGHBOUR_NONE)
		return true;
	if (p->flow.protocol != PROTOCOL_TCP && p->flow.protocol != PROTOCOL_UDP)
		return true;
	return sieve_wants(sieve, p->flow.src_port) || sieve_wants(sieve, p->flow.dst_port);
}

/* False: the sieve refuses what packet_decode() finds to be of use. */
static inline bool sieve_is_right(const struct sieve *sieve, uint32_t link_type, struct bytes frame,
				  uint32_t original_length)
{
	struct packet packet;

	return sieve_passes(sieve, link_type, frame) ||
	       !packet_decode(&packet, link_type, frame, original_length) ||
	       !packet_is_of_use(sieve, &packet);
}

#endif
