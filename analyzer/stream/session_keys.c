/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session_keys.c - where a session's secret may come from, tried in order.
 *
 * What a source gives is a guess until a record opens: then the next source
 * is asked.
 */
#include <openssl/crypto.h>

#include "session_state.h"

void session_forget(struct session *session)
{
	transcript_reset(&session->transcript);
	for (unsigned i = 0; i < 2; i++) {
		protection_free(session->side[i].pending);
		session->side[i].pending = NULL;
	}
	session->has_master = false;
	session->tried = false;
	session->source = 0;
	session->exchanged = false;
	session->hash_n = 0;
}

static size_t logged(const struct session *session, enum keylog_label label, struct bytes id,
		     uint8_t secret[KEYLOG_SECRET_MAX])
{
	const struct sessions *sessions = session->sessions;

	return sessions->secrets.logged
		       ? sessions->secrets.logged(sessions->user, label, id, secret)
		       : 0;
}

static struct bytes client_random(const struct session *session)
{
	return bytes_of(session->random[FROM_CLIENT], TLS_RANDOM_LENGTH);
}

static struct bytes encrypted(const struct session *session)
{
	const GByteArray *array = session->premaster_encrypted;

	return array ? bytes_of(array->data, array->len) : (struct bytes){0};
}

/* RFC 5246, 8.1: from the randoms; RFC 7627, 4: from the hash of the handshake. */
static bool master_of(struct session *session, struct bytes premaster)
{
	const struct session_facts *facts = &session->facts;
	struct bytes seed = bytes_of(session->random, sizeof session->random);

	if (facts->extended_master_secret)
		seed = bytes_of(session->hash, session->hash_n);
	return premaster.n && seed.n &&
	       tls_master_secret(session->master, facts->version, session->suite, premaster,
				 facts->extended_master_secret, seed);
}

static size_t ask_psk(const struct session *session, uint8_t psk[SESSION_PSK_MAX])
{
	const struct sessions *sessions = session->sessions;
	size_t n = 0;

	if (sessions->secrets.psk && session->facts.has_identity)
		n = sessions->secrets.psk(sessions->user, session->facts.identity, psk);
	return MIN(n, SESSION_PSK_MAX);
}

/* The premaster secret of a PSK suite. |other| is what RSA gave, NULL for a plain one. */
static bool master_with_psk(struct session *session, struct bytes other)
{
	uint8_t psk[SESSION_PSK_MAX], premaster[PREMASTER_MAX];
	size_t n = ask_psk(session, psk);
	bool made = false;

	if (n) {
		n = tls_psk_premaster(premaster, other, bytes_of(psk, n));
		made = master_of(session, bytes_of(premaster, n));
	}
	OPENSSL_cleanse(psk, sizeof psk);
	OPENSSL_cleanse(premaster, sizeof premaster);
	return made;
}

static bool from_log(struct session *session)
{
	uint8_t secret[KEYLOG_SECRET_MAX];
	size_t n = logged(session, KEYLOG_CLIENT_RANDOM, client_random(session), secret);

	if (n == MASTER_LENGTH)
		memcpy(session->master, secret, n);
	OPENSSL_cleanse(secret, sizeof secret);
	return n == MASTER_LENGTH;
}

/* What RSA carried is the premaster secret, or with a PSK half of it. */
static bool master_with_rsa(struct session *session, struct bytes premaster)
{
	if (session->suite->key_exchange == TLS_KX_RSA_PSK)
		return master_with_psk(session, premaster);
	return master_of(session, premaster);
}

#define LOGGED_ID 8 /* bytes of what was encrypted */

static bool from_logged_premaster(struct session *session)
{
	uint8_t secret[KEYLOG_SECRET_MAX];
	struct bytes sent = encrypted(session);
	size_t n = 0;
	bool made = false;

	if (sent.n >= LOGGED_ID)
		n = logged(session, KEYLOG_RSA, bytes_of(sent.p, LOGGED_ID), secret);
	if (n == MASTER_LENGTH)
		made = master_with_rsa(session, bytes_of(secret, n));
	OPENSSL_cleanse(secret, sizeof secret);
	return made;
}

