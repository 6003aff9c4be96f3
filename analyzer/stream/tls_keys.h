/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls_keys.h - from secrets to the keys of records: the PRFs of TLS 1.0 to 1.3.
 *
 * Whoever holds one of these structs wipes it.
 *
 * Sources: RFC 2246, 4346, 5246 (5, 6.3, 8.1), 4279 (2), 5489 and 4279 for
 * other premaster secrets, 7627 (4), 8446 (7).
 */
#ifndef STREAM_TLS_KEYS_H
#define STREAM_TLS_KEYS_H

#include "tls.h"

#define MASTER_LENGTH 48
#define VERIFY_LENGTH 12
#define TRANSCRIPT_MAX 48 /* bytes of a hash over the handshake */
#define TRAFFIC_SECRET_MAX 48
#define PREMASTER_MAX 1024 /* bytes; a PSK counts twice */

/* What protects one direction's records. Unused ends of the arrays are zero. */
struct direction_keys {
	uint8_t mac[48];
	uint8_t key[32];
	uint8_t iv[16];
};

/* The master secret from |seed|: client and server random, or the hash of the handshake. */
bool tls_master_secret(uint8_t master[MASTER_LENGTH], uint16_t version,
		       const struct tls_suite *suite, struct bytes premaster, bool extended,
		       struct bytes seed);

/* Writes other secret and PSK in the form of RFC 4279, 2; returns the length, 0: no room. */
size_t tls_psk_premaster(uint8_t premaster[PREMASTER_MAX], struct bytes other, struct bytes psk);

/* Keys of both directions, the client's first. False when OpenSSL refuses. */
bool tls_key_block(struct direction_keys keys[2], uint16_t version, const struct tls_suite *suite,
		   const uint8_t master[MASTER_LENGTH], struct bytes client_random,
		   struct bytes server_random);

/* What a Finished of client or server holds after the handshake of |transcript|. */
bool tls_verify_data(uint8_t verify[VERIFY_LENGTH], uint16_t version, const struct tls_suite *suite,
		     const uint8_t master[MASTER_LENGTH], bool from_server,
		     struct bytes transcript);

/* TLS 1.3: keys of one direction, and the secret that follows a KeyUpdate. */
bool tls_traffic_keys(struct direction_keys *keys, const struct tls_suite *suite,
		      struct bytes secret);
bool tls_next_secret(uint8_t next[TRAFFIC_SECRET_MAX], const struct tls_suite *suite,
		     struct bytes secret);

#endif
