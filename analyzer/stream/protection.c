/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * protection.c - three kinds of protection behind one call: MAC with a stream
 * cipher or none, MAC with CBC, and AEAD. Layouts and sources: protection.h.
 */
#include "protection.h"

#include <glib.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "legacy.h"

enum mode {
	MODE_UNKNOWN,
	MODE_STREAM,
	MODE_CBC,
	MODE_GCM,
	MODE_CCM,
	MODE_CHACHA,
};

#define AEAD_NONCE 12
#define EXPLICIT_NONCE 8 /* of GCM and CCM up to TLS 1.2 */
#define SEQUENCE_LENGTH 8

/* key: bytes; block: of CBC; tag: of AEAD */
static const struct cipher {
	const char *name; /* OpenSSL's, NULL: the plain text itself */
	enum mode mode;
	uint8_t key, block, tag;
	bool legacy;
} ciphers[TLS_CIPHERS] = {
	[TLS_CIPHER_NULL] = {NULL, MODE_STREAM, 0, 0, 0, false},
	[TLS_CIPHER_RC4_128] = {"RC4", MODE_STREAM, 16, 0, 0, true},
	[TLS_CIPHER_DES_CBC] = {"DES-CBC", MODE_CBC, 8, 8, 0, true},
	[TLS_CIPHER_DES_EDE3_CBC] = {"DES-EDE3-CBC", MODE_CBC, 24, 8, 0, false},
	[TLS_CIPHER_IDEA_CBC] = {"IDEA-CBC", MODE_CBC, 16, 8, 0, true},
	[TLS_CIPHER_SEED_CBC] = {"SEED-CBC", MODE_CBC, 16, 16, 0, true},
	[TLS_CIPHER_AES_128_CBC] = {"AES-128-CBC", MODE_CBC, 16, 16, 0, false},
	[TLS_CIPHER_AES_256_CBC] = {"AES-256-CBC", MODE_CBC, 32, 16, 0, false},
	[TLS_CIPHER_CAMELLIA_128_CBC] = {"CAMELLIA-128-CBC", MODE_CBC, 16, 16, 0, false},
	[TLS_CIPHER_CAMELLIA_256_CBC] = {"CAMELLIA-256-CBC", MODE_CBC, 32, 16, 0, false},
	[TLS_CIPHER_ARIA_128_CBC] = {"ARIA-128-CBC", MODE_CBC, 16, 16, 0, false},
	[TLS_CIPHER_ARIA_256_CBC] = {"ARIA-256-CBC", MODE_CBC, 32, 16, 0, false},
	[TLS_CIPHER_AES_128_GCM] = {"AES-128-GCM", MODE_GCM, 16, 0, 16, false},
	[TLS_CIPHER_AES_256_GCM] = {"AES-256-GCM", MODE_GCM, 32, 0, 16, false},
	[TLS_CIPHER_ARIA_128_GCM] = {"ARIA-128-GCM", MODE_GCM, 16, 0, 16, false},
	[TLS_CIPHER_ARIA_256_GCM] = {"ARIA-256-GCM", MODE_GCM, 32, 0, 16, false},
	[TLS_CIPHER_AES_128_CCM] = {"AES-128-CCM", MODE_CCM, 16, 0, 16, false},
	[TLS_CIPHER_AES_256_CCM] = {"AES-256-CCM", MODE_CCM, 32, 0, 16, false},
	[TLS_CIPHER_AES_128_CCM_8] = {"AES-128-CCM", MODE_CCM, 16, 0, 8, false},
	[TLS_CIPHER_AES_256_CCM_8] = {"AES-256-CCM", MODE_CCM, 32, 0, 8, false},
	[TLS_CIPHER_CHACHA20_POLY1305] = {"ChaCha20-Poly1305", MODE_CHACHA, 32, 0, 16, false},
};

static const struct {
	const char *name; /* OpenSSL's */
	uint8_t length;
} hashes[] = {
	[TLS_HASH_NONE] = {NULL, 0},        [TLS_HASH_MD5] = {"MD5", 16},
	[TLS_HASH_SHA] = {"SHA1", 20},      [TLS_HASH_SHA256] = {"SHA256", 32},
	[TLS_HASH_SHA384] = {"SHA384", 48},
};

