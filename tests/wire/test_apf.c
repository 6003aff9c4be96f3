/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_apf.c - every message of APF: values, prefixes, tiling.
 *
 * The messages are those of a tunnel to MeshCentral's server where it speaks
 * (6, 52, 81, 90, 94, 97, 208, 210), else put together from the layout in apf.h.
 */
#include "apf.h"
#include "fields.h"
#include "message.h"
#include "names.h"
#include "octets.h"
#include "tiling.h"

static struct span spans[64];
static struct trace trace;
static struct apf apf;

#define ZEROS16 "00000000000000000000000000000000"
#define AUTH "00000012 6175746840616d742e696e74656c2e636f6d"
#define PFWD "00000012 7066776440616d742e696e74656c2e636f6d"
#define FORWARD "0000000d 74637069702d666f7277617264"
#define ADDRESS "00000007 312e322e332e34"

/* The order of names.h: one whole message of each type. */
static const char *const every[] = {
	"01 0000000b 0000",
	"05 " AUTH,
	"06 " AUTH,
	"32 00000005 61646d696e " PFWD " 00000008 70617373776f7264 00 00000004 50407373",
	"33 00000008 70617373776f7264 00",
	"34",
	"50 " FORWARD " 01 " ADDRESS " 00004261",
	"51 00004261",
	"52",
	"5a 0000000f 666f727761726465642d7463706970 00000004 00008000 ffffffff " ADDRESS
	" 00004260 " ADDRESS " 00000400",
	"5b 00000004 00000064 00000fff ffffffff",
	"5c 00000004 00000002 00000000 00000000",
	"5d 00000004 0000034b",
	"5e 00000064 00000003 616263",
	"61 00000064",
	"c0 00000001 00000000 00000003 4b529b93d413181de4871c697a6b7a2b " ZEROS16 ZEROS16 ZEROS16
		ZEROS16,
	"d0 00001234",
	"d1 00001234",
	"d2 0000001e 00000000",
	"d3 0000001e 00000000",
	"fa 00000002 7b7d",
};
#define EVERY (int)(sizeof every / sizeof every[0])

static bool decode_as(const struct octets *o, enum apf_reply expected)
{
	struct reader r = reader_over(octets_view(o));

	trace = trace_into(spans, 64);
	r.trace = &trace;
	return apf_decode(&apf, &r, expected) && rd_left(&r) == 0;
}

static bool decode(const char *hex)
{
	static struct octets o;

	o = octets(hex);
	return decode_as(&o, APF_REPLY_PORT);
}

static bool text_is(struct bytes text, const char *expected)
{
	return bytes_equal(text, bytes_of(expected, strlen(expected)));
}

START_TEST(apf_reads_every_type_to_its_end)
{
	struct octets o = octets(every[_i]);

	ck_assert(apf_looks_like(octets_view(&o)));
	ck_assert(decode_as(&o, APF_REPLY_PORT));
	ck_assert_uint_eq(apf.type, NAMES_APF_TYPE[_i].value);
	ck_assert_ptr_null(NAMES_APF_TYPE[EVERY].text);
	check_tiling(&trace, o.n);
}
END_TEST

static void is_short(struct bytes prefix)
{
	struct reader r = reader_over(prefix);

	ck_assert(!apf_decode(&apf, &r, APF_REPLY_PORT));
	ck_assert_uint_ne(r.failed_field, F_NONE);
	ck_assert(apf_looks_like(prefix));
}

START_TEST(apf_every_prefix_is_short)
{
	struct octets o = octets(every[_i]);

	each_prefix(&o, is_short);
}
END_TEST

START_TEST(apf_values_of_a_login)
{
	ck_assert(decode(every[3]));
	ck_assert(text_is(apf.user, "admin"));
	ck_assert(text_is(apf.service, "pfwd@amt.intel.com"));
	ck_assert(text_is(apf.method, "password"));
	ck_assert(field_is_secret(F_APF_PASSWORD));
	ck_assert_uint_eq(span_of(&trace, F_APF_PASSWORD, 0)->len, 4);
}
END_TEST

START_TEST(apf_login_without_a_password_ends_earlier)
{
	ck_assert(decode("32 00000001 61 " PFWD " 00000004 6e6f6e65"));
	ck_assert(text_is(apf.method, "none"));
	ck_assert_ptr_null(span_of(&trace, F_APF_PASSWORD, 0));
}
END_TEST

/* The bytes of the UUID are those of the device's hello: first three groups little-endian. */
START_TEST(apf_values_of_a_version)
{
	char text[UUID_TEXT];

	ck_assert(decode(every[15]));
	ck_assert_str_eq(uuid_text(&apf.uuid, text), "939b524b-13d4-1d18-e487-1c697a6b7a2b");
}
END_TEST

START_TEST(apf_values_of_a_channel)
{
	ck_assert(decode(every[9]));
	ck_assert(text_is(apf.channel_type, "forwarded-tcpip"));
	ck_assert(text_is(apf.address, "1.2.3.4"));
	ck_assert_uint_eq(apf.port, 16992);
	ck_assert_uint_eq(apf.origin_port, 1024);
	ck_assert_uint_eq(apf.sender, 4);
	ck_assert(decode(every[10]));
	ck_assert_uint_eq(apf.recipient, 4);
	ck_assert_uint_eq(apf.sender, 100);
	ck_assert(decode(every[13]));
	ck_assert_uint_eq(apf.recipient, 100);
	ck_assert(text_is(apf.data, "abc"));
	ck_assert(decode(every[11]));
	ck_assert_uint_eq(apf.reason, 2);
}
END_TEST

