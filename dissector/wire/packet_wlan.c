/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_wlan.c - 802.11 data frames and the headers that captures put before them.
 *
 * Only data that is not encrypted is followed. Of an A-MSDU the first
 * subframe is read: the struct holds one packet.
 *
 * Sources: IEEE 802.11-2020 9.2.4, 9.3.2; radiotap.org; LINKTYPE_IEEE802_11,
 * _RADIOTAP, _AVS and LINKTYPE_PPI of tcpdump.org.
 */
#include "packet_layers.h"

/* Frame control; the second byte, the flags, above the first. */
#define WLAN_VERSION 0x0003
#define WLAN_TYPE 0x000c
#define WLAN_TYPE_DATA 0x0008
#define WLAN_NO_DATA 0x0040
#define WLAN_QOS 0x0080
#define WLAN_TO_DS 0x0100
#define WLAN_FROM_DS 0x0200
#define WLAN_PROTECTED 0x4000
#define WLAN_HT_CONTROL 0x8000 /* in QoS frames */
#define WLAN_FRAGMENT 0x000f   /* of the sequence control */
#define WLAN_QOS_AMSDU 0x0080

/* Reads what follows the three addresses; gives the QoS control. */
static uint16_t read_options(struct reader *r, uint16_t control)
{
	if (!(control & WLAN_QOS))
		return 0;
	uint16_t qos = rd_u16le(r);

	if (control & WLAN_HT_CONTROL)
		rd_u32le(r);
	return qos;
}

/* Which of the addresses are destination and source (802.11, table 9-30). */
static void read_addresses(struct walk *walk, uint16_t control)
{
	struct reader *r = &walk->r;
	struct mac first = rd_mac(r), second = rd_mac(r), third = rd_mac(r);
	bool to_ds = control & WLAN_TO_DS, from_ds = control & WLAN_FROM_DS;

	walk->packet->dst_mac = to_ds ? third : first;
	walk->packet->src_mac = from_ds ? third : second;
}

/* A subframe of an A-MSDU: destination, source, length, LLC. */
static struct layer layer_amsdu(struct walk *walk)
{
	walk->packet->dst_mac = rd_mac(&walk->r);
	walk->packet->src_mac = rd_mac(&walk->r);
	uint16_t length = rd_u16be(&walk->r);

	if (rd_ok(&walk->r))
		walk_limit(walk, length);
	return LAYER(layer_llc);
}

static bool is_readable(uint16_t control)
{
	return (control & (WLAN_VERSION | WLAN_TYPE)) == WLAN_TYPE_DATA &&
	       !(control & (WLAN_NO_DATA | WLAN_PROTECTED));
}

/*
 *   0         2          4       10       16      22         24
 *   | control | duration | first | second | third | sequence | fourth, QoS, HT | LLC
 */
struct layer layer_wlan(struct walk *walk)
{
	struct reader *r = &walk->r;
	const uint8_t *start = r->at;
	uint16_t control = rd_u16le(r);

	if (!is_readable(control))
		return NO_LAYER;
	rd_u16le(r);
	read_addresses(walk, control);
	uint16_t sequence = rd_u16le(r);

	if (control & WLAN_TO_DS && control & WLAN_FROM_DS)
		walk->packet->src_mac = rd_mac(r);
	uint16_t qos = read_options(r, control);

	if (walk->wlan_padded)
		rd_bytes(r, (size_t)(start - r->at) & 3);
	if (sequence & WLAN_FRAGMENT)
		return NO_LAYER;
	return qos & WLAN_QOS_AMSDU ? LAYER(layer_amsdu) : LAYER(layer_llc);
}

/* Radiotap's flags, the second of its fields; zero when they are not there. */
static uint8_t read_radiotap_flags(struct reader r, const uint8_t *start)
{
	enum {
		RADIOTAP_TSFT = 1 << 0,
		RADIOTAP_FLAGS = 1 << 1
	};
	const uint32_t more = UINT32_C(1) << 31;
	uint32_t present = rd_u32le(&r);

	for (uint32_t word = present; word & more && rd_ok(&r);)
		word = rd_u32le(&r);
	if (present & RADIOTAP_TSFT) {
		rd_bytes(&r, (size_t)(start - r.at) & 7);
		rd_bytes(&r, 8);
	}
	return present & RADIOTAP_FLAGS ? rd_u8(&r) : 0;
}

/*
 *   0         1     2        4
 *   | version | pad | length | present | fields, each aligned to its size
 */
struct layer layer_radiotap(struct walk *walk)
{
	enum {
		RADIOTAP_HEADER = 4,
		RADIOTAP_PADDED = 0x20
	};
	struct reader *r = &walk->r;
	const uint8_t *start = r->at;

	rd_u16le(r);
	uint16_t length = rd_u16le(r);

	if (length < RADIOTAP_HEADER)
		return NO_LAYER;
	struct reader fields = rd_nested(r, length - (size_t)RADIOTAP_HEADER);

	walk->wlan_padded = read_radiotap_flags(fields, start) & RADIOTAP_PADDED;
	return LAYER(layer_wlan);
}

/* The AVS header: a version, then its own length. */
struct layer layer_avs(struct walk *walk)
{
	enum {
		AVS_BEGINNING = 8
	};

	rd_u32be(&walk->r);
	uint32_t length = rd_u32be(&walk->r);

	if (length < AVS_BEGINNING)
		return NO_LAYER;
	rd_bytes(&walk->r, length - AVS_BEGINNING);
	return LAYER(layer_wlan);
}

/*
 *   0         1       2        4
 *   | version | flags | length | link type | fields
 */
struct layer layer_ppi(struct walk *walk)
{
	enum {
		PPI_HEADER = 8
	};
	struct reader *r = &walk->r;

	rd_u16le(r);
	uint16_t length = rd_u16le(r);
	uint32_t link_type = rd_u32le(r);

	if (length < PPI_HEADER || link_type == LINK_PPI)
		return NO_LAYER;
	rd_bytes(r, length - (size_t)PPI_HEADER);
	return layer_of_link(link_type);
}
