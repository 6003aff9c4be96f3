/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_capture_pcap.c - the classic format and its relatives, made byte by byte.
 *
 * Layouts from draft-ietf-opsawg-pcap; those of the relatives from the
 * descriptions in libpcap and Wireshark.
 */
#include "suite.h"

#include "make.h"

static const struct {
	uint32_t magic;
	uint8_t digits;
	size_t more_file, more_record;
} relatives[] =
	{
		{0xa1b2c3d4, 6, 0, 0},  {0xa1b23c4d, 9, 0, 0}, {0xa1b2cd34, 6, 0, 8},
		{0xa1b2cd34, 6, 0, 12}, {0x1c0001ac, 9, 4, 0}, {0x1c0001ab, 6, 4, 0},
		{0xa1b2c3d4, 6, 0, 8}, /* the first patch kept the usual magic */
};

START_TEST(pcap_relative_reads_in_both_orders)
{
	int i = _i / 2;
	struct file f = file_new(_i % 2);

	pcap_header(&f, relatives[i].magic, 2, 4, 1);
	put_zeros(&f, relatives[i].more_file);
	pcap_record(&f, 1700000000, 999999, "hello", 9, relatives[i].more_record);
	pcap_record(&f, 1700000001, 1, "", 0, relatives[i].more_record);
	pcap_record(&f, 1700000002, 2, "third frame", 11, relatives[i].more_record);
	struct capture *c = file_open(&f);
	struct frame frame = next_is(c, "hello");

	ck_assert_int_eq(frame.time, INT64_C(1700000000000000000) +
					     999999 * (relatives[i].digits == 9 ? 1 : 1000));
	ck_assert_uint_eq(frame.digits, relatives[i].digits);
	ck_assert_uint_eq(frame.number, 1);
	ck_assert_uint_eq(frame.link_type, 1);
	ck_assert_uint_eq(frame.original_length, 9);
	next_is(c, "");
	ck_assert_uint_eq(next_is(c, "third frame").number, 3);
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->frames, 3);
	ck_assert_uint_eq(capture_summary(c)->cut_frames, 1);
	ck_assert_uint_eq(capture_summary(c)->bytes, f.bytes->len);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* Nokia's records have four more bytes of a known pattern. */
START_TEST(pcap_of_nokia_is_guessed)
{
	struct file f = file_new(true);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	for (uint32_t i = 0; i < 3; i++) {
		put32(&f, 1000 + i);
		put32(&f, 5);
		put32(&f, 4);
		put32(&f, 4);
		put32(&f, 0x9fbfb601);
		put(&f, "abcd", 4);
	}
	struct capture *c = file_open(&f);

	for (int i = 0; i < 3; i++)
		next_is(c, "abcd");
	ck_assert_ptr_null(ends_with(c));
	capture_close(c);
	file_free(&f);
}
END_TEST

/* Before 2.3, and in DG/UX's 543.0, the lengths come in the other order; in 2.3 either. */
static const struct {
	uint16_t major, minor;
	uint32_t first, second;
} versions[] = {
	{2, 2, 9, 5}, {2, 0, 9, 5}, {543, 0, 9, 5}, {2, 3, 9, 5}, {2, 3, 5, 9}, {2, 4, 5, 9},
};

START_TEST(pcap_versions_order_the_lengths)
{
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, versions[_i].major, versions[_i].minor, 1);
	put32(&f, 7);
	put32(&f, 8);
	put32(&f, versions[_i].first);
	put32(&f, versions[_i].second);
	put(&f, "hello", 5);
	struct capture *c = file_open(&f);

	ck_assert_uint_eq(next_is(c, "hello").original_length, 9);
	ck_assert_ptr_null(ends_with(c));
	capture_close(c);
	file_free(&f);
}
END_TEST

