/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shake.c - the verbs shake (messages of one flight) and handshake (all of them in their order).
 *
 * Each message is a row: how it is made; and the order of a handshake is a
 * table of who says what under which conditions. Messages stand in records of
 * their own unless they share one, a flight travels together.
 */
#include "shake.h"

#include "stream.h"
#include "verbs.h"

#include <string.h>

#define SEALED_LENGTH 600 /* of TLS 1.3's encrypted messages, which nobody reads */

enum condition {
	RESUMED = 1,
	VERSION_1_3 = 2,
	SERVER_CHAIN = 4,
	SERVER_KEY = 8, /* the server has something to say of its key: a hint or a curve */
	REQUEST = 16,
	CLIENT_CHAIN = 32,
};

#define SHORT (RESUMED | VERSION_1_3) /* not the handshake of RFC 5246's first figure */

static const struct step {
	enum side side;
	const char *message;
	unsigned needs, excludes;
} steps[] = {
	{SIDE_CLIENT, "client-hello", 0, 0},
	{SIDE_SERVER, "server-hello", 0, 0},
	{SIDE_SERVER, "certificate", SERVER_CHAIN, SHORT},
	{SIDE_SERVER, "server-key-exchange", SERVER_KEY, SHORT},
	{SIDE_SERVER, "certificate-request", REQUEST, SHORT},
	{SIDE_SERVER, "server-hello-done", 0, SHORT},
	{SIDE_CLIENT, "certificate", REQUEST, SHORT},
	{SIDE_CLIENT, "client-key-exchange", 0, SHORT},
	{SIDE_CLIENT, "certificate-verify", CLIENT_CHAIN, SHORT},
	{SIDE_CLIENT, "change-cipher-spec", 0, SHORT},
	{SIDE_CLIENT, "finished", 0, SHORT},
	{SIDE_SERVER, "change-cipher-spec", 0, 0},
	{SIDE_SERVER, "finished", 0, VERSION_1_3},
	{SIDE_SERVER, "sealed", VERSION_1_3, 0},
	{SIDE_CLIENT, "change-cipher-spec", RESUMED, VERSION_1_3},
	{SIDE_CLIENT, "change-cipher-spec", VERSION_1_3, 0},
	{SIDE_CLIENT, "finished", RESUMED, VERSION_1_3},
	{SIDE_CLIENT, "sealed", VERSION_1_3, 0},
};

static unsigned conditions(const struct secure *secure)
{
	bool curve = secure->suite->exchange == EXCHANGE_ECDHE;

	return (secure->resumed ? RESUMED : 0) | (secure->version == TLS_1_3 ? VERSION_1_3 : 0) |
	       (secure->chain[SIDE_SERVER] ? SERVER_CHAIN : 0) |
	       (secure->hint || curve ? SERVER_KEY : 0) | (secure->request ? REQUEST : 0) |
	       (secure->request && secure->chain[SIDE_CLIENT] ? CLIENT_CHAIN : 0);
}

/* Ends the record that messages share. */
static void flush(GByteArray *out, struct secure *secure, enum side side)
{
	GByteArray *pending = secure->pending;

	if (!pending || pending->len == 0)
		return;
	secure_put_record(out, secure, side, RECORD_HANDSHAKE, pending->data, pending->len);
	g_byte_array_set_size(pending, 0);
}

static void put_change_cipher_spec(GByteArray *out, struct secure *secure, enum side side)
{
	static const uint8_t one = 1;

	flush(out, secure, side);
	secure_put_record(out, secure, side, RECORD_CHANGE_CIPHER_SPEC, &one, 1);
	if (secure->version < TLS_1_3)
		secure_protect(secure, side);
}

static void put_sealed(GByteArray *out, struct secure *secure, enum side side)
{
	secure_protect(secure, side);
	secure_put_record(out, secure, side, RECORD_DATA, NULL, SEALED_LENGTH);
}

