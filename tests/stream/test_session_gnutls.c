/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_session_gnutls.c - sessions between GnuTLS's two ends: it still speaks
 * RC4 and Triple DES, which OpenSSL keeps in its legacy provider or left out.
 */
#include <string.h>

#include <gnutls/gnutls.h>

#include "../suite.h"
#include "listen.h"

struct end {
	gnutls_session_t session;
	enum direction side;
	GByteArray *inbox;
	struct end *peer;
	struct talk *talk;
};

static gnutls_psk_client_credentials_t client_key;
static gnutls_psk_server_credentials_t server_key;

static ssize_t push(gnutls_transport_ptr_t pointer, const void *bytes, size_t n)
{
	struct end *end = pointer;

	talk_sent(end->talk, end->side, bytes, n);
	g_byte_array_append(end->peer->inbox, bytes, (guint)n);
	return (ssize_t)n;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void *bytes, size_t room)
{
	struct end *end = pointer;
	guint n = (guint)MIN(room, end->inbox->len);

	if (n == 0) {
		gnutls_transport_set_errno(end->session, EAGAIN);
		return -1;
	}
	memcpy(bytes, end->inbox->data, n);
	g_byte_array_remove_range(end->inbox, 0, n);
	return (ssize_t)n;
}

static int wait_for_nothing(gnutls_transport_ptr_t pointer, unsigned milliseconds)
{
	(void)milliseconds;
	return ((struct end *)pointer)->inbox->len > 0;
}

static int log_key(gnutls_session_t session, const char *label, const gnutls_datum_t *secret)
{
	struct end *end = gnutls_session_get_ptr(session);
	gnutls_datum_t client, server;

	gnutls_session_get_random(session, &client, &server);
	g_string_append_printf(end->talk->keylog, "%s ", label);
	for (unsigned i = 0; i < client.size; i++)
		g_string_append_printf(end->talk->keylog, "%02x", client.data[i]);
	g_string_append_c(end->talk->keylog, ' ');
	for (unsigned i = 0; i < secret->size; i++)
		g_string_append_printf(end->talk->keylog, "%02x", secret->data[i]);
	g_string_append_c(end->talk->keylog, '\n');
	return 0;
}

static int give_key(gnutls_session_t session, const char *identity, gnutls_datum_t *key)
{
	(void)session;
	(void)identity;
	key->size = sizeof TALK_PPS - 1;
	key->data = gnutls_malloc(key->size);
	memcpy(key->data, TALK_PPS, key->size);
	return 0;
}

static void make_keys(void)
{
	const gnutls_datum_t key = {(unsigned char *)TALK_PPS, sizeof TALK_PPS - 1};

	gnutls_psk_allocate_client_credentials(&client_key);
	gnutls_psk_set_client_credentials(client_key, TALK_IDENTITY, &key, GNUTLS_PSK_KEY_RAW);
	gnutls_psk_allocate_server_credentials(&server_key);
	gnutls_psk_set_server_credentials_function(server_key, give_key);
}

static bool set_up(struct end *end, const char *priorities)
{
	bool client = end->side == FROM_CLIENT;

	gnutls_init(&end->session, client ? GNUTLS_CLIENT : GNUTLS_SERVER);
	if (gnutls_priority_set_direct(end->session, priorities, NULL) < 0)
		return false;
	gnutls_credentials_set(end->session, GNUTLS_CRD_PSK,
			       client ? (void *)client_key : (void *)server_key);
	gnutls_transport_set_ptr(end->session, end);
	gnutls_session_set_ptr(end->session, end);
	gnutls_transport_set_push_function(end->session, push);
	gnutls_transport_set_pull_function(end->session, pull);
	gnutls_transport_set_pull_timeout_function(end->session, wait_for_nothing);
	gnutls_session_set_keylog_function(end->session, log_key);
	return true;
}

static bool shake(struct end ends[2])
{
	int client = GNUTLS_E_AGAIN, server = GNUTLS_E_AGAIN;

	for (unsigned i = 0; i < 20 && (client || server); i++) {
		if (client)
			client = gnutls_handshake(ends[FROM_CLIENT].session);
		if (server)
			server = gnutls_handshake(ends[FROM_SERVER].session);
	}
	return client == 0 && server == 0;
}

static void say(struct end ends[2], enum direction from, const char *text)
{
	char heard[256];
	size_t n = strlen(text);
	enum direction to = from == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;

	ck_assert_int_eq(gnutls_record_send(ends[from].session, text, n), (ssize_t)n);
	while (gnutls_record_recv(ends[to].session, heard, sizeof heard) > 0)
		;
	g_string_append(ends[from].talk->said[from], text);
}

