/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet.c - ARP, IPv4, IPv6, UDP, TCP and ICMP headers.
 *
 * Every layer is put before its payload by making a new array, innermost
 * first: slow, and each header then stands whole in one function. Formats:
 * RFC 826, 791, 8200, 768, 9293, 792, 4443.
 */
#include "packet.h"

#include "link.h"

#include <string.h>

#define IPV4_HEADER 20
#define IPV4_CHECKSUM_AT 10
#define IPV4_DONT_FRAGMENT 0x4000
#define HOP_LIMIT 64
#define PROTOCOL_ICMP 1
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define PROTOCOL_ICMPV6 58
#define UDP_HEADER 8
#define UDP_CHECKSUM_AT 6
#define TCP_CHECKSUM_AT 16
#define TCP_WINDOW 8192
#define TCP_MSS 1460
#define ICMP_UNREACHABLE 3
#define ICMPV6_UNREACHABLE 1
#define ICMP_CHECKSUM_AT 2
#define ICMP_QUOTED 8 /* RFC 792: the header and 64 bits of the payload */

static const uint8_t broadcast[MAC_LENGTH] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

/* The sum over the pseudo header that TCP, UDP and ICMPv6 checksums start from. */
static uint32_t pseudo_sum(const struct host *from, const struct host *to, unsigned protocol,
			   size_t n)
{
	GByteArray *pseudo = g_byte_array_new();

	put_bytes(pseudo, from->address, from->length);
	put_bytes(pseudo, to->address, to->length);
	put32(pseudo, (uint32_t)n);
	put32(pseudo, protocol);
	uint32_t sum = (uint16_t)~checksum(pseudo, 0, 0);

	g_byte_array_unref(pseudo);
	return sum;
}

static GByteArray *ipv4(struct host *from, const struct host *to, unsigned protocol,
			const GByteArray *payload)
{
	GByteArray *out = g_byte_array_new();

	put16(out, 0x4500); /* version 4, five words of header, no service class */
	put16(out, IPV4_HEADER + payload->len);
	put16(out, ++from->ip_id);
	put16(out, IPV4_DONT_FRAGMENT);
	put8(out, HOP_LIMIT);
	put8(out, protocol);
	put16(out, 0);
	put_bytes(out, from->address, from->length);
	put_bytes(out, to->address, to->length);
	set16(out, IPV4_CHECKSUM_AT, checksum(out, 0, 0));
	put_all(out, payload);
	return out;
}

static GByteArray *ipv6(const struct host *from, const struct host *to, unsigned protocol,
			const GByteArray *payload)
{
	GByteArray *out = g_byte_array_new();

	put32(out, 0x60000000); /* version 6, no class, no flow label */
	put16(out, payload->len);
	put8(out, protocol);
	put8(out, HOP_LIMIT);
	put_bytes(out, from->address, from->length);
	put_bytes(out, to->address, to->length);
	put_all(out, payload);
	return out;
}

/* Takes |payload|. */
static GByteArray *ip(struct host *from, const struct host *to, unsigned protocol,
		      GByteArray *payload)
{
	GByteArray *out = from->length == 4 ? ipv4(from, to, protocol, payload)
					    : ipv6(from, to, protocol, payload);

	g_byte_array_unref(payload);
	return out;
}

static void send_ip(struct scene *scene, struct host *from, const struct host *to,
		    unsigned protocol, GByteArray *payload)
{
	unsigned type = from->length == 4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;

	link_send(scene, to->mac, from->mac, type, ip(from, to, protocol, payload));
}

void packet_udp(struct scene *scene, struct host *from, uint16_t from_port, struct host *to,
		uint16_t to_port, const GByteArray *payload)
{
	GByteArray *out = g_byte_array_new();
	unsigned length = UDP_HEADER + payload->len;

	put16(out, from_port);
	put16(out, to_port);
	put16(out, length);
	put16(out, 0);
	put_all(out, payload);
	uint16_t sum = checksum(out, 0, pseudo_sum(from, to, PROTOCOL_UDP, length));

	set16(out, UDP_CHECKSUM_AT, sum ? sum : 0xffff); /* 0 would mean "none" */
	send_ip(scene, from, to, PROTOCOL_UDP, out);
}

static GByteArray *tcp(struct host *from, struct host *to, const struct segment *segment,
		       const uint8_t *payload, size_t n)
{
	GByteArray *out = g_byte_array_new();
	bool syn = segment->flags & TCP_SYN;

	put16(out, segment->from_port);
	put16(out, segment->to_port);
	put32(out, segment->seq);
	put32(out, segment->ack);
	put8(out, syn ? 0x60 : 0x50); /* words of header: an option goes with a SYN */
	put8(out, segment->flags);
	put16(out, TCP_WINDOW);
	put32(out, 0); /* checksum, urgent pointer */
	if (syn) {
		put16(out, 0x0204); /* maximum segment size, four bytes */
		put16(out, TCP_MSS);
	}
	put_bytes(out, payload, n);
	set16(out, TCP_CHECKSUM_AT, checksum(out, 0, pseudo_sum(from, to, PROTOCOL_TCP, out->len)));
	return out;
}

void packet_tcp(struct scene *scene, struct host *from, struct host *to,
		const struct segment *segment, const uint8_t *payload, size_t n)
{
	send_ip(scene, from, to, PROTOCOL_TCP, tcp(from, to, segment, payload, n));
}

void packet_unreachable(struct scene *scene, struct host *router, unsigned code, struct host *from,
			struct host *to, const struct segment *segment)
{
	bool v4 = from->length == 4;
	uint16_t id = from->ip_id;
	GByteArray *quoted, *out = g_byte_array_new();

	from->ip_id--; /* the packet quoted is the one sent last */
	quoted = ip(from, to, PROTOCOL_TCP, tcp(from, to, segment, NULL, 0));
	from->ip_id = id;
	if (v4)
		g_byte_array_set_size(quoted, IPV4_HEADER + ICMP_QUOTED);
	put8(out, v4 ? ICMP_UNREACHABLE : ICMPV6_UNREACHABLE);
	put8(out, code);
	put16(out, 0);
	put32(out, 0);
	put_all(out, quoted);
	g_byte_array_unref(quoted);
	uint32_t sum = v4 ? 0 : pseudo_sum(router, from, PROTOCOL_ICMPV6, out->len);

	set16(out, ICMP_CHECKSUM_AT, checksum(out, 0, sum));
	send_ip(scene, router, from, v4 ? PROTOCOL_ICMP : PROTOCOL_ICMPV6, out);
}

void packet_arp(struct scene *scene, struct host *asker, struct host *target, bool answered)
{
	static const uint8_t nobody[MAC_LENGTH];
	struct host *from = answered ? target : asker, *to = answered ? asker : target;
	GByteArray *out = g_byte_array_new();

	put16(out, 1); /* Ethernet */
	put16(out, ETHERTYPE_IPV4);
	put16(out, 0x0604); /* lengths of the two addresses */
	put16(out, answered ? 2 : 1);
	put_bytes(out, from->mac, MAC_LENGTH);
	put_bytes(out, from->address, 4);
	put_bytes(out, answered ? to->mac : nobody, MAC_LENGTH);
	put_bytes(out, to->address, 4);
	link_send(scene, answered ? to->mac : broadcast, from->mac, ETHERTYPE_ARP, out);
}
