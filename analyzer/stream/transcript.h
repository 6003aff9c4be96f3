/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * transcript.h - the hash over a handshake's messages, while it is not known which hash it is.
 *
 * Three hashes run side by side, so that no message has to be kept.
 */
#ifndef STREAM_TRANSCRIPT_H
#define STREAM_TRANSCRIPT_H

#include "tls_keys.h"

#define TRANSCRIPT_HASHES 3

struct transcript {
	void *running[TRANSCRIPT_HASHES]; /* OpenSSL's, NULL before the first message */
};

/* Forgets everything: a new handshake begins, or none follows. */
void transcript_reset(struct transcript *transcript);
void transcript_add(struct transcript *transcript, struct bytes message);

/* Writes the hash that |version| and |suite| use; returns it as a view of |hash|. */
struct bytes transcript_hash(const struct transcript *transcript, uint16_t version,
			     const struct tls_suite *suite, uint8_t hash[TRANSCRIPT_MAX]);

#endif
