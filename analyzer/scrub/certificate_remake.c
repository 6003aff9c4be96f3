/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_remake.c - keys by names and the signatures under them; see certificate_remake.h.
 *
 * One certificate is made once: where it is met again the same bytes stand.
 * Sources: RFC 5280, 4.1; OpenSSL's EVP.
 */
#include "certificate_remake.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "certificate_names.h"

enum {
	VERSION = DER_CONTEXT | DER_CONSTRUCTED | 0,
	EXTENSIONS = DER_CONTEXT | DER_CONSTRUCTED | 3,
	RSA_BITS_MAX = 4096, /* larger ones take minutes to make */
	ECDSA_TRIES = 400,   /* until a signature has the old one's length */
};

struct remaking {
	struct mapping *m;
	GHashTable *keys;   /* subject's Name, old -> EVP_PKEY */
	GHashTable *made;   /* old DER -> new DER */
	GHashTable *hashes; /* old hash -> new hash */
};

/* Where the parts of a certificate lie. */
struct parts {
	struct der tbs, serial, issuer, subject, key, signature;
	struct der_cursor extensions; /* empty without */
};

struct remaking *remaking_new(struct mapping *m)
{
	struct remaking *r = g_new0(struct remaking, 1);

	r->m = m;
	r->keys = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
					(GDestroyNotify)EVP_PKEY_free);
	r->made = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
					(GDestroyNotify)g_bytes_unref);
	r->hashes =
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
				      (GDestroyNotify)g_bytes_unref);
	return r;
}

void remaking_free(struct remaking *r)
{
	g_hash_table_destroy(r->keys);
	g_hash_table_destroy(r->made);
	g_hash_table_destroy(r->hashes);
	g_free(r);
}

static void find_extensions(struct parts *parts, struct der_cursor *c)
{
	struct der der;

	while (der_next(&der, c))
		if (der.tag == EXTENSIONS)
			parts->extensions = der_inside(&der);
		else
			memset(der.value, 0, der.length); /* unique identifiers */
}

static bool find_parts(struct parts *parts, uint8_t *p, size_t n)
{
	struct der_cursor c = {p, n}, tbs;
	struct der whole, der;

	*parts = (struct parts){0};
	if (!der_take(&whole, &c, DER_SEQUENCE) || whole.whole_length != n)
		return false;
	c = der_inside(&whole);
	if (!der_take(&parts->tbs, &c, DER_SEQUENCE) || !der_take(&der, &c, DER_SEQUENCE) ||
	    !der_take(&parts->signature, &c, DER_BIT_STRING) || parts->signature.length < 2)
		return false;
	tbs = der_inside(&parts->tbs);
	if (!der_next(&parts->serial, &tbs) ||
	    (parts->serial.tag == VERSION && !der_next(&parts->serial, &tbs)))
		return false;
	if (parts->serial.tag != DER_INTEGER || !der_take(&der, &tbs, DER_SEQUENCE) ||
	    !der_take(&parts->issuer, &tbs, DER_SEQUENCE) || !der_take(&der, &tbs, DER_SEQUENCE) ||
	    !der_take(&parts->subject, &tbs, DER_SEQUENCE) ||
	    !der_take(&parts->key, &tbs, DER_SEQUENCE))
		return false;
	find_extensions(parts, &tbs);
	return true;
}

static EVP_PKEY *new_rsa(int bits, const BIGNUM *exponent)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	BIGNUM *e = exponent ? BN_dup(exponent) : NULL;
	EVP_PKEY *key = NULL;

	if (bits > RSA_BITS_MAX || EVP_PKEY_keygen_init(context) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) <= 0 ||
	    (e && EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, e) <= 0) ||
	    EVP_PKEY_keygen(context, &key) <= 0)
		key = NULL;
	BN_free(e);
	EVP_PKEY_CTX_free(context);
	return key;
}

/* A key of the kind and size of |old|. */
static EVP_PKEY *new_like(EVP_PKEY *old)
{
	EVP_PKEY_CTX *context;
	EVP_PKEY *key = NULL;
	BIGNUM *e = NULL;

	if (EVP_PKEY_get_base_id(old) == EVP_PKEY_RSA) {
		EVP_PKEY_get_bn_param(old, "e", &e);
		key = new_rsa(EVP_PKEY_get_bits(old), e);
		BN_free(e);
		return key;
	}
	context = EVP_PKEY_CTX_new(old, NULL);
	if (!context || EVP_PKEY_keygen_init(context) <= 0 || EVP_PKEY_keygen(context, &key) <= 0)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	return key;
}

/* A key for an issuer of which only a signature is known. */
static EVP_PKEY *new_signer(int kind, size_t signature_length)
{
	enum {
		P256_SIGNATURE_MAX = 72, /* two numbers of 33 bytes in DER */
	};

	if (kind == EVP_PKEY_RSA)
		return new_rsa((int)signature_length * 8, NULL);
	if (kind == NID_X9_62_id_ecPublicKey)
		return EVP_EC_gen(signature_length <= P256_SIGNATURE_MAX ? "P-256" : "P-384");
	return NULL;
}

static EVP_PKEY *key_of(const struct remaking *r, const struct der *name)
{
	g_autoptr(GBytes) key = g_bytes_new(name->whole, name->whole_length);

	return g_hash_table_lookup(r->keys, key);
}

static void give_key(struct remaking *r, const struct der *name, EVP_PKEY *key)
{
	if (key)
		g_hash_table_insert(r->keys, g_bytes_new(name->whole, name->whole_length), key);
}

