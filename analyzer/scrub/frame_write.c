/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame_write.c - headers from the link layer to layer 4; see frame_write.h.
 *
 * A frame is written from its start to its end; lengths and checksums are
 * filled in when what they speak of stands.
 */
#include "frame_write.h"

enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_ARP = 0x0806,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_EXPERIMENT = 0x88b5, /* IEEE 802: local experimental */
	FRAME_MIN = 60,
	IPV4_HEADER = 20,
	IPV6_HEADER = 40,
	TCP_HEADER = 20,
	UDP_HEADER = 8,
	QUOTED = 8, /* of the packet that an ICMP error is about, behind its IP header */
};

void put_u8(GByteArray *out, unsigned value)
{
	g_byte_array_append(out, &(guint8){(guint8)value}, 1);
}

void put_u16(GByteArray *out, unsigned value)
{
	put_u8(out, value >> 8);
	put_u8(out, value);
}

void put_u32(GByteArray *out, uint32_t value)
{
	put_u16(out, value >> 16);
	put_u16(out, value & 0xffff);
}

void put_zeros(GByteArray *out, size_t n)
{
	while (n--)
		put_u8(out, 0);
}

static void put_mac(GByteArray *out, const struct mac *mac)
{
	g_byte_array_append(out, mac->b, sizeof mac->b);
}

/* An address in the size of its family. */
static void put_address(GByteArray *out, const struct address *a, bool v4)
{
	g_byte_array_append(out, a->b + (v4 ? ADDRESS_V4_PREFIX : 0), v4 ? 4 : sizeof a->b);
}

static void set_u16(GByteArray *out, guint at, unsigned value)
{
	out->data[at] = (guint8)(value >> 8);
	out->data[at + 1] = (guint8)value;
}

