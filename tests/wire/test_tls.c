/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_tls.c - records and handshake messages, as OpenSSL's s_client and
 * s_server sent them; what the fields are is tshark's reading of the same.
 */
#include <ctype.h>

#include <openssl/ssl.h>

#include "octets.h"
#include "tls.h"

/* captures/psk-tls12-hint: PSK-AES128-CBC-SHA, hint and identity LABPID01. */
static const char client_hello[] =
	"16030100710100006d0303ba93e9cf17c978ce5e251fb73bc60895b63978a937bd4d296d30d4b921ec839c0000"
	"04008c00ff01000040002300000016000000170000000d0030002e040305030603080708080809080a080b0804"
	"08050806040105010601030302030301020103020202040205020602";
static const char server_flight[] =
	"160303003d0200003903037a8094075ee9f3186de7400c83722ede63a9683578e805a45b914b5d7bb227ec0000"
	"8c000011ff01000100002300000016000000170000160303000e0c00000a00084c41425049443031160303"
	"00040e000000";
static const char client_key_exchange[] = "160303000e1000000a00084c41425049443031";

#define SUITE 0x008c

/* The |nth| record of |o|, which holds one handshake message. */
static struct reader body_of(const struct octets *o, unsigned nth, uint8_t type)
{
	struct reader r = reader_over(octets_view(o));
	struct tls_record record;
	struct tls_handshake handshake;

	do
		ck_assert(tls_record_decode(&record, &r));
	while (nth--);
	ck_assert(tls_record_is_sound(&record));
	ck_assert_int_eq(record.type, TLS_HANDSHAKE);
	r = reader_over(record.fragment);
	ck_assert(tls_handshake_decode(&handshake, &r));
	ck_assert_int_eq(handshake.type, type);
	ck_assert_uint_eq(rd_left(&r), 0);
	return reader_over(handshake.body);
}

static void expect_text(struct bytes b, const char *text)
{
	ck_assert(bytes_equal(b, bytes_of(text, strlen(text))));
}

START_TEST(tls_client_hello_is_read)
{
	struct octets o = octets(client_hello);
	struct reader r = body_of(&o, 0, TLS_CLIENT_HELLO);
	struct tls_client_hello hello;
	uint16_t suite;

	ck_assert(tls_client_hello_decode(&hello, &r));
	ck_assert_uint_eq(hello.version, TLS_1_2);
	ck_assert_uint_eq(tls_offered_version(&hello), TLS_1_2);
	ck_assert_uint_eq(hello.random.p[0], 0xba);
	ck_assert_uint_eq(hello.session_id.n, 0);
	ck_assert(tls_offered_suite(&hello, 0, &suite));
	ck_assert_uint_eq(suite, SUITE);
	ck_assert(tls_offered_suite(&hello, 1, &suite));
	ck_assert(tls_suite_is_signal(suite));
	ck_assert(!tls_offered_suite(&hello, 2, &suite));
	ck_assert(hello.extensions.extended_master_secret);
	ck_assert(hello.extensions.encrypt_then_mac);
	ck_assert(hello.extensions.session_ticket);
	ck_assert_uint_eq(hello.extensions.server_name.n, 0);
}
END_TEST

START_TEST(tls_server_hello_is_read)
{
	struct octets o = octets(server_flight);
	struct reader r = body_of(&o, 0, TLS_SERVER_HELLO);
	struct tls_server_hello hello;

	ck_assert(tls_server_hello_decode(&hello, &r));
	ck_assert_uint_eq(hello.version, TLS_1_2);
	ck_assert_uint_eq(hello.suite, SUITE);
	ck_assert_uint_eq(hello.random.p[0], 0x7a);
	ck_assert(hello.extensions.extended_master_secret);
	ck_assert(hello.extensions.encrypt_then_mac);
	ck_assert(hello.extensions.renegotiation_info);
	ck_assert(!hello.retry_request);
}
END_TEST

