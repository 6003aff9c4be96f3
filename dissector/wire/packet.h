/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet.h - one captured frame seen through layer 4.
 *
 * Walks link layer, tags and tunnels down to the innermost IP packet, in a
 * loop of bounded depth. What the frame does not hold stays zero. A packet is
 * a view: |payload| points into the frame (or into a reassembled datagram).
 *
 * Sources: IEEE 802.3/802.1Q, RFC 791, 826, 768, 792, 4443, 4861, 8200, 9293,
 * and https://www.tcpdump.org/linktypes.html.
 */
#ifndef WIRE_PACKET_H
#define WIRE_PACKET_H

#include "address.h"
#include "bytes.h"

/* Link types, by their number in pcap and pcapng files. */
enum link_type {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_PPP = 9,
	LINK_PPP_HDLC = 50,
	LINK_PPP_ETHER = 51,
	LINK_RAW_OLD_12 = 12,
	LINK_RAW_OLD_14 = 14,
	LINK_RAW = 101,
	LINK_CISCO_HDLC = 104,
	LINK_IEEE802_11 = 105,
	LINK_LOOP = 108,
	LINK_LINUX_SLL = 113,
	LINK_IEEE802_11_RADIOTAP = 127,
	LINK_IEEE802_11_AVS = 163,
	LINK_PPI = 192,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_LINUX_SLL2 = 276,
};

/* Does packet_decode() know this link type? */
bool link_type_is_known(uint32_t link_type);

enum network {
	NETWORK_NONE, /* nothing that we read */
	NETWORK_ARP,
	NETWORK_IPV4,
	NETWORK_IPV6,
};

/* IP protocol numbers (IANA). */
enum {
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_ICMPV6 = 58,
};

enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
};

struct flow {
	struct address src, dst;
	uint16_t src_port, dst_port;
	uint8_t protocol; /* of the payload, after extension headers; 0 = unknown */
};

/* An IP fragment that is not the whole datagram: |payload| is its piece, ports are unknown. */
struct fragment {
	bool is;
	bool more;
	uint32_t id;
	uint32_t offset; /* of the piece in the datagram's payload, bytes */
};

/* ARP and IPv6 neighbour discovery: who asks for whom, and the answer. */
struct neighbour {
	enum {
		NEIGHBOUR_NONE,
		NEIGHBOUR_ASKS,
		NEIGHBOUR_ANSWERS
	} kind;
	struct address sender, target; /* asks: target is asked for; answers: sender has |mac| */
	struct mac mac;                /* of the sender */
};

struct packet {
	enum network network;
	struct mac src_mac, dst_mac; /* none when the link layer has none */
	uint16_t vlan;               /* innermost VLAN id, 0 = untagged */
	uint8_t tunnels;             /* encapsulations stepped over */
	uint8_t ttl;
	struct flow flow; /* the innermost */
	struct fragment fragment;

	/* TCP */
	uint32_t seq, ack;
	uint16_t window;
	uint8_t tcp_flags;

	/* ICMP and ICMPv6 */
	uint8_t icmp_type, icmp_code;
	bool icmp_error;    /* an error message: |quoted| is the packet it complains about */
	struct flow quoted; /* ports are zero when too little was quoted */
	uint32_t quoted_seq;

	struct neighbour neighbour;

	struct bytes payload; /* captured bytes behind the layer-4 header, padding removed */
	uint32_t
		payload_length; /* what was on the wire; more than payload.n if the capture cut it */
	bool cut;               /* the bytes end inside a header that we read */
};

/*
 * Decodes |frame| of |link_type|; |original_length| is its length on the
 * wire. True if an IP packet or ARP was found; false leaves |packet| with
 * what was read (all zero when nothing was).
 */
bool packet_decode(struct packet *packet, uint32_t link_type, struct bytes frame,
		   uint32_t original_length);

/*
 * Decodes the reassembled payload of an IP datagram into |packet|, whose
 * network and flow addresses stand already: ports, flags, payload.
 */
bool packet_decode_transport(struct packet *packet, struct bytes datagram);

#endif
