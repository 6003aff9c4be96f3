/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sieve.c - the way to the ports of an ordinary frame; see sieve.h. */
#include "sieve.h"

#include "message.h"
#include "packet_layers.h"

#define MACS 12
#define TAGS_MAX 2
#define PORTS 4 /* source and destination, at the start of TCP and of UDP */

enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_SERVICE_VLAN = 0x88a8,
};

/* Where things stand in an IPv4 header, and behind one without options. */
enum {
	IPV4_FIRST = 0x45,
	IPV4_FRAGMENT = 6,
	IPV4_FRAGMENT_BITS = 0x3fff, /* more, offset */
	IPV4_PROTOCOL = 9,
	IPV4_PORTS = 20,
};

/* The same of IPv6. */
enum {
	IPV6_FIRST = 0x60,
	IPV6_NEXT = 6,
	IPV6_PORTS = 40,
};

static inline unsigned two(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static inline unsigned wanted(const struct sieve *sieve, unsigned port)
{
	return sieve->wanted[port / 64] >> (port % 64) & 1;
}

static inline bool has_ports(uint8_t protocol)
{
	return protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP;
}

/* Both are looked up whatever the first one says: a branch that is guessed wrong costs more. */
static inline bool ports_pass(const struct sieve *sieve, const uint8_t *p)
{
	return (unsigned)wanted(sieve, two(p)) | (unsigned)wanted(sieve, two(p + 2));
}

static inline bool ipv4_passes(const struct sieve *sieve, const uint8_t *p, size_t n)
{
	if (n < IPV4_PORTS + PORTS || p[0] != IPV4_FIRST || !has_ports(p[IPV4_PROTOCOL]) ||
	    two(p + IPV4_FRAGMENT) & IPV4_FRAGMENT_BITS)
		return true;
	return ports_pass(sieve, p + IPV4_PORTS);
}

static inline bool ipv6_passes(const struct sieve *sieve, const uint8_t *p, size_t n)
{
	if (n < IPV6_PORTS + PORTS || (p[0] & 0xf0) != IPV6_FIRST || !has_ports(p[IPV6_NEXT]))
		return true;
	return ports_pass(sieve, p + IPV6_PORTS);
}

bool sieve_passes(const struct sieve *sieve, uint32_t link_type, struct bytes frame)
{
	size_t at = MACS + 2;

	if (link_type != LINK_ETHERNET || frame.n < at + TAGS_MAX * 4)
		return true;
	unsigned type = two(frame.p + MACS);

	for (unsigned tags = 0; tags < TAGS_MAX; tags++, at += 4) {
		if (type != ETHERTYPE_VLAN && type != ETHERTYPE_SERVICE_VLAN)
			break;
		type = two(frame.p + at + 2);
	}
	if (type == ETHERTYPE_IPV4)
		return ipv4_passes(sieve, frame.p + at, frame.n - at);
	return type != ETHERTYPE_IPV6 || ipv6_passes(sieve, frame.p + at, frame.n - at);
}

void sieve_want(struct sieve *sieve, uint16_t port)
{
	sieve->wanted[port / 64] |= UINT64_C(1) << (port % 64);
}

void sieve_open(struct sieve *sieve)
{
	*sieve = (struct sieve){{0}};
	for (size_t i = 0; i < protocol_count; i++)
		sieve_want(sieve, protocols[i].port);
	for (size_t i = 0; tunnel_port(i); i++)
		sieve_want(sieve, tunnel_port(i));
}
