/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rsa_keys.h - private keys of servers, which open what clients encrypt to them (static RSA). */
#ifndef STREAM_RSA_KEYS_H
#define STREAM_RSA_KEYS_H

#include "bytes.h"
#include "tls_keys.h"

struct rsa_keys;

struct rsa_keys *rsa_keys_new(void);
void rsa_keys_free(struct rsa_keys *keys);

/* Adds the first RSA key of PEM, DER or PFX |content|; |password| may be NULL. False: there is none. */
bool rsa_keys_add(struct rsa_keys *keys, struct bytes content, const char *password);

/*
 * Opens an encrypted premaster secret with the key that fits. |offered| is the
 * version that its first two bytes must say (RFC 5246, 7.4.7.1). False: no key does.
 */
bool rsa_keys_open(const struct rsa_keys *keys, struct bytes encrypted, uint16_t offered,
		   uint8_t premaster[MASTER_LENGTH]);

#endif
