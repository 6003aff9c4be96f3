/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_sightings_json.c - what is written is read back whole; what is not ours is refused. */
#include <glib.h>

#include "json.h"
#include "layout.h"
#include "sample.h"
#include "suite.h"

#define HEADER(captures, sightings)                                                       \
	"{\"type\":\"header\",\"schema\":\"amtrace.sightings/1\",\"captures\":" #captures \
	",\"sightings\":" #sightings "}\n"
#define CAPTURE(id) "{\"type\":\"capture\",\"id\":" #id ",\"file\":\"a.pcap\"}\n"
#define AT "\"capture\":0,\"at\":{\"frame\":1,\"time\":2}"

static void expect_round_trip(struct sightings *before)
{
	size_t n, again_n, count, again_count;
	char *text = sample_text(before, &n);
	struct sightings *after = sample_read(text, n, NULL);
	const struct sighting *x = sightings_list(before, &count), *y;

	ck_assert_ptr_nonnull(after);
	char *again = sample_text(after, &again_n);

	ck_assert_str_eq(text, again);
	y = sightings_list(after, &again_count);
	ck_assert_uint_eq(count, again_count);
	ck_assert_int_eq(layout_compare(&layout_capture, sightings_capture(before, 0),
					sightings_capture(after, 0)),
			 0);
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(x[i].kind, y[i].kind);
		ck_assert_int_eq(layout_compare(&layout_sighting, &x[i], &y[i]), 0);
		ck_assert_int_eq(layout_compare(layout_of[x[i].kind], sighting_value(&x[i]),
						sighting_value(&y[i])),
				 0);
	}
	sightings_free(before);
	sightings_free(after);
	g_free(text);
	g_free(again);
}

START_TEST(every_field_survives)
{
	expect_round_trip(sample_full());
}
END_TEST

START_TEST(absent_fields_stay_absent)
{
	expect_round_trip(sample_bare());
}
END_TEST

START_TEST(nothing_seen_can_be_written_and_read)
{
	size_t n;
	struct sightings *none = sightings_new();
	char *text = sample_text(none, &n);
	struct sightings *s = sample_read(text, n, NULL);

	ck_assert_uint_eq(sightings_captures(s), 0);
	sightings_free(none);
	sightings_free(s);
	g_free(text);
}
END_TEST

/* Values by hand, so that writing and reading are not only each other's mirror. */
START_TEST(values_are_what_the_line_says)
{
	static const char text[] = HEADER(
		1,
		1) "{\"type\":\"capture\",\"id\":7,\"file\":{\"bytes\":\"61ff\"},\"dropped\":"
		   "\"18446744073709551615\",\"first\":-1,\"vantage\":\"server\",\"problems\":[\"p\"]}\n"
		   "{\"type\":\"hashes\",\"id\":3,\"hashes\":[{\"algorithm\":2,\"length\":2,"
		   "\"value\":\"00fE\"}]}\n"
		   "{\"type\":\"connection\",\"capture\":7,\"at\":{\"frame\":5,\"time\":"
		   "9223372036854775807},\"service\":\"tls\",\"client\":\"192.0.2.50\",\"server\":"
		   "\"2001:db8::1\",\"client_port\":65535,\"odd\":{\"frame\":6,\"time\":3},"
		   "\"hello\":{\"at\":{\"frame\":5,\"time\":4},\"uuid\":"
		   "\"00112233-4455-6677-8899-aabbccddeeff\",\"pid\":\"0000037M\",\"hashes\":3,"
		   "\"pieces\":[{\"frame\":5,\"in_frame\":54,\"length\":32}],\"pid_span\":{\"offset\":24,\"length\":8}}}\n";
	struct sightings *s = sample_read(text, sizeof text - 1, NULL);
	size_t count;
	const struct capture_facts *facts = sightings_capture(s, 0);
	const struct seen_connection *c = sightings_list(s, &count)->connection;
	struct address client, server;

	address_parse(&client, "192.0.2.50");
	address_parse(&server, "2001:db8::1");
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(facts->file, "a\xff");
	ck_assert_uint_eq(facts->dropped, UINT64_MAX);
	ck_assert_int_eq(facts->first, -1);
	ck_assert_int_eq(facts->vantage, VANTAGE_SERVER);
	ck_assert_uint_eq(facts->problem_count, 1);
	ck_assert_str_eq(facts->problem[0], "p");
	ck_assert_int_eq(sightings_list(s, &count)->at.time, TIME_FAR);
	ck_assert_int_eq(c->service, SERVICE_TLS);
	ck_assert(address_equal(&c->client, &client));
	ck_assert(address_equal(&c->server, &server));
	ck_assert_uint_eq(c->client_port, 65535);
	ck_assert_uint_eq(c->odd.frame, 6);
	ck_assert_str_eq(c->hello->pid, "0000037M");
	/* As it is sent: the first three groups turned round. */
	ck_assert_mem_eq(c->hello->uuid.b, "\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99", 10);
	ck_assert_uint_eq(c->hello->hashes->n, 1);
	ck_assert_mem_eq(c->hello->hashes->hash[0].value, "\x00\xfe", 2);
	struct place place[2];

	ck_assert_uint_eq(hello_places(c->hello, HELLO_FIELD_PID, true, place, 2), 1);
	ck_assert_uint_eq(place[0].offset, 78);
	sightings_free(s);
}
END_TEST

