/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_fragments.c - a script of IP fragments.
 *
 * Each eight bytes of the input are one fragment of one of four datagrams.
 * Asserted: what comes out is no longer than a datagram can be and readable.
 */
#include <stdlib.h>

#include "fragments.h"

#define FRAGMENT 8
#define LONGEST 2048

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct packet fragment_of(const uint8_t *b, const uint8_t *bytes)
{
	bool v6 = b[0] & 1;
	size_t length = (size_t)(b[1] | (b[2] & 7) << 8);

	return (struct packet){
		.network = v6 ? NETWORK_IPV6 : NETWORK_IPV4,
		.flow = {.src = {{b[0] & 2}}, .protocol = b[0] & 8 ? PROTOCOL_TCP : PROTOCOL_UDP},
		.fragment = {.is = true, .more = b[0] & 16, .id = b[0] & 4},
		.payload = bytes_of(bytes + (b[6] & 1), b[5] & 1 ? length & ~(size_t)7 : length),
		.payload_length = (uint32_t)(b[5] & 1 ? length & ~(size_t)7 : length),
	};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static uint8_t bytes[LONGEST + 1];
	struct fragments *fragments = fragments_new();
	volatile uint8_t read;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = n ? data[i % n] : 0;
	for (size_t at = 0; at + FRAGMENT <= n; at += FRAGMENT) {
		struct packet p = fragment_of(data + at, bytes);
		int64_t time = data[at + 7] * NANOSECONDS;

		p.fragment.offset = (uint32_t)(data[at + 3] | (data[at + 4] & 0x1f) << 8) * 8;
		if (!fragments_add(fragments, &p, (struct moment){time, at + 1}))
			continue;
		if (p.payload.n > UINT16_MAX || p.fragment.is)
			abort();
		for (size_t i = 0; i < p.payload.n; i++)
			read = p.payload.p[i];
	}
	(void)read;
	fragments_free(fragments);
	return 0;
}
