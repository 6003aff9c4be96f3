/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_link.c - Ethernet and its tags, Linux cooked capture, loopback, raw IP.
 *
 * Everything that has an Ethernet type goes through one table.
 *
 * Sources: IEEE 802.3 3.2.6, 802.1Q 9.6, 802.2, RFC 1042 (SNAP); IANA, IEEE
 * 802 Numbers; linktypes.html of tcpdump.org: LINKTYPE_LINUX_SLL,
 * LINKTYPE_LINUX_SLL2, LINKTYPE_NULL, LINKTYPE_LOOP, LINKTYPE_RAW.
 */
#include "packet_layers.h"

#define ETHERTYPE_MIN 0x600 /* smaller values are no types */
#define ETHERNET_LENGTH_MAX 1500
#define ETHERNET_HEADER 14
#define VLAN_ID 0x0fff
#define MAC_LENGTH 6

static const struct {
	uint16_t type;
	struct layer layer;
} ethertypes[] = {
	{0x0800, {layer_ipv4}},
	{0x86dd, {layer_ipv6}},
	{0x8100, {layer_vlan}},
	{0x0806, {layer_arp}},
	{0x88a8, {layer_vlan}}, /* 802.1ad, service tag */
	{0x9100, {layer_vlan}}, /* QinQ before the standard */
	{0x9200, {layer_vlan}},
	{0x893f, {layer_etag}},  /* 802.1BR */
	{0x8926, {layer_vntag}}, /* Cisco VN-Tag */
	{0x8909, {layer_cmd}},   /* Cisco MetaData */
	{0x8847, {layer_mpls}},
	{0x8848, {layer_mpls}},  /* upstream-assigned label */
	{0x8864, {layer_pppoe}}, /* PPPoE session */
	{0x880b, {layer_ppp}},
	{0x6558, {layer_ethernet_inside}}, /* transparent Ethernet bridging */
	{0x894f, {layer_nsh}},
};

struct layer layer_of_ethertype(uint16_t type)
{
	for (size_t i = 0; i < sizeof ethertypes / sizeof ethertypes[0]; i++)
		if (ethertypes[i].type == type)
			return ethertypes[i].layer;
	return NO_LAYER;
}

/* In 802.3 a small number is no type but a length, and LLC follows. */
static struct layer layer_of_length_or_type(struct walk *walk, uint16_t type)
{
	if (type >= ETHERTYPE_MIN)
		return layer_of_ethertype(type);
	if (type > ETHERNET_LENGTH_MAX)
		return NO_LAYER;
	walk_limit(walk, type);
	return LAYER(layer_llc);
}

/*
 *   0              6              12     14
 *   | destination  | source       | type | ...
 */
struct layer layer_ethernet(struct walk *walk)
{
	struct reader header = rd_nested(&walk->r, ETHERNET_HEADER);

	if (!rd_ok(&walk->r))
		return NO_LAYER;
	walk->packet->dst_mac = rd_mac(&header);
	walk->packet->src_mac = rd_mac(&header);
	walk->packet->vlan = 0;
	return layer_of_length_or_type(walk, rd_u16be(&header));
}

bool ethernet_is_plausible(const struct walk *walk)
{
	struct reader r = walk->r;

	rd_bytes(&r, 2 * MAC_LENGTH);
	uint16_t type = rd_u16be(&r);

	if (!rd_ok(&r))
		return walk->missing > 0;
	return type <= ETHERNET_LENGTH_MAX ? type <= rd_left(&r) + walk->missing
					   : layer_of_ethertype(type).read != NULL;
}

struct layer layer_vlan(struct walk *walk)
{
	uint16_t id = rd_u16be(&walk->r) & VLAN_ID;
	uint16_t type = rd_u16be(&walk->r);

	walk->packet->vlan = id;
	return layer_of_length_or_type(walk, type);
}

/* Tags that say nothing about the host: some bytes, then a type again. */
static struct layer layer_behind_tag(struct walk *walk, size_t n)
{
	rd_bytes(&walk->r, n);
	return layer_of_length_or_type(walk, rd_u16be(&walk->r));
}

struct layer layer_etag(struct walk *walk)
{
	return layer_behind_tag(walk, 6);
}

struct layer layer_vntag(struct walk *walk)
{
	return layer_behind_tag(walk, 4);
}

