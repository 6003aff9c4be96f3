/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_asf.c - the presence pong: values, prefixes, tiling, and what is none. */
#include "asf.h"
#include "derived.h"
#include "fields.h"
#include "message.h"
#include "octets.h"
#include "tiling.h"

/* A stand-in's pong that MeshCentral's scanner understood as AMT 9.1, in setup, port 16993. */
#define PONG "0600ff06 000011be 40000010 00000157 4261 91 01 81 20 0000 00000000"

static struct span spans[32];
static struct trace trace;

static bool decode(struct pong *pong, const struct octets *o)
{
	struct reader r = reader_over(octets_view(o));

	trace = trace_into(spans, 32);
	r.trace = &trace;
	return pong_decode(pong, &r);
}

START_TEST(pong_values)
{
	struct octets o = octets(PONG);
	struct pong pong;

	ck_assert(decode(&pong, &o));
	ck_assert_uint_eq(pong.port, 16993);
	ck_assert_uint_eq(pong.version.major, 9);
	ck_assert_uint_eq(pong.version.minor, 1);
	ck_assert_uint_eq(pong.provisioning_state, 1);
	ck_assert(!pong.both_ports);
}
END_TEST

/* Byte 7 of the body is 0 there, and bytes 11 and 12 hold the version: 12 and 0. */
START_TEST(pong_of_newer_firmware_has_its_version_elsewhere)
{
	struct octets o =
		octets("0600ff06 000011be 40000010 00000157 4260 00 06 01 20 0c00 00000000");
	struct pong pong;

	ck_assert(decode(&pong, &o));
	ck_assert_uint_eq(pong.version.major, 12);
	ck_assert_uint_eq(pong.version.minor, 0);
	ck_assert_uint_eq(pong.provisioning_state, 2);
	ck_assert(pong.both_ports);
}
END_TEST

static void is_short(struct bytes prefix)
{
	struct pong pong;
	struct reader r = reader_over(prefix);

	ck_assert(!pong_decode(&pong, &r));
	ck_assert_uint_ne(r.failed_field, F_NONE);
	ck_assert(pong_looks_like(prefix));
}

START_TEST(pong_every_prefix_is_short)
{
	struct octets o = octets(PONG);

	each_prefix(&o, is_short);
}
END_TEST

START_TEST(pong_spans_tile_the_message)
{
	struct octets o = octets(PONG);
	struct pong pong;

	decode(&pong, &o);
	check_tiling(&trace, o.n);
}
END_TEST

/* Pings, pongs of others and IPMI on the same port. */
START_TEST(pong_is_not_seen_in_other_messages)
{
	static const char *const other[] = {
		"06000006 000011be 80000000",                                     /* ping */
		"0600ff06 000011be 40000010 000011be 00000000 81000000 00000000", /* ASF's own */
		"0600ff07 00000000 00000000 000920 18c8 81",                      /* IPMI */
		"0600ff06 000011be 40000011 00000157",                            /* 17 bytes */
	};
	struct octets o = octets(other[_i]);

	ck_assert(!pong_looks_like(octets_view(&o)));
}
END_TEST

START_TEST(pong_version_is_text_only_where_it_is_given)
{
	char room[DERIVED_TEXT];

	ck_assert_str_eq(pong_version_text(bytes_of("\x91", 1), room), "9.1");
	ck_assert_str_eq(pong_version_text(bytes_of("\xff\xff", 2), room), "255.255");
	ck_assert_ptr_null(pong_version_text(bytes_of("\0", 1), room));
	ck_assert_ptr_null(pong_version_text(bytes_of("\0\0", 2), room));
}
END_TEST

START_TEST(pong_is_the_same_behind_the_header_of_rmcp)
{
	struct octets o = octets(PONG);
	struct bytes asf = bytes_of(o.b + 4, o.n - 4);
	struct reader r = reader_over(asf);
	struct pong pong, whole;

	decode(&whole, &o);
	ck_assert(pong_looks_like_asf(asf));
	ck_assert(pong_decode_asf(&pong, &r));
	ck_assert_uint_eq(rd_left(&r), 0);
	ck_assert_uint_eq(pong.port, whole.port);
	ck_assert_uint_eq(pong.version.major, whole.version.major);
	o.b[8] = 0x80;
	ck_assert(!pong_looks_like_asf(asf));
}
END_TEST

START_TEST(pong_in_one_line)
{
	struct octets o = octets(PONG);
	struct message message = {.kind = MESSAGE_PONG};
	char line[128];

	decode(&message.pong, &o);
	ck_assert_str_eq(message_summary(&message, line, sizeof line),
			 "Presence pong, AMT 9.1, In provisioning, port 16993");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("asf");
	TCase *tc = tcase_create("asf");

	tcase_add_test(tc, pong_values);
	tcase_add_test(tc, pong_of_newer_firmware_has_its_version_elsewhere);
	tcase_add_test(tc, pong_every_prefix_is_short);
	tcase_add_test(tc, pong_spans_tile_the_message);
	tcase_add_loop_test(tc, pong_is_not_seen_in_other_messages, 0, 4);
	tcase_add_test(tc, pong_version_is_text_only_where_it_is_given);
	tcase_add_test(tc, pong_is_the_same_behind_the_header_of_rmcp);
	tcase_add_test(tc, pong_in_one_line);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
