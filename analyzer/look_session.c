/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_session.c - connection -> (session ->) dialogue. When and where things
 * of a session stood is noted as they are told, what they were is read off its
 * facts at the end. See look_session.h.
 */
#include "look_session.h"

#include <string.h>

#include "certificate.h"
#include "look_body.h"
#include "look_calls.h"

struct talk_reader {
	struct sightings *sightings;
	struct budget *budget;
	const struct look_secrets *secrets;
	const struct capture *capture;
	struct sessions *sessions;
	struct calls_reader *calls;
	struct keylog *carried; /* the capture's own secrets */
	size_t carried_read;    /* bytes of them */
	size_t held;            /* of plain bytes that wait for more */
	unsigned open[2];       /* to strangers, and to hosts that stand out */
	uint64_t left_out;
};

/* Hangs on the connection. */
struct talk {
	struct talk_reader *reader;
	struct connection *connection;
	bool stands_out;
	struct session *session; /* NULL in the clear, and when it is not read */
	struct dialogue *dialogue;
	struct body plain[2];     /* decrypted, of which not all is done with */
	struct place record;      /* the one at hand */
	struct seen_session when; /* only its moments and places */
	struct seen_alert alert[SEEN_ALERTS_MAX];
};

G_STATIC_ASSERT(SEEN_ALERTS_MAX == SESSION_ALERTS_MAX);
G_STATIC_ASSERT(SEEN_CERTIFICATES_MAX == TLS_CERTIFICATES_MAX);
G_STATIC_ASSERT((int)SEEN_CLIENT == FROM_CLIENT && (int)SEEN_SERVER == FROM_SERVER);
G_STATIC_ASSERT((int)SEEN_OPENED == SESSION_OPENED && (int)SEEN_LOST == SESSION_LOST);
G_STATIC_ASSERT((int)SEEN_SECRET_RSA == SESSION_FROM_RSA && SESSION_SOURCES == 5);

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	const struct talk_reader *reader = user;

	return reader->secrets ? look_secrets_psk(reader->secrets->site, identity, psk) : 0;
}

static bool give_rsa(void *user, struct bytes encrypted, uint16_t offered, uint8_t *premaster)
{
	const struct talk_reader *reader = user;

	return reader->secrets &&
	       rsa_keys_open(reader->secrets->rsa_keys, encrypted, offered, premaster);
}

/* Secrets stand before the packets that they are for, in blocks of their own. */
static void read_carried(struct talk_reader *reader)
{
	struct bytes text = capture_secrets(reader->capture);

	if (text.n <= reader->carried_read)
		return;
	keylog_read(reader->carried,
		    bytes_of(text.p + reader->carried_read, text.n - reader->carried_read));
	reader->carried_read = text.n;
}

static size_t give_logged(void *user, enum keylog_label label, struct bytes id,
			  uint8_t secret[KEYLOG_SECRET_MAX])
{
	struct talk_reader *reader = user;
	size_t n = 0;

	if (reader->secrets)
		n = keylog_find(reader->secrets->keylog, label, id, secret);
	if (n)
		return n;
	read_carried(reader);
	return keylog_find(reader->carried, label, id, secret);
}

static struct moment now(const struct talk *talk, enum direction from)
{
	return talk->connection->half[from].last_data;
}

static void first(struct moment *moment, struct moment at)
{
	if (!moment_is_set(*moment))
		*moment = at;
}

static void note(struct moment *moment, struct place *place, struct moment at, struct place where)
{
	if (moment_is_set(*moment))
		return;
	*moment = at;
	*place = where;
}

static void note_alert(struct talk *talk, enum direction from)
{
	unsigned n = session_facts(talk->session)->alerts;

	if (n > SEEN_ALERTS_MAX)
		return;
	talk->alert[n - 1].at = now(talk, from);
	talk->alert[n - 1].place = talk->record;
}

static void take_event(void *user, struct session *session, enum session_event event,
		       enum direction from, size_t offset, size_t length)
{
	struct talk *talk = session_user(session);
	struct seen_session *when = &talk->when;
	struct moment at = now(talk, from);

	(void)user;
	talk->record = (struct place){0};
	tcp_places(talk->connection, from, offset, length, &talk->record, 1);
	switch (event) {
	case SESSION_CLIENT_HELLO:
		note(&when->client_hello_at, &when->client_hello_place, at, talk->record);
		break;
	case SESSION_SERVER_HELLO:
		note(&when->server_hello_at, &when->server_hello_place, at, talk->record);
		break;
	case SESSION_CERTIFICATES:
		note(&when->chain[from].at, &when->chain[from].place, at, talk->record);
		break;
	case SESSION_IDENTITY:
		note(&when->identity_at, &when->identity_place, at, talk->record);
		break;
	case SESSION_FINISHED:
		first(&when->finished_at[from], at);
		break;
	case SESSION_ALERT:
		note_alert(talk, from);
		break;
	case SESSION_DATA:
		first(&when->data_at[from], at);
		break;
	}
}

