/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_http.c - messages of HTTP/1. Requests, challenge and authorization are
 * MeshCentral's and amttool's as captured; the rest are the examples and
 * rules of RFC 9110 and 9112.
 */
#include "http.h"
#include "octets.h"

static const char request[] = "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:16992\r\n"
			      "Content-Length: 4\r\n\r\nbody";
static const char challenge[] =
	"HTTP/1.1 401 Unauthorized\r\n"
	"WWW-Authenticate: Digest realm=\"Digest:89C24750A2C3D68141C8880D932998CC\", "
	"nonce=\"g5u+/RQgBATvwO18JEIrNrOM+LUWO3rr\",stale=\"false\",qop=\"auth\"\r\n"
	"Content-Type: text/html\r\nServer: Intel(R) Active Management Technology 9.1.40\r\n"
	"Content-Length: 42\r\nConnection: close\r\n\r\n"
	"<html><body>401 Unauthorized</body></html>";
static const char authorization[] =
	"POST /wsman HTTP/1.1\r\nAuthorization: Digest username=\"admin\","
	"realm=\"Digest:89C24750A2C3D68141C8880D932998CC\","
	"nonce=\"g5u+/RQgBATvwO18JEIrNrOM+LUWO3rr\",uri=\"/wsman\",qop=auth,"
	"response=\"fa700d6ee418222ef62e157315145d32\",nc=00000001,"
	"cnonce=\"8e6b43d4a81097d08ff128333790ee4b\"\r\nContent-Length: 0\r\n\r\n";
static const char chunked[] = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n"
			      "Transfer-Encoding: chunked\r\n\r\n"
			      "4\r\nWiki\r\n6;a=\"b\"\r\npedia \r\n0A\r\nin chunks.\r\n"
			      "0\r\nTrailer: x\r\n\r\n";

static struct http_head head;

static struct bytes text(const char *words)
{
	return bytes_of(words, strlen(words));
}

static void expect_text(struct bytes b, const char *words)
{
	ck_assert_msg(bytes_equal(b, text(words)), "%.*s is not %s", (int)b.n, (const char *)b.p,
		      words);
}

static void read_head(const char *words)
{
	struct reader r = reader_over(text(words));

	ck_assert(http_head_decode(&head, &r));
}

START_TEST(http_request_is_read)
{
	read_head(request);
	ck_assert(!head.response);
	expect_text(head.method, "POST");
	expect_text(head.target, "/wsman");
	ck_assert_uint_eq(head.major, 1);
	ck_assert_uint_eq(head.minor, 1);
	ck_assert_uint_eq(head.headers, 2);
	expect_text(http_header(&head, "hOST", 0), "127.0.0.1:16992");
	ck_assert_ptr_null(http_header(&head, "Content-Type", 0).p);
}
END_TEST

START_TEST(http_response_is_read)
{
	read_head(challenge);
	ck_assert(head.response);
	ck_assert_uint_eq(head.status, 401);
	expect_text(head.reason, "Unauthorized");
	expect_text(http_header(&head, "Server", 0),
		    "Intel(R) Active Management Technology 9.1.40");
}
END_TEST

START_TEST(http_digest_challenge_is_read)
{
	struct http_digest digest;

	read_head(challenge);
	ck_assert(http_digest_of(&digest, &head));
	expect_text(digest.realm, "Digest:89C24750A2C3D68141C8880D932998CC");
	expect_text(digest.qop, "auth");
	ck_assert(digest.has_nonce && !digest.stale && !digest.has_response);
	ck_assert_uint_eq(digest.user.n, 0);
}
END_TEST

START_TEST(http_digest_answer_is_read)
{
	struct http_digest digest;

	read_head(authorization);
	ck_assert(http_digest_of(&digest, &head));
	expect_text(digest.user, "admin");
	expect_text(digest.uri, "/wsman");
	expect_text(digest.qop, "auth");
	ck_assert(digest.has_nonce && digest.has_response);
}
END_TEST

/* RFC 9110, 11.6.1: several schemes in one header or in several. */
START_TEST(http_digest_is_found_among_other_schemes)
{
	static const char *const rows[] = {
		"Negotiate, Digest realm=\"a\\\"b\", stale=TRUE",
		"Digest stale=true , realm=\"a\\\"b\", Basic realm=\"c\"",
		"Basic realm=\"c\"\r\nwww-authenticate: Digest realm = \"a\\\"b\",\r\n\tstale=true",
	};
	char message[400];
	struct http_digest digest;

	for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(message, sizeof message, "HTTP/1.1 401 No\r\nWWW-Authenticate: %s\r\n\r\n",
			 rows[i]);
		read_head(message);
		ck_assert(http_digest_of(&digest, &head));
		expect_text(digest.realm, "a\\\"b");
		ck_assert(digest.stale);
	}
	read_head("HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\n\r\n");
	ck_assert(!http_digest_of(&digest, &head));
}
END_TEST

