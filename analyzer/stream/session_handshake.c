/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session_handshake.c - handshake messages into facts, and into what keys are made of.
 *
 * A message counts only from the side that may send it. Those of TLS 1.3 that
 * follow the ServerHello come here after they were opened.
 */
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "session_state.h"

#define MESSAGES_MAX (128 * 1024) /* bytes of one message: no chain of ours is longer */

static size_t keep(uint8_t *to, size_t room, struct bytes b)
{
	size_t n = MIN(b.n, room);

	if (n)
		memcpy(to, b.p, n);
	return n;
}

static void note_last(struct session *session, enum direction from, uint8_t type)
{
	session->facts.has_last = true;
	session->facts.last = type;
	session->facts.last_from = from;
}

static void note_offered(struct session_facts *facts, const struct tls_client_hello *hello)
{
	uint16_t suite;

	facts->suites_offered = 0;
	facts->offers_psk = false;
	for (unsigned i = 0; tls_offered_suite(hello, i, &suite); i++) {
		if (tls_suite_is_signal(suite))
			continue;
		if (facts->suites_offered < SESSION_SUITES_MAX)
			facts->offered[facts->suites_offered] = suite;
		facts->suites_offered++;
		facts->offers_psk |= tls_suite_uses_psk(suite);
	}
}

/* A name is text for people: what is not printable becomes '?'. */
static void note_server_name(struct session_facts *facts, struct bytes name)
{
	size_t n = keep((uint8_t *)facts->server_name, sizeof facts->server_name - 1, name);

	facts->server_name[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isgraph(facts->server_name[i]))
			facts->server_name[i] = '?';
}

static void keep_names_of_session(struct session *session, const struct tls_client_hello *hello)
{
	const struct tls_extensions *extensions = &hello->extensions;

	session->client_session_id_n = keep(session->client_session_id,
					    sizeof session->client_session_id, hello->session_id);
	session->has_ticket = extensions->ticket.n > 0;
	if (session->has_ticket)
		SHA256(extensions->ticket.p, extensions->ticket.n, session->ticket);
}

/* RFC 6101, E.2: a short challenge stands at the end of the random. */
static void keep_client_random(struct session *session, struct bytes random)
{
	uint8_t *to = session->random[FROM_CLIENT];
	size_t n = MIN(random.n, TLS_RANDOM_LENGTH);

	memset(to, 0, TLS_RANDOM_LENGTH);
	if (n)
		memcpy(to + TLS_RANDOM_LENGTH - n, random.p + random.n - n, n);
}

void session_take_client_hello(struct session *session, const struct tls_client_hello *hello,
			       struct bytes whole)
{
	struct session_facts *facts = &session->facts;

	/* The one that answers a HelloRetryRequest begins nothing. */
	if (!facts->client_hello || session->turn == TURN_BOTH)
		facts->handshakes++;
	session_forget(session);
	transcript_add(&session->transcript, whole);
	note_last(session, FROM_CLIENT, TLS_CLIENT_HELLO);
	session->turn = TURN_SERVER;
	session->client_version = hello->version;
	session->early_data = hello->extensions.early_data;
	keep_client_random(session, hello->random);
	keep_names_of_session(session, hello);
	facts->client_hello = true;
	facts->resumed = false;
	facts->verified[FROM_CLIENT] = facts->verified[FROM_SERVER] = false;
	facts->ssl2_hello |= hello->ssl2;
	facts->offered_version = tls_offered_version(hello);
	note_offered(facts, hello);
	note_server_name(facts, hello->extensions.server_name);
	session_tell(session, SESSION_CLIENT_HELLO, FROM_CLIENT);
}

static void read_client_hello(struct session *session, enum direction from,
			      const struct tls_handshake *message)
{
	struct tls_client_hello hello;
	struct reader r = reader_over(message->body);

	(void)from;
	/* Its extensions may be damaged and the rest still worth telling. */
	if (tls_client_hello_decode(&hello, &r) || hello.suites.p)
		session_take_client_hello(session, &hello, message->whole);
}

static void note_server_hello(struct session_facts *facts, const struct tls_server_hello *hello)
{
	facts->server_hello = true;
	facts->version = hello->version;
	facts->suite = hello->suite;
	facts->extended_master_secret = hello->extensions.extended_master_secret;
	facts->encrypt_then_mac = hello->extensions.encrypt_then_mac;
	facts->secure_renegotiation = hello->extensions.renegotiation_info;
}

/* RFC 5246, 7.4.1.3: an id that the client named, and not an empty one. */
static bool takes_up_again(const struct session *session, struct bytes session_id)
{
	struct bytes named = bytes_of(session->client_session_id, session->client_session_id_n);

	return session->facts.client_hello && session_id.n && bytes_equal(session_id, named);
}

