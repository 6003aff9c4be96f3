/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link.c - links and tunnels, a row each.
 *
 * A tunnel's ends are two routers, always the same. Formats: IEEE 802.3,
 * 802.1Q, 802.11; tcpdump.org/linktypes (cooked, raw, loopback); RFC 2516
 * (PPPoE), 3032 (MPLS), 2784 (GRE), 7348 (VXLAN).
 */
#include "link.h"

#include <string.h>

#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_MPLS 0x8847
#define ETHERTYPE_PPPOE 0x8864
#define ETHERTYPE_BRIDGED 0x6558 /* RFC 1701: an Ethernet frame in GRE */
#define PROTOCOL_UDP 17
#define PROTOCOL_GRE 47
#define PORT_VXLAN 4789
#define IPV4_HEADER 20
#define UDP_HEADER 8
#define ETHERNET_HEADER 14
#define HARDWARE_ETHERNET 1

static void put_ethernet(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type)
{
	put_bytes(out, to, MAC_LENGTH);
	put_bytes(out, from, MAC_LENGTH);
	put16(out, type);
}

static void put_cooked(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type)
{
	(void)to;
	put16(out, 0); /* to us */
	put16(out, HARDWARE_ETHERNET);
	put16(out, MAC_LENGTH);
	put_bytes(out, from, MAC_LENGTH);
	put16(out, 0); /* the address has room for eight bytes */
	put16(out, type);
}

static void put_cooked2(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type)
{
	(void)to;
	put16(out, type);
	put16(out, 0);
	put32(out, 2); /* the interface's index */
	put16(out, HARDWARE_ETHERNET);
	put8(out, 0); /* to us */
	put8(out, MAC_LENGTH);
	put_bytes(out, from, MAC_LENGTH);
	put16(out, 0);
}

static void put_raw(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type)
{
	(void)out, (void)to, (void)from, (void)type;
}

/* The machine's own byte order: here a little-endian one. The family's number is BSD's. */
static void put_loopback(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type)
{
	(void)to, (void)from;
	put32le(out, type == ETHERTYPE_IPV4 ? 2 : 30);
}

/* A data frame from an access point, with LLC and SNAP. */
static void put_wlan(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type)
{
	static const uint8_t access_point[] = {0x02, 0, 0, 0, 0xaa, 0x01};
	static const uint8_t snap[] = {0xaa, 0xaa, 0x03, 0, 0, 0};

	put16(out, 0x0802); /* data, from the distribution system */
	put16(out, 0);
	put_bytes(out, to, MAC_LENGTH);
	put_bytes(out, access_point, MAC_LENGTH);
	put_bytes(out, from, MAC_LENGTH);
	put16(out, 0);
	put_bytes(out, snap, sizeof snap);
	put16(out, type);
}

static const struct link links[] = {
	/* name      LINKTYPE_ */
	{"ethernet", 1, put_ethernet}, {"loopback", 0, put_loopback}, {"raw", 101, put_raw},
	{"wlan", 105, put_wlan},       {"cooked", 113, put_cooked},   {"cooked2", 276, put_cooked2},
};

static void put_pppoe(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type,
		      size_t n)
{
	(void)to, (void)from;
	put16(out, 0x1100); /* version and type 1, session data */
	put16(out, 1);      /* session */
	put16(out, (unsigned)n + 2);
	put16(out, type == ETHERTYPE_IPV4 ? 0x0021 : 0x0057); /* PPP's protocols */
}

static void put_mpls(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type,
		     size_t n)
{
	(void)to, (void)from, (void)type, (void)n;
	put32(out, 100u << 12 | 1u << 8 | 64); /* a label, the only one, and its hops */
}

/* Between the tunnel's ends. */
static void put_outer(GByteArray *out, unsigned protocol, size_t n)
{
	static const uint8_t ends[] = {203, 0, 113, 1, 203, 0, 113, 2};
	GByteArray *header = g_byte_array_new();

	put16(header, 0x4500);
	put16(header, (unsigned)n + IPV4_HEADER);
	put32(header, 0);
	put8(header, 64);
	put8(header, protocol);
	put16(header, 0);
	put_bytes(header, ends, sizeof ends);
	set16(header, 10, checksum(header, 0, 0));
	put_all(out, header);
	g_byte_array_unref(header);
}

static void put_gre(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type,
		    size_t n)
{
	(void)to, (void)from;
	put_outer(out, PROTOCOL_GRE, n + 4);
	put16(out, 0);
	put16(out, type);
}

static void put_bridged(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type,
			size_t n)
{
	put_outer(out, PROTOCOL_GRE, n + ETHERNET_HEADER + 4);
	put16(out, 0);
	put16(out, ETHERTYPE_BRIDGED);
	put_ethernet(out, to, from, type);
}

static void put_vxlan(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned type,
		      size_t n)
{
	size_t inner = n + ETHERNET_HEADER + 8;

	put_outer(out, PROTOCOL_UDP, inner + UDP_HEADER);
	put16(out, 49152);
	put16(out, PORT_VXLAN);
	put16(out, (unsigned)inner + UDP_HEADER);
	put16(out, 0);          /* no checksum */
	put32(out, 0x08000000); /* the identifier is valid */
	put32(out, 7u << 8);
	put_ethernet(out, to, from, type);
}

static const struct tunnel tunnels[] = {
	/* name      ARP    outer frame */
	{"pppoe", false, ETHERTYPE_PPPOE, put_pppoe},
	{"mpls", false, ETHERTYPE_MPLS, put_mpls},
	{"gre", false, ETHERTYPE_IPV4, put_gre},
	{"bridged", true, ETHERTYPE_IPV4, put_bridged},
	{"vxlan", true, ETHERTYPE_IPV4, put_vxlan},
};

const struct link *link_named(const struct line *line, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++)
		if (!strcmp(links[i].name, name))
			return &links[i];
	line_fail(line, "no link is called %s", name);
}

const struct tunnel *tunnel_named(const struct line *line, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tunnels); i++)
		if (!strcmp(tunnels[i].name, name))
			return &tunnels[i];
	if (strcmp(name, "none"))
		line_fail(line, "no tunnel is called %s", name);
	return NULL;
}

/* ARP is for links with hardware addresses. */
static bool can_carry(const struct interface *on, unsigned ethertype)
{
	if (ethertype != ETHERTYPE_ARP)
		return true;
	if (on->tunnel && !on->tunnel->carries_arp)
		return false;
	return on->link->put != put_raw && on->link->put != put_loopback;
}

static void put_tags(GByteArray *out, const struct interface *on, unsigned ethertype)
{
	for (unsigned i = 0; i < on->vlans; i++) {
		set16(out, out->len - 2, ETHERTYPE_VLAN);
		put16(out, on->vlan[i]);
		put16(out, ethertype);
	}
}

void link_send(struct scene *scene, const uint8_t *to, const uint8_t *from, unsigned ethertype,
	       GByteArray *payload)
{
	const struct interface *on = scene->on;
	unsigned outer = on->tunnel ? on->tunnel->ethertype : ethertype;
	GByteArray *out = g_byte_array_new();

	if (can_carry(on, ethertype)) {
		on->link->put(out, to, from, outer);
		put_tags(out, on, outer);
		if (on->tunnel)
			on->tunnel->put(out, to, from, ethertype, payload->len);
		put_all(out, payload);
		scene_send(scene, out);
	} else {
		g_byte_array_unref(out);
	}
	g_byte_array_unref(payload);
}