static struct dialogue *dialogue_of(struct talk *talk)
{
	if (!talk->dialogue)
		talk->dialogue = dialogue_new(talk->reader->calls, &talk->connection->server,
					      talk->session != NULL);
	return talk->dialogue;
}

static void take_plain(void *user, struct session *session, enum direction from, struct bytes plain)
{
	struct talk *talk = session_user(session);
	struct body *body = &talk->plain[from];
	const struct heard heard = {.at = now(talk, from), .record = talk->record};

	(void)user;
	body_add(body, plain);
	if (body->too_long) {
		body_begin(body);
		dialogue_gap(dialogue_of(talk), from, plain.n);
		return;
	}
	body_drop(body, dialogue_bytes(dialogue_of(talk), from, body_bytes(body), false, &heard));
	if (body->n == 0)
		body_begin(body);
}

struct talk_reader *talk_reader_new(struct sightings *sightings, struct budget *budget,
				    const struct look_secrets *secrets,
				    const struct capture *capture)
{
	const struct session_secrets given = {give_psk, give_logged, give_rsa};
	const struct session_consumer consumer = {take_event, take_plain};
	struct talk_reader *reader = g_new0(struct talk_reader, 1);

	reader->sightings = sightings;
	reader->budget = budget;
	reader->secrets = secrets;
	reader->capture = capture;
	reader->sessions = sessions_new(&given, &consumer, reader);
	reader->calls = calls_reader_new(sightings, budget);
	reader->carried = keylog_new();
	return reader;
}

void talk_reader_free(struct talk_reader *reader)
{
	sessions_free(reader->sessions);
	calls_reader_free(reader->calls);
	keylog_free(reader->carried);
	g_free(reader);
}

uint64_t talk_left_out(const struct talk_reader *reader)
{
	return reader->left_out;
}

/* Stands for those that are too many; nothing is kept in it. */
static struct talk unread;

static struct talk *talk_new(struct talk_reader *reader, struct connection *connection,
			     bool encrypted)
{
	bool stands_out = budget_stands_out(reader->budget, &connection->server);
	struct talk *talk;

	if (reader->open[stands_out] == TALKS_MAX) {
		reader->left_out++;
		return &unread;
	}
	reader->open[stands_out]++;
	talk = g_new0(struct talk, 1);
	talk->stands_out = stands_out;
	talk->reader = reader;
	talk->connection = connection;
	body_open(&talk->plain[0], &reader->held);
	body_open(&talk->plain[1], &reader->held);
	if (encrypted)
		talk->session = session_new(reader->sessions, talk);
	return talk;
}

size_t talk_take(struct talk_reader *reader, struct connection *connection, bool encrypted,
		 enum direction from, struct bytes pending, bool over)
{
	struct talk *talk = connection->user;
	const struct heard heard = {
		.at = connection->half[from].last_data,
		.connection = connection,
	};

	if (!talk)
		connection->user = talk = talk_new(reader, connection, encrypted);
	if (talk == &unread)
		return pending.n;
	if (talk->session)
		return session_bytes(talk->session, from, pending, over);
	return dialogue_bytes(dialogue_of(talk), from, pending, over, &heard);
}

void talk_gap(struct connection *connection, enum direction from, uint64_t lost)
{
	struct talk *talk = connection->user;

	if (!talk || talk == &unread)
		return;
	if (talk->session)
		session_gap(talk->session, from, lost);
	if (talk->dialogue)
		dialogue_gap(talk->dialogue, from, lost);
}

static const char *keep(const struct talk *talk, struct bytes text)
{
	return look_keep_text(talk->reader->sightings, talk->reader->budget,
			      &talk->connection->server, text);
}

static void keep_alerts(const struct talk *talk, struct seen_session *seen,
			const struct session_facts *facts)
{
	unsigned n = MIN(facts->alerts, SEEN_ALERTS_MAX);

	seen->alerts = facts->alerts;
	seen->alert_count = n;
	if (n)
		seen->alert = sightings_room(talk->reader->sightings, n * sizeof *seen->alert);
	for (unsigned i = 0; i < n; i++) {
		const struct session_alert *alert = &facts->alert[i];

		seen->alert[i] = talk->alert[i];
		seen->alert[i].from = (enum seen_side)alert->from;
		seen->alert[i].readable = alert->readable;
		seen->alert[i].level = alert->level;
		seen->alert[i].description = alert->description;
		seen->alert[i].has_after = alert->has_after;
		seen->alert[i].after = alert->after;
		seen->alert[i].after_from = (enum seen_side)alert->after_from;
	}
}

