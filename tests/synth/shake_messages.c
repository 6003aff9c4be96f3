/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shake_messages.c - what the messages of a TLS handshake carry.
 *
 * Up to TLS 1.2 everything that a capture shows in the clear is right; of TLS
 * 1.3 the two hellos are. Formats: RFC 5246 7.4, 4346, 4279, 5746, 6066
 * (server name), 8446 4.2 (versions, key shares).
 */
#include "shake.h"

#include "certificate.h"
#include "crypto.h"

#include <string.h>

#define GROUP_X25519 29
#define POINT_LENGTH 32
#define NAMED_CURVE 3
#define RSA_SIGN 1
#define RSA_PKCS1_SHA256 0x0401
#define RSA_PKCS1_SHA1 0x0201
#define UNKNOWN_KEY_LENGTH 256 /* of a server's RSA key that the scenario does not know */

enum extension {
	EXTENSION_SERVER_NAME = 0,
	EXTENSION_GROUPS = 10,
	EXTENSION_SIGNATURES = 13,
	EXTENSION_VERSIONS = 43,
	EXTENSION_KEY_SHARE = 51,
	EXTENSION_RENEGOTIATION = 0xff01,
};

static void put_noise(GByteArray *out, size_t n, const char *label, unsigned number)
{
	size_t at = out->len;

	g_byte_array_set_size(out, (guint)(at + n));
	crypto_noise(out->data + at, n, label, number);
}

/* Where a length of two bytes will stand; the end sets it. */
static size_t open16(GByteArray *out)
{
	put16(out, 0);
	return out->len;
}

static void close16(GByteArray *out, size_t at)
{
	set16(out, at - 2, (unsigned)(out->len - at));
}

static unsigned this_round(const struct secure *secure)
{
	return secure->number << 8 | secure->round;
}

static void put_server_name(GByteArray *out, const char *name)
{
	put16(out, EXTENSION_SERVER_NAME);
	size_t whole = open16(out), list = open16(out);

	put8(out, 0); /* host_name */
	size_t text = open16(out);

	put_bytes(out, name, strlen(name));
	close16(out, text);
	close16(out, list);
	close16(out, whole);
}

static void put_signatures(GByteArray *out)
{
	put16(out, EXTENSION_SIGNATURES);
	put16(out, 6);
	put16(out, 4);
	put16(out, RSA_PKCS1_SHA256);
	put16(out, RSA_PKCS1_SHA1);
}

static void put_groups(GByteArray *out)
{
	put16(out, EXTENSION_GROUPS);
	put16(out, 4);
	put16(out, 2);
	put16(out, GROUP_X25519);
}

/* What |side| proved in the last handshake of this connection: nothing in the first. */
static void put_renegotiation(GByteArray *out, const struct secure *secure, enum side side)
{
	unsigned sides = secure->round > 1 ? (side == SIDE_SERVER) + 1 : 0;

	put16(out, EXTENSION_RENEGOTIATION);
	put16(out, 1 + sides * VERIFY_LENGTH);
	put8(out, sides * VERIFY_LENGTH);
	for (unsigned i = 0; i < sides; i++)
		put_bytes(out, secure->verify[i], VERIFY_LENGTH);
}

static void put_key_share(GByteArray *out, const struct secure *secure, enum side side)
{
	put16(out, EXTENSION_KEY_SHARE);
	put16(out, 4 + POINT_LENGTH + (side == SIDE_CLIENT ? 2 : 0));
	if (side == SIDE_CLIENT)
		put16(out, 4 + POINT_LENGTH);
	put16(out, GROUP_X25519);
	put16(out, POINT_LENGTH);
	put_noise(out, POINT_LENGTH, "share", this_round(secure) << 1 | side);
}

static void put_versions(GByteArray *out)
{
	put16(out, EXTENSION_VERSIONS);
	put16(out, 5);
	put8(out, 4);
	put16(out, TLS_1_3);
	put16(out, TLS_1_2);
}

static void put_client_extensions(GByteArray *out, const struct secure *secure)
{
	size_t all = open16(out);

	if (secure->sni)
		put_server_name(out, secure->sni);
	if (secure->offers >= TLS_1_2) {
		put_groups(out);
		put_signatures(out);
	}
	if (secure->round > 1)
		put_renegotiation(out, secure, SIDE_CLIENT);
	if (secure->offers == TLS_1_3) {
		put_versions(out);
		put_key_share(out, secure, SIDE_CLIENT);
	}
	close16(out, all);
	if (out->len == all) /* none at all: the field is left out */
		g_byte_array_set_size(out, (guint)(all - 2));
}