START_TEST(joined_files_are_several)
{
	static const char text[] = HEADER(1, 0) CAPTURE(0) HEADER(1, 0) CAPTURE(0);
	struct sightings *s = sample_read(text, sizeof text - 1, NULL);

	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(sightings_captures(s), 2);
	sightings_free(s);
}
END_TEST

/* Half of what was seen would make silence out of the rest. */
START_TEST(every_prefix_is_refused)
{
	size_t n;
	struct sightings *s = sample_full();
	char *text = sample_text(s, &n);

	/* The line end of the last line alone may be missing. */
	for (size_t i = 0; i + 1 < n; i++) {
		g_autofree char *cut = g_memdup2(text, i);

		ck_assert_ptr_null(sample_read(cut, i, NULL));
	}
	sightings_free(s);
	g_free(text);
}
END_TEST

/* Whatever a damaged byte does, what is read can be written and read again. */
START_TEST(damaged_bytes_are_refused_or_read)
{
	static const char damage[] = {'\0', '\xff', '9', '"', '}', 'e', '-', '\n'};
	size_t n, m;
	struct sightings *s = sample_full();
	char *text = sample_text(s, &n);

	for (size_t i = 0; i < n; i++) {
		char was = text[i];

		text[i] = damage[i % sizeof damage];
		struct sightings *read = sample_read(text, n, NULL);

		if (read)
			g_free(sample_text(read, &m));
		sightings_free(read);
		text[i] = was;
	}
	sightings_free(s);
	g_free(text);
}
END_TEST

