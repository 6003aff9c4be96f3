/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls.c - the verb tls: what an onlooker sees of a call-back that succeeds.
 *
 * Nothing is encrypted; bytes that nobody has the key of can be anything. The
 * handshake's clear part is right: psk names its identity, pki resumes an
 * earlier session, since that shows no certificates. Formats: RFC 2246
 * (TLS 1.0), RFC 4279 (PSK).
 */
#include "stream.h"
#include "verbs.h"

#include <string.h>

#define TLS_1_0 0x0301
#define RANDOM_LENGTH 32
#define SESSION_LENGTH 32
#define FINISHED_LENGTH 48
#define RECORD_LENGTH 64
#define PSK_WITH_AES_128_CBC_SHA 0x008c
#define RSA_WITH_AES_128_CBC_SHA 0x002f

enum record {
	RECORD_CHANGE_CIPHER_SPEC = 20,
	RECORD_HANDSHAKE = 22,
	RECORD_APPLICATION = 23,
};

enum handshake {
	CLIENT_HELLO = 1,
	SERVER_HELLO = 2,
	SERVER_HELLO_DONE = 14,
	CLIENT_KEY_EXCHANGE = 16,
};

struct session {
	bool psk;
	const char *pid;
};

static void put_filling(GByteArray *out, size_t n, unsigned first)
{
	for (size_t i = 0; i < n; i++)
		put8(out, (first + (unsigned)i * 37) & 0xff);
}

static void put_record(GByteArray *out, enum record type, const GByteArray *body)
{
	put8(out, type);
	put16(out, TLS_1_0);
	put16(out, body->len);
	put_all(out, body);
}

/* Takes |body|. */
static void put_handshake(GByteArray *out, enum handshake type, GByteArray *body)
{
	GByteArray *message = g_byte_array_new();

	put8(message, type);
	put8(message, 0);
	put16(message, body->len);
	put_all(message, body);
	put_record(out, RECORD_HANDSHAKE, message);
	g_byte_array_unref(message);
	g_byte_array_unref(body);
}

static void put_opaque(GByteArray *out, enum record type, size_t n, unsigned first)
{
	GByteArray *body = g_byte_array_new();

	put_filling(body, n, first);
	put_record(out, type, body);
	g_byte_array_unref(body);
}

static void put_session_id(GByteArray *out, const struct session *session)
{
	put8(out, session->psk ? 0 : SESSION_LENGTH);
	if (!session->psk)
		put_filling(out, SESSION_LENGTH, 3);
}

static unsigned cipher(const struct session *session)
{
	return session->psk ? PSK_WITH_AES_128_CBC_SHA : RSA_WITH_AES_128_CBC_SHA;
}

static void put_client_hello(GByteArray *out, const struct session *session)
{
	GByteArray *body = g_byte_array_new();

	put16(body, TLS_1_0);
	put_filling(body, RANDOM_LENGTH, 1);
	put_session_id(body, session);
	put16(body, 2);
	put16(body, cipher(session));
	put16(body, 0x0100); /* one compression method: none */
	put_handshake(out, CLIENT_HELLO, body);
}

static void put_server_hello(GByteArray *out, const struct session *session)
{
	GByteArray *body = g_byte_array_new();

	put16(body, TLS_1_0);
	put_filling(body, RANDOM_LENGTH, 2);
	put_session_id(body, session);
	put16(body, cipher(session));
	put8(body, 0);
	put_handshake(out, SERVER_HELLO, body);
	if (session->psk)
		put_handshake(out, SERVER_HELLO_DONE, g_byte_array_new());
}

static void put_identity(GByteArray *out, const char *pid)
{
	GByteArray *body = g_byte_array_new();

	put16(body, (unsigned)strlen(pid));
	put_bytes(body, pid, strlen(pid));
	put_handshake(out, CLIENT_KEY_EXCHANGE, body);
}

static void put_finished(GByteArray *out, unsigned first)
{
	GByteArray *one = g_byte_array_new();

	put8(one, 1);
	put_record(out, RECORD_CHANGE_CIPHER_SPEC, one);
	put_opaque(out, RECORD_HANDSHAKE, FINISHED_LENGTH, first);
	g_byte_array_unref(one);
}

/* Sends what was put, and forgets it. */
static void say(struct scene *scene, struct connection *c, enum side side, GByteArray *bytes)
{
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_say(scene, c, side, bytes->data, bytes->len);
	g_byte_array_set_size(bytes, 0);
}

static void shake_hands(struct scene *scene, struct connection *c, const struct session *session)
{
	GByteArray *out = g_byte_array_new();

	put_client_hello(out, session);
	say(scene, c, SIDE_CLIENT, out);
	put_server_hello(out, session);
	if (!session->psk)
		put_finished(out, 5);
	say(scene, c, SIDE_SERVER, out);
	if (session->psk)
		put_identity(out, session->pid);
	put_finished(out, 7);
	say(scene, c, SIDE_CLIENT, out);
	if (session->psk) {
		put_finished(out, 9);
		say(scene, c, SIDE_SERVER, out);
	}
	g_byte_array_unref(out);
}

void verb_tls(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	struct session session = {.pid = line_option(line, "pid", "0000037M")};
	uint64_t exchanges = line_number(line, "exchanges", 3);
	GByteArray *out = g_byte_array_new();

	if (strcmp(line_word(line, 2), "psk") && strcmp(line_word(line, 2), "pki"))
		line_fail(line, "neither psk nor pki: %s", line_word(line, 2));
	session.psk = !strcmp(line_word(line, 2), "psk");
	shake_hands(scene, c, &session);
	for (uint64_t i = 0; i < exchanges; i++) {
		put_opaque(out, RECORD_APPLICATION, RECORD_LENGTH, 11);
		say(scene, c, SIDE_CLIENT, out);
		put_opaque(out, RECORD_APPLICATION, RECORD_LENGTH, 13);
		say(scene, c, SIDE_SERVER, out);
	}
	g_byte_array_unref(out);
}
