/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_neighbour.c - who has which address: ARP and IPv6 neighbour discovery.
 *
 * Both fill the same struct. An advertisement's sender is the address it
 * speaks of, which a proxy's source address is not.
 *
 * Sources: RFC 826, 4861 (4.3, 4.4, 4.6.1).
 */
#include "packet_layers.h"

/*
 *   0          2          4      5      6           8
 *   | hardware | protocol | hlen | plen | operation | sender mac, ip | target mac, ip
 */
struct layer layer_arp(struct walk *walk)
{
	enum {
		ARP_IPV4 = 0x0800,
		ARP_REQUEST = 1,
		ARP_REPLY = 2
	};
	struct reader *r = &walk->r;

	rd_u16be(r);
	uint16_t protocol = rd_u16be(r);
	uint8_t mac_length = rd_u8(r), address_length = rd_u8(r);
	uint16_t operation = rd_u16be(r);

	if (!rd_ok(r) || protocol != ARP_IPV4 || address_length != 4)
		return NO_LAYER;
	struct reader sender = rd_nested(r, mac_length);
	struct neighbour seen = {.sender = rd_address_v4(r)};

	rd_bytes(r, mac_length);
	seen.target = rd_address_v4(r);
	if (mac_length == sizeof seen.mac)
		seen.mac = rd_mac(&sender);
	if (operation == ARP_REQUEST || operation == ARP_REPLY)
		seen.kind = operation == ARP_REQUEST ? NEIGHBOUR_ASKS : NEIGHBOUR_ANSWERS;
	if (!rd_ok(r))
		return NO_LAYER;
	walk_begin(walk, NETWORK_ARP);
	walk->packet->neighbour = seen;
	return NO_LAYER;
}

/* The link-layer address of option |wanted|, or none. Options count eight bytes. */
static struct mac read_mac_option(struct reader *r, uint8_t wanted)
{
	while (rd_ok(r) && rd_left(r)) {
		uint8_t type = rd_u8(r);
		uint8_t length = rd_u8(r);

		if (length == 0)
			break;
		struct reader value = rd_nested(r, length * 8u - 2);

		if (type == wanted && rd_ok(r))
			return rd_mac(&value);
	}
	return (struct mac){0};
}

/* Behind the ICMPv6 header and four bytes of flags: the target, options. */
static bool read_target(struct neighbour *seen, struct walk *walk, uint8_t mac_option)
{
	struct reader options;

	seen->target = rd_address_v6(&walk->r);
	options = walk->r;
	seen->mac = read_mac_option(&options, mac_option);
	return rd_ok(&walk->r);
}

struct layer layer_solicitation(struct walk *walk)
{
	enum {
		OPTION_SOURCE_MAC = 1
	};
	struct neighbour seen = {.kind = NEIGHBOUR_ASKS, .sender = walk->packet->flow.src};

	if (read_target(&seen, walk, OPTION_SOURCE_MAC))
		walk->packet->neighbour = seen;
	return NO_LAYER;
}

/* It speaks of its target, so that is who has the address. */
struct layer layer_advertisement(struct walk *walk)
{
	enum {
		OPTION_TARGET_MAC = 2
	};
	struct neighbour seen = {.kind = NEIGHBOUR_ANSWERS};

	if (read_target(&seen, walk, OPTION_TARGET_MAC)) {
		seen.sender = seen.target;
		seen.target = walk->packet->flow.dst;
		walk->packet->neighbour = seen;
	}
	return NO_LAYER;
}