START_TEST(apf_values_of_a_request)
{
	ck_assert(decode(every[6]));
	ck_assert(text_is(apf.request, "tcpip-forward"));
	ck_assert(apf.want_reply);
	ck_assert_uint_eq(apf.port, 16993);
	ck_assert_int_eq(apf_reply_to(&apf), APF_REPLY_PORT);
	ck_assert(decode("50 00000014 63616e63656c2d74637069702d666f7277617264 01 " ADDRESS
			 " 00004261"));
	ck_assert_int_eq(apf_reply_to(&apf), APF_REPLY_EMPTY);
}
END_TEST

START_TEST(apf_values_of_a_datagram)
{
	ck_assert(
		decode("50 00000019 7564702d73656e642d746f40616d742e696e74656c2e636f6d 00 " ADDRESS
		       " 000000a2 " ADDRESS " 000000a3 00000002 3082"));
	ck_assert_uint_eq(apf.port, 162);
	ck_assert_uint_eq(apf.origin_port, 163);
	ck_assert_uint_eq(apf.data.n, 2);
}
END_TEST

START_TEST(apf_success_carries_what_was_asked_for)
{
	struct octets port = octets("51 00004261"), empty = octets("51"), next = octets("51 50");

	ck_assert(decode_as(&empty, APF_REPLY_EMPTY));
	ck_assert(!decode_as(&empty, APF_REPLY_PORT));
	ck_assert(!decode_as(&port, APF_REPLY_EMPTY));
	ck_assert(decode_as(&port, APF_REPLY_GUESS));
	ck_assert_uint_eq(apf.port, 16993);
	ck_assert(decode_as(&empty, APF_REPLY_GUESS));
	ck_assert(!decode_as(&next, APF_REPLY_GUESS));
	ck_assert_uint_eq(apf.port, 0);
}
END_TEST

START_TEST(apf_failure_of_a_login_may_have_one_byte_more)
{
	ck_assert(decode("33 00000008 70617373776f7264 0000"));
	ck_assert_uint_eq(span_of(&trace, F_APF_PARTIAL, 0)->len, 2);
}
END_TEST

START_TEST(apf_of_an_unknown_type_or_request_takes_all)
{
	ck_assert(decode("ff 010203"));
	check_tiling(&trace, 4);
	ck_assert(decode("50 00000001 78 00 0102"));
	ck_assert_uint_eq(apf.data.n, 0);
	check_tiling(&trace, 9);
}
END_TEST

START_TEST(apf_text_of_an_unbelievable_length_is_a_rest)
{
	ck_assert(decode("5e 00000064 00100001 616263"));
	ck_assert_uint_eq(apf.data.n, 0);
	ck_assert_uint_eq(span_of(&trace, F_APF_DATA, 0)->len, 3);
}
END_TEST

START_TEST(apf_does_not_look_like_other_traffic)
{
	static const char *const other[] = {"POST /wsman HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n",
					    "GET / HTTP/1.1\r\n",       "SSH-2.0-OpenSSH",
					    "220 mail.example.test",    "ZZZZZ",
					    "PRI * HTTP/2.0",           "4xx"};

	ck_assert(!apf_looks_like(bytes_of(other[_i], strlen(other[_i]))));
}
END_TEST

START_TEST(apf_is_strict_where_it_is_whole)
{
	struct octets o = octets(every[_i]);

	ck_assert(apf_is_strict(octets_view(&o)));
	ck_assert_int_eq(apf_is_greeting(octets_view(&o)), o.b[0] == APF_PROTOCOL_VERSION);
	ck_assert(!apf_is_strict(bytes_of(o.b, 0)));
	ck_assert(!apf_is_strict(bytes_of(o.b, o.n - 1)));
	o.b[o.n++] = 0x99;
	ck_assert(!apf_is_strict(octets_view(&o)));
}
END_TEST

static const char *summary(const char *hex)
{
	static char line[128];
	struct message message = {.kind = MESSAGE_APF};

	decode(hex);
	message.apf = apf;
	return message_summary(&message, line, sizeof line);
}

START_TEST(apf_in_one_line)
{
	ck_assert_str_eq(summary(every[0]), "APF: Disconnect: By application");
	ck_assert_str_eq(summary(every[3]),
			 "APF: User authentication request pfwd@amt.intel.com, user admin");
	ck_assert_str_eq(summary(every[6]), "APF: Global request tcpip-forward 1.2.3.4:16993");
	ck_assert_str_eq(summary(every[7]), "APF: Request success, port 16993");
	ck_assert_str_eq(summary(every[11]), "APF: Channel open failure: Connect failed");
	ck_assert_str_eq(summary(every[13]), "APF: Channel data, 3 bytes");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("apf");
	TCase *tc = tcase_create("apf");

	tcase_add_loop_test(tc, apf_reads_every_type_to_its_end, 0, EVERY);
	tcase_add_loop_test(tc, apf_every_prefix_is_short, 0, EVERY);
	tcase_add_test(tc, apf_values_of_a_login);
	tcase_add_test(tc, apf_login_without_a_password_ends_earlier);
	tcase_add_test(tc, apf_values_of_a_version);
	tcase_add_test(tc, apf_values_of_a_channel);
	tcase_add_test(tc, apf_values_of_a_request);
	tcase_add_test(tc, apf_values_of_a_datagram);
	tcase_add_test(tc, apf_success_carries_what_was_asked_for);
	tcase_add_test(tc, apf_failure_of_a_login_may_have_one_byte_more);
	tcase_add_test(tc, apf_of_an_unknown_type_or_request_takes_all);
	tcase_add_test(tc, apf_text_of_an_unbelievable_length_is_a_rest);
	tcase_add_loop_test(tc, apf_does_not_look_like_other_traffic, 0, 8);
	tcase_add_loop_test(tc, apf_is_strict_where_it_is_whole, 0, EVERY);
	tcase_add_test(tc, apf_in_one_line);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