START_TEST(tls_psk_hint_and_identity_are_read)
{
	struct octets server = octets(server_flight), client = octets(client_key_exchange);
	struct reader r = body_of(&server, 1, TLS_SERVER_KEY_EXCHANGE);
	struct tls_client_key_exchange exchange;
	struct bytes hint;

	ck_assert(tls_psk_hint_decode(&hint, SUITE, &r));
	expect_text(hint, "LABPID01");
	r = body_of(&client, 0, TLS_CLIENT_KEY_EXCHANGE);
	ck_assert(tls_client_key_exchange_decode(&exchange, SUITE, TLS_1_2, &r));
	expect_text(exchange.identity, "LABPID01");
	ck_assert_uint_eq(exchange.encrypted.n, 0);
}
END_TEST

/* RFC 4279, 4: identity, then the encrypted premaster secret; RFC 6101: RSA without a length. */
START_TEST(tls_key_exchange_follows_its_suite)
{
	struct octets both = octets("0002 6964 0003 010203"), bare = octets("010203");
	struct reader r = reader_over(octets_view(&both));
	struct tls_client_key_exchange exchange;

	ck_assert(tls_client_key_exchange_decode(&exchange, 0x0094, TLS_1_2, &r));
	expect_text(exchange.identity, "id");
	expect_text(exchange.encrypted, "\1\2\3");
	r = reader_over(octets_view(&bare));
	ck_assert(tls_client_key_exchange_decode(&exchange, 0x002f, TLS_SSL_3, &r));
	expect_text(exchange.encrypted, "\1\2\3");
	ck_assert_uint_eq(exchange.identity.n, 0);
}
END_TEST

/* RFC 5246, 7.4.2 and RFC 8446, 4.4.2: two certificates of two bytes each. */
START_TEST(tls_certificates_are_read_in_both_forms)
{
	struct octets old = octets("00000a 000002 3001 000002 3002");
	struct octets new = octets("00 00000e 000002 3001 0000 000002 3002 0000");
	const struct octets *form[] = {&old, &new};

	for (unsigned i = 0; i < 2; i++) {
		struct reader r = reader_over(octets_view(form[i]));
		struct tls_certificates list;

		ck_assert(tls_certificates_decode(&list, i ? TLS_1_3 : TLS_1_2, &r));
		ck_assert_uint_eq(list.n, 2);
		expect_text(list.certificate[1], "0\2");
	}
}
END_TEST

START_TEST(tls_certificates_past_the_bound_are_counted)
{
	struct octets o = octets("000054"); /* 21 certificates of one byte */
	struct tls_certificates list;

	for (unsigned i = 0; i < 21; i++) {
		memcpy(o.b + o.n, "\0\0\1\x30", 4);
		o.n += 4;
	}
	struct reader r = reader_over(octets_view(&o));

	ck_assert(tls_certificates_decode(&list, TLS_1_2, &r));
	ck_assert_uint_eq(list.n, TLS_CERTIFICATES_MAX);
	ck_assert_uint_eq(list.left_out, 21 - TLS_CERTIFICATES_MAX);
}
END_TEST

/* A certificate whose length reaches past the list: what stands before it is kept. */
START_TEST(tls_certificate_that_lies_is_no_certificate)
{
	struct octets o = octets("00000a 000002 3001 000003 3002 3003");
	struct reader r = reader_over(octets_view(&o));
	struct tls_certificates list;

	ck_assert(!tls_certificates_decode(&list, TLS_1_2, &r));
	ck_assert_uint_eq(list.n, 1);
}
END_TEST

/* RFC 8446, 4.2.1 and RFC 6066, 3; 0x3a3a is a value of RFC 8701. */
START_TEST(tls_extensions_are_read)
{
	struct octets o = octets(
		"0303 0000000000000000000000000000000000000000000000000000000000000000 00 0002 1301"
		"01 00 0018 0000 0009 0007 00 0004 616d742e 002b 0007 06 3a3a 0304 0302");
	struct reader r = reader_over(octets_view(&o));
	struct tls_client_hello hello;

	ck_assert(tls_client_hello_decode(&hello, &r));
	expect_text(hello.extensions.server_name, "amt.");
	ck_assert_uint_eq(tls_offered_version(&hello), TLS_1_3);
}
END_TEST

