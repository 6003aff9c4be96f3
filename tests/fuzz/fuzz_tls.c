/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_tls.c - every view that a decoder of TLS gives lies inside its input. */
#include "tls.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct bytes input;

static void inside(struct bytes b)
{
	if (b.n)
		assert(b.p >= input.p && b.p + b.n <= input.p + input.n);
}

static void check_client_hello(const struct tls_client_hello *hello)
{
	uint16_t suite;
	unsigned n = 0;

	inside(hello->random);
	inside(hello->session_id);
	inside(hello->suites);
	inside(hello->extensions.server_name);
	inside(hello->extensions.versions);
	inside(hello->extensions.ticket);
	inside(hello->extensions.alpn);
	tls_offered_version(hello);
	while (tls_offered_suite(hello, n, &suite))
		n++;
	assert(n <= hello->suites.n);
}

static void try_bodies(struct bytes body)
{
	struct tls_client_hello client;
	struct tls_server_hello server;
	struct tls_certificates list;
	struct tls_client_key_exchange exchange;
	struct bytes view;
	static const uint16_t suites[] = {0x002f, 0x008c, 0x0094, 0xc035};
	struct reader r = reader_over(body);

	tls_client_hello_decode(&client, &r);
	check_client_hello(&client);
	r = reader_over(body);
	if (tls_server_hello_decode(&server, &r))
		assert(server.random.n == TLS_RANDOM_LENGTH);
	inside(server.session_id);
	for (unsigned i = 0; i < 4; i++) {
		r = reader_over(body);
		tls_client_key_exchange_decode(&exchange, suites[i], (uint16_t)(TLS_SSL_3 + i), &r);
		inside(exchange.identity);
		inside(exchange.encrypted);
		r = reader_over(body);
		tls_psk_hint_decode(&view, suites[i], &r);
		inside(view);
		r = reader_over(body);
		tls_certificates_decode(&list, (uint16_t)(TLS_1_0 + i), &r);
		assert(list.n <= TLS_CERTIFICATES_MAX);
		for (unsigned j = 0; j < list.n; j++)
			inside(list.certificate[j]);
	}
	r = reader_over(body);
	tls_ticket_decode(&view, &r);
	inside(view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tls_record record;
	struct tls_handshake handshake;
	struct tls_client_hello hello;
	struct bytes whole;
	struct reader r;

	input = bytes_of(data, n);
	r = reader_over(input);
	tls_looks_like(input);
	if (tls_is_ssl2_hello(input) && tls_ssl2_hello_decode(&hello, &whole, &r)) {
		inside(whole);
		check_client_hello(&hello);
	}
	r = reader_over(input);
	while (tls_record_decode(&record, &r)) {
		inside(record.fragment);
		struct reader messages = reader_over(record.fragment);

		while (tls_handshake_decode(&handshake, &messages))
			try_bodies(handshake.body);
	}
	try_bodies(input);
	return 0;
}