static void read_server_hello(struct session *session, enum direction from,
			      const struct tls_handshake *message)
{
	struct tls_server_hello hello;
	struct reader r = reader_over(message->body);

	if (!tls_server_hello_decode(&hello, &r))
		return;
	keep(session->random[FROM_SERVER], TLS_RANDOM_LENGTH, hello.random);
	session->session_id_n =
		keep(session->session_id, sizeof session->session_id, hello.session_id);
	session->suite = tls_suite_of(hello.suite);
	session->compression = hello.compression;
	note_server_hello(&session->facts, &hello);
	session_tell(session, SESSION_SERVER_HELLO, from);
	if (hello.retry_request)
		session->turn = TURN_CLIENT;
	else if (hello.version >= TLS_1_3)
		session_start_13(session);
	else if ((session->facts.resumed = takes_up_again(session, hello.session_id)))
		session_find_keys(session);
}

static void read_certificates(struct session *session, enum direction from,
			      const struct tls_handshake *message)
{
	struct session_chain *chain = &session->facts.chain[from];
	struct tls_certificates list;
	struct reader r = reader_over(message->body);

	/* Of several handshakes the first one's. */
	if (chain->seen)
		return;
	tls_certificates_decode(&list, session->facts.version, &r);
	chain->seen = true;
	chain->left_out = list.left_out;
	for (unsigned i = 0; i < list.n; i++) {
		struct bytes der = list.certificate[i];

		if (session_hold(session, der.n))
			chain->certificate[chain->n++] = g_bytes_new(der.p, der.n);
		else
			chain->left_out++;
	}
	session_tell(session, SESSION_CERTIFICATES, from);
}

static void read_server_key_exchange(struct session *session, enum direction from,
				     const struct tls_handshake *message)
{
	struct session_facts *facts = &session->facts;
	struct reader r = reader_over(message->body);
	struct bytes hint;

	(void)from;
	if (!tls_psk_hint_decode(&hint, facts->suite, &r) || !hint.p)
		return;
	facts->has_hint = true;
	facts->hint = bytes_of(session->hint, keep(session->hint, sizeof session->hint, hint));
}

static void keep_encrypted(struct session *session, struct bytes encrypted)
{
	if (session->premaster_encrypted)
		g_byte_array_set_size(session->premaster_encrypted, 0);
	else
		session->premaster_encrypted = g_byte_array_new();
	if (encrypted.n && encrypted.n <= PREMASTER_MAX)
		g_byte_array_append(session->premaster_encrypted, encrypted.p, (guint)encrypted.n);
}

static void read_client_key_exchange(struct session *session, enum direction from,
				     const struct tls_handshake *message)
{
	struct session_facts *facts = &session->facts;
	struct tls_client_key_exchange exchange;
	struct reader r = reader_over(message->body);

	if (tls_client_key_exchange_decode(&exchange, facts->suite, facts->version, &r) &&
	    exchange.identity.p) {
		facts->has_identity = true;
		facts->identity = bytes_of(
			session->identity,
			keep(session->identity, sizeof session->identity, exchange.identity));
	}
	session->exchanged = true;
	keep_encrypted(session, exchange.encrypted);
	if (session->suite)
		session->hash_n = transcript_hash(&session->transcript, facts->version,
						  session->suite, session->hash)
					  .n;
	session_tell(session, SESSION_IDENTITY, from);
	session_find_keys(session);
}

static void read_ticket(struct session *session, enum direction from,
			const struct tls_handshake *message)
{
	struct reader r = reader_over(message->body);
	uint8_t name[SHA256_DIGEST_LENGTH];
	struct bytes ticket;

	(void)from;
	if (session->facts.version >= TLS_1_3 || !session->has_master ||
	    !tls_ticket_decode(&ticket, &r))
		return;
	SHA256(ticket.p, ticket.n, name);
	resumption_keep(session->sessions->resumption, bytes_of(name, sizeof name),
			session->master);
}

/* The hash was taken before the Finished itself went into it. */
static void verify(struct session *session, enum direction from, struct bytes said)
{
	uint8_t hash[TRANSCRIPT_MAX], expected[VERIFY_LENGTH];
	const struct session_facts *facts = &session->facts;

	if (facts->version >= TLS_1_3 || !session->suite || !session->has_master)
		return;
	struct bytes view =
		transcript_hash(&session->transcript, facts->version, session->suite, hash);

	session->facts.verified[from] =
		tls_verify_data(expected, facts->version, session->suite, session->master,
				from == FROM_SERVER, view) &&
		bytes_equal(said, bytes_of(expected, sizeof expected));
}

/* Only a session that both sides ended well can be taken up again. */
static void keep_for_resumption(struct session *session)
{
	const struct session_facts *facts = &session->facts;

	if (session->has_master && facts->verified[FROM_CLIENT] && facts->verified[FROM_SERVER])
		resumption_keep(session->sessions->resumption,
				bytes_of(session->session_id, session->session_id_n),
				session->master);
}

static void note_finished(struct session *session, enum direction from)
{
	struct session_facts *facts = &session->facts;

	facts->finished[from] = true;
	if (session->turn != TURN_BOTH && facts->version < TLS_1_3) {
		bool last = facts->resumed ? from == FROM_CLIENT : from == FROM_SERVER;

		session->turn = last ? TURN_BOTH : from == FROM_CLIENT ? TURN_SERVER : TURN_CLIENT;
		if (last)
			keep_for_resumption(session);
	}
	session_tell(session, SESSION_FINISHED, from);
}

