/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_calls.c - what is said over HTTP, as calls with their answers. Messages
 * are written here by RFC 9112 and DSP0226; what must come of them follows
 * from what they say.
 */
#include <string.h>

#include <glib.h>

#include "look_calls.h"
#include "suite.h"

#define GET "GET /index.htm HTTP/1.1\r\nHost: d\r\n\r\n"
#define NO_CONTENT "HTTP/1.1 204 No Content\r\n\r\n"

struct line {
	struct sightings *sightings;
	struct budget *budget;
	struct calls_reader *reader;
	struct dialogue *dialogue;
	struct address device;
	uint64_t frame;
};

static struct line *line_new(void)
{
	struct line *line = g_new0(struct line, 1);

	address_parse(&line->device, "192.0.2.50");
	line->sightings = sightings_new();
	line->budget = budget_new();
	line->reader = calls_reader_new(line->sightings, line->budget);
	line->dialogue = dialogue_new(line->reader, &line->device, true);
	return line;
}

static void line_free(struct line *line)
{
	dialogue_free(line->dialogue);
	calls_reader_free(line->reader);
	budget_free(line->budget);
	sightings_free(line->sightings);
	g_free(line);
}

/* Takes |text| in one frame; nothing may be left over. */
static void say_bytes(struct line *line, enum direction from, const char *text, size_t n)
{
	struct heard heard = {
		.at = {.time = 1000 * (int64_t)++line->frame, .frame = line->frame},
		.record = {.frame = line->frame, .offset = 54, .length = 10},
	};

	ck_assert_uint_eq(dialogue_bytes(line->dialogue, from, bytes_of(text, n), false, &heard),
			  n);
}

static void say(struct line *line, enum direction from, const char *text)
{
	say_bytes(line, from, text, strlen(text));
}

/* A WS-Man message of |action| for |class|, with a body. */
static char *envelope(const char *class, const char *action, const char *ids, const char *body)
{
	return g_strdup_printf(
		"<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
		"xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "
		"xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header>"
		"<a:Action>http://intel.com/wbem/wscim/1/amt-schema/1/%s/%s</a:Action>"
		"<w:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/%s</w:ResourceURI>%s"
		"</s:Header><s:Body>%s</s:Body></s:Envelope>",
		class, action, class, ids, body);
}

static void say_call(struct line *line, const char *method, const char *extra, const char *id)
{
	g_autofree char *ids = g_strdup_printf("<a:MessageID>%s</a:MessageID>", id);
	g_autofree char *body = envelope("AMT_SetupAndConfigurationService", method, ids,
					 "<x><Password>P@ss-w0rd"
					 "</Password></x>");
	g_autofree char *text = g_strdup_printf(
		"POST /wsman HTTP/1.1\r\nHost: d\r\n%sContent-Length: %zu\r\n\r\n%s", extra,
		strlen(body), body);

	say(line, FROM_CLIENT, text);
}

static char *answer_text(const char *method, unsigned value, const char *id)
{
	g_autofree char *ids = g_strdup_printf("<a:RelatesTo>%s</a:RelatesTo>", id);
	g_autofree char *action = g_strdup_printf("%sResponse", method);
	g_autofree char *result =
		g_strdup_printf("<g:%s_OUTPUT xmlns:g=\"u:g\"><g:ReturnValue>%u</g:ReturnValue>"
				"</g:%s_OUTPUT>",
				method, value, method);
	g_autofree char *body = envelope("AMT_SetupAndConfigurationService", action, ids, result);

	return g_strdup_printf("HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology "
			       "9.0\r\nContent-Length: %zu\r\n\r\n%s",
			       strlen(body), body);
}

static void say_answer(struct line *line, const char *method, unsigned value, const char *id)
{
	g_autofree char *text = answer_text(method, value, id);

	say(line, FROM_SERVER, text);
}

static const struct seen_calls *end(struct line *line)
{
	return dialogue_end(line->dialogue);
}

