/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_scrub_streams.c - hellos, TLS and HTTP in place: what stays, and that nothing else does. */
#include "../suite.h"
#include "hello.h"
#include "http.h"
#include "rewrite.h"
#include "streams.h"
#include "tls.h"

static struct mapping *m;

static void begin(void)
{
	m = mapping_new(0);
}

static void end(void)
{
	mapping_free(m);
}

static bool holds(const uint8_t *p, size_t n, const char *word)
{
	return memmem(p, n, word, strlen(word));
}

static const uint8_t psk_hello[] = {
	1,    0,    2,    0,    0,    0,    0,    0, 0x44, 0x33, 0x22, 0x11, 0x66, 0x55, 0x88, 0x77,
	0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0, '0',  '0',  '0',  '0',  '0',  '3',  '7',  'M'};

static struct packet segment(uint32_t seq, uint8_t flags, const void *p, size_t n)
{
	static const uint8_t src[] = {192, 0, 2, 50}, dst[] = {192, 0, 2, 10};

	return (struct packet){
		.network = NETWORK_IPV4,
		.flow = {address_v4(src), address_v4(dst), 49152, 9971, PROTOCOL_TCP},
		.seq = seq,
		.tcp_flags = flags,
		.payload = bytes_of(p, n),
		.payload_length = (uint32_t)n,
	};
}

/* In whatever pieces and order the hello comes, the segments together are the rewritten one. */
START_TEST(hello_in_pieces_is_rewritten_as_a_whole)
{
	enum {
		CUT = 27 /* inside of the PID */
	};
	struct streams *streams = streams_new(m, 9971);
	struct packet second = segment(101 + CUT, TCP_ACK, psk_hello + CUT, sizeof psk_hello - CUT);
	struct packet first = segment(101, TCP_ACK, psk_hello, CUT);
	struct packet syn = segment(100, TCP_SYN, NULL, 0);
	uint8_t whole[sizeof psk_hello], expected[sizeof psk_hello];

	streams_add(streams, 0, &syn);
	streams_add(streams, 0, &second);
	streams_add(streams, 0, &first);
	memcpy(whole + CUT, streams_payload(streams, 0, &second).p, sizeof psk_hello - CUT);
	memcpy(whole, streams_payload(streams, 0, &first).p, CUT);
	memcpy(expected, psk_hello, sizeof expected);
	rewrite_hello(m, expected, sizeof expected);
	ck_assert_mem_eq(whole, expected, sizeof whole);
	ck_assert(!holds(whole, sizeof whole, "0000037M"));
	streams_free(streams);
}
END_TEST

START_TEST(what_lies_behind_a_gap_is_zeros)
{
	struct streams *streams = streams_new(m, 9971);
	struct packet first = segment(101, TCP_ACK, psk_hello, 8);
	struct packet later = segment(101 + 20, TCP_ACK, "secret", 6);

	streams_add(streams, 0, &first);
	streams_add(streams, 0, &later);
	ck_assert_mem_eq(streams_payload(streams, 0, &first).p, psk_hello, 8);
	ck_assert_mem_eq(streams_payload(streams, 0, &later).p, "\0\0\0\0\0\0", 6);
	streams_free(streams);
}
END_TEST

START_TEST(reused_ports_are_another_connection)
{
	struct streams *streams = streams_new(m, 9971);
	struct packet syn = segment(100, TCP_SYN, NULL, 0), data = segment(101, TCP_ACK, "GET ", 4);
	struct packet other_syn = segment(100 + 50, TCP_SYN, NULL, 0);
	struct packet hello = segment(151, TCP_ACK, psk_hello, sizeof psk_hello);

	streams_add(streams, 0, &syn);
	streams_add(streams, 0, &data);
	streams_add(streams, 0, &other_syn);
	streams_add(streams, 0, &hello);
	struct bytes again = streams_payload(streams, 0, &hello);

	ck_assert(hello_is_strict(again));
	streams_free(streams);
}
END_TEST

START_TEST(root_hashes_stay_and_trailing_bytes_do_not)
{
	uint8_t hello[25 + 34 + 3] = {1, 0, 3};

	memset(hello + 8, 0x11, 16);
	hello[24] = 1;
	hello[25] = 2;
	hello[26] = 32;
	memset(hello + 27, 0xc3, 32);
	memcpy(hello + 59, "key", 3);
	rewrite_hello(m, hello, sizeof hello);
	ck_assert(hello[27] == 0xc3 && hello[58] == 0xc3);
	ck_assert_mem_eq(hello + 59, "\0\0\0", 3);
	ck_assert(hello[8] != 0x11);
}
END_TEST

