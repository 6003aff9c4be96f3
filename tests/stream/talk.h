/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * talk.h - two ends of a TLS session in one process, and what crossed between them.
 *
 * The ends are OpenSSL's; a talk is the pieces that each of them sent, in
 * order, what they said in plain, and the key log that OpenSSL wrote.
 */
#ifndef TESTS_STREAM_TALK_H
#define TESTS_STREAM_TALK_H

#include <glib.h>
#include <openssl/ssl.h>

#include "tcp.h"

#define TALK_IDENTITY "LABPID01"
#define TALK_PPS "ABCD1234EFGH5678JKLM9012NPQR3456"

struct piece_sent {
	enum direction from;
	GByteArray *bytes;
};

struct talk {
	GPtrArray *pieces; /* struct piece_sent */
	GString *said[2];  /* in plain, by enum direction */
	GString *keylog;
	bool finished;  /* the handshake came to its end on both sides */
	char suite[80]; /* IANA's name of what was chosen, "" */
};

struct talk_options {
	int version;        /* TLS1_VERSION ... */
	int client_version; /* the highest that the client offers; 0: |version| */
	const char *suites; /* of TLS 1.2 and earlier; NULL: OpenSSL's own choice of all */
	const char *suites_13;
	uint64_t options;          /* SSL_OP_... of both ends */
	const char *server_groups; /* NULL: OpenSSL's own; TLS 1.3 may need a second ClientHello */
	const char *hint;          /* of PSK, or NULL */
	const char *server_name;
	const char *pps; /* the server's; NULL: TALK_PPS */
	bool client_certificate;
	bool renegotiate, update_keys;
	SSL_SESSION **resume; /* in: taken up when set; out: to take up next time */
};

/* Runs a session: handshake, a request, an answer in several records, close_notify. */
struct talk *talk_run(const struct talk_options *options);
struct talk *talk_new(void);
/* Notes that |n| bytes were sent. */
void talk_sent(struct talk *talk, enum direction from, const void *bytes, size_t n);
void talk_free(struct talk *talk);

/* The server's private key, RSA: PEM, made at the first call. */
const char *talk_rsa_key(void);

#endif