START_TEST(call_and_answer_are_one)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	say_answer(line, "CommitChanges", 2057, "uuid:1");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 1);
	const struct seen_call *call = &calls->call[0];

	ck_assert_str_eq(call->class, "AMT_SetupAndConfigurationService");
	ck_assert_str_eq(call->method, "CommitChanges");
	ck_assert_str_eq(call->path, "/wsman");
	ck_assert_uint_eq(call->status, 200);
	ck_assert(call->has_return_value);
	ck_assert_uint_eq(call->return_value, 2057);
	ck_assert(call->related && !call->misrelated);
	ck_assert_uint_eq(call->request.frame, 1);
	ck_assert_uint_eq(call->answer.frame, 2);
	ck_assert_str_eq(calls->server, "Intel(R) Active Management Technology 9.0");
	line_free(line);
}
END_TEST

START_TEST(bytes_one_by_one_say_the_same)
{
	struct line *line = line_new();
	g_autofree char *text = answer_text("CommitChanges", 0, "uuid:1");
	GString *rest = g_string_new(NULL);

	say_call(line, "CommitChanges", "", "uuid:1");
	for (const char *c = text; *c; c++) {
		struct heard heard = {.at = {.time = 9, .frame = 9}};

		g_string_append_c(rest, *c);
		g_string_erase(rest, 0,
			       (gssize)dialogue_bytes(line->dialogue, FROM_SERVER,
						      bytes_of(rest->str, rest->len), false,
						      &heard));
	}
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 1);
	ck_assert(calls->call[0].has_return_value && calls->call[0].return_value == 0);
	ck_assert(calls->call[0].related);
	g_string_free(rest, TRUE);
	line_free(line);
}
END_TEST

START_TEST(an_answer_to_another_message_is_told)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	say_answer(line, "CommitChanges", 0, "uuid:2");
	ck_assert(end(line)->call[0].misrelated);
	line_free(line);
}
END_TEST

START_TEST(a_password_is_counted_and_a_digest_is_not_kept)
{
	struct line *line = line_new();

	say_call(line, "SetMEBxPassword",
		 "Authorization: Digest username=\"admin\",realm=\"Digest:0A\",nonce=\"n\","
		 "uri=\"/wsman\",response=\"0123456789abcdef0123456789abcdef\"\r\n",
		 "uuid:1");
	say_answer(line, "SetMEBxPassword", 0, "uuid:1");
	const struct seen_call *call = &end(line)->call[0];

	ck_assert_uint_eq(call->secrets, 1);
	ck_assert(call->authorized);
	ck_assert_str_eq(call->user, "admin");
	ck_assert_str_eq(call->realm, "Digest:0A");
	/* Every text of the store is interned: what is new was never kept. */
	ck_assert(sightings_new_text(line->sightings, "P@ss-w0rd") > 0);
	ck_assert(sightings_new_text(line->sightings, "0123456789abcdef0123456789abcdef") > 0);
	line_free(line);
}
END_TEST

START_TEST(a_challenge_is_no_answer_yet)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	say(line, FROM_SERVER,
	    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"Digest:0A\","
	    "nonce=\"n\",stale=\"true\",qop=\"auth\"\r\nContent-Length: 0\r\n\r\n");
	const struct seen_call *call = &end(line)->call[0];

	ck_assert_uint_eq(call->status, 401);
	ck_assert(call->challenged && call->stale && !call->authorized);
	line_free(line);
}
END_TEST

START_TEST(a_path_is_kept_without_its_query)
{
	struct line *line = line_new();

	say(line, FROM_CLIENT, "GET /a?password=x HTTP/1.1\r\n\r\n");
	say(line, FROM_CLIENT, "GET http://admin:x@d/b HTTP/1.1\r\n\r\n");
	const struct seen_calls *calls = end(line);

	ck_assert_str_eq(calls->call[0].path, "/a");
	ck_assert_ptr_null(calls->call[1].path);
	line_free(line);
}
END_TEST

START_TEST(an_interim_answer_is_not_the_answer)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "Expect: 100-continue\r\n", "uuid:1");
	say(line, FROM_SERVER, "HTTP/1.1 100 Continue\r\n\r\n");
	say_answer(line, "CommitChanges", 0, "uuid:1");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 1);
	ck_assert_uint_eq(calls->call[0].status, 200);
	line_free(line);
}
END_TEST

