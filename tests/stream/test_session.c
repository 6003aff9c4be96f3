/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_session.c - sessions between OpenSSL's two ends, overheard: every version
 * and suite that it still speaks, with the right secret and with a wrong one.
 */
#include <string.h>

#include "../suite.h"
#include "listen.h"

#define WRONG_PPS "ABCD1234EFGH5678JKLM9012NPQR3457"

static const int versions[] = {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION};

static struct keylog *keylog_of(const struct talk *talk)
{
	struct keylog *keylog = keylog_new();

	keylog_read(keylog, bytes_of(talk->keylog->str, talk->keylog->len));
	return keylog;
}

static struct rsa_keys *rsa_of(const char *pem)
{
	struct rsa_keys *keys = rsa_keys_new();

	ck_assert(rsa_keys_add(keys, bytes_of(pem, strlen(pem)), NULL));
	return keys;
}

/* Names of all suites that libssl has for |version|, as it calls them itself. */
static GPtrArray *suites_of(int version)
{
	SSL_CTX *context = SSL_CTX_new(TLS_method());
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	SSL_CTX_set_min_proto_version(context, version);
	SSL_CTX_set_max_proto_version(context, version);
	SSL_CTX_set_cipher_list(context, "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
	SSL *ssl = SSL_new(context);
	STACK_OF(SSL_CIPHER) *suites = SSL_get_ciphers(ssl);

	for (int i = 0; i < sk_SSL_CIPHER_num(suites); i++)
		g_ptr_array_add(names,
				g_strdup(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(suites, i))));
	SSL_free(ssl);
	SSL_CTX_free(context);
	return names;
}

static bool is_plain_psk(const struct session_facts *facts)
{
	return tls_suite_key_exchange(facts->suite) == TLS_KX_PSK;
}

static bool is_rsa(const struct session_facts *facts)
{
	enum tls_key_exchange exchange = tls_suite_key_exchange(facts->suite);

	return exchange == TLS_KX_RSA || exchange == TLS_KX_RSA_PSK;
}

static void hear(struct listening *l, const struct talk *talk)
{
	listen_begin(l);
	listen_to(l, talk);
}

static void expect_opened_by_log(const struct talk *talk)
{
	struct listening l = {.keylog = keylog_of(talk)};

	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->source, SESSION_FROM_LOG);
	listen_end(&l);
	keylog_free(l.keylog);
}

static void expect_opened_by_psk(const struct talk *talk)
{
	struct listening right = {.pps = TALK_PPS}, wrong = {.pps = WRONG_PPS};

	hear(&right, talk);
	listen_expect_all(&right, talk);
	ck_assert_int_eq(session_facts(right.session)->source, SESSION_FROM_PSK);
	listen_end(&right);
	hear(&wrong, talk);
	ck_assert_int_eq(session_facts(wrong.session)->decryption, SESSION_WRONG_SECRET);
	listen_expect_nothing(&wrong);
	listen_end(&wrong);
}

static void expect_opened_by_rsa(const struct talk *talk)
{
	struct listening l = {.pps = TALK_PPS, .rsa = rsa_of(talk_rsa_key())};

	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->source, SESSION_FROM_RSA);
	listen_end(&l);
	rsa_keys_free(l.rsa);
}

/* Opens one talk in every way that its suite allows; gives the key exchange. */
static void expect_opened(const struct talk *talk)
{
	struct listening nobody = {0};

	expect_opened_by_log(talk);
	hear(&nobody, talk);
	const struct session_facts *facts = session_facts(nobody.session);

	ck_assert_int_eq(facts->decryption, SESSION_NO_SECRET);
	ck_assert(facts->version == TLS_1_3 || (facts->finished[0] && facts->finished[1]));
	listen_expect_nothing(&nobody);
	if (is_plain_psk(facts))
		expect_opened_by_psk(talk);
	if (is_rsa(facts))
		expect_opened_by_rsa(talk);
	listen_end(&nobody);
}

