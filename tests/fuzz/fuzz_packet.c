/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_packet.c - the first byte chooses the link type; the payload must lie inside the frame. */
#include "packet.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint16_t links[] = {
	LINK_ETHERNET,
	LINK_NULL,
	LINK_PPP,
	LINK_PPP_HDLC,
	LINK_PPP_ETHER,
	LINK_RAW,
	LINK_CISCO_HDLC,
	LINK_IEEE802_11,
	LINK_LOOP,
	LINK_LINUX_SLL,
	LINK_LINUX_SLL2,
	LINK_IPV4,
	LINK_IPV6,
	LINK_PPI,
	LINK_IEEE802_11_AVS,
	LINK_IEEE802_11_RADIOTAP,
};

static void expect_inside(struct bytes part, struct bytes whole)
{
	if (part.n == 0)
		return;
	assert(part.p >= whole.p && part.n <= whole.n);
	assert((size_t)(part.p - whole.p) <= whole.n - part.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct packet packet;

	if (n == 0)
		return 0;
	struct bytes frame = bytes_of(data + 1, n - 1);
	uint16_t link = links[data[0] % (sizeof links / sizeof links[0])];
	bool found = packet_decode(&packet, link, frame, (uint32_t)n + data[0]);

	assert(found == (packet.network != NETWORK_NONE));
	expect_inside(packet.payload, frame);
	assert(packet.payload_length >= packet.payload.n);
	assert(packet.tunnels <= 8);
	if (packet.fragment.is) {
		struct bytes datagram = packet.payload;

		packet_decode_transport(&packet, datagram);
		expect_inside(packet.payload, datagram);
	}
	return 0;
}