static void put_client_hello(GByteArray *out, struct secure *secure, enum side side)
{
	bool shows_id = secure->resumed || secure->offers == TLS_1_3;

	secure->round++;
	if (!secure->resumed)
		crypto_noise(secure->session_id, SESSION_ID_LENGTH, "session", this_round(secure));
	crypto_noise(secure->random[side], RANDOM_LENGTH, "client", this_round(secure));
	put16(out, MIN(secure->offers, TLS_1_2));
	put_bytes(out, secure->random[side], RANDOM_LENGTH);
	put8(out, shows_id ? SESSION_ID_LENGTH : 0);
	put_bytes(out, secure->session_id, shows_id ? SESSION_ID_LENGTH : 0);
	put16(out, 2 * secure->suites->len);
	for (unsigned i = 0; i < secure->suites->len; i++)
		put16(out, ((const struct suite *)secure->suites->pdata[i])->number);
	put16(out, 0x0100); /* one compression method: none */
	if (secure->offers > SSL_3)
		put_client_extensions(out, secure);
}

static void put_server_hello(GByteArray *out, struct secure *secure, enum side side)
{
	crypto_noise(secure->random[side], RANDOM_LENGTH, "server", this_round(secure));
	put16(out, MIN(secure->version, TLS_1_2));
	put_bytes(out, secure->random[side], RANDOM_LENGTH);
	put8(out, SESSION_ID_LENGTH);
	put_bytes(out, secure->session_id, SESSION_ID_LENGTH);
	put16(out, secure->suite->number);
	put8(out, 0);
	if (secure->version < TLS_1_3 && !secure->renegotiation)
		return;
	size_t all = open16(out);

	if (secure->version < TLS_1_3) {
		put_renegotiation(out, secure, side);
	} else {
		put16(out, EXTENSION_VERSIONS);
		put16(out, 2);
		put16(out, TLS_1_3);
		put_key_share(out, secure, side);
	}
	close16(out, all);
}

static void put24(GByteArray *out, size_t value)
{
	put8(out, value >> 16 & 0xff);
	put16(out, value & 0xffff);
}

static void put_certificates(GByteArray *out, struct secure *secure, enum side side)
{
	const GPtrArray *chain = secure->chain[side];
	GByteArray *list = g_byte_array_new();

	for (unsigned i = 0; chain && i < chain->len; i++) {
		const struct certificate *certificate = chain->pdata[i];

		put24(list, certificate->der->len);
		put_all(list, certificate->der);
	}
	put24(out, list->len);
	put_all(out, list);
	g_byte_array_unref(list);
}

static void put_server_key_exchange(GByteArray *out, struct secure *secure, enum side side)
{
	if (secure->suite->exchange == EXCHANGE_PSK) {
		put16(out, (unsigned)strlen(secure->hint));
		put_bytes(out, secure->hint, strlen(secure->hint));
		return;
	}
	put8(out, NAMED_CURVE);
	put16(out, GROUP_X25519);
	put8(out, POINT_LENGTH);
	put_noise(out, POINT_LENGTH, "point", this_round(secure) << 1 | side);
	if (secure->version == TLS_1_2)
		put16(out, RSA_PKCS1_SHA256);
	put16(out, UNKNOWN_KEY_LENGTH);
	put_noise(out, UNKNOWN_KEY_LENGTH, "signature", this_round(secure));
}

/* Of any issuer. */
static void put_certificate_request(GByteArray *out, struct secure *secure, enum side side)
{
	(void)side;
	put8(out, 1);
	put8(out, RSA_SIGN);
	if (secure->version == TLS_1_2) {
		put16(out, 4);
		put16(out, RSA_PKCS1_SHA256);
		put16(out, RSA_PKCS1_SHA1);
	}
	put16(out, 0);
}

static void put_nothing(GByteArray *out, struct secure *secure, enum side side)
{
	(void)out;
	(void)secure;
	(void)side;
}

