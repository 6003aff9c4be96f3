/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * secure.h - a TLS session between the two ends of a connection.
 *
 * What was agreed on stands here, with the state of both record layers. Keys
 * are real where the suite is one of AES-CBC with a pre-shared key or static
 * RSA; of any other suite the records are noise of the right length.
 */
#ifndef SYNTH_SECURE_H
#define SYNTH_SECURE_H

#include "scene.h"

#include <openssl/evp.h>

#define SSL_3 0x0300
#define TLS_1_0 0x0301
#define TLS_1_1 0x0302
#define TLS_1_2 0x0303
#define TLS_1_3 0x0304

#define RANDOM_LENGTH 32
#define SESSION_ID_LENGTH 32
#define MASTER_LENGTH 48
#define VERIFY_LENGTH 12

enum record {
	RECORD_CHANGE_CIPHER_SPEC = 20,
	RECORD_ALERT = 21,
	RECORD_HANDSHAKE = 22,
	RECORD_DATA = 23,
};

enum exchange {
	EXCHANGE_PSK,
	EXCHANGE_RSA,
	EXCHANGE_ECDHE,
	EXCHANGE_SIGNAL, /* no suite, but says something in their list */
};

struct suite {
	const char *name; /* IANA's, without TLS_ */
	unsigned number;
	enum exchange exchange;
	unsigned key; /* bytes of AES-CBC's key; 0: a cipher that is not made here */
	const EVP_MD *(*mac)(void);
};

/* How one side's records are protected. */
struct protection {
	bool on;
	GByteArray *mac_key;
	uint8_t key[32], iv[16];
	uint64_t sequence;
};

struct secure {
	unsigned number; /* the connection's, for what stands for randomness */
	unsigned round;  /* handshakes begun on it */
	unsigned version, offers;
	const struct suite *suite;
	GPtrArray *suites; /* const struct suite *, offered */
	GByteArray *psk;   /* NULL: not known, so nothing can be encrypted */
	const char *identity, *hint, *sni;
	GPtrArray *chain[2]; /* struct certificate *, by side; NULL: none */
	EVP_PKEY *signer;    /* of CertificateVerify; the scene's */
	bool request;        /* the server wants the client's certificate */
	bool renegotiation;  /* the server knows RFC 5746 */
	bool resumed;
	GByteArray *pending; /* messages that will share a record; NULL: each has its own */
	uint8_t random[2][RANDOM_LENGTH];
	uint8_t session_id[SESSION_ID_LENGTH];
	uint8_t master[MASTER_LENGTH];
	bool has_master;
	GByteArray *transcript;
	uint8_t verify[2][VERIFY_LENGTH]; /* of the last Finished */
	struct protection protection[2];
};

void secure_free(struct secure *secure); /* NULL is fine */

/* Are this session's records really encrypted? */
bool secure_opens(const struct secure *secure);

/* Puts |content| as one record, protected where |side|'s are by now. */
void secure_put_record(GByteArray *out, struct secure *secure, enum side side, enum record type,
		       const uint8_t *content, size_t n);

/* After ChangeCipherSpec: |side|'s next record is protected by the master secret. */
void secure_protect(struct secure *secure, enum side side);

/* The master secret, from what ClientKeyExchange brings. */
void secure_make_master(struct secure *secure, const GByteArray *premaster);

/* Sends application data: as a record of the session that stands, or as it is where there is none. */
void secure_say(struct scene *scene, struct connection *c, enum side side, const GByteArray *bytes);

/* The session of the connection; fails at the line when there is none. */
struct secure *secure_of(const struct line *line, struct connection *c);

/* Numbers by their names; fail at the line. */
const struct suite *suite_find(const struct line *line, const char *name);
unsigned alert_find(const struct line *line, const char *name);
unsigned version_find(const struct line *line, const char *name);

#endif