static unsigned open_each_suite(int version, uint64_t options)
{
	GPtrArray *suites = suites_of(version);
	unsigned opened = 0;

	for (guint i = 0; i < suites->len; i++) {
		bool is_13 = version == TLS1_3_VERSION;
		struct talk_options o = {.version = version, .options = options};

		*(is_13 ? &o.suites_13 : &o.suites) = suites->pdata[i];
		if (is_13 != g_str_has_prefix(suites->pdata[i], "TLS_"))
			continue;
		struct talk *talk = talk_run(&o);

		/* Some need certificates that these ends do not have (DSS, SRP). */
		if (talk->finished) {
			expect_opened(talk);
			opened++;
		}
		talk_free(talk);
	}
	g_ptr_array_free(suites, TRUE);
	return opened;
}

/* So many suites OpenSSL 3.0 speaks to itself with these keys; a newer one may know less. */
START_TEST(session_of_every_suite_is_opened)
{
	static const unsigned least[] = {20, 20, 90, 3};

	ck_assert_uint_ge(open_each_suite(versions[_i], 0), least[_i]);
}
END_TEST

START_TEST(session_of_every_suite_without_extensions_is_opened)
{
	uint64_t without =
		SSL_OP_NO_EXTENDED_MASTER_SECRET | SSL_OP_NO_ENCRYPT_THEN_MAC | SSL_OP_NO_TICKET;

	ck_assert_uint_gt(open_each_suite(versions[_i], without), 0);
}
END_TEST

START_TEST(session_in_any_segmentation_is_the_same)
{
	static const size_t steps[] = {1, 2, 3, 7, 500, 1460, 20000};

	for (unsigned v = 0; v < G_N_ELEMENTS(versions); v++) {
		struct talk *talk = talk_run(&(struct talk_options){.version = versions[v]});

		for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
			struct listening l = {.keylog = keylog_of(talk), .step = steps[i]};

			hear(&l, talk);
			listen_expect_all(&l, talk);
			listen_end(&l);
			keylog_free(l.keylog);
		}
		talk_free(talk);
	}
}
END_TEST

static struct talk *psk_talk(const char *suite, const char *hint)
{
	return talk_run(&(struct talk_options){.version = TLS1_2_VERSION,
					       .suites = suite,
					       .hint = hint,
					       .server_name = "amt.test"});
}

START_TEST(session_facts_of_a_psk_handshake)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", "the hint");
	struct listening l = {0};

	hear(&l, talk);
	const struct session_facts *facts = session_facts(l.session);

	ck_assert(facts->client_hello && facts->server_hello);
	ck_assert_uint_eq(facts->version, TLS_1_2);
	ck_assert_uint_eq(facts->offered_version, TLS_1_2);
	ck_assert_uint_eq(facts->suites_offered, 1);
	ck_assert_uint_eq(facts->offered[0], 0x008c);
	ck_assert(facts->offers_psk && facts->has_hint && facts->has_identity);
	ck_assert(bytes_equal(facts->hint, bytes_of("the hint", 8)));
	ck_assert(bytes_equal(facts->identity, bytes_of(TALK_IDENTITY, 8)));
	ck_assert_str_eq(facts->server_name, "amt.test");
	ck_assert(facts->extended_master_secret && facts->encrypt_then_mac);
	ck_assert(facts->secure_renegotiation && !facts->resumed);
	ck_assert(!facts->chain[0].seen && !facts->chain[1].seen);
	ck_assert_uint_eq(facts->handshakes, 1);
	ck_assert_uint_eq(l.events[SESSION_CLIENT_HELLO], 1);
	ck_assert_uint_eq(l.events[SESSION_IDENTITY], 1);
	ck_assert_uint_eq(l.events[SESSION_FINISHED], 2);
	ck_assert_uint_ge(l.events[SESSION_DATA], 5);
	listen_end(&l);
	talk_free(talk);
}
END_TEST

