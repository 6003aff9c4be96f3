/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_icmp.c - ICMP and ICMPv6.
 *
 * Error messages quote the packet they complain about. The quotation is only
 * noted here; packet.c walks it with the same layers as any packet.
 *
 * Sources: RFC 792, 1122 3.2.2, 4443.
 */
#include "packet_layers.h"

static const uint8_t icmp_errors[] = {
	3,  /* destination unreachable */
	4,  /* source quench */
	5,  /* redirect */
	11, /* time exceeded */
	12, /* parameter problem */
};

static const uint8_t icmpv6_errors[] = {
	1, /* destination unreachable */
	2, /* packet too big */
	3, /* time exceeded */
	4, /* parameter problem */
};

static bool is_error(uint8_t type, const uint8_t errors[], size_t n)
{
	return memchr(errors, type, n) != NULL;
}

/* Type, code, checksum: common to every message. False when cut. */
static bool read_header(struct walk *walk)
{
	struct packet *packet = walk->packet;

	packet->payload = (struct bytes){0};
	packet->payload_length = 0;
	packet->icmp_type = rd_u8(&walk->r);
	packet->icmp_code = rd_u8(&walk->r);
	rd_u16be(&walk->r);
	return rd_ok(&walk->r);
}

/* Four bytes that each type uses its own way, then what the message carries. */
static struct layer read_body(struct walk *walk, bool error, struct layer quoted)
{
	rd_u32be(&walk->r);
	if (!rd_ok(&walk->r))
		return NO_LAYER;
	walk_payload(walk);
	walk->packet->icmp_error = error;
	walk->quote_layer = error ? quoted : NO_LAYER;
	walk->quote = walk->packet->payload;
	return NO_LAYER;
}

struct layer layer_icmp(struct walk *walk)
{
	if (walk->packet->network != NETWORK_IPV4 || !read_header(walk))
		return NO_LAYER;
	return read_body(walk, is_error(walk->packet->icmp_type, icmp_errors, sizeof icmp_errors),
			 LAYER(layer_ipv4));
}

struct layer layer_icmpv6(struct walk *walk)
{
	enum {
		NEIGHBOUR_SOLICITATION = 135,
		NEIGHBOUR_ADVERTISEMENT = 136
	};

	if (walk->packet->network != NETWORK_IPV6 || !read_header(walk))
		return NO_LAYER;
	uint8_t type = walk->packet->icmp_type;

	read_body(walk, is_error(type, icmpv6_errors, sizeof icmpv6_errors), LAYER(layer_ipv6));
	if (type == NEIGHBOUR_SOLICITATION)
		return LAYER(layer_solicitation);
	return type == NEIGHBOUR_ADVERTISEMENT ? LAYER(layer_advertisement) : NO_LAYER;
}
