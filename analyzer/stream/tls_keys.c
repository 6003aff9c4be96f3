/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tls_keys.c - the PRFs, by OpenSSL's TLS1-PRF and HKDF. Sources: tls_keys.h. */
#include "tls_keys.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "protection.h"

static const char *prf_hash(uint16_t version, const struct tls_suite *suite)
{
	if (version < TLS_1_2)
		return OSSL_DIGEST_NAME_MD5_SHA1;
	return suite->hash == TLS_HASH_SHA384 ? OSSL_DIGEST_NAME_SHA2_384
					      : OSSL_DIGEST_NAME_SHA2_256;
}

static OSSL_PARAM octets(const char *name, struct bytes b)
{
	return OSSL_PARAM_construct_octet_string(name, (void *)b.p, b.n);
}

static OSSL_PARAM word(const char *name, const char *text)
{
	return OSSL_PARAM_construct_utf8_string(name, (char *)text, 0);
}

static bool derive(const char *function, uint8_t *out, size_t n, const OSSL_PARAM *params)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, function, NULL);
	EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
	bool derived = context && EVP_KDF_derive(context, out, n, params) == 1;

	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
	ERR_clear_error();
	return derived;
}

/* RFC 5246, 5; seeds are joined behind the label. */
static bool prf(uint8_t *out, size_t n, const char *hash, struct bytes secret, const char *label,
		struct bytes seed, struct bytes more)
{
	const OSSL_PARAM params[] = {
		word(OSSL_KDF_PARAM_DIGEST, hash),
		octets(OSSL_KDF_PARAM_SECRET, secret),
		octets(OSSL_KDF_PARAM_SEED, bytes_of(label, strlen(label))),
		octets(OSSL_KDF_PARAM_SEED, seed),
		octets(OSSL_KDF_PARAM_SEED, more),
		OSSL_PARAM_END,
	};

	return derive(OSSL_KDF_NAME_TLS1_PRF, out, n, params);
}

bool tls_master_secret(uint8_t master[MASTER_LENGTH], uint16_t version,
		       const struct tls_suite *suite, struct bytes premaster, bool extended,
		       struct bytes seed)
{
	return prf(master, MASTER_LENGTH, prf_hash(version, suite), premaster,
		   extended ? "extended master secret" : "master secret", seed, bytes_of("", 0));
}

static size_t put_vector(uint8_t *to, struct bytes b)
{
	to[0] = (uint8_t)(b.n >> 8);
	to[1] = (uint8_t)b.n;
	if (b.n)
		memcpy(to + 2, b.p, b.n);
	return 2 + b.n;
}

/* Plain PSK: the other secret is as many zeros as the PSK has bytes. */
size_t tls_psk_premaster(uint8_t premaster[PREMASTER_MAX], struct bytes other, struct bytes psk)
{
	size_t n = other.p ? other.n : psk.n;

	if (2 + n + 2 + psk.n > PREMASTER_MAX)
		return 0;
	memset(premaster, 0, PREMASTER_MAX);
	if (other.p)
		memcpy(premaster + 2, other.p, n);
	premaster[0] = (uint8_t)(n >> 8);
	premaster[1] = (uint8_t)n;
	return 2 + n + put_vector(premaster + 2 + n, psk);
}

static const uint8_t *take(uint8_t *to, const uint8_t *from, size_t n)
{
	memcpy(to, from, n);
	return from + n;
}

/* RFC 5246, 6.3: MAC keys, keys, IVs, the client's before the server's each time. */
bool tls_key_block(struct direction_keys keys[2], uint16_t version, const struct tls_suite *suite,
		   const uint8_t master[MASTER_LENGTH], struct bytes client_random,
		   struct bytes server_random)
{
	struct key_lengths length = protection_key_lengths(suite, version);
	uint8_t block[2 * sizeof *keys];
	const uint8_t *at = block;

	if (!prf(block, 2 * (length.mac + length.key + length.iv), prf_hash(version, suite),
		 bytes_of(master, MASTER_LENGTH), "key expansion", server_random, client_random))
		return false;
	memset(keys, 0, 2 * sizeof *keys);
	for (unsigned i = 0; i < 2; i++)
		at = take(keys[i].mac, at, length.mac);
	for (unsigned i = 0; i < 2; i++)
		at = take(keys[i].key, at, length.key);
	for (unsigned i = 0; i < 2; i++)
		at = take(keys[i].iv, at, length.iv);
	OPENSSL_cleanse(block, sizeof block);
	return true;
}

bool tls_verify_data(uint8_t verify[VERIFY_LENGTH], uint16_t version, const struct tls_suite *suite,
		     const uint8_t master[MASTER_LENGTH], bool from_server, struct bytes transcript)
{
	return prf(verify, VERIFY_LENGTH, prf_hash(version, suite), bytes_of(master, MASTER_LENGTH),
		   from_server ? "server finished" : "client finished", transcript,
		   bytes_of("", 0));
}

#define LABEL_PREFIX "tls13 "
#define LABEL_MAX 32

/* RFC 8446, 7.1: HKDF-Expand-Label with an empty context. */
static bool expand(uint8_t *out, size_t n, const struct tls_suite *suite, struct bytes secret,
		   const char *label)
{
	uint8_t description[2 + 1 + LABEL_MAX + 1] = {(uint8_t)(n >> 8), (uint8_t)n};
	int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
	size_t m = sizeof LABEL_PREFIX - 1 + strlen(label);

	description[2] = (uint8_t)m;
	memcpy(description + 3, LABEL_PREFIX, sizeof LABEL_PREFIX - 1);
	memcpy(description + 3 + sizeof LABEL_PREFIX - 1, label, strlen(label));
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
		word(OSSL_KDF_PARAM_DIGEST, prf_hash(TLS_1_3, suite)),
		octets(OSSL_KDF_PARAM_KEY, secret),
		octets(OSSL_KDF_PARAM_INFO, bytes_of(description, 3 + m + 1)),
		OSSL_PARAM_END,
	};

	return derive(OSSL_KDF_NAME_HKDF, out, n, params);
}

bool tls_traffic_keys(struct direction_keys *keys, const struct tls_suite *suite,
		      struct bytes secret)
{
	struct key_lengths length = protection_key_lengths(suite, TLS_1_3);

	memset(keys, 0, sizeof *keys);
	return expand(keys->key, length.key, suite, secret, "key") &&
	       expand(keys->iv, length.iv, suite, secret, "iv");
}

bool tls_next_secret(uint8_t next[TRAFFIC_SECRET_MAX], const struct tls_suite *suite,
		     struct bytes secret)
{
	return expand(next, secret.n, suite, secret, "traffic upd");
}
