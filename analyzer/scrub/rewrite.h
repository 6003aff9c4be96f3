/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rewrite.h - the bytes of one direction of a connection, each kind of them its own way. */
#ifndef SCRUB_REWRITE_H
#define SCRUB_REWRITE_H

#include "mapping.h"

/*
 * Rewrites |n| bytes at |p| in place: nothing of what they hold is left but
 * what the mapping gives and what says no more than how it was spoken.
 */
void rewrite_hello(struct mapping *m, uint8_t *p, size_t n);
void rewrite_tls(struct mapping *m, uint8_t *p, size_t n);
void rewrite_http(struct mapping *m, uint8_t *p, size_t n);
/* Text stays text, all else becomes zeros. */
void rewrite_unknown(uint8_t *p, size_t n);

/* Tells of the certificates in what rewrite_tls() will rewrite, which changes nothing. */
void note_certificates(struct mapping *m, struct bytes stream);

/* The name of |n| characters at |p|; one that would not fit becomes x. */
void rewrite_name(struct mapping *m, uint8_t *p, size_t n);

/* One handshake message behind its header. */
void rewrite_handshake(struct mapping *m, uint8_t type, uint8_t *p, size_t n);

#endif