/* Up to TLS 1.2 chains cross in the clear; in TLS 1.3 they have to be opened. */
START_TEST(session_facts_hold_both_chains)
{
	for (unsigned v = 0; v < G_N_ELEMENTS(versions); v++) {
		struct talk *talk = talk_run(&(struct talk_options){
			.version = versions[v], .suites = "aECDSA", .client_certificate = true});
		struct listening l = {0};

		ck_assert(talk->finished);
		if (versions[v] == TLS1_3_VERSION)
			l.keylog = keylog_of(talk);
		hear(&l, talk);
		const struct session_facts *facts = session_facts(l.session);

		for (unsigned i = 0; i < 2; i++) {
			ck_assert(facts->chain[i].seen);
			ck_assert_uint_eq(facts->chain[i].n, 1);
			ck_assert_uint_gt(g_bytes_get_size(facts->chain[i].certificate[0]), 200);
		}
		ck_assert(facts->certificate_requested && facts->certificate_verify);
		listen_end(&l);
		keylog_free(l.keylog);
		talk_free(talk);
	}
}
END_TEST

/* The server has another PPS: its alert answers the client's Finished. */
START_TEST(session_alert_follows_its_message)
{
	struct talk *talk = talk_run(&(struct talk_options){
		.version = TLS1_2_VERSION, .suites = "PSK-AES128-CBC-SHA", .pps = WRONG_PPS});
	struct listening l = {.pps = TALK_PPS};

	ck_assert(!talk->finished);
	hear(&l, talk);
	const struct session_facts *facts = session_facts(l.session);

	ck_assert_uint_eq(facts->alerts, 1);
	ck_assert_int_eq(facts->alert[0].from, FROM_SERVER);
	ck_assert(facts->alert[0].readable);
	ck_assert_str_eq(name_of(NAMES_TLS_ALERT, facts->alert[0].description), "bad_record_mac");
	ck_assert(facts->alert[0].has_after);
	ck_assert_uint_eq(facts->alert[0].after, TLS_FINISHED);
	ck_assert_int_eq(facts->alert[0].after_from, FROM_CLIENT);
	/* What the client sent was made with the PPS that is known. */
	ck_assert_int_eq(facts->decryption, SESSION_OPENED);
	ck_assert(facts->finished[FROM_CLIENT] && !facts->finished[FROM_SERVER]);
	listen_end(&l);
	talk_free(talk);
}
END_TEST

START_TEST(session_that_is_resumed_is_opened_by_the_psk_of_the_first)
{
	static const uint64_t ways[] = {0, SSL_OP_NO_TICKET};

	for (unsigned i = 0; i < G_N_ELEMENTS(ways); i++) {
		SSL_SESSION *kept = NULL;
		struct talk_options o = {.version = TLS1_2_VERSION,
					 .suites = "PSK-AES256-GCM-SHA384",
					 .options = ways[i],
					 .resume = &kept};
		struct talk *first = talk_run(&o), *second = talk_run(&o);
		struct listening l = {.pps = TALK_PPS};

		hear(&l, first);
		listen_expect_all(&l, first);
		ck_assert(!session_facts(l.session)->resumed);
		listen_to(&l, second);
		listen_expect_all(&l, second);
		ck_assert(session_facts(l.session)->resumed);
		ck_assert_int_eq(session_facts(l.session)->source, SESSION_FROM_RESUMPTION);
		listen_end(&l);
		hear(&l, second);
		ck_assert_int_eq(session_facts(l.session)->decryption, SESSION_NO_SECRET);
		listen_end(&l);
		talk_free(first);
		talk_free(second);
		SSL_SESSION_free(kept);
	}
}
END_TEST