START_TEST(http_lines_end_in_lf_and_go_on_behind_blanks)
{
	read_head("\r\nGET / HTTP/1.0\nA: one\n two\nodd\nC :\nD: \t \n d\n\n");
	ck_assert_uint_eq(head.headers, 3);
	ck_assert_uint_eq(head.lines_odd, 1);
	expect_text(http_header(&head, "A", 0), "one\n two");
	expect_text(http_header(&head, "C", 0), "");
	expect_text(http_header(&head, "D", 0), "d");
}
END_TEST

START_TEST(http_headers_past_the_bound_are_counted)
{
	char many[8192] = "GET / HTTP/1.1\r\n";

	for (unsigned i = 0; i < HTTP_HEADERS_MAX + 3; i++)
		strcat(many, "A: b\r\n");
	strcat(many, "\r\n");
	read_head(many);
	ck_assert_uint_eq(head.headers, HTTP_HEADERS_MAX);
	ck_assert_uint_eq(head.headers_left_out, 3);
}
END_TEST

/* What a stream says: H for a head, the body's bytes, | for an end, ! for a stop. */
struct told {
	char steps[4096];
	struct http_stream stream;
};

static size_t tell(struct told *told, struct bytes pending, bool over)
{
	struct reader r = reader_over(pending);
	struct bytes body;
	char *end = told->steps + strlen(told->steps);

	for (;;) {
		switch (http_next(&told->stream, &r, over, &head, &body)) {
		case HTTP_MORE:
			*end = '\0';
			return rd_offset(&r);
		case HTTP_HEAD:
			*end++ = 'H';
			break;
		case HTTP_BODY:
			memcpy(end, body.p, body.n);
			end += body.n;
			break;
		case HTTP_END:
			*end++ = '|';
			break;
		case HTTP_LOST:
			*end++ = '!';
			break;
		}
	}
}

/* In pieces of |step| bytes, as tcp offers them. */
static void tell_in_steps(struct told *told, const char *words, size_t step)
{
	size_t used = 0, n = strlen(words);

	for (size_t seen = 0; seen < n;) {
		seen = seen + step < n ? seen + step : n;
		uint8_t *copy = malloc(seen - used);

		memcpy(copy, words + used, seen - used);
		used += tell(told, bytes_of(copy, seen - used), seen == n);
		free(copy);
	}
	tell(told, bytes_of("", 0), true);
}

static void expect_steps(const char *words, const char *steps)
{
	static const size_t sizes[] = {1, 2, 3, 5, 11, 4096};

	for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct told told = {0};

		tell_in_steps(&told, words, sizes[i]);
		ck_assert_str_eq(told.steps, steps);
	}
}

START_TEST(http_body_of_known_length)
{
	expect_steps(request, "Hbody|");
	expect_steps(challenge, "H<html><body>401 Unauthorized</body></html>|");
	expect_steps(authorization, "H|");
}
END_TEST

START_TEST(http_body_in_chunks)
{
	expect_steps(chunked, "HWikipedia in chunks.|");
}
END_TEST

START_TEST(http_body_until_the_end_of_the_connection)
{
	expect_steps("HTTP/1.0 200 OK\r\n\r\nall that follows", "Hall that follows|");
	expect_steps("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nx", "Hx|");
}
END_TEST

START_TEST(http_requests_in_a_row)
{
	expect_steps("GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 1\r\n\r\nx\r\n"
		     "GET /c HTTP/1.1\r\n\r\n",
		     "H|Hx|H|");
}
END_TEST

START_TEST(http_continue_is_a_message_of_its_own)
{
	expect_steps("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
		     "H|Hok|");
	expect_steps("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\n"
		     "Content-Length: 5\r\n\r\n",
		     "H|H|");
}
END_TEST

START_TEST(http_answer_to_head_has_no_body)
{
	struct told told = {0};

	read_head("GET / HTTP/1.1\r\n\r\n");
	http_requested(&told.stream, &head);
	read_head("HEAD / HTTP/1.1\r\n\r\n");
	http_requested(&told.stream, &head);
	tell_in_steps(&told,
		      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
		      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
		      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
		      4096);
	ck_assert_str_eq(told.steps, "Hok|H|Hok|");
}
END_TEST