struct protection {
	const struct cipher *cipher;
	enum tls_hash hash; /* of the MAC */
	uint16_t version;
	bool encrypt_then_mac;
	uint64_t sequence;
	EVP_CIPHER *algorithm;   /* NULL without a cipher */
	EVP_CIPHER_CTX *context; /* of CBC and stream ciphers it holds the key */
	EVP_MAC_CTX *mac;        /* NULL with an AEAD cipher */
	struct direction_keys keys;
};

static bool is_aead(const struct cipher *cipher)
{
	return cipher->mode >= MODE_GCM;
}

struct key_lengths protection_key_lengths(const struct tls_suite *suite, uint16_t version)
{
	const struct cipher *cipher = &ciphers[suite->cipher];
	struct key_lengths length = {.key = cipher->key, .iv = cipher->block};

	if (!is_aead(cipher))
		length.mac = hashes[suite->hash].length;
	else
		length.iv = version >= TLS_1_3 || cipher->mode == MODE_CHACHA
				    ? AEAD_NONCE
				    : AEAD_NONCE - EXPLICIT_NONCE;
	return length;
}

static bool set_up_mac(struct protection *p)
{
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST,
						 (char *)hashes[p->hash].name, 0),
		OSSL_PARAM_END,
	};
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);

	p->mac = EVP_MAC_CTX_new(hmac);
	EVP_MAC_free(hmac);
	return p->mac && EVP_MAC_CTX_set_params(p->mac, params);
}

static bool set_up_cipher(struct protection *p)
{
	if (!p->cipher->name)
		return true;
	if (p->cipher->legacy && !legacy_load())
		return false;
	p->algorithm = EVP_CIPHER_fetch(NULL, p->cipher->name, NULL);
	p->context = EVP_CIPHER_CTX_new();
	if (!p->algorithm || !p->context)
		return false;
	if (is_aead(p->cipher))
		return true;
	return EVP_DecryptInit_ex2(p->context, p->algorithm, p->keys.key, p->keys.iv, NULL) &&
	       EVP_CIPHER_CTX_set_padding(p->context, 0);
}

bool protection_is_known(const struct tls_suite *suite, uint16_t version)
{
	const struct cipher *cipher = &ciphers[suite->cipher];

	if (is_aead(cipher))
		return version >= TLS_1_2;
	return cipher->mode != MODE_UNKNOWN && version <= TLS_1_2 && suite->hash != TLS_HASH_NONE;
}

struct protection *protection_new(const struct tls_suite *suite, uint16_t version,
				  bool encrypt_then_mac, const struct direction_keys *keys)
{
	const struct cipher *cipher = &ciphers[suite->cipher];

	if (!protection_is_known(suite, version))
		return NULL;
	struct protection *p = g_new0(struct protection, 1);

	p->cipher = cipher;
	p->hash = suite->hash;
	p->version = version;
	p->encrypt_then_mac = encrypt_then_mac;
	p->keys = *keys;
	if ((is_aead(cipher) || set_up_mac(p)) && set_up_cipher(p))
		return p;
	protection_free(p);
	return NULL;
}

void protection_free(struct protection *p)
{
	if (!p)
		return;
	EVP_CIPHER_CTX_free(p->context);
	EVP_CIPHER_free(p->algorithm);
	EVP_MAC_CTX_free(p->mac);
	OPENSSL_cleanse(p, sizeof *p);
	g_free(p);
	ERR_clear_error();
}

static void put_sequence(const struct protection *p, uint8_t to[SEQUENCE_LENGTH])
{
	for (unsigned i = 0; i < SEQUENCE_LENGTH; i++)
		to[i] = (uint8_t)(p->sequence >> (8 * (SEQUENCE_LENGTH - 1 - i)));
}

/* What MACs and AEADs cover besides the content: sequence, type, version, length. */
#define COVERED (SEQUENCE_LENGTH + TLS_RECORD_HEADER)