/* RFC 4279, 2: as many zeros as the key has bytes, then the key, each with its length. */
static void put_identity(GByteArray *out, struct secure *secure)
{
	put16(out, (unsigned)strlen(secure->identity));
	put_bytes(out, secure->identity, strlen(secure->identity));
	if (!secure->psk)
		return;
	GByteArray *premaster = g_byte_array_new();

	put16(premaster, secure->psk->len);
	put_zeros(premaster, secure->psk->len);
	put16(premaster, secure->psk->len);
	put_all(premaster, secure->psk);
	secure_make_master(secure, premaster);
	g_byte_array_unref(premaster);
}

/* The highest version that was offered, then what is random in life; encrypted for the server. */
static void put_premaster(GByteArray *out, struct secure *secure)
{
	const GPtrArray *chain = secure->chain[SIDE_SERVER];
	GByteArray *premaster = g_byte_array_new();

	put16(premaster, MIN(secure->offers, TLS_1_2));
	put_noise(premaster, MASTER_LENGTH - 2, "premaster", this_round(secure));
	if (!chain) {
		put16(out, UNKNOWN_KEY_LENGTH);
		put_noise(out, UNKNOWN_KEY_LENGTH, "encrypted", this_round(secure));
	} else {
		GByteArray *encrypted =
			crypto_encrypt(((const struct certificate *)chain->pdata[0])->key,
				       premaster->data, premaster->len, this_round(secure));

		if (secure->version > SSL_3)
			put16(out, encrypted->len);
		put_all(out, encrypted);
		g_byte_array_unref(encrypted);
	}
	secure_make_master(secure, premaster);
	g_byte_array_unref(premaster);
}

static void put_client_key_exchange(GByteArray *out, struct secure *secure, enum side side)
{
	switch (secure->suite->exchange) {
	case EXCHANGE_PSK:
		put_identity(out, secure);
		return;
	case EXCHANGE_RSA:
		put_premaster(out, secure);
		return;
	case EXCHANGE_ECDHE:
	case EXCHANGE_SIGNAL:
		put8(out, POINT_LENGTH);
		put_noise(out, POINT_LENGTH, "point", this_round(secure) << 1 | side);
	}
}

/* MD5 and SHA-1 one after the other before TLS 1.2, SHA-256 since. */
static const EVP_MD *transcript_hash(const struct secure *secure)
{
	return secure->version == TLS_1_2 ? EVP_sha256() : EVP_md5_sha1();
}

static void put_certificate_verify(GByteArray *out, struct secure *secure, enum side side)
{
	const EVP_MD *hash = transcript_hash(secure);
	uint8_t digest[HASH_MAX];

	(void)side;
	crypto_hash(digest, hash, secure->transcript);
	GByteArray *signature = crypto_sign(secure->signer, hash, digest);

	if (secure->version == TLS_1_2)
		put16(out, RSA_PKCS1_SHA256);
	put16(out, signature->len);
	put_all(out, signature);
	g_byte_array_unref(signature);
}

static void put_finished(GByteArray *out, struct secure *secure, enum side side)
{
	static const char *const labels[] = {"client finished", "server finished"};
	GByteArray *seed = g_byte_array_new(), *master = g_byte_array_new();
	const EVP_MD *hash = transcript_hash(secure);
	uint8_t digest[HASH_MAX];

	crypto_hash(digest, hash, secure->transcript);
	put_bytes(seed, digest, (size_t)EVP_MD_get_size(hash));
	put_bytes(master, secure->master, MASTER_LENGTH);
	crypto_prf(secure->verify[side], VERIFY_LENGTH, secure->version, master, labels[side],
		   seed);
	put_bytes(out, secure->verify[side], VERIFY_LENGTH);
	g_byte_array_unref(master);
	g_byte_array_unref(seed);
}

static const struct message messages[] = {
	{"hello-request", 0, false, true, put_nothing},
	{"client-hello", 1, true, false, put_client_hello},
	{"server-hello", 2, false, false, put_server_hello},
	{"certificate", 11, false, false, put_certificates},
	{"server-key-exchange", 12, false, false, put_server_key_exchange},
	{"certificate-request", 13, false, false, put_certificate_request},
	{"server-hello-done", 14, false, false, put_nothing},
	{"certificate-verify", 15, false, false, put_certificate_verify},
	{"client-key-exchange", 16, false, false, put_client_key_exchange},
	{"finished", 20, false, false, put_finished},
};

const struct message *message_find(const struct line *line, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
		if (!strcmp(messages[i].name, name))
			return &messages[i];
	line_fail(line, "no message of a handshake is called %s", name);
}