static const struct {
	const char *text, *message;
} refused[] = {
	{"", "1: nothing is in it"},
	{"\n", "1: no JSON object as"},
	{"\xd4\xc3\xb2\xa1", "1: no JSON object as"},
	{"[]\n", "1: no JSON object"},
	{"{}\n", "1: no 'type'"},
	{"{\"type\":1}\n", "1: no 'type'"},
	{CAPTURE(0), "1: no header"},
	{"{\"type\":\"header\",\"schema\":\"amtrace.sightings/2\"}\n", "1: the schema is not"},
	{"{\"type\":\"header\",\"captures\":0,\"sightings\":0}\n", "1: the schema is not"},
	{HEADER(-1, 0), "1: 'captures' is not a number"},
	{HEADER(0, 1.5), "1: 'sightings' is not a number"},
	{HEADER(99999999999999999999, 0), "1: no JSON object as"},
	{HEADER(1, 0), "2: cut short: 1 captures"},
	{HEADER(1, 1) CAPTURE(0), "3: cut short: 0 captures and 1 sightings"},
	{HEADER(1, 0) HEADER(0, 0), "2: cut short"},
	{HEADER(0, 0) CAPTURE(0), "2: more captures than"},
	{HEADER(2, 0) CAPTURE(0) CAPTURE(0), "3: 'id' is there twice"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"file\":\"a\"}\n", "2: 'id' is not a number"},
	{HEADER(1, 0) CAPTURE(4294967295), "2: 'id' is not a number"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0}\n", "2: no 'file'"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":null}\n", "2: 'file' is not a text"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"x\":1}\n",
	 "2: field 'x' is not known"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"file\":\"b\"}\n",
	 "2: no JSON object: duplicate"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\\u0000b\"}\n",
	 "2: no JSON object"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"\xc0\x80\"}\n",
	 "2: no JSON object"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":{\"bytes\":\"6100\"}}\n",
	 "2: 'file' is not a text"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":{\"bytes\":\"6\"}}\n",
	 "2: 'file' is not a text"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":{\"bytes\":61}}\n",
	 "2: 'file' is not a text"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"digits\":10}\n",
	 "2: 'digits' is not a number"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"frames\":\"1\"}\n",
	 "2: 'frames' is not a number"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"frames\":"
		      "\"9223372036854775808\"}\n",
	 "2: 'frames' is not a number"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"bytes\":"
		      "\"9223372036854775808\"}\n",
	 "2: 'bytes' is not a number"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"first\":1e3}\n",
	 "2: 'first' is not a time"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"first\":1e999}\n",
	 "2: no JSON object"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"vantage\":\"moon\"}\n",
	 "2: 'vantage' is not one of its words"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"complete\":1}\n",
	 "2: 'complete' is not true or false"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"problems\":\"p\"}\n",
	 "2: 'problems' is not a list"},
	{HEADER(1, 0) "{\"type\":\"capture\",\"id\":0,\"file\":\"a\",\"problems\":[null]}\n",
	 "2: 'problems' is not a text"},
	{HEADER(0, 0) "{\"type\":\"rumour\"}\n", "2: type 'rumour' is not known"},
	{HEADER(1, 0) CAPTURE(0) "{\"type\":\"neighbour\"," AT "}\n", "3: more sightings than"},
	{HEADER(1, 1) CAPTURE(1) "{\"type\":\"neighbour\"," AT "}\n", "3: 'capture' is not the id"},
	{HEADER(0, 1) "{\"type\":\"neighbour\",\"capture\":4294967295,\"at\":{\"frame\":1,"
		      "\"time\":2}}\n",
	 "2: 'capture' is not the id"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"neighbour\",\"capture\":0}\n", "3: no 'at'"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"neighbour\",\"capture\":0,\"at\":1}\n",
	 "3: 'at' is not an object"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"neighbour\",\"capture\":0,\"at\":{\"frame\":"
				 "\"9223372036854775808\",\"time\":2}}\n",
	 "3: 'frame' is not a number"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"neighbour\",\"capture\":0,\"at\":{\"frame\":1}}\n",
	 "3: no 'time'"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"neighbour\"," AT ",\"asker\":\"1.2.3\"}\n",
	 "3: 'asker' is not an IP address"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"neighbour\"," AT ",\"mac\":\"02:\"}\n",
	 "3: 'mac' is not a MAC address"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"lease\"," AT ",\"dns\":[\"::\",\"::\",\"::\",\"::\","
				 "\"::\"]}\n",
	 "3: 'dns' is not a list of at most 4"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"name\"," AT "}\n", "3: no 'question'"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"name\"," AT ",\"question\":\"q\",\"rcode\":256}\n",
	 "3: 'rcode' is not a number"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT "}\n", "3: no 'service'"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{}}\n",
	 "3: no 'at'"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{\"at\":{\"frame\":1,\"time\":2},\"pid\":\"SHORT\"}}\n",
	 "3: 'pid' is not a PID"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{\"at\":{\"frame\":1,\"time\":2},\"pid\":\"12345\\u001b78\"}}\n",
	 "3: 'pid' is not a PID"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{\"at\":{\"frame\":1,\"time\":2},\"uuid\":\"1\"}}\n",
	 "3: 'uuid' is not a UUID"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{\"at\":{\"frame\":1,\"time\":2},\"hashes\":0}}\n",
	 "3: 'hashes' is not the id of a line of hashes before"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{\"at\":{\"frame\":1,\"time\":2},\"failed_field\":65535}}\n",
	 "3: 'failed_field' is not a number"},
	{HEADER(1, 1) CAPTURE(0) "{\"type\":\"connection\"," AT ",\"service\":\"tls\",\"hello\":"
				 "{\"at\":{\"frame\":1,\"time\":2},\"remarks\":4294967295}}\n",
	 "3: 'remarks' is not a number"},
	{HEADER(0, 0) "{\"type\":\"hashes\",\"id\":0,\"hashes\":[]}\n",
	 "2: 'hashes' is not a list"},
	{HEADER(0, 0) "{\"type\":\"hashes\",\"id\":0,\"hashes\":[1]}\n", "2: a hash is not"},
	{HEADER(0, 0) "{\"type\":\"hashes\",\"id\":0,\"hashes\":[{\"algorithm\":1,\"length\":2,"
		      "\"value\":\"00\"}]}\n",
	 "2: 'value' is not as many"},
	{HEADER(0, 0) "{\"type\":\"hashes\",\"id\":0,\"hashes\":[{\"algorithm\":1,\"length\":1,"
		      "\"value\":\"0g\"}]}\n",
	 "2: 'value' is not as many"},
};

START_TEST(wrong_line_is_refused_and_named)
{
	char *message = NULL;

	ck_assert_ptr_null(sample_read(refused[_i].text, strlen(refused[_i].text), &message));
	ck_assert_msg(g_str_has_prefix(message, refused[_i].message), "\"%s\" is no \"%s\"",
		      message, refused[_i].message);
	g_free(message);
}
END_TEST

START_TEST(refused_file_leaves_nothing)
{
	static const char text[] = HEADER(1, 2) CAPTURE(0) "{\"type\":\"neighbour\"," AT "}\n?";
	struct sightings *s = sample_full();
	FILE *in = fmemopen((void *)text, sizeof text - 1, "r");
	size_t count;

	ck_assert(!sightings_read(s, in, NULL));
	sightings_list(s, &count);
	ck_assert_uint_eq(count, SIGHTING_KINDS);
	ck_assert_uint_eq(sightings_captures(s), 1);
	fclose(in);
	sightings_free(s);
}
END_TEST

static void expect_refused(GString *text, const char *message)
{
	char *said = NULL;

	ck_assert_ptr_null(sample_read(text->str, text->len, &said));
	ck_assert_msg(g_str_has_prefix(said, message), "%s", said);
	g_free(said);
	g_string_free(text, TRUE);
}

START_TEST(endless_line_is_refused)
{
	GString *text = g_string_new(HEADER(1, 0));

	g_string_append_len(text, "{", 1);
	for (unsigned i = 0; i < SIGHTINGS_LINE_MAX; i++)
		g_string_append_c(text, ' ');
	expect_refused(text, "2: longer than 1048576 bytes");
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
	GString *text = g_string_new(HEADER(1, 0));

	for (unsigned i = 0; i < 200000; i++)
		g_string_append(text, "{\"a\":");
	expect_refused(text, "2: no JSON object");
}
END_TEST

START_TEST(zero_byte_is_refused)
{
	GString *text = g_string_new_len(HEADER(1, 0) "{\0}\n", sizeof HEADER(1, 0) - 1 + 4);

	expect_refused(text, "2: no JSON object");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sightings_json");
	TCase *c = tcase_create("lines");

	tcase_set_timeout(c, 120);
	tcase_add_test(c, every_field_survives);
	tcase_add_test(c, absent_fields_stay_absent);
	tcase_add_test(c, nothing_seen_can_be_written_and_read);
	tcase_add_test(c, values_are_what_the_line_says);
	tcase_add_test(c, joined_files_are_several);
	tcase_add_test(c, every_prefix_is_refused);
	tcase_add_test(c, damaged_bytes_are_refused_or_read);
	tcase_add_loop_test(c, wrong_line_is_refused_and_named, 0, G_N_ELEMENTS(refused));
	tcase_add_test(c, refused_file_leaves_nothing);
	tcase_add_test(c, endless_line_is_refused);
	tcase_add_test(c, deep_nesting_is_refused);
	tcase_add_test(c, zero_byte_is_refused);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
