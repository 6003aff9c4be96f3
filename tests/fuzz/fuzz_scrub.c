/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_scrub.c - any bytes as each kind of stream and datagram, rewritten.
 *
 * Equal bytes under one mapping give equal bytes.
 */
#include <glib.h>

#include "datagram.h"
#include "rewrite.h"

typedef void rewrite_function(struct mapping *m, uint8_t *p, size_t n);

static void rewrite_any(struct mapping *m, uint8_t *p, size_t n)
{
	(void)m;
	rewrite_unknown(p, n);
}

static void rewrite_twice(struct mapping *m, rewrite_function *rewrite, const uint8_t *p, size_t n)
{
	g_autofree uint8_t *a = g_memdup2(p, n), *b = g_memdup2(p, n);

	rewrite(m, a, n);
	rewrite(m, b, n);
	g_assert(memcmp(a, b, n) == 0);
}

static void write_datagram(struct mapping *m, uint16_t port, const uint8_t *p, size_t n)
{
	struct packet packet = {
		.flow = {.dst_port = port, .protocol = PROTOCOL_UDP},
		.payload = bytes_of(p, n),
		.payload_length = (uint32_t)n,
	};
	GByteArray *out = g_byte_array_new();

	if (datagram_write(out, m, &packet))
		g_assert(out->len > 0);
	g_byte_array_unref(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static rewrite_function *const kinds[] = {rewrite_hello, rewrite_tls, rewrite_http,
						  rewrite_any};
	static const uint16_t ports[] = {53, 67, 547, 623};

	if (n < 2)
		return 0;
	struct mapping *m = mapping_new(0);

	note_certificates(m, bytes_of(p + 1, n - 1));
	rewrite_twice(m, kinds[p[0] % G_N_ELEMENTS(kinds)], p + 1, n - 1);
	write_datagram(m, ports[p[0] / 4 % G_N_ELEMENTS(ports)], p + 1, n - 1);
	mapping_free(m);
	return 0;
}
