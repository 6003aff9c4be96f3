/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_mpls.c - MPLS label stacks.
 *
 * Labels do not say what they carry. The first four bits of what follows
 * tell IPv4 and IPv6; a pseudowire may begin with a control word (0) or
 * straight with the frame, so Ethernet is believed only if its type is known.
 *
 * Sources: RFC 3032 (stack entry), RFC 4385 (control word), RFC 4448 (Ethernet).
 */
#include "packet_layers.h"

#define MPLS_BOTTOM UINT32_C(0x100)
#define MPLS_LABELS_MAX 16

static bool read_label_stack(struct reader *r)
{
	for (unsigned n = 0; n < MPLS_LABELS_MAX; n++) {
		uint32_t entry = rd_u32be(r);

		if (!rd_ok(r) || entry & MPLS_BOTTOM)
			return rd_ok(r);
	}
	return false;
}

static struct layer layer_pseudowire(struct walk *walk, uint8_t first)
{
	struct walk behind = *walk;

	rd_u32be(&behind.r);
	if (first >> 4 == 0 && ethernet_is_plausible(&behind)) {
		walk->r = behind.r;
		return LAYER(layer_ethernet_inside);
	}
	return ethernet_is_plausible(walk) ? LAYER(layer_ethernet_inside) : NO_LAYER;
}

struct layer layer_mpls(struct walk *walk)
{
	if (!read_label_stack(&walk->r))
		return NO_LAYER;
	struct reader peek = walk->r;
	uint8_t first = rd_u8(&peek);
	struct layer ip = layer_raw(walk);

	return ip.read ? ip : layer_pseudowire(walk, first);
}