void remaking_note(struct remaking *r, struct bytes der)
{
	g_autofree uint8_t *copy = g_memdup2(der.p, der.n);
	struct parts parts;

	if (!copy || !find_parts(&parts, copy, der.n) || key_of(r, &parts.subject))
		return;
	const uint8_t *at = parts.key.whole;
	EVP_PKEY *old = d2i_PUBKEY(NULL, &at, (long)parts.key.whole_length);

	if (old)
		give_key(r, &parts.subject, new_like(old));
	EVP_PKEY_free(old);
}

/* What a certificate was signed with: a hash and a kind of key; false for what we cannot do. */
static bool signed_with(const uint8_t *p, size_t n, const EVP_MD **md, int *kind)
{
	X509 *x = d2i_X509(NULL, &p, (long)n);
	int hash = NID_undef;
	bool known = x && OBJ_find_sigid_algs(X509_get_signature_nid(x), &hash, kind) &&
		     hash != NID_undef;

	*md = known ? EVP_get_digestbynid(hash) : NULL;
	X509_free(x);
	return *md;
}

static bool put_key(const struct der *place, EVP_PKEY *key)
{
	uint8_t *encoded = NULL;
	int n = i2d_PUBKEY(key, &encoded);
	bool fits = n > 0 && (size_t)n == place->whole_length;

	if (fits)
		memcpy(place->whole, encoded, place->whole_length);
	OPENSSL_free(encoded);
	return fits;
}

static bool sign_once(const struct parts *parts, EVP_PKEY *key, const EVP_MD *md)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = (size_t)EVP_PKEY_get_size(key);
	g_autofree uint8_t *signature = g_malloc(length + 1);
	bool ok = EVP_DigestSignInit(context, NULL, md, NULL, key) == 1 &&
		  EVP_DigestSign(context, signature, &length, parts->tbs.whole,
				 parts->tbs.whole_length) == 1 &&
		  length + 1 == parts->signature.length;

	if (ok)
		memcpy(parts->signature.value + 1, signature, length);
	EVP_MD_CTX_free(context);
	return ok;
}

/* An ECDSA signature is one byte longer or shorter from time to time. */
static bool sign(const struct parts *parts, EVP_PKEY *key, const EVP_MD *md)
{
	unsigned tries = EVP_PKEY_get_base_id(key) == EVP_PKEY_EC ? ECDSA_TRIES : 1;

	while (tries--)
		if (sign_once(parts, key, md))
			return true;
	return false;
}

static void note_hashes(struct remaking *r, GBytes *old, GBytes *new)
{
	static const GChecksumType types[] = {G_CHECKSUM_SHA1, G_CHECKSUM_SHA256,
					      G_CHECKSUM_SHA384};

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		GBytes *pair[] = {old, new}, *hash[2];

		for (unsigned which = 0; which < 2; which++) {
			g_autoptr(GChecksum) sum = g_checksum_new(types[i]);
			guint8 digest[48];
			gsize n, length = sizeof digest;
			const guchar *p = g_bytes_get_data(pair[which], &n);

			g_checksum_update(sum, p, (gssize)n);
			g_checksum_get_digest(sum, digest, &length);
			hash[which] = g_bytes_new(digest, length);
		}
		g_hash_table_insert(r->hashes, hash[0], hash[1]);
	}
}

bool remade_hash(const struct remaking *r, uint8_t *hash, size_t n)
{
	g_autoptr(GBytes) old = g_bytes_new(hash, n);
	GBytes *new = g_hash_table_lookup(r->hashes, old);

	if (new)
		memcpy(hash, g_bytes_get_data(new, NULL), n);
	return new;
}

/* With the keys at hand: names, serial and extensions, the key, and last the signature. */
static bool change(struct remaking *r, const struct parts *parts, EVP_PKEY *own, EVP_PKEY *issuer,
		   const EVP_MD *md)
{
	rewrite_serial(r->m, &parts->serial);
	rewrite_distinguished_name(r->m, &parts->issuer);
	rewrite_distinguished_name(r->m, &parts->subject);
	if (parts->extensions.left)
		rewrite_extensions_of_certificate(r->m, parts->extensions);
	return put_key(&parts->key, own) && sign(parts, issuer, md);
}

static bool remake_fresh(struct remaking *r, uint8_t *der, size_t n)
{
	const EVP_MD *md;
	struct parts parts;
	int kind;

	if (!signed_with(der, n, &md, &kind) || !find_parts(&parts, der, n))
		return false;
	if (!key_of(r, &parts.issuer))
		give_key(r, &parts.issuer, new_signer(kind, parts.signature.length - 1));
	EVP_PKEY *own = key_of(r, &parts.subject), *issuer = key_of(r, &parts.issuer);

	return own && issuer && change(r, &parts, own, issuer, md);
}

bool certificate_remake(struct remaking *r, uint8_t *der, size_t n)
{
	g_autoptr(GBytes) old = g_bytes_new(der, n);
	GBytes *made = g_hash_table_lookup(r->made, old);

	if (made) {
		memcpy(der, g_bytes_get_data(made, NULL), n);
		return true;
	}
	remaking_note(r, bytes_of(der, n));
	if (!remake_fresh(r, der, n))
		return false;
	made = g_bytes_new(der, n);
	note_hashes(r, old, made);
	g_hash_table_insert(r->made, g_bytes_ref(old), made);
	return true;
}