/* RFC 1071: ones' complement sum of what begins at |at|, behind |sum|. */
static uint16_t checksum(const GByteArray *out, guint at, guint end, uint32_t sum)
{
	for (guint i = at; i < end; i++)
		sum += (uint32_t)out->data[i] << ((i - at) & 1 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static uint32_t sum_of(const struct address *a, bool v4)
{
	uint32_t sum = 0;

	for (unsigned i = v4 ? ADDRESS_V4_PREFIX : 0; i < sizeof a->b; i += 2)
		sum += (uint32_t)a->b[i] << 8 | a->b[i + 1];
	return sum;
}

/* The addresses, protocol and length that checksums of layer 4 speak of too. */
static uint32_t pseudo_header(const struct flow *flow, bool v4, uint32_t length)
{
	return sum_of(&flow->src, v4) + sum_of(&flow->dst, v4) + flow->protocol + (length >> 16) +
	       (length & 0xffff);
}

static void put_link(GByteArray *out, struct mapping *m, const struct packet *packet,
		     unsigned ethertype)
{
	struct mac dst = mapping_mac(m, &packet->dst_mac), src = mapping_mac(m, &packet->src_mac);

	put_mac(out, &dst);
	put_mac(out, &src);
	if (packet->vlan) {
		put_u16(out, ETHERTYPE_VLAN);
		put_u16(out, packet->vlan);
	}
	put_u16(out, ethertype);
}

static void put_ip(GByteArray *out, const struct flow *flow, bool v4, uint8_t ttl, uint32_t length)
{
	enum {
		VERSION_4 = 0x45, /* and five words of header */
		VERSION_6 = 0x60,
		NOT_FRAGMENTED = 0x4000
	};
	guint at = out->len;

	put_u8(out, v4 ? VERSION_4 : VERSION_6);
	put_u8(out, 0);
	if (v4) {
		put_u16(out, MIN(length + IPV4_HEADER, UINT16_MAX));
		put_u16(out, 0);
		put_u16(out, NOT_FRAGMENTED);
		put_u8(out, ttl);
		put_u8(out, flow->protocol);
	}
	put_u16(out, 0);
	if (!v4) {
		put_u16(out, MIN(length, UINT16_MAX));
		put_u8(out, flow->protocol);
		put_u8(out, ttl);
	}
	put_address(out, &flow->src, v4);
	put_address(out, &flow->dst, v4);
	if (v4)
		set_u16(out, at + 10, checksum(out, at, out->len, 0));
}

static void put_tcp(GByteArray *out, const struct packet *packet)
{
	put_u16(out, packet->flow.src_port);
	put_u16(out, packet->flow.dst_port);
	put_u32(out, packet->seq);
	put_u32(out, packet->ack);
	put_u8(out, TCP_HEADER / 4 << 4);
	put_u8(out, packet->tcp_flags);
	put_u16(out, packet->window);
	put_u32(out, 0); /* checksum, urgent pointer */
}

static void put_udp(GByteArray *out, const struct packet *packet, uint32_t payload_length)
{
	put_u16(out, packet->flow.src_port);
	put_u16(out, packet->flow.dst_port);
	put_u16(out, MIN(UDP_HEADER + payload_length, UINT16_MAX));
	put_u16(out, 0);
}

static struct flow map_flow(struct mapping *m, const struct flow *flow)
{
	struct flow mapped = *flow;

	mapped.src = mapping_address(m, &flow->src);
	mapped.dst = mapping_address(m, &flow->dst);
	return mapped;
}

/* An error: what it says, and the beginning of the packet that it says it of. */
static void put_icmp_error(GByteArray *out, struct mapping *m, const struct packet *packet)
{
	struct flow quoted = map_flow(m, &packet->quoted);

	put_u8(out, packet->icmp_type);
	put_u8(out, packet->icmp_code);
	put_zeros(out, 6); /* checksum; what only some errors use */
	put_ip(out, &quoted, address_is_v4(&quoted.src), packet->ttl, QUOTED);
	if (!quoted.src_port && !quoted.dst_port)
		return;
	put_u16(out, quoted.src_port);
	put_u16(out, quoted.dst_port);
	put_u32(out, packet->quoted_seq);
}

/* RFC 4861, 4.3 and 4.4: target, and the sender's MAC as an option. */
static void put_discovery(GByteArray *out, struct mapping *m, const struct packet *packet)
{
	enum {
		SOLICITATION = 135,
		ADVERTISEMENT = 136,
		SOURCE_MAC = 1,
		TARGET_MAC = 2
	};
	const struct neighbour *seen = &packet->neighbour;
	bool asks = seen->kind == NEIGHBOUR_ASKS;
	struct address target = mapping_address(m, asks ? &seen->target : &seen->sender);
	struct mac mac = mapping_mac(m, &seen->mac);

	put_u8(out, asks ? SOLICITATION : ADVERTISEMENT);
	put_zeros(out, 7); /* code, checksum, flags */
	put_address(out, &target, false);
	if (mac_is_none(&mac))
		return;
	put_u8(out, asks ? SOURCE_MAC : TARGET_MAC);
	put_u8(out, 1);
	put_mac(out, &mac);
}

static void put_arp(GByteArray *out, struct mapping *m, const struct packet *packet)
{
	const struct neighbour *seen = &packet->neighbour;
	struct address sender = mapping_address(m, &seen->sender);
	struct address target = mapping_address(m, &seen->target);
	struct mac mac = mapping_mac(m, &seen->mac);

	put_u16(out, 1); /* Ethernet */
	put_u16(out, ETHERTYPE_IPV4);
	put_u8(out, sizeof mac.b);
	put_u8(out, 4);
	put_u16(out, seen->kind == NEIGHBOUR_ASKS ? 1 : 2);
	put_mac(out, &mac);
	put_address(out, &sender, true);
	put_zeros(out, sizeof mac.b);
	put_address(out, &target, true);
}

bool frame_is_writable(const struct packet *packet)
{
	if (packet->neighbour.kind != NEIGHBOUR_NONE)
		return true;
	if (packet->cut || packet->network == NETWORK_ARP)
		return false;
	return packet->flow.protocol == PROTOCOL_TCP || packet->flow.protocol == PROTOCOL_UDP ||
	       packet->icmp_error;
}

/* Layer 4 behind the IP header; gives the place of its checksum. */
static guint put_transport(GByteArray *out, struct mapping *m, const struct packet *packet,
			   uint32_t payload_length)
{
	guint at = out->len;

	if (packet->neighbour.kind != NEIGHBOUR_NONE) {
		put_discovery(out, m, packet);
		return at + 2;
	}
	if (packet->icmp_error) {
		put_icmp_error(out, m, packet);
		return at + 2;
	}
	if (packet->flow.protocol == PROTOCOL_UDP) {
		put_udp(out, packet, payload_length);
		return at + 6;
	}
	put_tcp(out, packet);
	return at + 16;
}

uint32_t frame_write(GByteArray *out, struct mapping *m, const struct packet *packet,
		     struct bytes payload, uint32_t payload_length)
{
	struct flow flow = map_flow(m, &packet->flow);
	bool v4 = address_is_v4(&flow.src);

	g_byte_array_set_size(out, 0);
	if (packet->network == NETWORK_ARP) {
		put_link(out, m, packet, ETHERTYPE_ARP);
		put_arp(out, m, packet);
		return out->len;
	}
	put_link(out, m, packet, v4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6);
	guint ip = out->len;

	put_ip(out, &flow, v4, packet->ttl, 0);
	guint at = out->len, sum_at = put_transport(out, m, packet, payload_length);

	g_byte_array_append(out, payload.p, (guint)payload.n);
	uint32_t length = out->len - at + (payload_length - (uint32_t)payload.n);
	uint32_t pseudo = v4 && packet->icmp_error ? 0 : pseudo_header(&flow, v4, length);
	uint16_t sum = checksum(out, at, out->len, pseudo);

	set_u16(out, sum_at, sum || flow.protocol != PROTOCOL_UDP ? sum : UINT16_MAX);
	set_u16(out, ip + (v4 ? 2 : 4), MIN(length + (v4 ? IPV4_HEADER : 0), UINT16_MAX));
	if (v4) {
		set_u16(out, ip + 10, 0);
		set_u16(out, ip + 10, checksum(out, ip, at, 0));
	}
	return at + length;
}

uint32_t frame_write_mark(GByteArray *out)
{
	g_byte_array_set_size(out, 0);
	put_zeros(out, 2 * sizeof(struct mac));
	put_u16(out, ETHERTYPE_EXPERIMENT);
	put_zeros(out, FRAME_MIN - out->len);
	return FRAME_MIN;
}
