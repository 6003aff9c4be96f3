/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_tunnel.c - IP in IP, Ethernet in IP, and the tunnels over UDP.
 *
 * A UDP port is only a hint, any client may have picked it: a tunnel over UDP
 * is entered only if its header and the beginning inside are possible. Else
 * the datagram stays what it is.
 *
 * Sources: RFC 2003, 4213, 3378 (EtherIP), 4023 (MPLS), 7348 (VXLAN), 8926
 * (Geneve), 8300 (NSH), draft-ietf-nvo3-vxlan-gpe, 3GPP TS 29.281 (GTP-U),
 * RFC 4380 5.1.1 (Teredo).
 */
#include "packet_layers.h"

static struct layer layer_inside(struct walk *walk, struct layer layer)
{
	return walk_enter(walk) ? layer : NO_LAYER;
}

struct layer layer_ipv4_inside(struct walk *walk)
{
	return layer_inside(walk, LAYER(layer_ipv4));
}

struct layer layer_ipv6_inside(struct walk *walk)
{
	return layer_inside(walk, LAYER(layer_ipv6));
}

struct layer layer_ethernet_inside(struct walk *walk)
{
	return layer_inside(walk, LAYER(layer_ethernet));
}

struct layer layer_mpls_inside(struct walk *walk)
{
	return layer_inside(walk, LAYER(layer_mpls));
}

/* Version 3 in four bits, twelve reserved. */
struct layer layer_etherip(struct walk *walk)
{
	enum {
		ETHERIP = 0x3000
	};

	return rd_u16be(&walk->r) == ETHERIP ? LAYER(layer_ethernet_inside) : NO_LAYER;
}

static struct layer ethernet_if_plausible(struct walk *walk)
{
	return ethernet_is_plausible(walk) ? LAYER(layer_ethernet_inside) : NO_LAYER;
}

/* The next protocols that NSH and VXLAN-GPE share. */
static struct layer layer_of_next(struct walk *walk, uint8_t next)
{
	enum {
		NEXT_IPV4 = 1,
		NEXT_IPV6 = 2,
		NEXT_ETHERNET = 3,
		NEXT_NSH = 4
	};

	switch (next) {
	case NEXT_IPV4:
		return LAYER(layer_ipv4_inside);
	case NEXT_IPV6:
		return LAYER(layer_ipv6_inside);
	case NEXT_ETHERNET:
		return ethernet_if_plausible(walk);
	case NEXT_NSH:
		return LAYER(layer_nsh);
	default:
		return NO_LAYER;
	}
}

/*
 *   0       1          4     7
 *   | flags | reserved | VNI | reserved | Ethernet
 */
static struct layer layer_vxlan(struct walk *walk)
{
	enum {
		VXLAN_HAS_VNI = 0x08
	};
	uint8_t flags = rd_u8(&walk->r);

	rd_bytes(&walk->r, 7);
	return flags & VXLAN_HAS_VNI ? ethernet_if_plausible(walk) : NO_LAYER;
}

/* As VXLAN, with the next protocol in the byte before the VNI. */
static struct layer layer_vxlan_gpe(struct walk *walk)
{
	enum {
		GPE_HAS_NEXT = 0x04
	};
	uint8_t flags = rd_u8(&walk->r);

	rd_u16be(&walk->r);
	uint8_t next = rd_u8(&walk->r);

	rd_u32be(&walk->r);
	return flags & GPE_HAS_NEXT ? layer_of_next(walk, next) : ethernet_if_plausible(walk);
}

/*
 *   0                  2           3      4
 *   | ver,ttl,length/4 | MD type   | next | service path, context | ...
 */
struct layer layer_nsh(struct walk *walk)
{
	enum {
		NSH_VERSION = 0xc000,
		NSH_LENGTH = 0x003f,
		NSH_BASE = 4
	};
	uint16_t start = rd_u16be(&walk->r);
	size_t length = (start & NSH_LENGTH) * 4u;

	rd_u8(&walk->r);
	uint8_t next = rd_u8(&walk->r);

	if (start & NSH_VERSION || length < NSH_BASE)
		return NO_LAYER;
	rd_bytes(&walk->r, length - NSH_BASE);
	return layer_of_next(walk, next);
}

/*
 *   0                  1       2      4     7
 *   | version,length/4 | flags | type | VNI | reserved | options | ...
 */
