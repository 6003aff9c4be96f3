/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet.c - the walk over the layers of a frame; see packet.h.
 *
 * The only loop over layers is here. What an ICMP error quotes is walked
 * after the packet itself, by the same layers, into a packet of its own.
 * Link types: https://www.tcpdump.org/linktypes.html.
 */
#include "packet_layers.h"

static const struct {
	uint16_t link_type;
	struct layer layer;
} links[] = {
	/* the link type             its first layer */
	{LINK_ETHERNET, {layer_ethernet}},
	{LINK_LINUX_SLL, {layer_linux_sll}},
	{LINK_LINUX_SLL2, {layer_linux_sll2}},
	{LINK_RAW, {layer_raw}},
	{LINK_RAW_OLD_12, {layer_raw}},
	{LINK_RAW_OLD_14, {layer_raw}},
	{LINK_IPV4, {layer_ipv4}},
	{LINK_IPV6, {layer_ipv6}},
	{LINK_NULL, {layer_null}},
	{LINK_LOOP, {layer_null}},
	{LINK_PPP, {layer_ppp}},
	{LINK_PPP_HDLC, {layer_hdlc}},
	{LINK_CISCO_HDLC, {layer_hdlc}},
	{LINK_PPP_ETHER, {layer_pppoe}},
	{LINK_IEEE802_11, {layer_wlan}},
	{LINK_IEEE802_11_RADIOTAP, {layer_radiotap}},
	{LINK_IEEE802_11_AVS, {layer_avs}},
	{LINK_PPI, {layer_ppi}},
};

struct layer layer_of_link(uint32_t link_type)
{
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		if (links[i].link_type == link_type)
			return links[i].layer;
	return NO_LAYER;
}

bool link_type_is_known(uint32_t link_type)
{
	return layer_of_link(link_type).read;
}

void walk_skip(struct walk *walk, size_t n)
{
	size_t left = rd_left(&walk->r);

	if (n > left) {
		size_t cut = n - left;

		walk->packet->cut = true;
		walk->missing -= cut < walk->missing ? cut : walk->missing;
		n = left;
	}
	rd_bytes(&walk->r, n);
}

void walk_begin(struct walk *walk, enum network network)
{
	struct packet *packet = walk->packet;

	if (packet->network != NETWORK_NONE)
		*packet = (struct packet){
			.src_mac = packet->src_mac,
			.dst_mac = packet->dst_mac,
			.vlan = packet->vlan,
		};
	packet->network = network;
	packet->tunnels = walk->encapsulations;
	walk->extensions = 0;
}

bool walk_enter(struct walk *walk)
{
	if (walk->quoting || walk->encapsulations == ENCAPSULATIONS_MAX)
		return false;
	walk->encapsulations++;
	return true;
}

static void walk_from(struct walk *walk, struct layer layer)
{
	for (unsigned n = 0; layer.read && n < LAYERS_MAX; n++) {
		layer = layer.read(walk);
		if (!rd_ok(&walk->r)) {
			walk->packet->cut = true;
			return;
		}
	}
}

/* A quotation is cut by nature: that its TCP header is not whole says nothing of the packet. */
static void walk_quote(struct walk *walk)
{
	struct packet quoted = {0};
	struct walk inner = {.packet = &quoted, .r = reader_over(walk->quote), .quoting = true};

	walk_from(&inner, walk->quote_layer);
	walk->packet->quoted = quoted.flow;
	walk->packet->quoted_seq = quoted.seq;
}

static void walk_whole(struct walk *walk, struct layer layer)
{
	walk_from(walk, layer);
	if (walk->quote_layer.read && walk->packet->icmp_error)
		walk_quote(walk);
}

bool packet_decode(struct packet *packet, uint32_t link_type, struct bytes frame,
		   uint32_t original_length)
{
	struct walk walk = {.packet = packet, .r = reader_over(frame)};

	*packet = (struct packet){0};
	if (original_length > frame.n)
		walk.missing = original_length - frame.n;
	walk_whole(&walk, layer_of_link(link_type));
	return packet->network != NETWORK_NONE;
}

bool packet_decode_transport(struct packet *packet, struct bytes datagram)
{
	struct walk walk = {
		.packet = packet, .r = reader_over(datagram), .encapsulations = packet->tunnels};

	packet->fragment = (struct fragment){0};
	packet->cut = false;
	walk_whole(&walk, layer_of_protocol(&walk, packet->flow.protocol));
	return !packet->cut;
}