static void keep_hellos(const struct talk *talk, struct seen_session *seen,
			const struct session_facts *facts)
{
	seen->client_hello = facts->client_hello;
	seen->server_hello = facts->server_hello;
	seen->ssl2_hello = facts->ssl2_hello;
	seen->offered_version = facts->offered_version;
	seen->version = facts->version;
	seen->suite = facts->suite;
	seen->suites_offered = facts->suites_offered;
	seen->offers_psk = facts->offers_psk;
	seen->extended_master_secret = facts->extended_master_secret;
	seen->encrypt_then_mac = facts->encrypt_then_mac;
	seen->secure_renegotiation = facts->secure_renegotiation;
	seen->resumed = facts->resumed;
	if (*facts->server_name)
		seen->server_name =
			keep(talk, bytes_of(facts->server_name, strlen(facts->server_name)));
	if (facts->has_hint)
		seen->hint = keep(talk, facts->hint);
	if (facts->has_identity)
		seen->identity = keep(talk, facts->identity);
}

static void keep_sides(struct seen_session *seen, const struct session_facts *facts)
{
	for (unsigned side = 0; side < 2; side++) {
		seen->finished[side] = facts->finished[side];
		seen->verified[side] = facts->verified[side];
		seen->close_notify[side] = facts->close_notify[side];
		seen->cut[side] = facts->cut[side];
		seen->foreign[side] = facts->foreign[side];
		seen->records[side] = facts->records[side];
		seen->data_bytes[side] = facts->data_bytes[side];
	}
}

/* The ones of |n| that can be read and kept, beside each other in |kept|. */
static unsigned read_chain(const struct talk *talk, const struct session_chain *chain,
			   struct certificate *kept[SEEN_CERTIFICATES_MAX])
{
	struct talk_reader *reader = talk->reader;
	unsigned n = 0;

	for (unsigned i = 0; i < chain->n; i++) {
		gsize length;
		const void *der = g_bytes_get_data(chain->certificate[i], &length);
		struct certificate *one = certificate_read(der, length);
		size_t room = one ? sightings_new_certificate(reader->sightings, &one->facts) : 0;

		if (one && (!room || budget_take(reader->budget, BUDGET_CERTIFICATE,
						 &talk->connection->server, room)))
			kept[n++] = one;
		else
			certificate_free(one);
	}
	return n;
}

static void keep_chain(const struct talk *talk, struct seen_chain *seen,
		       const struct session_chain *chain)
{
	struct certificate *kept[SEEN_CERTIFICATES_MAX];
	unsigned n = read_chain(talk, chain, kept);

	seen->seen = chain->seen;
	seen->sent = chain->n + chain->left_out;
	if (n == 0)
		return;
	seen->way = certificate_chain_of(kept, n);
	seen->certificate_count = n;
	seen->certificate = sightings_room(talk->reader->sightings, n * sizeof *seen->certificate);
	for (unsigned i = 0; i < n; i++) {
		seen->certificate[i] =
			sightings_intern_certificate(talk->reader->sightings, &kept[i]->facts);
		certificate_free(kept[i]);
	}
}

static struct seen_session *keep_session(const struct talk *talk)
{
	const struct session_facts *facts = session_facts(talk->session);
	struct seen_session *seen;

	if (!budget_take(talk->reader->budget, BUDGET_SESSION, &talk->connection->server, 0))
		return NULL;
	seen = sightings_room(talk->reader->sightings, sizeof *seen);
	*seen = talk->when;
	keep_hellos(talk, seen, facts);
	keep_sides(seen, facts);
	keep_chain(talk, &seen->chain[FROM_CLIENT], &facts->chain[FROM_CLIENT]);
	keep_chain(talk, &seen->chain[FROM_SERVER], &facts->chain[FROM_SERVER]);
	keep_alerts(talk, seen, facts);
	seen->handshakes = facts->handshakes;
	seen->renegotiation_asked = facts->renegotiation_asked;
	seen->certificate_requested = facts->certificate_requested;
	seen->certificate_verify = facts->certificate_verify;
	seen->has_last = facts->has_last;
	seen->last = facts->last;
	seen->last_from = (enum seen_side)facts->last_from;
	seen->decryption = (enum seen_decryption)facts->decryption;
	seen->secret = (enum seen_secret)facts->source;
	return seen;
}

/* A body that only the connection's end ends, and what is half said. */
static void end_dialogue(struct talk *talk)
{
	for (unsigned from = 0; from < 2 && talk->session; from++) {
		const struct heard heard = {.at = now(talk, from), .record = talk->record};

		dialogue_bytes(talk->dialogue, from, body_bytes(&talk->plain[from]), true, &heard);
	}
}

static void talk_free(struct talk *talk)
{
	body_close(&talk->plain[0]);
	body_close(&talk->plain[1]);
	dialogue_free(talk->dialogue);
	session_free(talk->session);
	talk->reader->open[talk->stands_out]--;
	g_free(talk);
}

void talk_end(struct talk_reader *reader, struct connection *connection,
	      struct seen_connection *seen)
{
	struct talk *talk = connection->user;

	(void)reader;
	if (!talk || talk == &unread)
		return;
	if (talk->session)
		seen->session = keep_session(talk);
	if (talk->dialogue) {
		end_dialogue(talk);
		seen->calls = dialogue_end(talk->dialogue);
	}
	talk_free(talk);
	connection->user = NULL;
}
