/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * secure.c - the verb secure, which says what two ends agree on, and their records.
 *
 * Records are protected by MAC, then padding, then AES-CBC; their IVs are
 * chained in TLS 1.0 and stand before them later. Formats: RFC 2246, 4346,
 * 5246 (6.2.3.2, 6.3), 4279 (PSK's premaster secret is the client's business).
 */
#include "secure.h"

#include "certificate.h"
#include "crypto.h"
#include "stream.h"
#include "verbs.h"

#include <string.h>

#define BLOCK 16
#define KEY_BLOCK_MAX 160

void secure_free(struct secure *secure)
{
	if (!secure)
		return;
	g_ptr_array_unref(secure->suites);
	if (secure->psk)
		g_byte_array_unref(secure->psk);
	for (unsigned side = 0; side < 2; side++) {
		if (secure->chain[side])
			g_ptr_array_unref(secure->chain[side]);
		if (secure->protection[side].mac_key)
			g_byte_array_unref(secure->protection[side].mac_key);
	}
	if (secure->pending)
		g_byte_array_unref(secure->pending);
	g_byte_array_unref(secure->transcript);
	g_free(secure);
}

struct secure *secure_of(const struct line *line, struct connection *c)
{
	if (!c->secure)
		line_fail(line, "nobody said what this session agrees on: secure");
	return c->secure;
}

bool secure_opens(const struct secure *secure)
{
	return secure->has_master && secure->suite->key && secure->version > SSL_3 &&
	       secure->version < TLS_1_3;
}

void secure_make_master(struct secure *secure, const GByteArray *premaster)
{
	GByteArray *seed = g_byte_array_new();

	put_bytes(seed, secure->random[SIDE_CLIENT], RANDOM_LENGTH);
	put_bytes(seed, secure->random[SIDE_SERVER], RANDOM_LENGTH);
	crypto_prf(secure->master, MASTER_LENGTH, secure->version, premaster, "master secret",
		   seed);
	secure->has_master = true;
	g_byte_array_unref(seed);
}

static void expand_keys(uint8_t block[KEY_BLOCK_MAX], const struct secure *secure)
{
	GByteArray *seed = g_byte_array_new(), *master = g_byte_array_new();

	put_bytes(seed, secure->random[SIDE_SERVER], RANDOM_LENGTH);
	put_bytes(seed, secure->random[SIDE_CLIENT], RANDOM_LENGTH);
	put_bytes(master, secure->master, MASTER_LENGTH);
	crypto_prf(block, KEY_BLOCK_MAX, secure->version, master, "key expansion", seed);
	g_byte_array_unref(master);
	g_byte_array_unref(seed);
}

void secure_protect(struct secure *secure, enum side side)
{
	struct protection *protection = &secure->protection[side];
	uint8_t block[KEY_BLOCK_MAX];

	protection->on = true;
	protection->sequence = 0;
	if (!secure_opens(secure))
		return;
	size_t mac = (size_t)EVP_MD_get_size(secure->suite->mac()), key = secure->suite->key;

	expand_keys(block, secure);
	if (!protection->mac_key)
		protection->mac_key = g_byte_array_new();
	g_byte_array_set_size(protection->mac_key, 0);
	put_bytes(protection->mac_key, block + side * mac, mac);
	memcpy(protection->key, block + 2 * mac + side * key, key);
	memcpy(protection->iv, block + 2 * mac + 2 * key + side * BLOCK, BLOCK);
}

static void put_header(GByteArray *out, const struct secure *secure, enum record type, size_t n)
{
	bool first = secure->transcript->len == 0 && secure->round <= 1;
	unsigned version = first ? MIN(secure->offers, TLS_1_0) : MIN(secure->version, TLS_1_2);

	put8(out, type);
	put16(out, version);
	put16(out, (unsigned)n);
}

/* RFC 5246, 6.2.3.1: the sequence number, then the record as if it were not protected. */
static void put_mac(GByteArray *plain, const struct secure *secure, struct protection *protection,
		    enum record type)
{
	GByteArray *covered = g_byte_array_new();
	uint8_t mac[HASH_MAX];

	put32(covered, (uint32_t)(protection->sequence >> 32));
	put32(covered, (uint32_t)protection->sequence);
	put8(covered, type);
	put16(covered, secure->version);
	put16(covered, plain->len);
	put_all(covered, plain);
	crypto_hmac(mac, secure->suite->mac(), protection->mac_key, covered);
	put_bytes(plain, mac, protection->mac_key->len);
	protection->sequence++;
	g_byte_array_unref(covered);
}

static void put_padding(GByteArray *plain)
{
	unsigned padding = BLOCK - 1 - plain->len % BLOCK;

	for (unsigned i = 0; i <= padding; i++)
		put8(plain, padding);
}

static void put_encrypted(GByteArray *out, struct secure *secure, enum side side, enum record type,
			  const uint8_t *content, size_t n)
{
	struct protection *protection = &secure->protection[side];
	bool chained = secure->version == TLS_1_0;
	unsigned number = secure->number << 16 | (unsigned)protection->sequence << 1 | side;
	GByteArray *plain = g_byte_array_new();

	put_bytes(plain, content, n);
	put_mac(plain, secure, protection, type);
	put_padding(plain);
	if (!chained)
		crypto_noise(protection->iv, BLOCK, "iv", number);
	crypto_aes_cbc(plain->data, plain->len, protection->key, secure->suite->key,
		       protection->iv);
	put_header(out, secure, type, plain->len + (chained ? 0 : BLOCK));
	if (!chained)
		put_bytes(out, protection->iv, BLOCK);
	put_all(out, plain);
	memcpy(protection->iv, plain->data + plain->len - BLOCK, BLOCK);
	g_byte_array_unref(plain);
}