START_TEST(answers_come_in_the_order_of_requests)
{
	struct line *line = line_new();

	say_call(line, "GetUuid", "", "uuid:1");
	say_call(line, "CommitChanges", "", "uuid:2");
	say_answer(line, "GetUuid", 1, "uuid:1");
	say_answer(line, "CommitChanges", 2, "uuid:2");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 2);
	ck_assert_uint_eq(calls->call[0].return_value, 1);
	ck_assert_uint_eq(calls->call[1].return_value, 2);
	ck_assert(calls->call[0].related && calls->call[1].related);
	line_free(line);
}
END_TEST

START_TEST(an_early_answer_waits_for_its_request)
{
	struct line *line = line_new();
	struct heard heard = {.at = {.time = 1, .frame = 1}};
	const char *head = "POST /wsman HTTP/1.1\r\nContent-Length: 4\r\n\r\n<a";

	dialogue_bytes(line->dialogue, FROM_CLIENT, bytes_of(head, strlen(head)), false, &heard);
	say(line, FROM_SERVER, NO_CONTENT);
	say(line, FROM_CLIENT, "/>");
	say(line, FROM_CLIENT, GET);
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 2);
	ck_assert_uint_eq(calls->call[0].status, 204);
	ck_assert_uint_eq(calls->call[1].status, 0);
	line_free(line);
}
END_TEST

START_TEST(an_answer_without_a_request_names_its_call)
{
	struct line *line = line_new();

	say_answer(line, "CommitChanges", 0, "uuid:1");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 1);
	ck_assert_str_eq(calls->call[0].method, "CommitChanges");
	ck_assert_uint_eq(calls->call[0].request.frame, 0);
	line_free(line);
}
END_TEST

START_TEST(a_request_without_an_answer_is_seen)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 1);
	ck_assert_str_eq(calls->call[0].method, "CommitChanges");
	ck_assert_uint_eq(calls->call[0].answer.frame, 0);
	line_free(line);
}
END_TEST

START_TEST(equal_calls_in_a_row_are_one)
{
	struct line *line = line_new();

	for (unsigned i = 0; i < 20; i++) {
		say(line, FROM_CLIENT, GET);
		say(line, FROM_SERVER, NO_CONTENT);
	}
	say_call(line, "CommitChanges", "", "uuid:1");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->total, 21);
	ck_assert_uint_eq(calls->call_count, 2);
	ck_assert_uint_eq(calls->call[0].count, 20);
	ck_assert_uint_eq(calls->call[0].request.frame, 1);
	ck_assert_uint_eq(calls->call[0].last.frame, 40);
	line_free(line);
}
END_TEST

START_TEST(the_first_and_the_last_are_kept)
{
	struct line *line = line_new();

	for (unsigned i = 0; i < 200; i++) {
		g_autofree char *text = g_strdup_printf("GET /%u HTTP/1.1\r\n\r\n", i);

		say(line, FROM_CLIENT, text);
		say(line, FROM_SERVER, NO_CONTENT);
	}
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->total, 200);
	ck_assert_uint_eq(calls->call_count, SEEN_CALLS_FIRST + SEEN_CALLS_LAST);
	ck_assert_uint_eq(calls->before, SEEN_CALLS_FIRST);
	ck_assert_uint_eq(calls->left_out, 200 - SEEN_CALLS_FIRST - SEEN_CALLS_LAST);
	ck_assert_str_eq(calls->call[0].path, "/0");
	ck_assert_str_eq(calls->call[SEEN_CALLS_FIRST - 1].path, "/47");
	ck_assert_str_eq(calls->call[SEEN_CALLS_FIRST].path, "/152");
	ck_assert_str_eq(calls->call[calls->call_count - 1].path, "/199");
	line_free(line);
}
END_TEST

START_TEST(more_open_requests_than_there_is_room_end_the_reading)
{
	struct line *line = line_new();

	for (unsigned i = 0; i < CALLS_OPEN_MAX + 8; i++)
		say(line, FROM_CLIENT, GET);
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->total, CALLS_OPEN_MAX);
	ck_assert(calls->lost[FROM_CLIENT]);
	line_free(line);
}
END_TEST

