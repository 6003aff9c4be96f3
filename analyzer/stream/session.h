/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session.h - TLS sessions followed from outside: what was seen, and plain
 * bytes where a secret is known.
 *
 * A session is fed with the bytes of both directions as tcp.h hands them out.
 * Everything that crosses in the clear becomes a fact; where one of the
 * secrets opens the records, their content comes out by the consumer's
 * plain(). A wrong secret is noticed at the first record, whose check does not
 * pass, and gives nothing.
 *
 * Directions may come in the wrong order, for a capture need not be in order:
 * bytes that make sense only after the other direction's are left with the
 * caller, who offers them again.
 *
 * Decrypted are TLS 1.0 to 1.2 by pre-shared keys, by the RSA key of a server
 * (static RSA), by key logs, and as resumption of an earlier one; TLS 1.3 by
 * key logs. SSL 3, and sessions that compress, are seen but not opened.
 */
#ifndef STREAM_SESSION_H
#define STREAM_SESSION_H

#include <glib.h>

#include "keylog.h"
#include "tcp.h"
#include "tls.h"

#define SESSION_PSK_MAX 256                   /* bytes of a pre-shared key */
#define SESSION_TEXT 256                      /* of names that a message carries, with NUL */
#define SESSION_SUITES_MAX 256                /* offered, that are kept */
#define SESSION_ALERTS_MAX 8                  /* kept */
#define SESSIONS_HELD_MAX (64u * 1024 * 1024) /* bytes of certificates and begun messages */

/* What the caller knows. Members may be NULL; whoever gives a secret leaves wiping it to us. */
struct session_secrets {
	/* Writes the pre-shared key of |identity|; returns its length, 0: not known. */
	size_t (*psk)(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX]);
	/* As keylog_find(). */
	size_t (*logged)(void *user, enum keylog_label label, struct bytes id,
			 uint8_t secret[KEYLOG_SECRET_MAX]);
	/* As rsa_keys_open(): 48 bytes. */
	bool (*rsa)(void *user, struct bytes encrypted, uint16_t offered, uint8_t *premaster);
};

enum session_event {
	SESSION_CLIENT_HELLO,
	SESSION_SERVER_HELLO,
	SESSION_CERTIFICATES,
	SESSION_IDENTITY, /* and every other ClientKeyExchange */
	SESSION_FINISHED,
	SESSION_ALERT,
	SESSION_DATA, /* a record of application data, opened or not */
};

struct session;

/* The consumer's side. All may be NULL. */
struct session_consumer {
	/*
	 * Something was noted in the facts, from the record that ends at |offset| +
	 * |length| of what session_bytes() was given; so tcp_places() tells where.
	 */
	void (*event)(void *user, struct session *session, enum session_event event,
		      enum direction from, size_t offset, size_t length);
	/* Application data, decrypted; valid during the call. */
	void (*plain)(void *user, struct session *session, enum direction from, struct bytes plain);
};

/* What all sessions of one capture share. */
struct sessions;

/* |user| is given to all callbacks. The structs are copied. */
struct sessions *sessions_new(const struct session_secrets *secrets,
			      const struct session_consumer *consumer, void *user);
void sessions_free(struct sessions *sessions); /* after its sessions */

/* |user| is the caller's own: session_user(). */
struct session *session_new(struct sessions *sessions, void *user);
void session_free(struct session *session); /* wipes; NULL is fine */
void *session_user(const struct session *session);

/* Takes |pending| as tcp_consumer.bytes() gets it; returns how many bytes are done with. */
size_t session_bytes(struct session *session, enum direction from, struct bytes pending, bool over);
void session_gap(struct session *session, enum direction from, uint64_t lost);

struct session_chain {
	bool seen; /* a Certificate message came, be it an empty one */
	unsigned n;
	unsigned left_out;                         /* certificates that were not kept */
	GBytes *certificate[TLS_CERTIFICATES_MAX]; /* DER, as sent */
};

struct session_alert {
	enum direction from;
	bool readable; /* level and description are known */
	uint8_t level, description;
	bool has_after; /* the message that was seen last before it, from whomever */
	uint8_t after;  /* enum tls_handshake_type */
	enum direction after_from;
};

/* How far decryption came. */
enum session_decryption {
	SESSION_CLEAR,        /* nothing was encrypted so far */
	SESSION_NO_SECRET,    /* none of ours is for it */
	SESSION_WRONG_SECRET, /* one is, and does not open it */
	SESSION_UNSUPPORTED,  /* a version, suite or compression that we do not open */
	SESSION_OPENED,
	SESSION_LOST, /* opened at first; then bytes were missing or a record did not pass */
};

enum session_source {
	SESSION_FROM_LOG,
	SESSION_FROM_LOGGED_PREMASTER,
	SESSION_FROM_RESUMPTION,
	SESSION_FROM_PSK,
	SESSION_FROM_RSA,
	SESSION_SOURCES
};

/* What was seen so far. Numbers are those of tls_names.h; 0 where nothing was seen. */
struct session_facts {
	bool client_hello, server_hello;      /* were seen; what follows of each is 0 else */
	bool ssl2_hello;                      /* the client began as in SSL 2 */
	uint16_t offered_version;             /* the highest */
	uint16_t version;                     /* chosen; as long as none is, 0 */
	uint16_t suite;                       /* chosen */
	unsigned suites_offered;              /* all, signals (RFC 5746, ...) left out */
	uint16_t offered[SESSION_SUITES_MAX]; /* MIN(suites_offered, SESSION_SUITES_MAX) of them */
	bool offers_psk;                      /* one of those is a PSK suite */
	char server_name[SESSION_TEXT];       /* "" */
	bool extended_master_secret, encrypt_then_mac; /* agreed on */
	bool secure_renegotiation;                     /* the server knows RFC 5746 */
	bool resumed;
	unsigned handshakes;      /* ClientHellos that began one: more than one is renegotiation */
	bool renegotiation_asked; /* a HelloRequest was read */
	bool has_hint, has_identity;
	struct bytes hint, identity; /* as sent, at most SESSION_TEXT bytes */
	bool certificate_requested;
	struct session_chain chain[2]; /* by enum direction */
	bool certificate_verify;       /* the client proved to have its certificate's key */
	bool finished[2];              /* sent; up to TLS 1.2 also seen when encrypted */
	unsigned alerts;               /* all */
	struct session_alert alert[SESSION_ALERTS_MAX]; /* the first ones */
	bool close_notify[2];
	bool over[2];     /* session_bytes() was told that none will follow */
	bool cut[2];      /* ... in the midst of a record */
	bool foreign[2];  /* what came is no TLS */
	uint64_t lost[2]; /* bytes of gaps */
	uint64_t records[2];
	uint64_t data_bytes[2]; /* application data: decrypted, or encrypted when not opened */
	bool has_last;          /* the last handshake message seen */
	uint8_t last;
	enum direction last_from;
	enum session_decryption decryption;
	enum session_source source; /* of the secret that opens it, or did not */
	bool verified[2];           /* what Finished says fits the handshake */
};

/* Valid, and growing, until session_free(). */
const struct session_facts *session_facts(const struct session *session);

/*
 * The master secret that opened the session and its client random, as a key
 * log has them; false for TLS 1.3 and for what did not open. The caller wipes.
 */
bool session_master(const struct session *session, uint8_t client_random[TLS_RANDOM_LENGTH],
		    uint8_t master[48]);

#endif