START_TEST(http_that_cannot_be_placed_stops_the_stream)
{
	expect_steps("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy", "!");
	expect_steps("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nxy", "!");
	expect_steps("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nxy", "!");
	expect_steps("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxy\r\n", "H!");
	expect_steps("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n", "Hx!");
	expect_steps("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
		     "fffffffffffffffff\r\n",
		     "H!");
	expect_steps("GET / HTTP/1.1 or so\r\n\r\n", "!");
}
END_TEST

START_TEST(http_head_without_end_stops_the_stream)
{
	static char many[HTTP_HEAD_MAX + 100];
	struct told told = {0};

	memset(many, 'a', sizeof many - 1);
	memcpy(many, "GET / HTTP/1.1\r\n", 16);
	tell(&told, text(many), false);
	ck_assert_str_eq(told.steps, "!");
}
END_TEST

START_TEST(http_gap_inside_a_body_is_borne)
{
	struct told told = {0};
	static const char begin[] = "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nab";

	tell(&told, text(begin), false);
	http_gap(&told.stream, 5);
	tell(&told, text("cdeGET / HTTP/1.1\r\n\r\n"), false);
	ck_assert_str_eq(told.steps, "Habcde|H|");
	told = (struct told){0};
	tell(&told, text(begin), false);
	http_gap(&told.stream, 9);
	tell(&told, text("GET / HTTP/1.1\r\n\r\n"), false);
	ck_assert_str_eq(told.steps, "Hab");
}
END_TEST

START_TEST(http_looks_like_tells_it_from_records_and_hellos)
{
	ck_assert(http_looks_like(text("")));
	ck_assert(http_looks_like(text("PO")));
	ck_assert(http_looks_like(text("HTTP/1.1 2")));
	ck_assert(http_looks_like(text(request)));
	ck_assert(!http_looks_like(bytes_of("\x16\x03\x01", 3)));
	ck_assert(!http_looks_like(bytes_of("\x10\0\0\0SOL ", 8)));
	ck_assert(!http_looks_like(text("SSH-2.0-x\r\n")));
}
END_TEST

static void expect_short_head(struct bytes prefix)
{
	struct reader r = reader_over(prefix);
	struct http_digest digest;

	ck_assert(!http_head_decode(&head, &r));
	http_digest_of(&digest, &head);
	http_looks_like(prefix);
}

START_TEST(http_every_prefix_of_a_head_is_short)
{
	static const char *const messages[] = {challenge, authorization};

	for (unsigned i = 0; i < 2; i++) {
		struct octets o = {.n = (size_t)(strstr(messages[i], "\r\n\r\n") - messages[i]) +
					4};

		memcpy(o.b, messages[i], o.n);
		each_prefix(&o, expect_short_head);
	}
}
END_TEST

static void expect_unfinished(struct bytes prefix)
{
	struct told told = {0};

	tell(&told, prefix, false);
	ck_assert(!strchr(told.steps, '|') && !strchr(told.steps, '!'));
}

START_TEST(http_every_prefix_of_a_message_is_short)
{
	struct octets o = {.n = strlen(chunked)};

	memcpy(o.b, chunked, o.n);
	each_prefix(&o, expect_unfinished);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("http");
	TCase *tests = tcase_create("http");

	tcase_add_test(tests, http_request_is_read);
	tcase_add_test(tests, http_response_is_read);
	tcase_add_test(tests, http_digest_challenge_is_read);
	tcase_add_test(tests, http_digest_answer_is_read);
	tcase_add_test(tests, http_digest_is_found_among_other_schemes);
	tcase_add_test(tests, http_lines_end_in_lf_and_go_on_behind_blanks);
	tcase_add_test(tests, http_headers_past_the_bound_are_counted);
	tcase_add_test(tests, http_body_of_known_length);
	tcase_add_test(tests, http_body_in_chunks);
	tcase_add_test(tests, http_body_until_the_end_of_the_connection);
	tcase_add_test(tests, http_requests_in_a_row);
	tcase_add_test(tests, http_continue_is_a_message_of_its_own);
	tcase_add_test(tests, http_answer_to_head_has_no_body);
	tcase_add_test(tests, http_that_cannot_be_placed_stops_the_stream);
	tcase_add_test(tests, http_head_without_end_stops_the_stream);
	tcase_add_test(tests, http_gap_inside_a_body_is_borne);
	tcase_add_test(tests, http_looks_like_tells_it_from_records_and_hellos);
	tcase_add_test(tests, http_every_prefix_of_a_head_is_short);
	tcase_add_test(tests, http_every_prefix_of_a_message_is_short);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
