/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_ip.c - IPv4, IPv6 and its extension headers.
 *
 * A length of zero is what segmentation offload leaves in captures of
 * packets on their way out: then what is there is taken.
 *
 * Sources: RFC 791, 8200, 4302 (authentication header), 6946 (a fragment
 * header on a whole datagram); IANA, Assigned Internet Protocol Numbers.
 */
#include "packet_layers.h"

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define IPV4_MORE 0x2000
#define IPV4_OFFSET 0x1fff
#define FRAGMENT_UNIT 8 /* offsets count eight bytes, in both versions */

static const struct {
	uint8_t protocol;
	struct layer layer;
} protocols[] = {
	/* number          its header */
	{PROTOCOL_TCP, {layer_tcp}},
	{PROTOCOL_UDP, {layer_udp}},
	{PROTOCOL_ICMP, {layer_icmp}},
	{PROTOCOL_ICMPV6, {layer_icmpv6}},
	{0, {layer_extension}},  /* hop-by-hop options */
	{43, {layer_extension}}, /* routing */
	{44, {layer_fragment}},
	{51, {layer_authentication}},
	{60, {layer_extension}},  /* destination options */
	{135, {layer_extension}}, /* mobility */
	{139, {layer_extension}}, /* host identity */
	{140, {layer_extension}}, /* shim6 */
	{4, {layer_ipv4_inside}},
	{41, {layer_ipv6_inside}},
	{47, {layer_gre}},
	{97, {layer_etherip}},
	{137, {layer_mpls_inside}},
};

struct layer layer_of_protocol(struct walk *walk, uint8_t protocol)
{
	const struct fragment *fragment = &walk->packet->fragment;

	walk->packet->flow.protocol = protocol;
	walk_payload(walk);
	/* The first piece has the ports; in a quotation nothing better will come. */
	if (fragment->is && !(walk->quoting && fragment->offset == 0))
		return NO_LAYER;
	for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
		if (protocols[i].protocol == protocol)
			return protocols[i].layer;
	return NO_LAYER;
}

static struct fragment fragment_of(uint32_t id, uint32_t units, bool more)
{
	return (struct fragment){
		.is = units || more,
		.more = more,
		.id = id,
		.offset = units * FRAGMENT_UNIT,
	};
}

/*
 *   0             1     2        4    6              8     9          10         12    16
 *   | version,ihl | tos | length | id | flags,offset | ttl | protocol | checksum | src | dst | ...
 */
struct layer layer_ipv4(struct walk *walk)
{
	struct packet *packet = walk->packet;
	size_t on_wire = walk_left(walk);
	struct reader r = rd_nested(&walk->r, IPV4_HEADER);

	if (!rd_ok(&walk->r))
		return NO_LAYER;
	uint8_t version_ihl = rd_u8(&r);
	size_t header = (version_ihl & 0x0fu) * 4;

	rd_u8(&r);
	size_t length = rd_u16be(&r);

	/* What routers quote has its length changed by some of them. */
	if (length == 0 || walk->quoting)
		length = on_wire;
	if (version_ihl >> 4 != 4 || header < IPV4_HEADER || length < header)
		return NO_LAYER;
	walk_begin(walk, NETWORK_IPV4);
	uint16_t id = rd_u16be(&r);
	uint16_t fragment = rd_u16be(&r);

	packet->fragment = fragment_of(id, fragment & IPV4_OFFSET, fragment & IPV4_MORE);
	packet->ttl = rd_u8(&r);
	uint8_t protocol = rd_u8(&r);

	rd_u16be(&r);
	packet->flow.src = rd_address_v4(&r);
	packet->flow.dst = rd_address_v4(&r);
	walk_limit(walk, length - IPV4_HEADER);
	rd_bytes(&walk->r, header - IPV4_HEADER);
	return layer_of_protocol(walk, protocol);
}

/*
 *   0                     4        6             7     8     24
 *   | version,class,label | length | next header | hop | src | dst | ...
 */
struct layer layer_ipv6(struct walk *walk)
{
	struct packet *packet = walk->packet;
	struct reader r = rd_nested(&walk->r, IPV6_HEADER);

	if (!rd_ok(&walk->r) || rd_u32be(&r) >> 28 != 6)
		return NO_LAYER;
	walk_begin(walk, NETWORK_IPV6);
	uint16_t length = rd_u16be(&r);
	uint8_t next = rd_u8(&r);

	packet->ttl = rd_u8(&r);
	packet->flow.src = rd_address_v6(&r);
	packet->flow.dst = rd_address_v6(&r);
	if (length && !walk->quoting)
		walk_limit(walk, length);
	return layer_of_protocol(walk, next);
}

/* Extension headers exist in IPv6 only, and no sane packet has many of them. */
static bool may_extend(struct walk *walk)
{
	return walk->packet->network == NETWORK_IPV6 && walk->extensions++ < EXTENSIONS_MAX;
}

/* Next header, length in eight bytes after the first eight. */
struct layer layer_extension(struct walk *walk)
{
	if (!may_extend(walk))
		return NO_LAYER;
	uint8_t next = rd_u8(&walk->r);
	uint8_t length = rd_u8(&walk->r);

	rd_bytes(&walk->r, length * 8u + 6);
	return rd_ok(&walk->r) ? layer_of_protocol(walk, next) : NO_LAYER;
}

/* Next header, length in four bytes minus two. Of both versions. */
struct layer layer_authentication(struct walk *walk)
{
	if (walk->extensions++ >= EXTENSIONS_MAX)
		return NO_LAYER;
	uint8_t next = rd_u8(&walk->r);
	uint8_t length = rd_u8(&walk->r);

	rd_bytes(&walk->r, (length + 2u) * 4 - 2);
	return rd_ok(&walk->r) ? layer_of_protocol(walk, next) : NO_LAYER;
}

/* Next header, reserved, offset and flag, id. */
struct layer layer_fragment(struct walk *walk)
{
	if (!may_extend(walk))
		return NO_LAYER;
	uint8_t next = rd_u8(&walk->r);

	rd_u8(&walk->r);
	uint16_t offset_more = rd_u16be(&walk->r);
	uint32_t id = rd_u32be(&walk->r);

	if (!rd_ok(&walk->r))
		return NO_LAYER;
	walk->packet->fragment = fragment_of(id, offset_more >> 3, offset_more & 1);
	return layer_of_protocol(walk, next);
}