static void put_covered(const struct protection *p, const struct tls_record *record, size_t n,
			uint8_t to[COVERED])
{
	put_sequence(p, to);
	to[8] = record->type;
	to[9] = (uint8_t)(record->version >> 8);
	to[10] = (uint8_t)record->version;
	to[11] = (uint8_t)(n >> 8);
	to[12] = (uint8_t)n;
}

static bool mac_fits(const struct protection *p, const struct tls_record *record,
		     struct bytes content, const uint8_t *mac)
{
	uint8_t covered[COVERED], expected[EVP_MAX_MD_SIZE];
	size_t n = 0, length = hashes[p->hash].length;

	put_covered(p, record, content.n, covered);
	return EVP_MAC_init(p->mac, p->keys.mac, length, NULL) &&
	       EVP_MAC_update(p->mac, covered, sizeof covered) &&
	       EVP_MAC_update(p->mac, content.p, content.n) &&
	       EVP_MAC_final(p->mac, expected, &n, sizeof expected) && n == length &&
	       CRYPTO_memcmp(expected, mac, length) == 0;
}

static bool decrypt(struct protection *p, uint8_t *out, struct bytes in)
{
	int n = 0;

	if (!p->cipher->name) {
		memcpy(out, in.p, in.n);
		return true;
	}
	return EVP_DecryptUpdate(p->context, out, &n, in.p, (int)in.n) && (size_t)n == in.n;
}

/* Content, MAC. */
static bool split_mac(const struct protection *p, const struct tls_record *record,
		      struct bytes plain, struct opened *opened)
{
	size_t mac = hashes[p->hash].length;

	if (plain.n < mac)
		return false;
	opened->content = bytes_of(plain.p, plain.n - mac);
	return mac_fits(p, record, opened->content, plain.p + opened->content.n);
}

static bool open_stream(struct protection *p, const struct tls_record *record, uint8_t *out,
			struct opened *opened)
{
	struct bytes in = record->fragment;

	return decrypt(p, out, in) && split_mac(p, record, bytes_of(out, in.n), opened);
}

/* The last byte says how many bytes of its value stand before it. */
static bool strip_padding(struct bytes *plain)
{
	size_t padding = plain->n ? plain->p[plain->n - 1] + 1u : 1;

	if (padding > plain->n)
		return false;
	for (size_t i = plain->n - padding; i < plain->n; i++)
		if (plain->p[i] != padding - 1)
			return false;
	plain->n -= padding;
	return true;
}

/* From TLS 1.1 on each record begins with its IV; before, the last block is the next one's. */
static bool decrypt_blocks(struct protection *p, uint8_t *out, struct bytes in, struct bytes *plain)
{
	size_t block = p->cipher->block, iv = p->version >= TLS_1_1 ? block : 0;

	if (in.n < iv + block || in.n % block)
		return false;
	if (iv && !EVP_DecryptInit_ex2(p->context, NULL, NULL, in.p, NULL))
		return false;
	*plain = bytes_of(out, in.n - iv);
	return decrypt(p, out, bytes_of(in.p + iv, in.n - iv)) && strip_padding(plain);
}

static bool open_cbc(struct protection *p, const struct tls_record *record, uint8_t *out,
		     struct opened *opened)
{
	struct bytes in = record->fragment, plain;
	size_t mac = hashes[p->hash].length;

	if (!p->encrypt_then_mac)
		return decrypt_blocks(p, out, in, &plain) && split_mac(p, record, plain, opened);
	if (in.n < mac)
		return false;
	in.n -= mac;
	return mac_fits(p, record, in, in.p + in.n) && decrypt_blocks(p, out, in, &opened->content);
}

/* RFC 5288, 3: a salt and eight bytes from the record; RFC 7905, 2 and 8446, 5.3: exclusive or. */
static void put_nonce(const struct protection *p, const uint8_t *explicit, uint8_t to[AEAD_NONCE])
{
	memcpy(to, p->keys.iv, AEAD_NONCE);
	if (explicit) {
		memcpy(to + AEAD_NONCE - EXPLICIT_NONCE, explicit, EXPLICIT_NONCE);
		return;
	}
	for (unsigned i = 0; i < SEQUENCE_LENGTH; i++)
		to[AEAD_NONCE - 1 - i] ^= (uint8_t)(p->sequence >> 8 * i);
}

