/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_layers.h - what the files packet_*.c share; nobody else needs it.
 *
 * A layer reads its own header and gives the layer behind it. packet.c calls
 * one after the other, so depth is bounded in one loop and nothing recurses.
 * The reader fails when a header is cut: layers need not look, except before
 * they write what must not be half known.
 */
#ifndef WIRE_PACKET_LAYERS_H
#define WIRE_PACKET_LAYERS_H

#include "packet.h"
#include "rd_address.h"

struct walk;

/* One step of the walk; |read| is NULL where it ends. */
struct layer {
	struct layer (*read)(struct walk *walk);
};

#define NO_LAYER ((struct layer){0})
#define LAYER(function) ((struct layer){(function)})

#define LAYERS_MAX 64
#define ENCAPSULATIONS_MAX 8
#define EXTENSIONS_MAX 16

/* How far we are in a frame. */
struct walk {
	struct packet *packet;
	struct reader r;
	size_t missing;         /* bytes that were on the wire behind |r.end| */
	uint8_t encapsulations; /* entered so far */
	uint8_t extensions;     /* IPv6 extension headers of this IP packet */
	bool quoting;           /* in the quotation of an ICMP error: no tunnels, no ICMP */
	bool wlan_padded;       /* radiotap: the 802.11 header is padded to four bytes */
	struct layer quote_layer;
	struct bytes quote; /* set by ICMP errors, walked afterwards */
};

/* Bytes on the wire from here to the end of what we are in. */
static inline size_t walk_left(const struct walk *walk)
{
	return rd_left(&walk->r) + walk->missing;
}

/* A length field says that |n| bytes follow: padding goes, what the capture cut is missing. */
static inline void walk_limit(struct walk *walk, size_t n)
{
	size_t left = rd_left(&walk->r);

	if (n <= left)
		walk->r.end = walk->r.at + n;
	walk->missing = n <= left ? 0 : n - left;
}

/* What is left is the packet's payload. */
static inline void walk_payload(struct walk *walk)
{
	walk->packet->payload = bytes_of(walk->r.at, rd_left(&walk->r));
	walk->packet->payload_length = (uint32_t)walk_left(walk);
}

/* Steps over |n| bytes that nobody reads; the rest of the packet stays known if they are cut. */
void walk_skip(struct walk *walk, size_t n);

/* An IP packet or ARP begins: forgets an IP packet around it, but not its link layer. */
void walk_begin(struct walk *walk, enum network network);

/* True if there may be one more encapsulation; counts it. */
bool walk_enter(struct walk *walk);

/* The layer that a number stands for. */
struct layer layer_of_link(uint32_t link_type);
struct layer layer_of_ethertype(uint16_t type);
/* Notes the protocol of an IP packet and that the rest is its payload. */
struct layer layer_of_protocol(struct walk *walk, uint8_t protocol);
/* The tunnel that is spoken on these UDP ports. */
struct layer layer_of_udp(const struct flow *flow);
/* The UDP port of the i-th tunnel, 0 behind the last. */
uint16_t tunnel_port(size_t i);

/* Do the next bytes look like an Ethernet frame whose type we know, as far as they were captured? */
bool ethernet_is_plausible(const struct walk *walk);

/* packet_link.c */
struct layer layer_ethernet(struct walk *walk);
struct layer layer_vlan(struct walk *walk);
struct layer layer_etag(struct walk *walk);
struct layer layer_vntag(struct walk *walk);
struct layer layer_cmd(struct walk *walk);
struct layer layer_llc(struct walk *walk);
struct layer layer_linux_sll(struct walk *walk);
struct layer layer_linux_sll2(struct walk *walk);
struct layer layer_null(struct walk *walk);
struct layer layer_raw(struct walk *walk);

/* packet_mpls.c */
struct layer layer_mpls(struct walk *walk);

/* packet_ppp.c */
struct layer layer_ppp(struct walk *walk);
struct layer layer_pppoe(struct walk *walk);
struct layer layer_hdlc(struct walk *walk);

/* packet_wlan.c */
struct layer layer_wlan(struct walk *walk);
struct layer layer_radiotap(struct walk *walk);
struct layer layer_avs(struct walk *walk);
struct layer layer_ppi(struct walk *walk);

/* packet_ip.c */
struct layer layer_ipv4(struct walk *walk);
struct layer layer_ipv6(struct walk *walk);
struct layer layer_extension(struct walk *walk);
struct layer layer_authentication(struct walk *walk);
struct layer layer_fragment(struct walk *walk);

/* packet_transport.c */
struct layer layer_tcp(struct walk *walk);
struct layer layer_udp(struct walk *walk);

/* packet_icmp.c */
struct layer layer_icmp(struct walk *walk);
struct layer layer_icmpv6(struct walk *walk);

/* packet_neighbour.c */
struct layer layer_arp(struct walk *walk);
struct layer layer_solicitation(struct walk *walk);
struct layer layer_advertisement(struct walk *walk);

/* packet_tunnel.c */
struct layer layer_ipv4_inside(struct walk *walk);
struct layer layer_ipv6_inside(struct walk *walk);
struct layer layer_ethernet_inside(struct walk *walk);
struct layer layer_etherip(struct walk *walk);
struct layer layer_mpls_inside(struct walk *walk);
struct layer layer_nsh(struct walk *walk);

/* packet_gre.c */
struct layer layer_gre(struct walk *walk);

#endif