struct layer layer_cmd(struct walk *walk)
{
	return layer_behind_tag(walk, 6);
}

/* 802.2 with or without SNAP: DSAP, SSAP, control, OUI, type. */
struct layer layer_llc(struct walk *walk)
{
	enum {
		LLC_SNAP = 0xaaaa,
		LLC_IP = 0x0606,
		LLC_UI = 0x03
	};
	enum {
		OUI_RFC1042 = 0x000000,
		OUI_8021H = 0x0000f8
	};
	struct reader *r = &walk->r;
	uint16_t saps = rd_u16be(r);

	if (rd_u8(r) != LLC_UI)
		return NO_LAYER;
	if (saps == LLC_IP)
		return LAYER(layer_raw);
	if (saps != LLC_SNAP)
		return NO_LAYER;
	uint32_t oui = (uint32_t)rd_u16be(r) << 8;

	oui |= rd_u8(r);
	uint16_t type = rd_u16be(r);

	return oui == OUI_RFC1042 || oui == OUI_8021H ? layer_of_ethertype(type) : NO_LAYER;
}

/* The address of a cooked frame: its sender's, in a room of eight bytes. */
static void read_sll_address(struct walk *walk, unsigned length)
{
	struct reader room = rd_nested(&walk->r, 8);

	if (length == MAC_LENGTH)
		walk->packet->src_mac = rd_mac(&room);
}

/* The protocol of a cooked frame is an Ethernet type, but for a few small numbers. */
static struct layer layer_of_sll(uint16_t hardware, uint16_t protocol)
{
	enum {
		ARPHRD_FRAD = 770,
		ARPHRD_NETLINK = 824
	};
	enum {
		SLL_LLC = 0x0004
	};

	if (hardware == ARPHRD_NETLINK || hardware == ARPHRD_FRAD)
		return NO_LAYER;
	return protocol == SLL_LLC ? LAYER(layer_llc) : layer_of_ethertype(protocol);
}

/*
 *   0      2          4        6          14
 *   | type | hardware | length | address  | protocol | ...
 */
struct layer layer_linux_sll(struct walk *walk)
{
	struct reader *r = &walk->r;

	rd_u16be(r);
	uint16_t hardware = rd_u16be(r);

	read_sll_address(walk, rd_u16be(r));
	return layer_of_sll(hardware, rd_u16be(r));
}

/*
 *   0          2          4           8          10     11       12
 *   | protocol | reserved | interface | hardware | type | length | address | ...
 */
struct layer layer_linux_sll2(struct walk *walk)
{
	struct reader *r = &walk->r;
	uint16_t protocol = rd_u16be(r);

	rd_u16be(r);
	rd_u32be(r);
	uint16_t hardware = rd_u16be(r);

	rd_u8(r);
	read_sll_address(walk, rd_u8(r));
	return layer_of_sll(hardware, protocol);
}

/*
 * An address family in the byte order of the machine that captured, in
 * LINKTYPE_LOOP in network order. IPv6 has as many numbers as there are systems.
 */
struct layer layer_null(struct walk *walk)
{
	static const struct {
		uint32_t family;
		struct layer layer;
	} families[] = {
		{2, {layer_ipv4}},  {10, {layer_ipv6}}, /* Linux */
		{23, {layer_ipv6}},                     /* Windows */
		{24, {layer_ipv6}},                     /* NetBSD, OpenBSD, BSD/OS */
		{28, {layer_ipv6}},                     /* FreeBSD, DragonFly */
		{30, {layer_ipv6}},                     /* macOS */
	};
	uint32_t family = rd_u32be(&walk->r);

	if (family > UINT16_MAX)
		family = family >> 24 | (family >> 8 & 0xff00);
	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
		if (families[i].family == family)
			return families[i].layer;
	return NO_LAYER;
}

/* IP without anything before it: its first four bits say which. */
struct layer layer_raw(struct walk *walk)
{
	struct reader peek = walk->r;
	uint8_t first = rd_u8(&peek);

	walk->r.failed = peek.failed;
	switch (first >> 4) {
	case 4:
		return LAYER(layer_ipv4);
	case 6:
		return LAYER(layer_ipv6);
	default:
		return NO_LAYER;
	}
}