static struct layer layer_geneve(struct walk *walk)
{
	enum {
		GENEVE_VERSION = 0xc0,
		GENEVE_LENGTH = 0x3f,
		GENEVE_ETHERNET = 0x6558
	};
	uint8_t version_length = rd_u8(&walk->r);

	rd_u8(&walk->r);
	uint16_t type = rd_u16be(&walk->r);

	rd_u32be(&walk->r);
	rd_bytes(&walk->r, (version_length & GENEVE_LENGTH) * 4u);
	if (version_length & GENEVE_VERSION)
		return NO_LAYER;
	if (type == GENEVE_ETHERNET)
		return ethernet_if_plausible(walk);
	return walk_enter(walk) ? layer_of_ethertype(type) : NO_LAYER;
}

/* GTP extension headers: length in four bytes, contents, type of the next. */
static void read_gtp_extensions(struct reader *r, uint8_t type)
{
	for (unsigned n = 0; type && n < EXTENSIONS_MAX && rd_ok(r); n++) {
		size_t length = rd_u8(r) * 4u;

		rd_bytes(r, length < 4 ? SIZE_MAX : length - 2);
		type = rd_u8(r);
	}
}

/*
 *   0       1      2        4      8
 *   | flags | type | length | TEID | sequence, N-PDU, extension type if any flag | IP
 */
static struct layer layer_gtp(struct walk *walk)
{
	enum {
		GTP_VERSION = 0xf0,
		GTP_VERSION_1 = 0x30,
		GTP_LONG = 0x07,
		GTP_USER_PACKET = 0xff
	};
	struct reader *r = &walk->r;
	uint8_t flags = rd_u8(r);
	uint8_t type = rd_u8(r);
	uint16_t length = rd_u16be(r);

	rd_u32be(r);
	if ((flags & GTP_VERSION) != GTP_VERSION_1 || type != GTP_USER_PACKET || !rd_ok(r) ||
	    length > walk_left(walk))
		return NO_LAYER;
	walk_limit(walk, length);
	if (flags & GTP_LONG) {
		rd_bytes(r, 3);
		read_gtp_extensions(r, rd_u8(r));
	}
	struct layer ip = layer_raw(walk);

	return ip.read && walk_enter(walk) ? ip : NO_LAYER;
}

/* Authentication and origin indications may stand before the IPv6 packet. */
static struct layer layer_teredo(struct walk *walk)
{
	enum {
		TEREDO_ORIGIN = 0x0000,
		TEREDO_AUTHENTICATION = 0x0001,
		AUTHENTICATION_FIXED = 9 /* nonce and confirmation */
	};
	struct reader r = walk->r;
	uint16_t indicator = rd_u16be(&r);

	if (indicator == TEREDO_AUTHENTICATION) {
		size_t identifier = rd_u8(&r), value = rd_u8(&r);

		rd_bytes(&r, identifier + value + AUTHENTICATION_FIXED);
		walk->r = r;
		indicator = rd_u16be(&r);
	}
	if (indicator == TEREDO_ORIGIN) {
		rd_bytes(&r, 6);
		walk->r = r;
	}
	return layer_raw(walk).read == layer_ipv6 ? LAYER(layer_ipv6_inside) : NO_LAYER;
}

/* clang-format off */
static const struct {
	uint16_t port;
	bool either; /* also the port that answers come from */
	struct layer layer;
} tunnels[] = {
	{4789, false, {layer_vxlan}},
	{8472, false, {layer_vxlan}}, /* Linux before the number was assigned */
	{4790, false, {layer_vxlan_gpe}},
	{6081, false, {layer_geneve}},
	{2152, true, {layer_gtp}},
	{3544, true, {layer_teredo}},
};
/* clang-format on */

#define TUNNELS (sizeof tunnels / sizeof tunnels[0])

struct layer layer_of_udp(const struct flow *flow)
{
	for (size_t i = 0; i < TUNNELS; i++)
		if (tunnels[i].port == flow->dst_port ||
		    (tunnels[i].either && tunnels[i].port == flow->src_port))
			return tunnels[i].layer;
	return NO_LAYER;
}

uint16_t tunnel_port(size_t i)
{
	return i < TUNNELS ? tunnels[i].port : 0;
}
