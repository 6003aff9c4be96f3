/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * crypto.h - hashes, ciphers and signatures by OpenSSL, and what stands for randomness.
 *
 * Everything follows from its arguments, so that a capture is the same each
 * time. Formats: RFC 2246 and 5246 (PRF), RFC 8017 (PKCS #1 v1.5).
 */
#ifndef SYNTH_CRYPTO_H
#define SYNTH_CRYPTO_H

#include <glib.h>
#include <openssl/evp.h>
#include <stdint.h>

#define HASH_MAX 64

/* |n| bytes that look random: SHA-256 over |label|, |number| and a counter. */
void crypto_noise(uint8_t *out, size_t n, const char *label, unsigned number);

void crypto_hash(uint8_t *out, const EVP_MD *hash, const GByteArray *bytes);
void crypto_hmac(uint8_t *out, const EVP_MD *hash, const GByteArray *key, const GByteArray *bytes);

/* TLS 1.2's PRF with SHA-256; before it the one of MD5 and SHA-1. */
void crypto_prf(uint8_t *out, size_t n, unsigned version, const GByteArray *secret,
		const char *label, const GByteArray *seed);

/* AES-CBC, in place; whole blocks. */
void crypto_aes_cbc(uint8_t *bytes, size_t n, const uint8_t *key, size_t key_n, const uint8_t *iv);

/* PKCS #1 v1.5 over |digest|, which |hash| made. Caller unrefs. */
GByteArray *crypto_sign(EVP_PKEY *key, const EVP_MD *hash, const uint8_t *digest);

/* PKCS #1 v1.5 for encryption, its padding from |number|. Caller unrefs. */
GByteArray *crypto_encrypt(EVP_PKEY *key, const uint8_t *bytes, size_t n, unsigned number);

#endif