/* A ticket stands for the session, and the id beside it for nothing (RFC 5077, 3.4). */
static bool from_resumption(struct session *session)
{
	const struct resumption *resumption = session->sessions->resumption;
	struct bytes ticket = bytes_of(session->ticket, sizeof session->ticket);
	struct bytes id = bytes_of(session->session_id, session->session_id_n);

	if (!session->facts.resumed)
		return false;
	return (session->has_ticket && resumption_find(resumption, ticket, session->master)) ||
	       resumption_find(resumption, id, session->master);
}

static bool from_psk(struct session *session)
{
	return !session->facts.resumed && session->suite->key_exchange == TLS_KX_PSK &&
	       master_with_psk(session, (struct bytes){0});
}

static bool from_rsa(struct session *session)
{
	const struct sessions *sessions = session->sessions;
	uint8_t premaster[MASTER_LENGTH];
	struct bytes sent = encrypted(session);

	if (session->facts.resumed || sent.n == 0 || !sessions->secrets.rsa ||
	    !sessions->secrets.rsa(sessions->user, sent, session->client_version, premaster))
		return false;
	bool made = master_with_rsa(session, bytes_of(premaster, sizeof premaster));

	OPENSSL_cleanse(premaster, sizeof premaster);
	return made;
}

static bool (*const sources[SESSION_SOURCES])(struct session *session) = {
	[SESSION_FROM_LOG] = from_log,
	[SESSION_FROM_LOGGED_PREMASTER] = from_logged_premaster,
	[SESSION_FROM_RESUMPTION] = from_resumption,
	[SESSION_FROM_PSK] = from_psk,
	[SESSION_FROM_RSA] = from_rsa,
};

static void replace(struct protection **place, struct protection *protection)
{
	protection_free(*place);
	*place = protection;
}

static bool make_pending(struct session *session)
{
	const struct session_facts *facts = &session->facts;
	struct direction_keys keys[2];

	if (!tls_key_block(keys, facts->version, session->suite, session->master,
			   client_random(session),
			   bytes_of(session->random[FROM_SERVER], TLS_RANDOM_LENGTH)))
		return false;
	for (unsigned i = 0; i < 2; i++)
		replace(&session->side[i].pending,
			protection_new(session->suite, facts->version, facts->encrypt_then_mac,
				       &keys[i]));
	OPENSSL_cleanse(keys, sizeof keys);
	return session->side[FROM_CLIENT].pending && session->side[FROM_SERVER].pending;
}

static void set_decryption(struct session *session, enum session_decryption decryption)
{
	session->facts.decryption = decryption;
	session->facts.source = session->source;
}

/* Asks the sources from the one at hand on. */
static bool try_sources(struct session *session)
{
	for (; session->source < SESSION_SOURCES; session->source++) {
		if (!sources[session->source](session))
			continue;
		session->tried = true;
		session->has_master = true;
		session->facts.source = session->source;
		return make_pending(session);
	}
	session->has_master = false;
	return false;
}

static bool is_supported(const struct session *session)
{
	const struct session_facts *facts = &session->facts;

	return session->suite && session->compression == 0 && facts->version >= TLS_1_0 &&
	       facts->version <= TLS_1_3 &&
	       (facts->version == TLS_1_3) == (session->suite->key_exchange == TLS_KX_ANY) &&
	       protection_is_known(session->suite, facts->version);
}

void session_find_keys(struct session *session)
{
	if (!is_supported(session))
		set_decryption(session, SESSION_UNSUPPORTED);
	else if (!try_sources(session) && session->facts.decryption == SESSION_CLEAR)
		set_decryption(session, session->tried ? SESSION_UNSUPPORTED : SESSION_NO_SECRET);
}