START_TEST(session_that_renegotiates_stays_open)
{
	static const char *const suites[] = {"PSK-AES128-CBC-SHA", "PSK-CHACHA20-POLY1305"};

	for (unsigned i = 0; i < G_N_ELEMENTS(suites); i++) {
		struct talk *talk = talk_run(&(struct talk_options){
			.version = TLS1_2_VERSION, .suites = suites[i], .renegotiate = true});
		struct listening l = {.pps = TALK_PPS};

		hear(&l, talk);
		listen_expect_all(&l, talk);
		ck_assert_uint_eq(session_facts(l.session)->handshakes, 2);
		listen_end(&l);
		talk_free(talk);
	}
}
END_TEST

START_TEST(session_that_updates_its_keys_stays_open)
{
	struct talk *talk =
		talk_run(&(struct talk_options){.version = TLS1_3_VERSION, .update_keys = true});

	expect_opened_by_log(talk);
	talk_free(talk);
}
END_TEST

START_TEST(session_that_is_asked_to_retry_is_opened)
{
	struct talk *talk = talk_run(
		&(struct talk_options){.version = TLS1_3_VERSION, .server_groups = "P-384"});
	struct listening l = {.keylog = keylog_of(talk)};

	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert_uint_eq(l.events[SESSION_CLIENT_HELLO], 2);
	ck_assert_uint_eq(l.events[SESSION_SERVER_HELLO], 2);
	ck_assert_uint_eq(session_facts(l.session)->handshakes, 1);
	listen_end(&l);
	keylog_free(l.keylog);
	talk_free(talk);
}
END_TEST

/* Some programs log what opens the data, and not what opens the handshake. */
START_TEST(session_is_opened_without_the_secrets_of_its_handshake)
{
	struct talk *talk = talk_run(&(struct talk_options){.version = TLS1_3_VERSION});
	struct listening l = {0};

	g_string_replace(talk->keylog, "_HANDSHAKE_", "_OTHER_", 0);
	l.keylog = keylog_of(talk);
	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert(!session_facts(l.session)->chain[FROM_SERVER].seen);
	listen_end(&l);
	keylog_free(l.keylog);
	talk_free(talk);
}
END_TEST

START_TEST(session_that_could_have_been_newer_says_so)
{
	struct talk *talk = talk_run(&(struct talk_options){.version = TLS1_2_VERSION,
							    .client_version = TLS1_3_VERSION});
	struct listening l = {.keylog = keylog_of(talk)};

	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert_uint_eq(session_facts(l.session)->offered_version, TLS_1_3);
	ck_assert_uint_eq(session_facts(l.session)->version, TLS_1_2);
	listen_end(&l);
	keylog_free(l.keylog);
	talk_free(talk);
}
END_TEST

/* Lines whose secret begins with another digit. */
static void spoil(GString *keylog)
{
	char *digit = keylog->str;

	for (char *at = keylog->str; *at; at++) {
		if (*at == ' ')
			digit = at + 1;
		if (*at == '\n')
			*digit = *digit == '0' ? '1' : '0';
	}
}

START_TEST(session_with_a_wrong_key_log_gives_nothing)
{
	for (unsigned v = 0; v < G_N_ELEMENTS(versions); v++) {
		struct talk *talk = talk_run(&(struct talk_options){.version = versions[v]});

		spoil(talk->keylog);
		struct listening l = {.keylog = keylog_of(talk)};

		hear(&l, talk);
		ck_assert_int_eq(session_facts(l.session)->decryption, SESSION_WRONG_SECRET);
		listen_expect_nothing(&l);
		listen_end(&l);
		keylog_free(l.keylog);
		talk_free(talk);
	}
}
END_TEST

START_TEST(session_goes_on_to_the_next_secret_when_one_is_wrong)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);

	spoil(talk->keylog);
	struct listening l = {.keylog = keylog_of(talk), .pps = TALK_PPS};

	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->source, SESSION_FROM_PSK);
	listen_end(&l);
	keylog_free(l.keylog);
	talk_free(talk);
}
END_TEST

