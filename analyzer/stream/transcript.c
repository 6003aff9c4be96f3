/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transcript.c - MD5 with SHA-1 (TLS 1.0, 1.1), SHA-256, SHA-384 (RFC 5246, 7.4.9). */
#include "transcript.h"

#include <openssl/evp.h>

static const EVP_MD *hash_at(unsigned i)
{
	return i == 0 ? EVP_md5_sha1() : i == 1 ? EVP_sha256() : EVP_sha384();
}

static unsigned index_of(uint16_t version, const struct tls_suite *suite)
{
	if (version < TLS_1_2)
		return 0;
	return suite->hash == TLS_HASH_SHA384 ? 2 : 1;
}

void transcript_reset(struct transcript *transcript)
{
	for (unsigned i = 0; i < TRANSCRIPT_HASHES; i++) {
		EVP_MD_CTX_free(transcript->running[i]);
		transcript->running[i] = NULL;
	}
}

void transcript_add(struct transcript *transcript, struct bytes message)
{
	for (unsigned i = 0; i < TRANSCRIPT_HASHES; i++) {
		if (!transcript->running[i]) {
			transcript->running[i] = EVP_MD_CTX_new();
			EVP_DigestInit_ex2(transcript->running[i], hash_at(i), NULL);
		}
		EVP_DigestUpdate(transcript->running[i], message.p, message.n);
	}
}

struct bytes transcript_hash(const struct transcript *transcript, uint16_t version,
			     const struct tls_suite *suite, uint8_t hash[TRANSCRIPT_MAX])
{
	const EVP_MD_CTX *running = transcript->running[index_of(version, suite)];
	EVP_MD_CTX *copy = EVP_MD_CTX_new();
	unsigned n = 0;

	/* The hash goes on after us: what is ended is a copy. */
	if (!running || !EVP_MD_CTX_copy_ex(copy, running) || !EVP_DigestFinal_ex(copy, hash, &n))
		n = 0;
	EVP_MD_CTX_free(copy);
	return bytes_of(hash, n);
}
