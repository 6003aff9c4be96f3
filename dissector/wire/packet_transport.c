/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_transport.c - TCP and UDP.
 *
 * UDP has a length of its own; it may only shorten what IP says. Options of
 * TCP that the capture cut do not hide how long the segment was.
 *
 * Sources: RFC 9293 3.1, RFC 768.
 */
#include "packet_layers.h"

#define TCP_HEADER 20
#define TCP_QUOTED 8 /* what an ICMP error has at least (RFC 792) */
#define UDP_HEADER 8

/* The header is not whole or not possible: nothing is known of what follows. */
static struct layer no_payload(struct walk *walk)
{
	walk->packet->payload = (struct bytes){0};
	walk->packet->payload_length = 0;
	return NO_LAYER;
}

/*
 *   0     2     4     8     12             14       16         18       20
 *   | src | dst | seq | ack | offset,flags | window | checksum | urgent | options
 */
struct layer layer_tcp(struct walk *walk)
{
	struct packet *packet = walk->packet;
	struct reader first = rd_nested(&walk->r, TCP_QUOTED);

	if (!rd_ok(&walk->r))
		return no_payload(walk);
	packet->flow.src_port = rd_u16be(&first);
	packet->flow.dst_port = rd_u16be(&first);
	packet->seq = rd_u32be(&first);
	struct reader rest = rd_nested(&walk->r, TCP_HEADER - TCP_QUOTED);

	if (!rd_ok(&walk->r))
		return no_payload(walk);
	packet->ack = rd_u32be(&rest);
	uint16_t offset_flags = rd_u16be(&rest);
	size_t header = (offset_flags >> 12) * 4u;

	packet->tcp_flags = (uint8_t)offset_flags;
	packet->window = rd_u16be(&rest);
	if (header < TCP_HEADER)
		return no_payload(walk);
	walk_skip(walk, header - TCP_HEADER);
	walk_payload(walk);
	return NO_LAYER;
}

/* The port alone proves nothing: what is no whole tunnel header is plain payload. */
static struct layer tunnel_behind(struct walk *walk, struct layer tunnel)
{
	if (!tunnel.read || walk->quoting)
		return NO_LAYER;
	struct walk trial = *walk;
	struct layer inside = tunnel.read(&trial);

	if (!inside.read || !rd_ok(&trial.r))
		return NO_LAYER;
	*walk = trial;
	return inside;
}

/*
 *   0     2     4        6
 *   | src | dst | length | checksum | ...
 */
struct layer layer_udp(struct walk *walk)
{
	struct packet *packet = walk->packet;
	struct reader header = rd_nested(&walk->r, UDP_HEADER);

	if (!rd_ok(&walk->r))
		return no_payload(walk);
	packet->flow.src_port = rd_u16be(&header);
	packet->flow.dst_port = rd_u16be(&header);
	size_t length = rd_u16be(&header);

	/* Offload and jumbograms leave a length of zero. */
	if (length && length < UDP_HEADER)
		return no_payload(walk);
	if (length && length - UDP_HEADER < walk_left(walk))
		walk_limit(walk, length - UDP_HEADER);
	walk_payload(walk);
	return tunnel_behind(walk, layer_of_udp(&packet->flow));
}