START_TEST(a_gap_inside_a_body_is_borne)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	say(line, FROM_SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>");
	dialogue_gap(line->dialogue, FROM_SERVER, 97);
	say_call(line, "GetUuid", "", "uuid:2");
	say_answer(line, "GetUuid", 0, "uuid:2");
	const struct seen_calls *calls = end(line);

	ck_assert(!calls->lost[FROM_SERVER]);
	ck_assert_uint_eq(calls->call_count, 2);
	ck_assert_uint_eq(calls->call[0].status, 200);
	ck_assert(!calls->call[0].has_return_value);
	/* What the capture lacks, the device did not leave out. */
	ck_assert_ptr_null(calls->call[0].answer_unread);
	ck_assert(calls->call[1].has_return_value);
	line_free(line);
}
END_TEST

START_TEST(a_gap_elsewhere_ends_the_reading)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	dialogue_gap(line->dialogue, FROM_SERVER, 97);
	say(line, FROM_SERVER, "anything");
	const struct seen_calls *calls = end(line);

	ck_assert(calls->lost[FROM_SERVER] && !calls->lost[FROM_CLIENT]);
	ck_assert_uint_eq(calls->call[0].answer.frame, 0);
	line_free(line);
}
END_TEST

START_TEST(what_is_no_http_is_foreign)
{
	struct line *line = line_new();

	say(line, FROM_CLIENT, "\x10\x01\x02\x03");
	ck_assert(end(line)->foreign[FROM_CLIENT]);
	line_free(line);
}
END_TEST

START_TEST(nothing_said_is_nothing_seen)
{
	struct line *line = line_new();

	ck_assert_ptr_null(end(line));
	line_free(line);
}
END_TEST

START_TEST(an_answer_that_is_no_xml_says_so)
{
	struct line *line = line_new();

	say_call(line, "CommitChanges", "", "uuid:1");
	say(line, FROM_SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<a><b/>");
	ck_assert_ptr_nonnull(end(line)->call[0].answer_unread);
	line_free(line);
}
END_TEST

START_TEST(a_body_that_is_too_long_is_passed_over)
{
	struct line *line = line_new();
	g_autofree char *filling = g_strnfill(2 * CALLS_BODY_MAX, ' ');
	g_autofree char *text =
		g_strdup_printf("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n<a>%s</a>",
				strlen(filling) + 7, filling);

	say_call(line, "CommitChanges", "", "uuid:1");
	say(line, FROM_SERVER, text);
	say_call(line, "GetUuid", "", "uuid:2");
	say_answer(line, "GetUuid", 0, "uuid:2");
	const struct seen_calls *calls = end(line);

	ck_assert_uint_eq(calls->call_count, 2);
	ck_assert(!calls->call[0].has_return_value);
	ck_assert(calls->call[1].has_return_value);
	line_free(line);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("calls");
	TCase *tcase = tcase_create("calls");

	tcase_add_test(tcase, call_and_answer_are_one);
	tcase_add_test(tcase, bytes_one_by_one_say_the_same);
	tcase_add_test(tcase, an_answer_to_another_message_is_told);
	tcase_add_test(tcase, a_password_is_counted_and_a_digest_is_not_kept);
	tcase_add_test(tcase, a_challenge_is_no_answer_yet);
	tcase_add_test(tcase, a_path_is_kept_without_its_query);
	tcase_add_test(tcase, an_interim_answer_is_not_the_answer);
	tcase_add_test(tcase, answers_come_in_the_order_of_requests);
	tcase_add_test(tcase, an_early_answer_waits_for_its_request);
	tcase_add_test(tcase, an_answer_without_a_request_names_its_call);
	tcase_add_test(tcase, a_request_without_an_answer_is_seen);
	tcase_add_test(tcase, equal_calls_in_a_row_are_one);
	tcase_add_test(tcase, the_first_and_the_last_are_kept);
	tcase_add_test(tcase, more_open_requests_than_there_is_room_end_the_reading);
	tcase_add_test(tcase, a_gap_inside_a_body_is_borne);
	tcase_add_test(tcase, a_gap_elsewhere_ends_the_reading);
	tcase_add_test(tcase, what_is_no_http_is_foreign);
	tcase_add_test(tcase, nothing_said_is_nothing_seen);
	tcase_add_test(tcase, an_answer_that_is_no_xml_says_so);
	tcase_add_test(tcase, a_body_that_is_too_long_is_passed_over);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
