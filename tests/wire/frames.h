/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frames.h - the pieces, in hex, of which the packet tests build their frames. */
#ifndef TESTS_WIRE_FRAMES_H
#define TESTS_WIRE_FRAMES_H

#include "octets.h"
#include "packet.h"

/* UDP 10.0.0.1:1000 to 10.0.0.2:2000 that carries "abcd": what every wrapping must lead to. */
#define UDP_ABCD "03e8 07d0 000c 0000 61626364"
#define IPV4_ABCD "4500 0020 1234 0000 40 11 0000 0a000001 0a000002" UDP_ABCD
/* The same from fd00::1 to fd00::2. */
#define IPV6_ADDRESSES                     \
	"fd000000000000000000000000000001" \
	"fd000000000000000000000000000002"
#define IPV6_ABCD "60000000 000c 11 40" IPV6_ADDRESSES UDP_ABCD

#define MACS "020000000002 020000000001"
#define ETHERNET_ABCD MACS "0800" IPV4_ABCD

/* Outer headers without a length, as offload leaves them: they hold whatever follows. */
#define OUTER_IPV4(protocol) "4500 0000 0001 0000 40" protocol "0000 c0000201 c0000202"
#define OUTER_UDP(port) OUTER_IPV4("11") "c000" port "0000 0000"

static inline struct address address_from(const char *text)
{
	struct address a;

	ck_assert(address_parse(&a, text));
	return a;
}

static inline void expect_address(const struct address *a, const char *text)
{
	char seen[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(a, seen), text);
}

static inline struct packet decode(uint32_t link_type, const char *hex)
{
	static struct octets frame; /* outlives the view in the packet */
	struct packet packet;

	frame = octets(hex);
	packet_decode(&packet, link_type, octets_view(&frame), (uint32_t)frame.n);
	return packet;
}

static inline void expect_payload(const struct packet *p, const char *text)
{
	ck_assert_uint_eq(p->payload.n, strlen(text));
	ck_assert_mem_eq(p->payload.p, text, p->payload.n);
	ck_assert_uint_eq(p->payload_length, p->payload.n);
}

/* Is this the datagram of IPV4_ABCD or IPV6_ABCD? */
static inline void expect_abcd(const struct packet *p)
{
	bool v4 = p->network == NETWORK_IPV4;

	expect_address(&p->flow.src, v4 ? "10.0.0.1" : "fd00::1");
	expect_address(&p->flow.dst, v4 ? "10.0.0.2" : "fd00::2");
	ck_assert_uint_eq(p->flow.protocol, PROTOCOL_UDP);
	ck_assert_uint_eq(p->flow.src_port, 1000);
	ck_assert_uint_eq(p->flow.dst_port, 2000);
	ck_assert(!p->cut);
	expect_payload(p, "abcd");
}

/* A wrapping, and what must be seen of it. */
struct wrapping {
	const char *name;
	uint32_t link_type;
	const char *hex;
	unsigned tunnels;
	unsigned vlan;
};

static inline void expect_wrapping(const struct wrapping *w)
{
	struct packet p = decode(w->link_type, w->hex);

	ck_assert_msg(p.network == NETWORK_IPV4 || p.network == NETWORK_IPV6, "%s", w->name);
	ck_assert_msg(p.tunnels == w->tunnels, "%s: %u tunnels", w->name, p.tunnels);
	ck_assert_msg(p.vlan == w->vlan, "%s: VLAN %u", w->name, p.vlan);
	expect_abcd(&p);
}

static inline void survive_prefixes(const struct wrapping *w)
{
	struct octets frame = octets(w->hex);

	for (size_t n = 0; n < frame.n; n++) {
		uint8_t *copy = malloc(n ? n : 1);
		struct packet p;

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, frame.b, n);
		packet_decode(&p, w->link_type, bytes_of(copy, n), (uint32_t)frame.n);
		ck_assert_msg(p.cut || p.payload.n < p.payload_length, "%s cut to %zu", w->name, n);
		free(copy);
	}
}

#endif