/* ClientHello with a server name, a ClientKeyExchange with a PID, then what is encrypted. */
static const uint8_t tls_stream[] = {
	22,  3,  3,  0,  67, 1,  0,  0,   63,  3,   3,   1,    2,   3,   4,   5,   6,   7,
	8,   9,  10, 11, 12, 13, 14, 15,  16,  17,  18,  19,   20,  21,  22,  23,  24,  25,
	26,  27, 28, 29, 30, 31, 32, 0,   0,   2,   0,   0x8c, 1,   0,   0,   20,  0,   0,
	0,   16, 0,  14, 0,  0,  11, 'p', 'c', '1', '.', 'l',  'a', 'n', '.', 'd', 'e', 'v',
	22,  3,  3,  0,  14, 16, 0,  0,   10,  0,   8,   '0',  '0', '0', '0', '0', '3', '7',
	'M', 20, 3,  3,  0,  1,  1,  23,  3,   3,   0,   6,    's', 'e', 'c', 'r', 'e', 't',
};

START_TEST(tls_keeps_its_shape_and_nothing_else)
{
	uint8_t stream[sizeof tls_stream] = {0};
	struct reader r = reader_over(bytes_of(stream, sizeof stream));
	struct tls_record record;
	unsigned records = 0;

	memcpy(stream, tls_stream, sizeof stream);
	rewrite_tls(m, stream, sizeof stream);
	while (tls_record_decode(&record, &r))
		records++;
	ck_assert_uint_eq(records, 4);
	ck_assert(!holds(stream, sizeof stream, "pc1"));
	ck_assert(!holds(stream, sizeof stream, "lan.dev"));
	ck_assert(!holds(stream, sizeof stream, "0000037M"));
	ck_assert(!holds(stream, sizeof stream, "secret"));
	ck_assert_mem_eq(stream + sizeof stream - 6, "\0\0\0\0\0\0", 6);
}
END_TEST

START_TEST(tls_names_and_identities_are_those_of_the_mapping)
{
	uint8_t stream[sizeof tls_stream], pid[PID_LENGTH];
	char name[DOMAIN_TEXT];

	memcpy(stream, tls_stream, sizeof stream);
	rewrite_tls(m, stream, sizeof stream);
	mapping_pid(m, (const uint8_t *)"0000037M", pid);
	ck_assert_ptr_nonnull(memmem(stream, sizeof stream, pid, sizeof pid));
	ck_assert(holds(stream, sizeof stream, mapping_name(m, "pc1.lan.dev", name)));
}
END_TEST

START_TEST(http_keeps_how_it_was_said)
{
	static const char request[] =
		"POST /wsman HTTP/1.1\r\nHost: pc1.lan.dev:16992\r\n"
		"Authorization: Digest username=\"jane\", response=\"abcdef\"\r\n"
		"Content-Length: 101\r\n\r\n"
		"<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\"><b>pass</b>"
		"<c>0</c><d e=\"own\">2</d></a>"
		"GET /logon.htm HTTP/1.1\r\nHost: pc1.lan.dev\r\n\r\n";
	uint8_t stream[sizeof request - 1];
	const char *text = (const char *)stream;
	static const char *const kept[] = {"POST /wsman HTTP/1.1\r\n",
					   "Authorization: Digest ",
					   "Content-Length: 101\r\n",
					   "http://www.w3.org/2003/05/soap-envelope",
					   "<c>0</c>",
					   ">2</d>",
					   "GET /"};
	static const char *const gone[] = {"pc1", "jane", "abcdef", "pass", "own", "logon"};

	memcpy(stream, request, sizeof stream);
	rewrite_http(m, stream, sizeof stream);
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		ck_assert_msg(holds(stream, sizeof stream, kept[i]), "%s: %.*s", kept[i],
			      (int)sizeof stream, text);
	for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
		ck_assert_msg(!holds(stream, sizeof stream, gone[i]), "%s: %.*s", gone[i],
			      (int)sizeof stream, text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scrub_streams");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, hello_in_pieces_is_rewritten_as_a_whole);
	tcase_add_test(tests, what_lies_behind_a_gap_is_zeros);
	tcase_add_test(tests, reused_ports_are_another_connection);
	tcase_add_test(tests, root_hashes_stay_and_trailing_bytes_do_not);
	tcase_add_test(tests, tls_keeps_its_shape_and_nothing_else);
	tcase_add_test(tests, tls_names_and_identities_are_those_of_the_mapping);
	tcase_add_test(tests, http_keeps_how_it_was_said);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