/* The RSA line: the first eight bytes of what is encrypted, and the premaster secret. */
START_TEST(session_is_opened_by_a_logged_premaster_secret)
{
	struct talk *talk =
		talk_run(&(struct talk_options){.version = TLS1_2_VERSION, .suites = "AES128-SHA"});
	char *line = strstr(talk->keylog->str, "RSA ");

	ck_assert_ptr_nonnull(line);
	g_autofree char *alone = g_strndup(line, strcspn(line, "\n"));
	struct listening l = {.keylog = keylog_new()};

	keylog_read(l.keylog, bytes_of(alone, strlen(alone)));
	hear(&l, talk);
	listen_expect_all(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->source, SESSION_FROM_LOGGED_PREMASTER);
	listen_end(&l);
	keylog_free(l.keylog);
	talk_free(talk);
}
END_TEST

/* Another server's key of the same size. */
START_TEST(session_with_a_wrong_rsa_key_gives_nothing)
{
	struct talk *talk =
		talk_run(&(struct talk_options){.version = TLS1_2_VERSION, .suites = "AES128-SHA"});
	EVP_PKEY *other = EVP_RSA_gen(2048);
	unsigned char *der = NULL;
	int n = i2d_PrivateKey(other, &der);
	struct listening l = {.rsa = rsa_keys_new()};

	ck_assert(rsa_keys_add(l.rsa, bytes_of(der, (size_t)n), NULL));
	hear(&l, talk);
	ck_assert_int_ne(session_facts(l.session)->decryption, SESSION_OPENED);
	listen_expect_nothing(&l);
	listen_end(&l);
	rsa_keys_free(l.rsa);
	OPENSSL_free(der);
	EVP_PKEY_free(other);
	talk_free(talk);
}
END_TEST

/* All of the server's bytes first: they wait until the client has spoken. */
START_TEST(session_whose_directions_come_in_the_wrong_order)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);
	struct listening l = {.pps = TALK_PPS};

	for (guint i = 0; i + 1 < talk->pieces->len; i++) {
		struct piece_sent **piece = (struct piece_sent **)&talk->pieces->pdata[i];

		if (piece[0]->from == FROM_CLIENT && piece[1]->from == FROM_SERVER) {
			struct piece_sent *swapped = piece[0];

			piece[0] = piece[1];
			piece[1] = swapped;
			i++;
		}
	}
	hear(&l, talk);
	listen_expect_all(&l, talk);
	listen_end(&l);
	talk_free(talk);
}
END_TEST

static void drop_from(struct talk *talk, enum direction from)
{
	for (guint i = 0; i < talk->pieces->len;) {
		const struct piece_sent *piece = talk->pieces->pdata[i];

		if (piece->from == from)
			g_ptr_array_remove_index(talk->pieces, i);
		else
			i++;
	}
}

START_TEST(session_of_which_one_direction_was_captured)
{
	for (enum direction from = FROM_CLIENT; from <= FROM_SERVER; from++) {
		struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);
		struct listening l = {.pps = TALK_PPS};

		drop_from(talk, from);
		hear(&l, talk);
		const struct session_facts *facts = session_facts(l.session);

		ck_assert_int_eq(facts->client_hello, from == FROM_SERVER);
		ck_assert_int_eq(facts->server_hello, from == FROM_CLIENT);
		listen_expect_nothing(&l);
		listen_end(&l);
		talk_free(talk);
	}
}
END_TEST

START_TEST(session_that_was_begun_before_the_capture)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);
	struct listening l = {.pps = TALK_PPS};

	g_ptr_array_remove_range(talk->pieces, 0, 4);
	hear(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->decryption, SESSION_NO_SECRET);
	listen_expect_nothing(&l);
	listen_end(&l);
	talk_free(talk);
}
END_TEST

