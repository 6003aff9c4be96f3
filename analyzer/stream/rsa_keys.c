/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rsa_keys.c - keys by OpenSSL's decoders, tried one after the other.
 *
 * A key of the wrong server may give a premaster secret of the right form by
 * chance, at odds of 2^-16 after the padding's: records then do not open.
 */
#include "rsa_keys.h"

#include <limits.h>

#include <glib.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

#include "legacy.h"

struct rsa_keys {
	GPtrArray *keys; /* EVP_PKEY */
};

static void free_key(gpointer key)
{
	EVP_PKEY_free(key);
}

struct rsa_keys *rsa_keys_new(void)
{
	struct rsa_keys *keys = g_new0(struct rsa_keys, 1);

	keys->keys = g_ptr_array_new_with_free_func(free_key);
	return keys;
}

void rsa_keys_free(struct rsa_keys *keys)
{
	if (!keys)
		return;
	g_ptr_array_free(keys->keys, TRUE);
	g_free(keys);
}

static EVP_PKEY *read_plain(struct bytes content, const char *password)
{
	EVP_PKEY *key = NULL;
	OSSL_DECODER_CTX *decoder = OSSL_DECODER_CTX_new_for_pkey(&key, NULL, NULL, "RSA",
								  EVP_PKEY_KEYPAIR, NULL, NULL);
	const unsigned char *at = content.p;
	size_t n = content.n;
	const char *word = password ? password : "";

	OSSL_DECODER_CTX_set_passphrase(decoder, (const unsigned char *)word, strlen(word));
	OSSL_DECODER_from_data(decoder, &at, &n);
	OSSL_DECODER_CTX_free(decoder);
	return key;
}

static EVP_PKEY *read_pfx(struct bytes content, const char *password)
{
	const unsigned char *at = content.p;
	PKCS12 *pfx = content.n <= LONG_MAX ? d2i_PKCS12(NULL, &at, (long)content.n) : NULL;
	EVP_PKEY *key = NULL;
	X509 *certificate = NULL;
	const char *word = password ? password : "";

	if (pfx && !PKCS12_parse(pfx, word, &key, &certificate, NULL) && legacy_load())
		PKCS12_parse(pfx, word, &key, &certificate, NULL);
	X509_free(certificate);
	PKCS12_free(pfx);
	return key;
}

bool rsa_keys_add(struct rsa_keys *keys, struct bytes content, const char *password)
{
	EVP_PKEY *key = read_plain(content, password);

	if (!key)
		key = read_pfx(content, password);
	ERR_clear_error();
	if (!key || !EVP_PKEY_is_a(key, "RSA")) {
		EVP_PKEY_free(key);
		return false;
	}
	g_ptr_array_add(keys->keys, key);
	return true;
}

#define RSA_BYTES_MAX 2048 /* of a modulus */

static bool decrypt(EVP_PKEY *key, struct bytes encrypted, uint8_t *out, size_t *n)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	bool done = context && EVP_PKEY_decrypt_init(context) > 0 &&
		    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0 &&
		    EVP_PKEY_decrypt(context, out, n, encrypted.p, encrypted.n) > 0;

	EVP_PKEY_CTX_free(context);
	ERR_clear_error();
	return done;
}

bool rsa_keys_open(const struct rsa_keys *keys, struct bytes encrypted, uint16_t offered,
		   uint8_t premaster[MASTER_LENGTH])
{
	uint8_t out[RSA_BYTES_MAX];
	bool fits = false;

	for (guint i = 0; i < keys->keys->len && !fits; i++) {
		EVP_PKEY *key = keys->keys->pdata[i];
		size_t n = sizeof out;

		if ((size_t)EVP_PKEY_get_size(key) != encrypted.n || encrypted.n > sizeof out)
			continue;
		fits = decrypt(key, encrypted, out, &n) && n == MASTER_LENGTH &&
		       (out[0] << 8 | out[1]) == offered;
	}
	if (fits)
		memcpy(premaster, out, MASTER_LENGTH);
	OPENSSL_cleanse(out, sizeof out);
	return fits;
}
