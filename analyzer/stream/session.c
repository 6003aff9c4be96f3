/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session.c - records of two directions, opened where possible, each in its turn.
 *
 * Up to TLS 1.2 the two sides of a handshake take turns, and the hash over it
 * needs them in that order. A record whose turn it is not yet is left with the
 * caller, unless the other side has nothing more to say.
 */
#include "session.h"

#include <openssl/crypto.h>

#include "session_state.h"

static enum direction other(enum direction from)
{
	return from == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;
}

struct sessions *sessions_new(const struct session_secrets *secrets,
			      const struct session_consumer *consumer, void *user)
{
	struct sessions *sessions = g_new0(struct sessions, 1);

	if (secrets)
		sessions->secrets = *secrets;
	if (consumer)
		sessions->consumer = *consumer;
	sessions->user = user;
	sessions->resumption = resumption_new();
	return sessions;
}

void sessions_free(struct sessions *sessions)
{
	if (!sessions)
		return;
	resumption_free(sessions->resumption);
	OPENSSL_cleanse(sessions, sizeof *sessions);
	g_free(sessions);
}

struct session *session_new(struct sessions *sessions, void *user)
{
	struct session *session = g_new0(struct session, 1);

	session->sessions = sessions;
	session->user = user;
	return session;
}

static void free_side(struct side *side)
{
	protection_free(side->current);
	protection_free(side->pending);
	if (side->messages)
		g_byte_array_free(side->messages, TRUE);
}

static void free_chain(struct session_chain *chain)
{
	for (unsigned i = 0; i < chain->n; i++)
		g_bytes_unref(chain->certificate[i]);
}

void session_free(struct session *session)
{
	if (!session)
		return;
	for (enum direction from = FROM_CLIENT; from <= FROM_SERVER; from++) {
		free_side(&session->side[from]);
		free_chain(&session->facts.chain[from]);
	}
	transcript_reset(&session->transcript);
	if (session->premaster_encrypted)
		g_byte_array_free(session->premaster_encrypted, TRUE);
	session_release(session, session->held);
	OPENSSL_cleanse(session, sizeof *session);
	g_free(session);
}

void *session_user(const struct session *session)
{
	return session->user;
}

const struct session_facts *session_facts(const struct session *session)
{
	return &session->facts;
}

bool session_hold(struct session *session, size_t n)
{
	if (n > SESSIONS_HELD_MAX - session->sessions->held)
		return false;
	session->sessions->held += n;
	session->held += n;
	return true;
}

void session_release(struct session *session, size_t n)
{
	session->sessions->held -= n;
	session->held -= n;
}

void session_tell(struct session *session, enum session_event event, enum direction from)
{
	const struct sessions *sessions = session->sessions;

	if (sessions->consumer.event)
		sessions->consumer.event(sessions->user, session, event, from, session->offset,
					 session->length);
}

static void note_alert(struct session *session, enum direction from, bool readable,
		       struct bytes content)
{
	struct session_facts *facts = &session->facts;
	struct session_alert alert = {
		.from = from,
		.has_after = facts->has_last,
		.after = facts->last,
		.after_from = facts->last_from,
	};
	struct tls_alert read = {0};
	struct reader r = reader_over(content);

	alert.readable = readable && tls_alert_decode(&read, &r);
	alert.level = read.level;
	alert.description = read.description;
	if (alert.readable && alert.description == TLS_CLOSE_NOTIFY)
		facts->close_notify[from] = true;
	if (facts->alerts < SESSION_ALERTS_MAX)
		facts->alert[facts->alerts] = alert;
	facts->alerts++;
	session_tell(session, SESSION_ALERT, from);
}

static void take_data(struct session *session, enum direction from, struct bytes content)
{
	const struct sessions *sessions = session->sessions;

	session->facts.data_bytes[from] += content.n;
	session_tell(session, SESSION_DATA, from);
	if (sessions->consumer.plain)
		sessions->consumer.plain(sessions->user, session, from, content);
}