static void read_finished(struct session *session, enum direction from,
			  const struct tls_handshake *message)
{
	note_finished(session, from);
	if (session->facts.version >= TLS_1_3)
		session_application_keys(session, from);
	(void)message;
}

void session_note_sealed_finished(struct session *session, enum direction from)
{
	if (session->facts.finished[from] && session->turn == TURN_BOTH)
		return;
	note_last(session, from, TLS_FINISHED);
	note_finished(session, from);
}

static void read_server_hello_done(struct session *session, enum direction from,
				   const struct tls_handshake *message)
{
	(void)from;
	(void)message;
	session->turn = TURN_CLIENT;
}

static void read_certificate_request(struct session *session, enum direction from,
				     const struct tls_handshake *message)
{
	(void)from;
	(void)message;
	session->facts.certificate_requested = true;
}

static void read_certificate_verify(struct session *session, enum direction from,
				    const struct tls_handshake *message)
{
	(void)message;
	session->facts.certificate_verify |= from == FROM_CLIENT;
}

static void read_hello_request(struct session *session, enum direction from,
			       const struct tls_handshake *message)
{
	(void)from;
	(void)message;
	session->facts.renegotiation_asked = true;
}

static void read_key_update(struct session *session, enum direction from,
			    const struct tls_handshake *message)
{
	(void)message;
	session_update_key(session, from);
}

enum senders {
	CLIENT = 1 << FROM_CLIENT,
	SERVER = 1 << FROM_SERVER,
};

static const struct {
	uint8_t type, senders;
	void (*read)(struct session *session, enum direction from,
		     const struct tls_handshake *message);
} messages[] = {
	{TLS_HELLO_REQUEST, SERVER, read_hello_request},
	{TLS_CLIENT_HELLO, CLIENT, read_client_hello},
	{TLS_SERVER_HELLO, SERVER, read_server_hello},
	{TLS_NEW_SESSION_TICKET, SERVER, read_ticket},
	{TLS_CERTIFICATE, CLIENT | SERVER, read_certificates},
	{TLS_SERVER_KEY_EXCHANGE, SERVER, read_server_key_exchange},
	{TLS_CERTIFICATE_REQUEST, SERVER, read_certificate_request},
	{TLS_SERVER_HELLO_DONE, SERVER, read_server_hello_done},
	{TLS_CERTIFICATE_VERIFY, CLIENT | SERVER, read_certificate_verify},
	{TLS_CLIENT_KEY_EXCHANGE, CLIENT, read_client_key_exchange},
	{TLS_FINISHED, CLIENT | SERVER, read_finished},
	{TLS_KEY_UPDATE, CLIENT | SERVER, read_key_update},
};

/* A ClientHello begins its own hash, a Finished is checked against the one before it. */
static void add_to_transcript(struct session *session, enum direction from,
			      const struct tls_handshake *message)
{
	if (message->type == TLS_FINISHED)
		verify(session, from, message->body);
	if (message->type != TLS_CLIENT_HELLO && message->type != TLS_HELLO_REQUEST)
		transcript_add(&session->transcript, message->whole);
}

static void take_message(struct session *session, enum direction from,
			 const struct tls_handshake *message)
{
	add_to_transcript(session, from, message);
	note_last(session, from, message->type);
	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
		if (messages[i].type == message->type && messages[i].senders & 1 << from)
			messages[i].read(session, from, message);
}

/* Messages that are whole; returns the bytes of what is not. */
static struct bytes take_whole_messages(struct session *session, enum direction from,
					struct bytes content)
{
	struct reader r = reader_over(content), at = r;
	struct tls_handshake message;

	while (rd_left(&at) && tls_handshake_decode(&message, &at)) {
		take_message(session, from, &message);
		r = at;
	}
	return bytes_of(r.at, rd_left(&r));
}

static bool keep_rest(struct session *session, struct side *side, struct bytes rest)
{
	if (rest.n > MESSAGES_MAX)
		return false;
	if (!side->messages && rest.n) {
		if (!session_hold(session, MESSAGES_MAX))
			return false;
		side->messages = g_byte_array_sized_new(MESSAGES_MAX + TLS_FRAGMENT_MAX);
	}
	if (rest.n)
		g_byte_array_append(side->messages, rest.p, (guint)rest.n);
	return true;
}

static void drop_messages(struct session *session, struct side *side)
{
	g_byte_array_free(side->messages, TRUE);
	side->messages = NULL;
	session_release(session, MESSAGES_MAX);
}

bool session_take_messages(struct session *session, enum direction from, struct bytes content)
{
	struct side *side = &session->side[from];

	if (!side->messages)
		return keep_rest(session, side, take_whole_messages(session, from, content));
	if (!keep_rest(session, side, content))
		return false;
	struct bytes all = bytes_of(side->messages->data, side->messages->len);
	struct bytes rest = take_whole_messages(session, from, all);

	if (rest.n == 0)
		drop_messages(session, side);
	else
		g_byte_array_remove_range(side->messages, 0, (guint)(all.n - rest.n));
	return rest.n <= MESSAGES_MAX;
}
