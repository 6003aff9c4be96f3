/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_gre.c - GRE, the PPTP form of it, and ERSPAN mirrors inside it.
 *
 * Whether an ERSPAN header follows is told by the sequence number alone:
 * type I has neither.
 *
 * Sources: RFC 2784, 2890 (key, sequence), 2637 4.1 (version 1), 7637 (NVGRE);
 * draft-foschiano-erspan.
 */
#include "packet_layers.h"

#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING 0x4000
#define GRE_KEY 0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACKNOWLEDGEMENT 0x0080 /* version 1 */
#define GRE_VERSION 0x0007
#define GRE_ERSPAN 0x88be
#define GRE_ERSPAN_III 0x22eb

/* Version 1 carries PPP: payload length, call, then sequence and acknowledgement if flagged. */
static struct layer layer_pptp(struct walk *walk, uint16_t flags)
{
	uint16_t length = rd_u16be(&walk->r);

	rd_u16be(&walk->r);
	if (flags & GRE_SEQUENCE)
		rd_u32be(&walk->r);
	if (flags & GRE_ACKNOWLEDGEMENT)
		rd_u32be(&walk->r);
	if (!rd_ok(&walk->r) || length == 0)
		return NO_LAYER;
	walk_limit(walk, length);
	return LAYER(layer_ppp);
}

/* Type II: eight bytes. Type III: twelve, the last bit says that eight more follow. */
static struct layer layer_erspan(struct walk *walk, uint16_t protocol)
{
	struct reader *r = &walk->r;

	rd_u32be(r);
	rd_u32be(r);
	if (protocol == GRE_ERSPAN_III && rd_u32be(r) & 1)
		rd_bytes(r, 8);
	return LAYER(layer_ethernet);
}

static struct layer layer_of_gre(struct walk *walk, uint16_t flags, uint16_t protocol)
{
	enum {
		GRE_BRIDGED = 0x6558
	};

	if (protocol == GRE_BRIDGED)
		return LAYER(layer_ethernet);
	if (protocol == GRE_ERSPAN && !(flags & GRE_SEQUENCE))
		return LAYER(layer_ethernet);
	if (protocol == GRE_ERSPAN || protocol == GRE_ERSPAN_III)
		return layer_erspan(walk, protocol);
	return layer_of_ethertype(protocol);
}

struct layer layer_gre(struct walk *walk)
{
	struct reader *r = &walk->r;

	if (!walk_enter(walk))
		return NO_LAYER;
	uint16_t flags = rd_u16be(r);
	uint16_t protocol = rd_u16be(r);

	if ((flags & GRE_VERSION) == 1)
		return layer_pptp(walk, flags);
	if (flags & (GRE_VERSION | GRE_ROUTING))
		return NO_LAYER;
	if (flags & GRE_CHECKSUM)
		rd_u32be(r);
	if (flags & GRE_KEY)
		rd_u32be(r);
	if (flags & GRE_SEQUENCE)
		rd_u32be(r);
	return layer_of_gre(walk, flags, protocol);
}