/* CCM wants to know every length, and the tag, before it begins. */
static bool set_up_aead(struct protection *p, const uint8_t nonce[AEAD_NONCE], const uint8_t *tag)
{
	EVP_CIPHER_CTX *context = p->context;

	return EVP_DecryptInit_ex2(context, p->algorithm, NULL, NULL, NULL) &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, AEAD_NONCE, NULL) > 0 &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, p->cipher->tag, (void *)tag) >
		       0 &&
	       EVP_DecryptInit_ex2(context, NULL, p->keys.key, nonce, NULL);
}

static bool decrypt_aead(struct protection *p, struct bytes covered, uint8_t *out, struct bytes in)
{
	EVP_CIPHER_CTX *context = p->context;
	bool ccm = p->cipher->mode == MODE_CCM;
	int n = 0, rest = 0;

	if (ccm && !EVP_DecryptUpdate(context, NULL, &n, NULL, (int)in.n))
		return false;
	if (!EVP_DecryptUpdate(context, NULL, &n, covered.p, (int)covered.n))
		return false;
	if (EVP_DecryptUpdate(context, out, &n, in.p, (int)in.n) <= 0 || (size_t)n != in.n)
		return false;
	return ccm || EVP_DecryptFinal_ex(context, out + n, &rest) > 0;
}

/* RFC 8446, 5.4: zeros, and before them the type. */
static bool strip_zeros(struct opened *opened)
{
	struct bytes *content = &opened->content;

	while (content->n && content->p[content->n - 1] == 0)
		content->n--;
	if (content->n == 0)
		return false;
	opened->type = content->p[--content->n];
	return true;
}

static size_t put_aead_covered(const struct protection *p, const struct tls_record *record,
			       size_t n, uint8_t to[COVERED])
{
	if (p->version < TLS_1_3) {
		put_covered(p, record, n, to);
		return COVERED;
	}
	put_covered(p, record, record->fragment.n, to);
	memmove(to, to + SEQUENCE_LENGTH, TLS_RECORD_HEADER);
	return TLS_RECORD_HEADER;
}

static bool open_aead(struct protection *p, const struct tls_record *record, uint8_t *out,
		      struct opened *opened)
{
	uint8_t nonce[AEAD_NONCE], covered[COVERED];
	struct bytes in = record->fragment;
	bool implicit = p->version >= TLS_1_3 || p->cipher->mode == MODE_CHACHA;
	size_t explicit = implicit ? 0 : EXPLICIT_NONCE;

	if (in.n < explicit + p->cipher->tag)
		return false;
	put_nonce(p, implicit ? NULL : in.p, nonce);
	in = bytes_of(in.p + explicit, in.n - explicit - p->cipher->tag);
	size_t n = put_aead_covered(p, record, in.n, covered);

	if (!set_up_aead(p, nonce, in.p + in.n) || !decrypt_aead(p, bytes_of(covered, n), out, in))
		return false;
	opened->content = bytes_of(out, in.n);
	return p->version < TLS_1_3 || strip_zeros(opened);
}

static bool open_any(struct protection *p, const struct tls_record *record, uint8_t *out,
		     struct opened *opened)
{
	switch (p->cipher->mode) {
	case MODE_STREAM:
		return open_stream(p, record, out, opened);
	case MODE_CBC:
		return open_cbc(p, record, out, opened);
	default:
		return open_aead(p, record, out, opened);
	}
}

bool protection_open(struct protection *p, const struct tls_record *record,
		     uint8_t out[TLS_FRAGMENT_MAX], struct opened *opened)
{
	*opened = (struct opened){.type = record->type};
	if (record->fragment.n > TLS_FRAGMENT_MAX)
		return false;
	bool fits = open_any(p, record, out, opened);

	ERR_clear_error();
	if (fits)
		p->sequence++;
	return fits;
}