/* A bit of a record of data is wrong: what came before it stands, nothing follows. */
START_TEST(session_with_a_damaged_record_gives_nothing_behind_it)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);
	struct listening l = {.pps = TALK_PPS};
	unsigned seen = 0;

	for (guint i = 0; i < talk->pieces->len; i++) {
		struct piece_sent *piece = talk->pieces->pdata[i];

		if (piece->bytes->data[0] == TLS_APPLICATION_DATA && piece->from == FROM_CLIENT &&
		    ++seen == 2)
			piece->bytes->data[piece->bytes->len - 1] ^= 1;
	}
	hear(&l, talk);
	ck_assert_int_eq(session_facts(l.session)->decryption, SESSION_LOST);
	ck_assert_str_eq(l.heard[FROM_CLIENT]->str, "POST /wsman HTTP/1.1\r\n\r\n");
	ck_assert(g_string_equal(l.heard[FROM_SERVER], talk->said[FROM_SERVER]));
	listen_end(&l);
	talk_free(talk);
}
END_TEST

START_TEST(session_with_a_gap_gives_nothing_behind_it)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);
	struct listening l = {.pps = TALK_PPS};

	hear(&l, talk);
	g_string_truncate(l.heard[FROM_CLIENT], 0);
	session_gap(l.session, FROM_CLIENT, 100);
	ck_assert_uint_eq(session_bytes(l.session, FROM_CLIENT, bytes_of("abc", 3), false), 3);
	const struct session_facts *facts = session_facts(l.session);

	ck_assert_int_eq(facts->decryption, SESSION_LOST);
	ck_assert_uint_eq(facts->lost[FROM_CLIENT], 100);
	listen_expect_nothing(&(struct listening){.heard = {l.heard[0], l.heard[0]}});
	listen_end(&l);
	talk_free(talk);
}
END_TEST

START_TEST(session_of_something_else_is_foreign)
{
	struct listening l = {0};

	listen_begin(&l);
	l.session = session_new(l.sessions, &l);
	ck_assert_uint_eq(
		session_bytes(l.session, FROM_CLIENT, bytes_of("GET / HTTP/1.1", 14), false), 14);
	ck_assert(session_facts(l.session)->foreign[FROM_CLIENT]);
	listen_end(&l);
}
END_TEST

/* What a session hears of bytes in hexadecimal, the client's and the server's. */
static struct listening listening_to(const char *client, const char *server)
{
	struct listening l = {0};
	struct talk *talk = talk_new();
	const char *sides[] = {client, server};

	for (unsigned i = 0; i < 2; i++) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		unsigned byte;

		for (const char *at = sides[i]; sscanf(at, " %2x", &byte) == 1;) {
			at += strspn(at, " ") + 2;
			g_byte_array_append(bytes, &(guint8){(guint8)byte}, 1);
		}
		talk_sent(talk, i ? FROM_SERVER : FROM_CLIENT, bytes->data, bytes->len);
	}
	hear(&l, talk);
	talk_free(talk);
	return l;
}

#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"