/* Noise as long as what AES-CBC with SHA-1 would make of it. */
static void put_sealed(GByteArray *out, struct secure *secure, enum side side, enum record type,
		       size_t n)
{
	struct protection *protection = &secure->protection[side];
	unsigned number = secure->number << 16 | (unsigned)protection->sequence++ << 1 | side;
	size_t length = (n + 20) / BLOCK * BLOCK + BLOCK;
	uint8_t *noise = g_malloc(length);

	crypto_noise(noise, length, "sealed", number);
	put_header(out, secure, secure->version == TLS_1_3 ? RECORD_DATA : type, length);
	put_bytes(out, noise, length);
	g_free(noise);
}

void secure_put_record(GByteArray *out, struct secure *secure, enum side side, enum record type,
		       const uint8_t *content, size_t n)
{
	if (secure->protection[side].on && secure->protection[side].mac_key) {
		put_encrypted(out, secure, side, type, content, n);
	} else if (secure->protection[side].on) {
		put_sealed(out, secure, side, type, n);
	} else {
		put_header(out, secure, type, n);
		put_bytes(out, content, n);
	}
}

void secure_say(struct scene *scene, struct connection *c, enum side side, const GByteArray *bytes)
{
	GByteArray *out = g_byte_array_new();

	if (c->secure && c->secure->protection[side].on)
		secure_put_record(out, c->secure, side, RECORD_DATA, bytes->data, bytes->len);
	else
		put_all(out, bytes);
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_say(scene, c, side, out->data, out->len);
	g_byte_array_unref(out);
}

/* What the client offers: all of suites=, or the chosen one alone; and that it knows RFC 5746. */
static void read_suites(struct secure *secure, struct line *line, const char *otherwise)
{
	const char *chosen = line_option(line, "suite", otherwise);
	char **names = g_strsplit(line_option(line, "suites", chosen), ",", -1);

	secure->suite = suite_find(line, chosen);
	secure->suites = g_ptr_array_new();
	for (unsigned i = 0; names[i]; i++)
		g_ptr_array_add(secure->suites, (gpointer)suite_find(line, names[i]));
	if (strcmp(line_option(line, "scsv", "yes"), "no"))
		g_ptr_array_add(secure->suites,
				(gpointer)suite_find(line, "EMPTY_RENEGOTIATION_INFO_SCSV"));
	g_strfreev(names);
}

static void read_chains(struct scene *scene, struct secure *secure, struct line *line)
{
	const char *client = line_option(line, "client", NULL);
	const char *server = line_option(line, "server", NULL);
	const char *signer = line_option(line, "sign", NULL);

	if (client)
		secure->chain[SIDE_CLIENT] = certificate_list(scene, line, client);
	if (server)
		secure->chain[SIDE_SERVER] = certificate_list(scene, line, server);
	if (signer)
		secure->signer = certificate_find(scene, line, signer)->key;
	else if (client)
		secure->signer = ((struct certificate *)secure->chain[SIDE_CLIENT]->pdata[0])->key;
	secure->request = !strcmp(line_option(line, "request", client ? "yes" : "no"), "yes");
}

static void resume(struct scene *scene, struct secure *secure, struct line *line)
{
	const char *name = line_option(line, "resume", NULL);

	if (!name)
		return;
	struct secure *earlier = secure_of(line, scene_connection(scene, line, name));

	secure->resumed = true;
	secure->has_master = earlier->has_master;
	memcpy(secure->master, earlier->master, MASTER_LENGTH);
	memcpy(secure->session_id, earlier->session_id, SESSION_ID_LENGTH);
}

void verb_secure(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	bool psk = !strcmp(line_word(line, 2), "psk");
	struct secure *secure = g_new0(struct secure, 1);
	const char *key = line_option(line, "key", NULL), *version;

	if (!psk && strcmp(line_word(line, 2), "pki"))
		line_fail(line, "neither psk nor pki: %s", line_word(line, 2));
	version = line_option(line, "version", "1.0");
	secure->number = c->number;
	secure->version = version_find(line, version);
	secure->offers = version_find(line, line_option(line, "offers", version));
	read_suites(secure, line, psk ? "PSK_WITH_AES_128_CBC_SHA" : "RSA_WITH_AES_128_CBC_SHA");
	secure->identity = line_option(line, "identity", "0000037M");
	secure->hint = line_option(line, "hint", NULL);
	secure->sni = line_option(line, "sni", NULL);
	secure->renegotiation = !strcmp(line_option(line, "renegotiation", "yes"), "yes");
	if (key) {
		secure->psk = g_byte_array_new();
		put_bytes(secure->psk, key, strlen(key));
	}
	if (!strcmp(line_option(line, "records", "each"), "one"))
		secure->pending = g_byte_array_new();
	read_chains(scene, secure, line);
	resume(scene, secure, line);
	secure->transcript = g_byte_array_new();
	secure_free(c->secure);
	c->secure = secure;
}