/* RFC 6101, E.1: SSL 2's RC4 and TLS_RSA_WITH_AES_128_CBC_SHA, a challenge of 16 bytes. */
START_TEST(tls_hello_of_ssl2_is_read)
{
	struct octets o = octets(
		"801f 01 0301 0006 0000 0010 010080 00002f 000102030405060708090a0b0c0d0e0f");
	struct reader r = reader_over(octets_view(&o));
	struct tls_client_hello hello;
	struct bytes whole;
	uint16_t suite;

	ck_assert(tls_is_ssl2_hello(octets_view(&o)));
	ck_assert(tls_looks_like(octets_view(&o)));
	ck_assert(tls_ssl2_hello_decode(&hello, &whole, &r));
	ck_assert_uint_eq(whole.n, 0x1f);
	ck_assert_uint_eq(hello.version, TLS_1_0);
	ck_assert_uint_eq(hello.random.n, 16);
	ck_assert(tls_offered_suite(&hello, 0, &suite));
	ck_assert_uint_eq(suite, 0x002f);
	ck_assert(!tls_offered_suite(&hello, 1, &suite));
}
END_TEST

START_TEST(tls_alert_is_read)
{
	struct octets o = octets("15030300020273"); /* captures/psk-alert115 */
	struct reader r = reader_over(octets_view(&o));
	struct tls_record record;
	struct tls_alert alert;

	ck_assert(tls_record_decode(&record, &r));
	ck_assert_int_eq(record.type, TLS_ALERT);
	r = reader_over(record.fragment);
	ck_assert(tls_alert_decode(&alert, &r));
	ck_assert_str_eq(name_of(NAMES_TLS_ALERT_LEVEL, alert.level), "fatal");
	ck_assert_str_eq(name_of(NAMES_TLS_ALERT, alert.description), "unknown_psk_identity");
}
END_TEST

START_TEST(tls_looks_like_tells_it_from_text_and_hellos)
{
	ck_assert(tls_looks_like(bytes_of("", 0)));
	ck_assert(tls_looks_like(bytes_of("\x16\x03\x01", 3)));
	ck_assert(!tls_looks_like(bytes_of("GET / HTTP/1.1", 14)));
	ck_assert(!tls_looks_like(bytes_of("\0\0\2\0\0\0\0\0", 8)));
}
END_TEST

static void try_every_decoder(struct bytes b)
{
	struct tls_record record;
	struct tls_handshake handshake;
	struct tls_client_hello client;
	struct tls_server_hello server;
	struct tls_certificates list;
	struct tls_client_key_exchange exchange;
	struct bytes view;
	struct reader r = reader_over(b), again;

	ck_assert(!tls_record_decode(&record, &r));
	again = reader_over(b);
	tls_handshake_decode(&handshake, &again);
	again = reader_over(b);
	tls_client_hello_decode(&client, &again);
	again = reader_over(b);
	tls_server_hello_decode(&server, &again);
	again = reader_over(b);
	tls_certificates_decode(&list, TLS_1_2, &again);
	again = reader_over(b);
	tls_client_key_exchange_decode(&exchange, 0x0094, TLS_1_2, &again);
	again = reader_over(b);
	tls_ssl2_hello_decode(&client, &view, &again);
}

START_TEST(tls_every_prefix_of_a_record_is_short)
{
	struct octets o = octets(client_hello);

	each_prefix(&o, try_every_decoder);
}
END_TEST

static void expect_cut_client_hello(struct bytes b)
{
	struct tls_client_hello hello;
	struct reader r = reader_over(b);

	/* Where the extensions would begin a hello may end. */
	ck_assert(!tls_client_hello_decode(&hello, &r) || b.n == 2 + 32 + 1 + 2 + 4 + 2);
}

static void expect_cut_server_hello(struct bytes b)
{
	struct tls_server_hello hello;
	struct reader r = reader_over(b);

	ck_assert(!tls_server_hello_decode(&hello, &r) || b.n == 2 + 32 + 1 + 2 + 1);
}

START_TEST(tls_every_prefix_of_a_hello_is_short)
{
	struct octets client = octets(client_hello), server = octets(server_flight);
	struct octets body = {.n = 0x6d};

	memcpy(body.b, client.b + TLS_RECORD_HEADER + TLS_HANDSHAKE_HEADER, body.n);
	each_prefix(&body, expect_cut_client_hello);
	body.n = 0x39;
	memcpy(body.b, server.b + TLS_RECORD_HEADER + TLS_HANDSHAKE_HEADER, body.n);
	each_prefix(&body, expect_cut_server_hello);
}
END_TEST