static void converse(struct end ends[2])
{
	g_autofree char *suite = g_strdup(gnutls_ciphersuite_get(ends[0].session));

	g_strlcpy(ends[0].talk->suite, suite ? suite : "", sizeof ends[0].talk->suite);
	say(ends, FROM_CLIENT, "POST /wsman HTTP/1.1\r\n\r\n");
	say(ends, FROM_SERVER, "HTTP/1.1 200 OK\r\n\r\n");
	say(ends, FROM_CLIENT, "again");
	gnutls_bye(ends[FROM_CLIENT].session, GNUTLS_SHUT_WR);
	gnutls_bye(ends[FROM_SERVER].session, GNUTLS_SHUT_WR);
}

static struct talk *gnutls_talk(const char *priorities)
{
	struct talk *talk = talk_new();
	struct end ends[2] = {{.side = FROM_CLIENT}, {.side = FROM_SERVER}};
	bool able = true;

	for (unsigned i = 0; i < 2; i++) {
		ends[i].talk = talk;
		ends[i].peer = &ends[1 - i];
		ends[i].inbox = g_byte_array_new();
		able = set_up(&ends[i], priorities) && able;
	}
	talk->finished = able && shake(ends);
	if (talk->finished)
		converse(ends);
	for (unsigned i = 0; i < 2; i++) {
		gnutls_deinit(ends[i].session);
		g_byte_array_free(ends[i].inbox, TRUE);
	}
	return talk;
}

static const char *const ciphers[] = {
	"ARCFOUR-128",      "3DES-CBC",          "AES-128-CBC", "AES-256-CBC",
	"CAMELLIA-128-CBC", "AES-128-GCM",       "AES-256-GCM", "AES-128-CCM",
	"AES-128-CCM-8",    "CHACHA20-POLY1305", "NULL",
};
static const char *const versions[] = {"1.0", "1.1", "1.2"};
static const char *const extensions[] = {"", ":%NO_ETM", ":%NO_SESSION_HASH",
					 ":%NO_ETM:%NO_SESSION_HASH"};

static char *priorities_of(const char *version, const char *cipher, const char *extension)
{
	return g_strdup_printf(
		"NONE:+VERS-TLS%s:+PSK:+COMP-NULL:+MAC-ALL:+SIGN-ALL:+GROUP-ALL:+%s%s", version,
		cipher, extension);
}

static void listen_with(struct listening *l, const struct talk *talk)
{
	listen_begin(l);
	listen_to(l, talk);
}

static void expect_opened(const struct talk *talk)
{
	struct listening right = {.pps = TALK_PPS}, wrong = {.pps = "somebody else's"};
	struct listening logged = {.keylog = keylog_new()};

	listen_with(&right, talk);
	listen_expect_all(&right, talk);
	listen_end(&right);
	listen_with(&wrong, talk);
	ck_assert_int_eq(session_facts(wrong.session)->decryption, SESSION_WRONG_SECRET);
	listen_expect_nothing(&wrong);
	listen_end(&wrong);
	keylog_read(logged.keylog, bytes_of(talk->keylog->str, talk->keylog->len));
	listen_with(&logged, talk);
	listen_expect_all(&logged, talk);
	listen_end(&logged);
	keylog_free(logged.keylog);
}

START_TEST(session_of_gnutls_is_opened)
{
	const char *extension = extensions[_i];
	unsigned opened = 0;

	make_keys();
	for (unsigned v = 0; v < G_N_ELEMENTS(versions); v++)
		for (unsigned c = 0; c < G_N_ELEMENTS(ciphers); c++) {
			g_autofree char *priorities =
				priorities_of(versions[v], ciphers[c], extension);
			struct talk *talk = gnutls_talk(priorities);

			/* AEAD ciphers are TLS 1.2's. */
			if (talk->finished)
				expect_opened(talk);
			opened += talk->finished;
			talk_free(talk);
		}
	ck_assert_uint_ge(opened, 20);
}
END_TEST

/* OpenSSL has no Camellia in GCM: it is seen, and said to be none of ours. */
START_TEST(session_of_an_unsupported_suite_says_so)
{
	g_autofree char *priorities = priorities_of("1.2", "CAMELLIA-128-GCM", "");

	make_keys();
	struct talk *talk = gnutls_talk(priorities);
	struct listening l = {.pps = TALK_PPS};

	ck_assert(talk->finished);
	listen_with(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->decryption, SESSION_UNSUPPORTED);
	ck_assert(session_facts(l.session)->finished[FROM_SERVER]);
	listen_expect_nothing(&l);
	listen_end(&l);
	talk_free(talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("session_gnutls");
	TCase *tests = tcase_create("session_gnutls");

	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, session_of_gnutls_is_opened, 0, G_N_ELEMENTS(extensions));
	tcase_add_test(tests, session_of_an_unsupported_suite_says_so);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