/* Nothing of this direction can be followed any more. */
static void stop(struct session *session, enum direction from)
{
	session->side[from].stopped = true;
	if (session->facts.decryption == SESSION_OPENED)
		session->facts.decryption = SESSION_LOST;
}

static void take_content(struct session *session, enum direction from, uint8_t type,
			 struct bytes content)
{
	switch (type) {
	case TLS_HANDSHAKE:
		if (!session_take_messages(session, from, content))
			stop(session, from);
		break;
	case TLS_ALERT:
		note_alert(session, from, true, content);
		break;
	case TLS_APPLICATION_DATA:
		take_data(session, from, content);
		break;
	}
}

/* What a record that stays closed still says by being there. */
static void take_sealed(struct session *session, enum direction from,
			const struct tls_record *record)
{
	switch (record->type) {
	case TLS_HANDSHAKE:
		session_note_sealed_finished(session, from);
		break;
	case TLS_ALERT:
		note_alert(session, from, false, record->fragment);
		break;
	case TLS_APPLICATION_DATA:
		session->facts.data_bytes[from] += record->fragment.n;
		session_tell(session, SESSION_DATA, from);
		break;
	}
}

static void note_opened(struct session *session, struct side *side)
{
	side->fresh = false;
	session->facts.source = session->source;
	if (session->facts.decryption != SESSION_LOST)
		session->facts.decryption = SESSION_OPENED;
}

/* The first record after new keys tells whether they are the right ones. */
static bool open_record(struct session *session, enum direction from,
			const struct tls_record *record, struct opened *opened)
{
	struct side *side = &session->side[from];

	do {
		if (side->current &&
		    protection_open(side->current, record, session->sessions->plain, opened)) {
			note_opened(session, side);
			return true;
		}
	} while (side->fresh && session_try_next(session, from));
	return false;
}

static void note_not_opened(struct session *session, struct side *side)
{
	struct session_facts *facts = &session->facts;

	if (facts->decryption == SESSION_OPENED)
		facts->decryption = SESSION_LOST;
	else if (side->current)
		facts->decryption = SESSION_WRONG_SECRET;
	/* TLS 1.3: what the known keys are for may still follow; else nothing opens any more. */
	if (facts->version >= TLS_1_3 && side->fresh)
		return;
	protection_free(side->current);
	side->current = NULL;
}

static void take_encrypted(struct session *session, enum direction from,
			   const struct tls_record *record)
{
	struct side *side = &session->side[from];
	struct opened opened;

	if (open_record(session, from, record, &opened)) {
		take_content(session, from, opened.type, opened.content);
		return;
	}
	if (side->current)
		note_not_opened(session, side);
	else if (session->facts.decryption == SESSION_CLEAR)
		session->facts.decryption = SESSION_NO_SECRET;
	take_sealed(session, from, record);
}

/* TLS 1.3 sends alerts in the clear before there are keys, and encrypted ones as data. */
static bool is_clear(const struct session *session, enum direction from,
		     const struct tls_record *record)
{
	if (!session->side[from].encrypted)
		return record->type != TLS_APPLICATION_DATA;
	return session->facts.version >= TLS_1_3 && record->type != TLS_APPLICATION_DATA;
}

static void take_record(struct session *session, enum direction from,
			const struct tls_record *record)
{
	session->facts.records[from]++;
	if (record->type == TLS_CHANGE_CIPHER_SPEC)
		session_change_cipher(session, from);
	else if (is_clear(session, from, record))
		take_content(session, from, record->type, record->fragment);
	else
		take_encrypted(session, from, record);
}

static bool can_still_speak(const struct session *session, enum direction from)
{
	return !session->facts.over[from] && !session->side[from].stopped;
}