/* "  0x00,0x8C - TLS_PSK_WITH_AES_128_CBC_SHA - PSK-AES128-CBC-SHA TLSv1 Kx=PSK ..." */
static void expect_suite(const char *line)
{
	unsigned high, low;
	char name[100], exchange[20];

	ck_assert_int_eq(
		sscanf(line, " 0x%2x,0x%2x - %99s - %*s %*s Kx=%19s", &high, &low, name, exchange),
		4);
	const struct tls_suite *suite = tls_suite_of((uint16_t)(high << 8 | low));

	ck_assert_msg(suite, "%s", name);
	ck_assert_str_eq(suite->name, name);
	ck_assert_msg(!strcmp(exchange, "RSA") == (suite->key_exchange == TLS_KX_RSA), "%s", name);
	ck_assert_msg(!strcmp(exchange, "PSK") == (suite->key_exchange == TLS_KX_PSK), "%s", name);
	ck_assert_msg(!!strstr(exchange, "PSK") == tls_suite_uses_psk(suite->number), "%s", name);
}

START_TEST(tls_suites_are_those_of_openssl)
{
	FILE *openssl =
		popen("openssl ciphers -V -stdname ALL:COMPLEMENTOFALL:@SECLEVEL=0 2>&1", "r");
	char line[300];
	unsigned suites = 0;

	ck_assert_ptr_nonnull(openssl);
	while (fgets(line, sizeof line, openssl)) {
		expect_suite(line);
		suites++;
	}
	ck_assert_int_eq(pclose(openssl), 0);
	ck_assert_uint_gt(suites, 100);
}
END_TEST

/* OpenSSL writes some names with blanks. */
START_TEST(tls_alerts_are_those_of_openssl)
{
	for (int i = 0; i <= UINT8_MAX; i++) {
		const char *theirs = SSL_alert_desc_string_long(i);
		const char *ours = name_of(NAMES_TLS_ALERT, (uint32_t)i);

		if (strcmp(theirs, "unknown") == 0)
			continue;
		ck_assert_msg(ours, "%d %s", i, theirs);
		ck_assert_uint_eq(strlen(ours), strlen(theirs));
		for (; *ours; ours++, theirs++)
			ck_assert_int_eq(*ours, *theirs == ' ' ? '_' : tolower(*theirs));
	}
}
END_TEST

START_TEST(tls_suites_stand_in_order)
{
	unsigned found = 0;

	for (unsigned number = 0; number <= UINT16_MAX; number++)
		found += tls_suite_of((uint16_t)number) != NULL;
	ck_assert_uint_gt(found, 350);
	ck_assert_ptr_null(tls_suite_of(0xffff));
	ck_assert_str_eq(tls_suite_of(0x1301)->name, "TLS_AES_128_GCM_SHA256");
	ck_assert_str_eq(tls_suite_of(0)->name, "TLS_NULL_WITH_NULL_NULL");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tls");
	TCase *tests = tcase_create("tls");

	tcase_add_test(tests, tls_client_hello_is_read);
	tcase_add_test(tests, tls_server_hello_is_read);
	tcase_add_test(tests, tls_psk_hint_and_identity_are_read);
	tcase_add_test(tests, tls_key_exchange_follows_its_suite);
	tcase_add_test(tests, tls_certificates_are_read_in_both_forms);
	tcase_add_test(tests, tls_certificates_past_the_bound_are_counted);
	tcase_add_test(tests, tls_certificate_that_lies_is_no_certificate);
	tcase_add_test(tests, tls_extensions_are_read);
	tcase_add_test(tests, tls_hello_of_ssl2_is_read);
	tcase_add_test(tests, tls_alert_is_read);
	tcase_add_test(tests, tls_looks_like_tells_it_from_text_and_hellos);
	tcase_add_test(tests, tls_every_prefix_of_a_record_is_short);
	tcase_add_test(tests, tls_every_prefix_of_a_hello_is_short);
	tcase_add_test(tests, tls_suites_are_those_of_openssl);
	tcase_add_test(tests, tls_alerts_are_those_of_openssl);
	tcase_add_test(tests, tls_suites_stand_in_order);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