/* Only up to TLS 1.2: there one secret is for everything that follows. */
static bool try_next_secret(struct session *session, enum direction from)
{
	struct side *side = &session->side[from];

	if (!session->has_master)
		return false;
	session->source++;
	if (!try_sources(session)) {
		session->source = 0;
		session->facts.decryption = SESSION_WRONG_SECRET;
		return false;
	}
	replace(&side->current, side->pending);
	side->pending = NULL;
	return true;
}

bool session_try_next(struct session *session, enum direction from)
{
	if (session->facts.version >= TLS_1_3)
		return !session->side[from].application && session_application_keys(session, from);
	return try_next_secret(session, from);
}

/* RFC 5077, 3.4: a ticket may be accepted without naming a session. */
static bool takes_up_silently(const struct session *session, enum direction from)
{
	return from == FROM_SERVER && session->turn == TURN_SERVER && session->has_ticket &&
	       !session->exchanged && !session->facts.resumed;
}

void session_change_cipher(struct session *session, enum direction from)
{
	struct side *side = &session->side[from];

	if (session->facts.version >= TLS_1_3)
		return;
	if (takes_up_silently(session, from)) {
		session->facts.resumed = true;
		session_find_keys(session);
	}
	replace(&side->current, side->pending);
	side->pending = NULL;
	side->encrypted = true;
	side->fresh = true;
	if (!side->current && session->facts.decryption == SESSION_CLEAR)
		set_decryption(session, SESSION_NO_SECRET);
}

static bool use_traffic_secret(struct session *session, struct side *side, struct bytes secret)
{
	struct direction_keys keys;
	struct protection *protection = NULL;

	if (secret.n == 0 || secret.n > sizeof side->traffic)
		return false;
	if (tls_traffic_keys(&keys, session->suite, secret))
		protection = protection_new(session->suite, TLS_1_3, false, &keys);
	OPENSSL_cleanse(&keys, sizeof keys);
	if (!protection)
		return false;
	replace(&side->current, protection);
	memmove(side->traffic, secret.p, secret.n);
	side->traffic_n = secret.n;
	side->fresh = true;
	return true;
}

/* By enum direction. */
static const enum keylog_label handshake_labels[] = {KEYLOG_CLIENT_HANDSHAKE,
						     KEYLOG_SERVER_HANDSHAKE};
static const enum keylog_label traffic_labels[] = {KEYLOG_CLIENT_TRAFFIC, KEYLOG_SERVER_TRAFFIC};

static bool use_logged(struct session *session, enum direction from,
		       const enum keylog_label labels[2])
{
	uint8_t secret[KEYLOG_SECRET_MAX];
	size_t n = logged(session, labels[from], client_random(session), secret);
	bool used = use_traffic_secret(session, &session->side[from], bytes_of(secret, n));

	OPENSSL_cleanse(secret, sizeof secret);
	return used;
}

void session_start_13(struct session *session)
{
	bool known = is_supported(session), any = false;

	session->turn = TURN_BOTH;
	for (enum direction from = FROM_CLIENT; from <= FROM_SERVER; from++) {
		session->side[from].encrypted = true;
		session->side[from].fresh = true;
		any |= known && use_logged(session, from, handshake_labels);
	}
	if (!any)
		set_decryption(session, known ? SESSION_NO_SECRET : SESSION_UNSUPPORTED);
}

/* Without the secrets of the handshake the other ones may still be there. */
bool session_application_keys(struct session *session, enum direction from)
{
	struct side *side = &session->side[from];

	side->application = true;
	if (is_supported(session) && use_logged(session, from, traffic_labels))
		return true;
	if (session->facts.finished[from])
		replace(&side->current, NULL);
	return false;
}

void session_update_key(struct session *session, enum direction from)
{
	struct side *side = &session->side[from];
	uint8_t next[TRAFFIC_SECRET_MAX];

	if (session->facts.version < TLS_1_3 || !side->traffic_n)
		return;
	if (!tls_next_secret(next, session->suite, bytes_of(side->traffic, side->traffic_n)) ||
	    !use_traffic_secret(session, side, bytes_of(next, side->traffic_n)))
		replace(&side->current, NULL);
	OPENSSL_cleanse(next, sizeof next);
}