static void put_handshake(GByteArray *out, struct secure *secure, enum side side,
			  const struct message *message)
{
	GByteArray *body = g_byte_array_new(), *whole = g_byte_array_new();

	if (message->begins)
		g_byte_array_set_size(secure->transcript, 0);
	message->put(body, secure, side);
	put8(whole, message->type);
	put8(whole, body->len >> 16);
	put16(whole, body->len & 0xffff);
	put_all(whole, body);
	if (secure->pending)
		put_all(secure->pending, whole);
	else
		secure_put_record(out, secure, side, RECORD_HANDSHAKE, whole->data, whole->len);
	if (!message->apart)
		put_all(secure->transcript, whole);
	g_byte_array_unref(whole);
	g_byte_array_unref(body);
}

static void put_message(GByteArray *out, const struct line *line, struct secure *secure,
			enum side side, const char *name)
{
	if (!strcmp(name, "change-cipher-spec"))
		put_change_cipher_spec(out, secure, side);
	else if (!strcmp(name, "sealed"))
		put_sealed(out, secure, side);
	else
		put_handshake(out, secure, side, message_find(line, name));
}

/* A line of the key log, when |name| is the first message that needs the secret. */
static void note_secret(struct scene *scene, const struct secure *secure, const char *name)
{
	if (strcmp(name, "finished") || !secure_opens(secure))
		return;
	GString *log = g_string_new("CLIENT_RANDOM ");

	for (unsigned i = 0; i < RANDOM_LENGTH; i++)
		g_string_append_printf(log, "%02x", secure->random[SIDE_CLIENT][i]);
	g_string_append_c(log, ' ');
	for (unsigned i = 0; i < MASTER_LENGTH; i++)
		g_string_append_printf(log, "%02x", secure->master[i]);
	g_string_append_c(log, '\n');
	if (!strstr(scene->keylog->str, log->str))
		g_string_append(scene->keylog, log->str);
	g_string_free(log, TRUE);
}

/* Sends what was put, or its first |cut| bytes, and forgets it. */
static void say(struct scene *scene, struct connection *c, enum side side, GByteArray *flight,
		uint64_t cut)
{
	flush(flight, c->secure, side);
	if (flight->len == 0)
		return;
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_say(scene, c, side, flight->data, MIN(cut, flight->len));
	g_byte_array_set_size(flight, 0);
}

void verb_shake(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));
	struct secure *secure = secure_of(line, c);
	uint64_t cut = line_number(line, "cut", UINT64_MAX);
	GByteArray *flight = g_byte_array_new();

	for (unsigned i = 3; i < line->words->len; i++) {
		put_message(flight, line, secure, side, line_word(line, i));
		note_secret(scene, secure, line_word(line, i));
	}
	say(scene, c, side, flight, cut);
	g_byte_array_unref(flight);
}

void verb_handshake(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	struct secure *secure = secure_of(line, c);
	const char *until = line_option(line, "until", "");
	uint64_t cut = line_number(line, "cut", UINT64_MAX);
	unsigned holds = conditions(secure);
	GByteArray *flight = g_byte_array_new();
	enum side side = SIDE_CLIENT;

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		const struct step *step = &steps[i];

		if ((step->needs & ~holds) || (step->excludes & holds))
			continue;
		if (step->side != side)
			say(scene, c, side, flight, UINT64_MAX);
		side = step->side;
		put_message(flight, line, secure, side, step->message);
		note_secret(scene, secure, step->message);
		if (!strcmp(step->message, until))
			break;
	}
	say(scene, c, side, flight, cut);
	g_byte_array_unref(flight);
}

void verb_alert(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));
	const char *level = line_word(line, 3);
	uint8_t alert[] = {strcmp(level, "fatal") ? 1 : 2,
			   (uint8_t)alert_find(line, line_word(line, 4))};
	GByteArray *out = g_byte_array_new();

	if (strcmp(level, "fatal") && strcmp(level, "warning"))
		line_fail(line, "neither warning nor fatal: %s", level);
	secure_put_record(out, secure_of(line, c), side, RECORD_ALERT, alert, sizeof alert);
	say(scene, c, side, out, UINT64_MAX);
	g_byte_array_unref(out);
}
