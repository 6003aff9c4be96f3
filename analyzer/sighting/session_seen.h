/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session_seen.h - what a capture shows of a TLS session, opened or not.
 *
 * Numbers are those of tls_names.h. Texts are printable, whatever was sent, and
 * the store's; a PSK identity stands here in full, for it is compared with the
 * PID of the hello. No key is ever part of it.
 */
#ifndef SIGHTING_SESSION_SEEN_H
#define SIGHTING_SESSION_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "certificate_facts.h"
#include "moment.h"

/* Who sent it: as in struct seen_connection, the client is who opened the connection. */
enum seen_side {
	SEEN_CLIENT,
	SEEN_SERVER,
};

/* How far the session could be read. */
enum seen_decryption {
	SEEN_CLEAR,        /* nothing was encrypted so far */
	SEEN_NO_SECRET,    /* none was given for it */
	SEEN_WRONG_SECRET, /* one was, and does not open it */
	SEEN_UNSUPPORTED,  /* a version, suite or compression that is not opened */
	SEEN_OPENED,
	SEEN_LOST, /* opened at first; then bytes were missing, or a record did not pass */
};

/* Whence the secret came that opened it, or did not. */
enum seen_secret {
	SEEN_SECRET_LOG,
	SEEN_SECRET_LOGGED_PREMASTER,
	SEEN_SECRET_RESUMPTION,
	SEEN_SECRET_PSK,
	SEEN_SECRET_RSA,
};

#define SEEN_ALERTS_MAX 8        /* kept of a session */
#define SEEN_CERTIFICATES_MAX 16 /* of a chain */

struct seen_alert {
	enum seen_side from;
	bool readable; /* else it was encrypted: level and description are unknown */
	uint8_t level, description;
	bool has_after; /* the handshake message that was seen last before it, */
	uint8_t after;  /* its type, */
	enum seen_side after_from;
	struct moment at;
	struct place place;
};

/* A Certificate message. */
struct seen_chain {
	bool seen;     /* one came, be it an empty one */
	unsigned sent; /* certificates in it; those that could not be read are not below */
	struct moment at;
	struct place place;           /* of the record that ended the message */
	struct certificate_chain way; /* among |certificate| */
	unsigned certificate_count;
	const struct certificate_facts **certificate; /* in the order sent; each the store's */
};

/* Pairs are [client, server]. */
struct seen_session {
	bool client_hello, server_hello; /* were seen */
	bool ssl2_hello;
	uint16_t offered_version; /* the highest */
	uint16_t version, suite;  /* chosen; 0: none was */
	uint32_t suites_offered;
	bool offers_psk;         /* one of them is a PSK suite */
	const char *server_name; /* asked for, or NULL */
	bool extended_master_secret, encrypt_then_mac;
	bool secure_renegotiation; /* the server knows RFC 5746 */
	bool resumed;
	uint32_t handshakes;
	bool renegotiation_asked;
	const char *hint, *identity; /* of a PSK; NULL: none was sent */
	bool certificate_requested;
	bool certificate_verify; /* the client proved to have its certificate's key */
	bool finished[2];
	bool verified[2];     /* what Finished says fits the handshake */
	bool close_notify[2]; /* readable ones */
	bool cut[2];          /* ended inside a record */
	bool foreign[2];      /* what came is no TLS */
	uint64_t records[2];
	uint64_t data_bytes[2]; /* of application data */
	bool has_last;          /* the handshake message that was seen last */
	uint8_t last;
	enum seen_side last_from;
	enum seen_decryption decryption;
	enum seen_secret secret;
	struct seen_chain chain[2];
	uint32_t alerts; /* all */
	unsigned alert_count;
	struct seen_alert *alert; /* the first ones */
	struct moment client_hello_at, server_hello_at, identity_at, finished_at[2], data_at[2];
	struct place client_hello_place, server_hello_place, identity_place;
};

#endif
