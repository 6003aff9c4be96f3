/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session_state.h - the inside of a session, shared by the files that follow one.
 *
 * session.c takes records apart and decides whose turn it is, session_handshake.c
 * reads messages, session_keys.c finds secrets and changes protections.
 */
#ifndef STREAM_SESSION_STATE_H
#define STREAM_SESSION_STATE_H

#include "protection.h"
#include "resumption.h"
#include "session.h"
#include "transcript.h"

/* Whose handshake messages come next. */
enum turn {
	TURN_CLIENT,
	TURN_SERVER,
	TURN_BOTH,
};

struct side {
	struct protection *current; /* NULL: in the clear, or sealed */
	struct protection *pending; /* from the next ChangeCipherSpec on */
	bool encrypted;             /* records are; without |current| they stay sealed */
	bool fresh;                 /* no record was opened since the keys changed */
	bool stopped;               /* nothing of this direction can be followed any more */
	bool application;           /* TLS 1.3: the keys are those of application data */
	GByteArray *messages;       /* begun handshake messages */
	uint8_t traffic[TRAFFIC_SECRET_MAX]; /* TLS 1.3: of |current| */
	size_t traffic_n;
};

struct session {
	struct sessions *sessions;
	void *user;
	struct session_facts facts;
	struct side side[2]; /* by enum direction */
	enum turn turn;
	struct transcript transcript;
	const struct tls_suite *suite; /* NULL: none chosen, or none that we know */
	uint8_t compression;
	uint16_t client_version; /* as the ClientHello itself says */
	bool early_data;
	uint8_t random[2][TLS_RANDOM_LENGTH];
	uint8_t session_id[TLS_SESSION_ID_MAX]; /* the server's */
	size_t session_id_n;
	uint8_t ticket[32]; /* SHA-256 of what the client showed */
	bool has_ticket;
	uint8_t client_session_id[TLS_SESSION_ID_MAX];
	size_t client_session_id_n;
	uint8_t hash[TRANSCRIPT_MAX]; /* over the messages up to ClientKeyExchange */
	size_t hash_n;
	bool exchanged;                  /* a ClientKeyExchange was seen */
	GByteArray *premaster_encrypted; /* NULL: none */
	uint8_t identity[SESSION_TEXT], hint[SESSION_TEXT];
	enum session_source source; /* being tried */
	bool tried;                 /* one of the sources had a secret */
	uint8_t master[MASTER_LENGTH];
	bool has_master;
	size_t held; /* bytes counted in sessions->held */
	/* Of the record at hand: */
	size_t offset, length;
};

struct sessions {
	struct session_secrets secrets;
	struct session_consumer consumer;
	void *user;
	struct resumption *resumption;
	size_t held;                     /* bytes, over all sessions */
	uint8_t plain[TLS_FRAGMENT_MAX]; /* of the record at hand */
};

/* Counts |n| bytes that |session| wants to keep; false when there is no room. */
bool session_hold(struct session *session, size_t n);

void session_release(struct session *session, size_t n);

void session_tell(struct session *session, enum session_event event, enum direction from);

void session_take_client_hello(struct session *session, const struct tls_client_hello *hello,
			       struct bytes whole);

/* Takes the content of a handshake record. False: it cannot be followed. */
bool session_take_messages(struct session *session, enum direction from, struct bytes content);

/* A Finished that cannot be read. */
void session_note_sealed_finished(struct session *session, enum direction from);

/* Forgets the secrets of the last handshake. */
void session_forget(struct session *session);

/* Looks for a secret once everything for it was seen, and makes the keys. */
void session_find_keys(struct session *session);

/* The next secret, after the first record did not open. False: there is none. */
bool session_try_next(struct session *session, enum direction from);

void session_change_cipher(struct session *session, enum direction from);

/* TLS 1.3: keys of the handshake, of application data, and the next ones. */
void session_start_13(struct session *session);
bool session_application_keys(struct session *session, enum direction from);
void session_update_key(struct session *session, enum direction from);

#endif