/* RFC 6101, by hand: a client that knows SSL 3 alone, answered in kind, and its key exchange. */
START_TEST(session_of_ssl_3_is_seen)
{
	struct listening l = listening_to(
		"16 0300 002d 01 000029 0300 " ZEROS_32 " 00 0002 000a 01 00",
		"16 0300 002e 02 000026 0300 " ZEROS_32 " 00 000a 00 0e 000000 15 0300 0002 0228");
	const struct session_facts *facts = session_facts(l.session);

	ck_assert_uint_eq(facts->offered_version, TLS_SSL_3);
	ck_assert_uint_eq(facts->version, TLS_SSL_3);
	ck_assert_str_eq(tls_suite_of(facts->suite)->name, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
	ck_assert_uint_eq(facts->alerts, 1);
	ck_assert_uint_eq(facts->alert[0].after, TLS_SERVER_HELLO_DONE);
	ck_assert(facts->over[0] && facts->over[1] && !facts->close_notify[1]);
	listen_end(&l);
}
END_TEST

/* RFC 6101, E.1: the hello of SSL 2, and a server that refuses its version. */
START_TEST(session_that_begins_as_in_ssl_2_is_seen)
{
	struct listening l = listening_to(
		"801f 01 0301 0006 0000 0010 010080 00002f 000102030405060708090a0b0c0d0e0f",
		"15 0301 0002 0246");
	const struct session_facts *facts = session_facts(l.session);

	ck_assert(facts->client_hello && facts->ssl2_hello && !facts->server_hello);
	ck_assert_uint_eq(facts->offered_version, TLS_1_0);
	ck_assert_uint_eq(facts->suites_offered, 1);
	ck_assert_str_eq(name_of(NAMES_TLS_ALERT, facts->alert[0].description), "protocol_version");
	ck_assert_uint_eq(facts->alert[0].after, TLS_CLIENT_HELLO);
	listen_end(&l);
}
END_TEST

/* What `amtrace keys` writes is what OpenSSL logged. */
START_TEST(session_master_is_that_of_the_key_log)
{
	struct talk *talk = psk_talk("PSK-AES128-CBC-SHA", NULL);
	struct listening l = {.pps = TALK_PPS};
	uint8_t random[TLS_RANDOM_LENGTH], master[48], logged[KEYLOG_SECRET_MAX];
	struct keylog *keylog = keylog_of(talk);

	hear(&l, talk);
	ck_assert(session_master(l.session, random, master));
	ck_assert_uint_eq(
		keylog_find(keylog, KEYLOG_CLIENT_RANDOM, bytes_of(random, sizeof random), logged),
		sizeof master);
	ck_assert_mem_eq(master, logged, sizeof master);
	keylog_free(keylog);
	listen_end(&l);
	talk_free(talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("session");
	TCase *tests = tcase_create("session");

	tcase_set_timeout(tests, 240);
	tcase_add_loop_test(tests, session_of_every_suite_is_opened, 0, G_N_ELEMENTS(versions));
	tcase_add_loop_test(tests, session_of_every_suite_without_extensions_is_opened, 0,
			    G_N_ELEMENTS(versions));
	tcase_add_test(tests, session_in_any_segmentation_is_the_same);
	tcase_add_test(tests, session_facts_of_a_psk_handshake);
	tcase_add_test(tests, session_facts_hold_both_chains);
	tcase_add_test(tests, session_alert_follows_its_message);
	tcase_add_test(tests, session_that_is_resumed_is_opened_by_the_psk_of_the_first);
	tcase_add_test(tests, session_that_renegotiates_stays_open);
	tcase_add_test(tests, session_that_updates_its_keys_stays_open);
	tcase_add_test(tests, session_that_is_asked_to_retry_is_opened);
	tcase_add_test(tests, session_is_opened_without_the_secrets_of_its_handshake);
	tcase_add_test(tests, session_that_could_have_been_newer_says_so);
	tcase_add_test(tests, session_with_a_wrong_key_log_gives_nothing);
	tcase_add_test(tests, session_goes_on_to_the_next_secret_when_one_is_wrong);
	tcase_add_test(tests, session_is_opened_by_a_logged_premaster_secret);
	tcase_add_test(tests, session_with_a_wrong_rsa_key_gives_nothing);
	tcase_add_test(tests, session_whose_directions_come_in_the_wrong_order);
	tcase_add_test(tests, session_of_which_one_direction_was_captured);
	tcase_add_test(tests, session_that_was_begun_before_the_capture);
	tcase_add_test(tests, session_with_a_damaged_record_gives_nothing_behind_it);
	tcase_add_test(tests, session_with_a_gap_gives_nothing_behind_it);
	tcase_add_test(tests, session_of_something_else_is_foreign);
	tcase_add_test(tests, session_of_ssl_3_is_seen);
	tcase_add_test(tests, session_that_begins_as_in_ssl_2_is_seen);
	tcase_add_test(tests, session_master_is_that_of_the_key_log);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
