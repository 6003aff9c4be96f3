/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_ppp.c - PPP, PPP over Ethernet, Cisco HDLC.
 *
 * Address and control (FF 03) may be left out, and so may the first byte of
 * the protocol: both are told from the bytes, as RFC 1661 intends.
 *
 * Sources: RFC 1661, 1662, 2516 (PPPoE); LINKTYPE_PPP, LINKTYPE_PPP_HDLC and
 * LINKTYPE_C_HDLC of tcpdump.org; IANA, PPP numbers.
 */
#include "packet_layers.h"

#define HDLC_ALL_STATIONS 0xff
#define HDLC_UI 0x03
#define PPP_COMPRESSED 0x01 /* an odd first byte is the whole protocol (RFC 1661, 6.5) */

static uint16_t read_protocol(struct reader *r)
{
	uint8_t first = rd_u8(r);

	return (uint16_t)(first & PPP_COMPRESSED ? first : first << 8 | rd_u8(r));
}

struct layer layer_ppp(struct walk *walk)
{
	static const struct {
		uint16_t protocol;
		struct layer layer;
	} protocols[] = {
		{0x0021, {layer_ipv4}},
		{0x0057, {layer_ipv6}},
		{0x0281, {layer_mpls}},
		{0x0283, {layer_mpls}},
	};
	struct reader peek = walk->r;
	uint8_t address = rd_u8(&peek);
	uint8_t control = rd_u8(&peek);

	/* No protocol is FF, so one that is alone has its control cut. */
	if (address == HDLC_ALL_STATIONS && (control == HDLC_UI || !rd_ok(&peek)))
		walk->r = peek;
	uint16_t protocol = read_protocol(&walk->r);

	for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
		if (protocols[i].protocol == protocol)
			return protocols[i].layer;
	return NO_LAYER;
}

/*
 *   0              1      2         4        6
 *   | version,type | code | session | length | PPP
 */
struct layer layer_pppoe(struct walk *walk)
{
	enum {
		PPPOE_VERSION_TYPE = 0x11,
		PPPOE_SESSION = 0
	};
	struct reader *r = &walk->r;
	uint8_t version_type = rd_u8(r);
	uint8_t code = rd_u8(r);

	rd_u16be(r);
	uint16_t length = rd_u16be(r);

	if (version_type != PPPOE_VERSION_TYPE || code != PPPOE_SESSION || !rd_ok(r))
		return NO_LAYER;
	walk_limit(walk, length);
	return LAYER(layer_ppp);
}

/* PPP in HDLC-like framing, or Cisco's: unicast or broadcast, 0, Ethernet type. */
struct layer layer_hdlc(struct walk *walk)
{
	enum {
		CISCO_UNICAST = 0x0f,
		CISCO_BROADCAST = 0x8f
	};
	struct reader peek = walk->r;
	uint8_t address = rd_u8(&peek);

	if (address != CISCO_UNICAST && address != CISCO_BROADCAST)
		return LAYER(layer_ppp);
	rd_u16be(&walk->r);
	return layer_of_ethertype(rd_u16be(&walk->r));
}
