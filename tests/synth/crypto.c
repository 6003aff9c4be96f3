/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * crypto.c - OpenSSL's EVP behind functions that cannot fail.
 *
 * A scenario gives nothing that these could refuse, so a refusal is a broken
 * OpenSSL and ends the program.
 */
#include "crypto.h"

#include "out.h"

#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <string.h>

#define TLS_1_2 0x0303
#define SHA256_LENGTH 32

static void demand(int done)
{
	if (done <= 0)
		g_error("OpenSSL refuses");
}

void crypto_noise(uint8_t *out, size_t n, const char *label, unsigned number)
{
	uint8_t block[SHA256_LENGTH];

	for (unsigned i = 0; n > 0; i++) {
		GByteArray *seed = g_byte_array_new();
		size_t part = MIN(n, sizeof block);

		put_bytes(seed, label, strlen(label));
		put32(seed, number);
		put32(seed, i);
		crypto_hash(block, EVP_sha256(), seed);
		memcpy(out, block, part);
		out += part;
		n -= part;
		g_byte_array_unref(seed);
	}
}

void crypto_hash(uint8_t *out, const EVP_MD *hash, const GByteArray *bytes)
{
	demand(EVP_Digest(bytes->data, bytes->len, out, NULL, hash, NULL));
}

void crypto_hmac(uint8_t *out, const EVP_MD *hash, const GByteArray *key, const GByteArray *bytes)
{
	demand(HMAC(hash, key->data, (int)key->len, bytes->data, bytes->len, out, NULL) != NULL);
}

/* P_hash, exclusive-ored into |out|. */
static void expand(uint8_t *out, size_t n, const EVP_MD *hash, const GByteArray *secret,
		   const GByteArray *seed)
{
	size_t length = (size_t)EVP_MD_get_size(hash);
	GByteArray *a = g_byte_array_new();
	uint8_t block[HASH_MAX];

	put_all(a, seed);
	while (n > 0) {
		size_t part = MIN(n, length);

		crypto_hmac(block, hash, secret, a);
		g_byte_array_set_size(a, 0);
		put_bytes(a, block, length);
		put_all(a, seed);
		crypto_hmac(block, hash, secret, a);
		g_byte_array_set_size(a, (guint)length);
		for (size_t i = 0; i < part; i++)
			out[i] ^= block[i];
		out += part;
		n -= part;
	}
	g_byte_array_unref(a);
}

void crypto_prf(uint8_t *out, size_t n, unsigned version, const GByteArray *secret,
		const char *label, const GByteArray *seed)
{
	GByteArray *whole = g_byte_array_new(), *half = g_byte_array_new();
	guint length = (secret->len + 1) / 2;

	put_bytes(whole, label, strlen(label));
	put_all(whole, seed);
	memset(out, 0, n);
	if (version >= TLS_1_2) {
		expand(out, n, EVP_sha256(), secret, whole);
	} else {
		put_bytes(half, secret->data, length);
		expand(out, n, EVP_md5(), half, whole);
		g_byte_array_set_size(half, 0);
		put_bytes(half, secret->data + secret->len - length, length);
		expand(out, n, EVP_sha1(), half, whole);
	}
	g_byte_array_unref(half);
	g_byte_array_unref(whole);
}

void crypto_aes_cbc(uint8_t *bytes, size_t n, const uint8_t *key, size_t key_n, const uint8_t *iv)
{
	const EVP_CIPHER *cipher = key_n == 16 ? EVP_aes_128_cbc() : EVP_aes_256_cbc();
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int done;

	demand(EVP_EncryptInit_ex(context, cipher, NULL, key, iv));
	demand(EVP_CIPHER_CTX_set_padding(context, 0));
	demand(EVP_EncryptUpdate(context, bytes, &done, bytes, (int)n));
	EVP_CIPHER_CTX_free(context);
}

GByteArray *crypto_sign(EVP_PKEY *key, const EVP_MD *hash, const uint8_t *digest)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	size_t n = (size_t)EVP_PKEY_get_size(key);
	GByteArray *signature = g_byte_array_new();

	g_byte_array_set_size(signature, (guint)n);
	demand(EVP_PKEY_sign_init(context));
	demand(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING));
	demand(EVP_PKEY_CTX_set_signature_md(context, hash));
	demand(EVP_PKEY_sign(context, signature->data, &n, digest, (size_t)EVP_MD_get_size(hash)));
	EVP_PKEY_CTX_free(context);
	return signature;
}

GByteArray *crypto_encrypt(EVP_PKEY *key, const uint8_t *bytes, size_t n, unsigned number)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	size_t length = (size_t)EVP_PKEY_get_size(key), done = length;
	GByteArray *block = g_byte_array_new(), *encrypted = g_byte_array_new();

	g_byte_array_set_size(block, (guint)length);
	g_byte_array_set_size(encrypted, (guint)length);
	crypto_noise(block->data, length, "padding", number);
	for (size_t i = 0; i < length; i++)
		block->data[i] |= 1; /* the padding has no zero before its end */
	block->data[0] = 0;
	block->data[1] = 2;
	block->data[length - n - 1] = 0;
	memcpy(block->data + length - n, bytes, n);
	demand(EVP_PKEY_encrypt_init(context));
	demand(EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING));
	demand(EVP_PKEY_encrypt(context, encrypted->data, &done, block->data, length));
	EVP_PKEY_CTX_free(context);
	g_byte_array_unref(block);
	return encrypted;
}
