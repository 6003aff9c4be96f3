/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * protection.h - how the records of one direction are encrypted, and how they are opened.
 *
 * Every record is checked: by its MAC, or by the tag of its cipher. What does
 * not pass gives nothing. CBC and RC4 carry state from record to record, so
 * records are opened in their order, each once.
 *
 * Sources: RFC 5246 6.2.3, 2246 (implicit IVs), 7366 (encrypt-then-MAC), 5288
 * (GCM), 6655 (CCM), 7905 (ChaCha20), 8446 5.2 (TLS 1.3).
 */
#ifndef STREAM_PROTECTION_H
#define STREAM_PROTECTION_H

#include "tls_keys.h"

struct protection;

/* Bytes of key material that one direction needs. */
struct key_lengths {
	size_t mac, key, iv;
};
struct key_lengths protection_key_lengths(const struct tls_suite *suite, uint16_t version);

/* Is the suite's cipher one of ours, and one that |version| has? */
bool protection_is_known(const struct tls_suite *suite, uint16_t version);

/* NULL when the suite's cipher is not known, or OpenSSL does not have it. */
struct protection *protection_new(const struct tls_suite *suite, uint16_t version,
				  bool encrypt_then_mac, const struct direction_keys *keys);
void protection_free(struct protection *protection); /* wipes; NULL is fine */

/* The content of one record; |type| is the inner one of TLS 1.3. */
struct opened {
	uint8_t type;
	struct bytes content; /* in |out| */
};

/* Opens |record| into |out|. False when the check does not pass. */
bool protection_open(struct protection *protection, const struct tls_record *record,
		     uint8_t out[TLS_FRAGMENT_MAX], struct opened *opened);

#endif