/* AIX: version 2.2, RFC 1573 types, nanoseconds; FDDI with three bytes before the frame. */
START_TEST(pcap_of_aix_has_its_own_link_types)
{
	static const uint32_t types[][2] = {{6, 1}, {9, 6}, {15, 10}, {24, 0}};
	struct file f = file_new(true);

	pcap_header(&f, 0xa1b2c3d4, 2, 2, types[_i][0]);
	pcap_record(&f, 1, 123456789, types[_i][0] == 15 ? "\x01\x02\x03hello" : "hello",
		    types[_i][0] == 15 ? 8 : 5, 0);
	struct capture *c = file_open(&f);
	struct frame frame = next_is(c, "hello");

	ck_assert_uint_eq(frame.link_type, types[_i][1]);
	ck_assert_uint_eq(frame.original_length, 5);
	ck_assert_int_eq(frame.time, 1123456789);
	ck_assert_uint_eq(frame.digits, 9);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* The upper bits say how long the frame check sequence is. */
START_TEST(pcap_link_type_is_the_lower_half)
{
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 0x24000000 | 113);
	pcap_record(&f, 1, 1, "x", 1, 0);
	struct capture *c = file_open(&f);

	ck_assert_uint_eq(next_is(c, "x").link_type, 113);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* 32 unsigned bits of seconds: until 2106. */
START_TEST(pcap_time_is_unsigned)
{
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	pcap_record(&f, UINT32_MAX, 5, "x", 1, 0);
	struct capture *c = file_open(&f);

	ck_assert_int_eq(next_is(c, "x").time, INT64_C(4294967295000005000));
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcap_summary_knows_the_clock)
{
	static const uint32_t seconds[] = {100, 50, 50, 49, 200};
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++)
		pcap_record(&f, seconds[i], 0, "x", 1, 0);
	struct capture *c = file_open(&f);
	const struct capture_summary *s = capture_summary(c);

	for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++)
		next_is(c, "x");
	ck_assert_ptr_null(ends_with(c));
	ck_assert_int_eq(s->first, INT64_C(49000000000));
	ck_assert_int_eq(s->last, INT64_C(200000000000));
	ck_assert_uint_eq(s->backward, 1); /* 100 -> 50; a second is not more than a second */
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcap_cut_record_says_where)
{
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	pcap_record(&f, 1, 0, "whole", 5, 0);
	pcap_record(&f, 1, 0, "this one is cut", 15, 0);
	g_byte_array_set_size(f.bytes, f.bytes->len - 3);
	struct capture *c = file_open(&f);

	next_is(c, "whole");
	ck_assert_str_eq(ends_with(c),
			 "cut short: frame 2 needs 31 bytes at byte 45, 28 are there");
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcap_longest_record_is_read_and_no_longer_one)
{
	char *text = g_strnfill(CAPTURE_RECORD_MAX + (gsize)_i, 'x');
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	pcap_record(&f, 1, 0, "first", 5, 0);
	pcap_record(&f, 1, 0, text, 5, 0);
	struct capture *c = file_open(&f);

	next_is(c, "first");
	if (_i == 0)
		next_is(c, text);
	const char *problem = ends_with(c);

	ck_assert(_i == 0 ? !problem : g_str_has_prefix(problem, "damaged: frame 2 at byte 45"));
	capture_close(c);
	file_free(&f);
	g_free(text);
}
END_TEST

/* Records of every length up to a block and beyond straddle the block's end in every way. */
START_TEST(pcap_records_straddle_blocks)
{
	struct file f = file_new(false);
	char *text = g_strnfill(70000, 'y');

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	for (size_t n = 0; n < 70000; n += 997) {
		text[n] = '\0';
		pcap_record(&f, (uint32_t)n, 0, text, (uint32_t)n, 0);
		text[n] = 'y';
	}
	struct capture *c = file_open(&f);

	for (size_t n = 0; n < 70000; n += 997) {
		text[n] = '\0';
		ck_assert_int_eq(next_is(c, text).time, (int64_t)n * 1000000000);
		text[n] = 'y';
	}
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->bytes, f.bytes->len);
	capture_close(c);
	file_free(&f);
	g_free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pcap");
	TCase *t = tcase_create("pcap");

	tcase_add_loop_test(t, pcap_relative_reads_in_both_orders, 0,
			    2 * (int)G_N_ELEMENTS(relatives));
	tcase_add_test(t, pcap_of_nokia_is_guessed);
	tcase_add_loop_test(t, pcap_versions_order_the_lengths, 0, (int)G_N_ELEMENTS(versions));
	tcase_add_loop_test(t, pcap_of_aix_has_its_own_link_types, 0, 4);
	tcase_add_test(t, pcap_link_type_is_the_lower_half);
	tcase_add_test(t, pcap_time_is_unsigned);
	tcase_add_test(t, pcap_summary_knows_the_clock);
	tcase_add_test(t, pcap_cut_record_says_where);
	tcase_add_loop_test(t, pcap_longest_record_is_read_and_no_longer_one, 0, 2);
	tcase_add_test(t, pcap_records_straddle_blocks);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
