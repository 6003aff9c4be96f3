/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls_hello.c - the two hellos and their extensions, and the hello of SSL 2.
 *
 *   ClientHello = version u16, random 32, session id <u8>, suites <u16>,
 *                 compressions <u8>, extensions <u16>
 *   ServerHello = version u16, random 32, session id <u8>, suite u16,
 *                 compression u8, extensions <u16>
 *   SSL 2       = length u16 with its highest bit set, type 1, version u16,
 *                 lengths of suites, session id, challenge (u16 each), those three
 *
 * Extensions may be missing altogether. Sources: tls.h.
 */
#include "tls.h"

#include "tls_parts.h"

/* IANA, TLS ExtensionType Values. */
enum extension {
	SERVER_NAME = 0,
	ALPN = 16,
	ENCRYPT_THEN_MAC = 22,
	EXTENDED_MASTER_SECRET = 23,
	SESSION_TICKET = 35,
	PRE_SHARED_KEY = 41,
	EARLY_DATA = 42,
	SUPPORTED_VERSIONS = 43,
	RENEGOTIATION_INFO = 0xff01,
};

#define HOST_NAME 0 /* RFC 6066, 3 */

static struct bytes read_server_name(struct reader *r)
{
	struct reader list = reader_over(tls_vector(r, 2));

	while (rd_left(&list) && rd_ok(&list)) {
		uint8_t type = rd_u8(&list);
		struct bytes name = tls_vector(&list, 2);

		if (type == HOST_NAME)
			return name;
	}
	return (struct bytes){0};
}

/* In a ClientHello the versions are a list, in a ServerHello one. */
static struct bytes read_versions(struct reader *r, bool from_client)
{
	return from_client ? tls_vector(r, 1) : rd_bytes(r, 2);
}

static void read_extension(struct tls_extensions *extensions, uint16_t type, struct bytes content,
			   bool from_client)
{
	struct reader r = reader_over(content);

	switch (type) {
	case SERVER_NAME:
		extensions->server_name = read_server_name(&r);
		break;
	case ALPN:
		extensions->alpn = tls_vector(&r, 2);
		break;
	case ENCRYPT_THEN_MAC:
		extensions->encrypt_then_mac = true;
		break;
	case EXTENDED_MASTER_SECRET:
		extensions->extended_master_secret = true;
		break;
	case SESSION_TICKET:
		extensions->session_ticket = true;
		extensions->ticket = content;
		break;
	case PRE_SHARED_KEY:
		extensions->pre_shared_key = true;
		break;
	case EARLY_DATA:
		extensions->early_data = true;
		break;
	case SUPPORTED_VERSIONS:
		extensions->versions = read_versions(&r, from_client);
		break;
	case RENEGOTIATION_INFO:
		extensions->renegotiation_info = true;
		break;
	}
}

static void read_extensions(struct tls_extensions *extensions, struct reader *r, bool from_client)
{
	if (!rd_left(r))
		return;
	struct reader list = reader_over(tls_vector(r, 2));

	while (rd_left(&list) && rd_ok(&list)) {
		uint16_t type = rd_u16be(&list);
		struct bytes content = tls_vector(&list, 2);

		if (rd_ok(&list))
			read_extension(extensions, type, content, from_client);
	}
	r->failed |= !rd_ok(&list);
}

bool tls_client_hello_decode(struct tls_client_hello *hello, struct reader *r)
{
	*hello = (struct tls_client_hello){0};
	hello->version = rd_u16be(r);
	hello->random = rd_bytes(r, TLS_RANDOM_LENGTH);
	hello->session_id = tls_vector(r, 1);
	hello->suites = tls_vector(r, 2);
	hello->compressions = tls_vector(r, 1);
	read_extensions(&hello->extensions, r, true);
	return rd_ok(r);
}

/* SHA-256 of "HelloRetryRequest" (RFC 8446, 4.1.3). */
static const uint8_t retry_random[TLS_RANDOM_LENGTH] = {
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
	0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
	0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

static uint16_t chosen_version(const struct tls_server_hello *hello)
{
	struct reader r = reader_over(hello->extensions.versions);
	uint16_t version = rd_u16be(&r);

	return rd_ok(&r) ? version : hello->version;
}

bool tls_server_hello_decode(struct tls_server_hello *hello, struct reader *r)
{
	*hello = (struct tls_server_hello){0};
	hello->version = rd_u16be(r);
	hello->random = rd_bytes(r, TLS_RANDOM_LENGTH);
	hello->session_id = tls_vector(r, 1);
	hello->suite = rd_u16be(r);
	hello->compression = rd_u8(r);
	read_extensions(&hello->extensions, r, false);
	hello->version = chosen_version(hello);
	hello->retry_request =
		bytes_equal(hello->random, bytes_of(retry_random, sizeof retry_random));
	return rd_ok(r);
}

#define SSL2_HEADER 2
#define SSL2_LENGTH_BIT 0x8000
#define SSL2_SUITE 3 /* bytes */

bool tls_is_ssl2_hello(struct bytes start)
{
	return start.n >= TLS_RECORD_HEADER && start.p[0] & 0x80 &&
	       start.p[SSL2_HEADER] == TLS_CLIENT_HELLO && start.p[3] == TLS_SSL_3 >> 8;
}

bool tls_ssl2_hello_decode(struct tls_client_hello *hello, struct bytes *whole, struct reader *r)
{
	*hello = (struct tls_client_hello){.ssl2 = true};
	*whole = rd_bytes(r, rd_u16be(r) & ~SSL2_LENGTH_BIT);
	struct reader inner = reader_over(*whole);

	rd_u8(&inner);
	hello->version = rd_u16be(&inner);
	uint16_t suites = rd_u16be(&inner), session_id = rd_u16be(&inner),
		 challenge = rd_u16be(&inner);

	hello->suites = rd_bytes(&inner, suites);
	hello->session_id = rd_bytes(&inner, session_id);
	hello->random = rd_bytes(&inner, challenge);
	return rd_ok(r) && rd_ok(&inner);
}

static bool nth_of(const struct tls_client_hello *hello, unsigned nth, uint16_t *suite)
{
	size_t at = (size_t)nth * sizeof *suite;

	if (at + sizeof *suite > hello->suites.n)
		return false;
	*suite = (uint16_t)(hello->suites.p[at] << 8 | hello->suites.p[at + 1]);
	return true;
}

/* Of SSL 2's own suites, which have a first byte, TLS knows nothing. */
static bool nth_of_ssl2(const struct tls_client_hello *hello, unsigned nth, uint16_t *suite)
{
	for (size_t at = 0; at + SSL2_SUITE <= hello->suites.n; at += SSL2_SUITE) {
		const uint8_t *p = hello->suites.p + at;

		if (p[0] == 0 && nth-- == 0) {
			*suite = (uint16_t)(p[1] << 8 | p[2]);
			return true;
		}
	}
	return false;
}

bool tls_offered_suite(const struct tls_client_hello *hello, unsigned nth, uint16_t *suite)
{
	return hello->ssl2 ? nth_of_ssl2(hello, nth, suite) : nth_of(hello, nth, suite);
}

uint16_t tls_offered_version(const struct tls_client_hello *hello)
{
	struct reader r = reader_over(hello->extensions.versions);
	uint16_t highest = 0;

	while (rd_left(&r) >= 2) {
		uint16_t version = rd_u16be(&r);

		if (version >> 8 == TLS_SSL_3 >> 8 && version > highest)
			highest = version;
	}
	return highest ? highest : hello->version;
}