/* Does this record only make sense after what the other side has not said yet? */
static bool must_wait(const struct session *session, enum direction from,
		      const struct tls_record *record)
{
	enum turn its = from == FROM_CLIENT ? TURN_CLIENT : TURN_SERVER;

	if (session->turn == TURN_BOTH || session->turn == its || session->facts.over[from] ||
	    !can_still_speak(session, other(from)))
		return false;
	if (record->type == TLS_APPLICATION_DATA)
		return session->facts.client_hello && !session->facts.server_hello &&
		       !session->early_data;
	return record->type == TLS_HANDSHAKE || record->type == TLS_CHANGE_CIPHER_SPEC;
}

static void note_foreign(struct session *session, enum direction from)
{
	session->facts.foreign[from] = true;
	stop(session, from);
}

/* An old client's first message, which is no record. */
static bool take_ssl2_hello(struct session *session, struct reader *r)
{
	struct tls_client_hello hello;
	struct bytes whole;

	struct reader at = *r;
	bool read = tls_ssl2_hello_decode(&hello, &whole, &at);

	if (!read && whole.p)
		note_foreign(session, FROM_CLIENT);
	if (!read)
		return false;
	*r = at;
	session->facts.records[FROM_CLIENT]++;
	session->length = rd_offset(r) - session->offset;
	session_take_client_hello(session, &hello, whole);
	return true;
}

static bool is_beginning(const struct session *session, enum direction from)
{
	return from == FROM_CLIENT && session->facts.records[from] == 0;
}

/* Takes the next record. False: bytes are missing, or it has to wait. */
static bool take_next(struct session *session, enum direction from, struct reader *r)
{
	struct tls_record record;
	struct reader at = *r;

	session->offset = rd_offset(r);
	if (is_beginning(session, from) && tls_is_ssl2_hello(bytes_of(r->at, rd_left(r))))
		return take_ssl2_hello(session, r);
	if (!tls_record_decode(&record, &at))
		return false;
	if (!tls_record_is_sound(&record)) {
		note_foreign(session, from);
		return false;
	}
	if (must_wait(session, from, &record))
		return false;
	session->length = rd_offset(&at) - session->offset;
	*r = at;
	take_record(session, from, &record);
	return true;
}

/* A header that can be no record's, of which not everything has come. */
static bool is_foreign(const struct session *session, enum direction from, struct bytes rest)
{
	if (is_beginning(session, from))
		return !tls_looks_like(rest);
	return rest.n >= 2 && (!tls_looks_like(rest) || rest.p[0] & 0x80);
}

static size_t take_records(struct session *session, enum direction from, struct bytes pending)
{
	struct reader r = reader_over(pending);

	while (!session->side[from].stopped && take_next(session, from, &r))
		;
	struct bytes rest = bytes_of(r.at, rd_left(&r));

	if (!session->side[from].stopped && is_foreign(session, from, rest))
		note_foreign(session, from);
	return session->side[from].stopped ? pending.n : rd_offset(&r);
}

size_t session_bytes(struct session *session, enum direction from, struct bytes pending, bool over)
{
	if (session->side[from].stopped) {
		session->facts.over[from] |= over;
		return pending.n;
	}
	/* Nobody will offer them again: then records wait for nobody. */
	session->facts.over[from] |= over;
	size_t used = take_records(session, from, pending);

	session->facts.cut[from] = over && used < pending.n;
	return over ? pending.n : used;
}

void session_gap(struct session *session, enum direction from, uint64_t lost)
{
	session->facts.lost[from] += lost;
	stop(session, from);
}

bool session_master(const struct session *session, uint8_t client_random[TLS_RANDOM_LENGTH],
		    uint8_t master[MASTER_LENGTH])
{
	if (!session->has_master || (session->facts.decryption != SESSION_OPENED &&
				     session->facts.decryption != SESSION_LOST))
		return false;
	memcpy(client_random, session->random[FROM_CLIENT], TLS_RANDOM_LENGTH);
	memcpy(master, session->master, MASTER_LENGTH);
	return true;
}
