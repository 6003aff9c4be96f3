/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_capture_pcapng.c - the block format, made byte by byte from draft-ietf-opsawg-pcapng. */
#include "suite.h"

#include "make.h"

#define SECOND INT64_C(1000000000)

START_TEST(pcapng_sections_have_their_own_order_and_interfaces)
{
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	packet_block(&f, 0, 1000000, "one");
	f.big = true;
	section(&f);
	interface_block(&f, 113, 0, 9, 0);
	interface_block(&f, 101, 0, 3, 0);
	packet_block(&f, 1, 3000, "two");
	packet_block(&f, 0, 4 * (uint64_t)SECOND, "three");
	struct capture *c = file_open(&f);
	struct frame one = next_is(c, "one"), two = next_is(c, "two"), three = next_is(c, "three");

	ck_assert_uint_eq(one.link_type, 1);
	ck_assert_uint_eq(two.link_type, 101);
	ck_assert_uint_eq(three.link_type, 113);
	ck_assert_uint_eq(one.interface, 0);
	ck_assert_uint_eq(two.interface, 2);
	ck_assert_uint_eq(three.interface, 1);
	ck_assert_uint_eq(one.digits, 6);
	ck_assert_uint_eq(two.digits, 3);
	ck_assert_uint_eq(three.digits, 9);
	ck_assert_int_eq(one.time, SECOND);
	ck_assert_int_eq(two.time, 3 * SECOND);
	ck_assert_int_eq(three.time, 4 * SECOND);
	ck_assert_uint_eq(three.number, 3);
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->digits, 9);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* Values worked out by hand: ticks / unit + offset, in nanoseconds, nearest end when too large. */
static const struct {
	int resolution;
	int64_t offset;
	uint64_t ticks;
	int64_t time;
	uint8_t digits;
} clocks[] = {
	{-1, 0, 1700000000123456, INT64_C(1700000000123456000), 6},
	{6, 10, 5000000, 15 * SECOND, 6},
	{6, -10, 5000000, -5 * SECOND, 6},
	{0, 0, 7, 7 * SECOND, 0},
	{9, 0, 123, 123, 9},
	{12, 0, 5999, 5, 9},
	{19, 0, UINT64_MAX, 1844674407, 9}, /* 1.8446744073709551615 s */
	{28, 0, UINT64_MAX, 1, 9},
	{29, 0, UINT64_MAX, 0, 9},
	{127, 0, UINT64_MAX, 0, 9},
	{0x80, 0, 7, 7 * SECOND, 0},
	{0x81, 0, 3, 1500000000, 0},
	{0x80 | 10, 0, 1025, SECOND + 976562, 3}, /* 1/1024 s is 0.9765625 ms */
	{0x80 | 32, 0, UINT64_C(3) << 31, 1500000000, 9},
	{0x80 | 127, 0, UINT64_MAX, 0, 9},
	{0, 0, UINT64_MAX, INT64_MAX, 0},
	{6, 0, UINT64_MAX, INT64_MAX, 6},
	{9, 0, UINT64_MAX, INT64_MAX, 9},
	{6, INT64_MAX, 0, INT64_MAX, 6},
	{6, INT64_MIN, 0, INT64_MIN, 6},
	{9, 1, INT64_MAX, INT64_MAX, 9},
};

START_TEST(pcapng_clock_gives_nanoseconds)
{
	struct file f = file_new(_i % 2);
	int i = _i / 2;

	section(&f);
	interface_block(&f, 1, 0, clocks[i].resolution, clocks[i].offset);
	packet_block(&f, 0, clocks[i].ticks, "x");
	struct capture *c = file_open(&f);
	struct frame frame = next_is(c, "x");

	ck_assert_int_eq(frame.time, clocks[i].time);
	ck_assert_uint_eq(frame.digits, clocks[i].digits);
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcapng_clock_may_jump_from_end_to_end)
{
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, 0, INT64_MAX);
	interface_block(&f, 1, 0, 0, INT64_MIN);
	packet_block(&f, 0, 1, "late");
	packet_block(&f, 1, 1, "early");
	packet_block(&f, 0, 1, "late");
	struct capture *c = file_open(&f);

	next_is(c, "late");
	next_is(c, "early");
	next_is(c, "late");
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->backward, 1);
	ck_assert_int_eq(capture_summary(c)->first, INT64_MIN);
	ck_assert_int_eq(capture_summary(c)->last, INT64_MAX);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* A simple packet is of interface 0, cut at its snap length, and has no time of its own. */
START_TEST(pcapng_simple_packet_takes_the_time_before)
{
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 4, -1, 0);
	packet_block(&f, 0, 2000000, "abcd");
	guint start = block_start(&f, 3);

	put32(&f, 6);
	put(&f, "efgh", 4);
	block_end(&f, start);
	struct capture *c = file_open(&f);

	next_is(c, "abcd");
	struct frame frame = next_is(c, "efgh");

	ck_assert_int_eq(frame.time, 2 * SECOND);
	ck_assert_uint_eq(frame.original_length, 6);
	ck_assert_uint_eq(frame.number, 2);
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->cut_frames, 1);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* Its padding is not of the packet. */
START_TEST(pcapng_simple_packet_ends_before_its_padding)
{
	struct file f = file_new(true);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	guint start = block_start(&f, 3);

	put32(&f, 5);
	put(&f, "efghi", 5);
	block_end(&f, start);
	struct capture *c = file_open(&f);

	ck_assert_int_eq(next_is(c, "efghi").time, 0);
	ck_assert_ptr_null(ends_with(c));
	ck_assert_int_eq(capture_summary(c)->last, 0);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* The obsolete packet block counts drops since the packet before; 0xffff is "not known". */
START_TEST(pcapng_obsolete_packet_counts_drops)
{
	static const uint16_t drops[] = {3, 0xffff, 4};
	struct file f = file_new(_i);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(drops); i++) {
		guint start = block_start(&f, 2);

		put16(&f, 0);
		put16(&f, drops[i]);
		put64(&f, 0);
		put32(&f, 5);
		put32(&f, 5);
		put(&f, "hello", 5);
		block_end(&f, start);
	}
	struct capture *c = file_open(&f);

	for (size_t i = 0; i < G_N_ELEMENTS(drops); i++)
		next_is(c, "hello");
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->dropped, 7);
	capture_close(c);
	file_free(&f);
}
END_TEST

static void statistics(struct file *f, uint32_t interface, uint64_t ifdrop, uint64_t osdrop)
{
	guint start = block_start(f, 5);

	put32(f, interface);
	put64(f, 0);
	put_option64(f, 4, 1000); /* isb_ifrecv */
	put_option64(f, 5, ifdrop);
	put_option64(f, 7, osdrop);
	put_option(f, 0, NULL, 0);
	block_end(f, start);
}

/* Statistics count from the start, so the latest holds; interfaces and sections add up. */
START_TEST(pcapng_statistics_tell_the_drops)
{
	struct file f = file_new(_i);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	interface_block(&f, 1, 0, -1, 0);
	statistics(&f, 0, 1, 2);
	statistics(&f, 0, 10, 20);
	statistics(&f, 1, 100, 0);
	statistics(&f, 7, 5000, 0); /* no such interface */
	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	statistics(&f, 0, 1000, 0);
	struct capture *c = file_open(&f);

	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->dropped, 1130);
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcapng_packet_options_tell_drops)
{
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	guint start = packet_start(&f, 0, 0, "hello", 5);

	put_option(&f, 2, "\1\0\0\0", 4); /* epb_flags */
	put_option64(&f, 4, 12);          /* epb_dropcount */
	block_end(&f, start);
	struct capture *c = file_open(&f);

	next_is(c, "hello");
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->dropped, 12);
	capture_close(c);
	file_free(&f);
}
END_TEST

static void secrets(struct file *f, uint32_t type, const char *text)
{
	guint start = block_start(f, 10);

	put32(f, type);
	put32(f, (uint32_t)strlen(text));
	put(f, text, strlen(text));
	block_end(f, start);
}

#define TLS_KEY_LOG 0x544c534b

START_TEST(pcapng_secrets_are_joined_lines)
{
	struct file f = file_new(_i);

	section(&f);
	secrets(&f, TLS_KEY_LOG, "CLIENT_RANDOM a b");
	secrets(&f, 0x57474b4c, "WireGuard's are none of ours");
	secrets(&f, TLS_KEY_LOG, "CLIENT_RANDOM c d\n");
	struct capture *c = file_open(&f);

	ck_assert(!capture_secrets(c).p);
	ck_assert_ptr_null(ends_with(c));
	static const char want[] = "CLIENT_RANDOM a b\nCLIENT_RANDOM c d\n";

	ck_assert(bytes_equal(capture_secrets(c), bytes_of(want, sizeof want - 1)));
	capture_close(c);
	file_free(&f);
}
END_TEST

/* A key log longer than what is held at once is kept whole, up to 1 MiB in all. */
START_TEST(pcapng_secrets_are_bounded)
{
	char *log = g_strnfill(700000, 'k');
	struct file f = file_new(false);

	section(&f);
	secrets(&f, TLS_KEY_LOG, log);
	if (_i)
		secrets(&f, TLS_KEY_LOG, log);
	interface_block(&f, 1, 0, -1, 0);
	packet_block(&f, 0, 0, "behind");
	struct capture *c = file_open(&f);

	next_is(c, "behind");
	const char *problem = ends_with(c);

	ck_assert_uint_eq(capture_secrets(c).n, _i ? 1024 * 1024 : 700001);
	ck_assert(memcmp(capture_secrets(c).p, log, 700000) == 0);
	ck_assert(_i ? g_strrstr(problem, "1 MiB") != NULL : problem == NULL);
	capture_close(c);
	file_free(&f);
	g_free(log);
}
END_TEST

/* Name resolution, unknown and very long blocks in between change nothing. */
START_TEST(pcapng_other_blocks_are_passed_over)
{
	static const uint32_t types[] = {4, 0x0bad0bad, 11};
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		guint start = block_start(&f, types[i]);

		put_zeros(&f, i == 1 ? 3000000 : 12);
		block_end(&f, start);
	}
	packet_block(&f, 0, 0, "hello");
	struct capture *c = file_open(&f);

	ck_assert_uint_eq(next_is(c, "hello").number, 1);
	ck_assert_ptr_null(ends_with(c));
	ck_assert_uint_eq(capture_summary(c)->bytes, f.bytes->len);
	capture_close(c);
	file_free(&f);
}
END_TEST

/* What is a frame to Wireshark takes a number: custom blocks, systemd's journal, sysdig's events. */
START_TEST(pcapng_numbers_are_those_of_wireshark)
{
	static const uint32_t types[] = {0x00000bad, 0x40000bad, 9, 0x204};
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	guint start = block_start(&f, types[_i]);

	put_zeros(&f, 16);
	block_end(&f, start);
	packet_block(&f, 0, 0, "hello");
	struct capture *c = file_open(&f);

	ck_assert_uint_eq(next_is(c, "hello").number, 2);
	ck_assert_ptr_null(ends_with(c));
	capture_close(c);
	file_free(&f);
}
END_TEST

/* A bad packet in a sound block is passed over, keeps its number, and the rest is read. */
START_TEST(pcapng_bad_packet_is_passed_over)
{
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	if (_i == 0) { /* of an interface that was never described */
		packet_block(&f, 1, 0, "lost");
	} else { /* says it is longer than its block */
		guint start = packet_start(&f, 0, 0, "lost", 4);

		f.bytes->data[start + 8 + 12] = 200;
		block_end(&f, start);
	}
	packet_block(&f, 0, 0, "hello");
	struct capture *c = file_open(&f);

	ck_assert_uint_eq(next_is(c, "hello").number, 2);
	ck_assert(g_str_has_prefix(ends_with(c), "frame 1 is passed over: "));
	capture_close(c);
	file_free(&f);
}
END_TEST

/* After a block whose lengths cannot be right nothing can be found. */
START_TEST(pcapng_damaged_block_ends_the_reading)
{
	static const uint32_t lengths[] = {0, 8, 33, 0xfffffffc, 36};
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	packet_block(&f, 0, 0, "good");
	guint at = f.bytes->len;

	packet_block(&f, 0, 0, "evil"); /* 36 bytes */
	packet_block(&f, 0, 0, "good");
	memcpy(f.bytes->data + at + (_i == 4 ? 32 : 4), &(uint32_t){lengths[_i] + (_i == 4)}, 4);
	struct capture *c = file_open(&f);

	next_is(c, "good");
	char *want = g_strdup_printf("damaged: the block at byte %u, after frame 1, ", at);

	ck_assert(g_str_has_prefix(ends_with(c), want));
	g_free(want);
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcapng_cut_block_says_where)
{
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	packet_block(&f, 0, 0, "good");
	packet_block(&f, 0, 0, "lost");
	g_byte_array_set_size(f.bytes, f.bytes->len - 3);
	struct capture *c = file_open(&f);

	next_is(c, "good");
	ck_assert_str_eq(ends_with(c),
			 "cut short: frame 2 needs 36 bytes at byte 84, 33 are there");
	capture_close(c);
	file_free(&f);
}
END_TEST

START_TEST(pcapng_cut_long_block_says_where)
{
	struct file f = file_new(false);

	section(&f);
	guint start = block_start(&f, 4);

	put_zeros(&f, 1000000);
	block_end(&f, start);
	g_byte_array_set_size(f.bytes, 500028);
	struct capture *c = file_open(&f);

	ck_assert_str_eq(ends_with(c), "cut short: the block at byte 28, after frame 0, needs "
				       "1,000,012 bytes, 500,000 are there");
	capture_close(c);
	file_free(&f);
}
END_TEST

/* A packet longer than is held, and one longer than a frame may be, in sound blocks. */
START_TEST(pcapng_long_packet_is_passed_over)
{
	char *text = g_strnfill(_i ? 1000000 : CAPTURE_RECORD_MAX + 1, 'x');
	struct file f = file_new(false);

	section(&f);
	interface_block(&f, 1, 0, -1, 0);
	packet_block(&f, 0, 0, text);
	packet_block(&f, 0, 0, "next");
	struct capture *c = file_open(&f);

	ck_assert_uint_eq(next_is(c, "next").number, 2);
	ck_assert_str_eq(ends_with(c),
			 "frame 1 is passed over: it is longer than any capture holds");
	capture_close(c);
	file_free(&f);
	g_free(text);
}
END_TEST

START_TEST(pcapng_interfaces_are_bounded)
{
	struct file f = file_new(false);

	section(&f);
	for (int i = 0; i < 4097; i++)
		interface_block(&f, 1, 0, -1, 0);
	packet_block(&f, 4095, 0, "last");
	packet_block(&f, 4096, 0, "beyond");
	struct capture *c = file_open(&f);

	next_is(c, "last");
	ck_assert_ptr_nonnull(ends_with(c));
	capture_close(c);
	file_free(&f);
}
END_TEST

/* However many problems there are, sixteen are told and the rest is counted. */
START_TEST(pcapng_problems_are_bounded)
{
	struct file f = file_new(false);

	section(&f);
	for (int i = 0; i < 1000; i++)
		packet_block(&f, 0, 0, "x");
	struct capture *c = file_open(&f);

	ck_assert_ptr_nonnull(ends_with(c));
	const GPtrArray *problems = capture_summary(c)->problems;

	ck_assert_uint_eq(problems->len, 17);
	ck_assert_str_eq(g_ptr_array_index(problems, 16), "984 more problems");
	ck_assert_uint_eq(capture_summary(c)->frames, 1000);
	capture_close(c);
	file_free(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pcapng");
	TCase *t = tcase_create("pcapng");

	tcase_add_test(t, pcapng_sections_have_their_own_order_and_interfaces);
	tcase_add_loop_test(t, pcapng_clock_gives_nanoseconds, 0, 2 * (int)G_N_ELEMENTS(clocks));
	tcase_add_test(t, pcapng_clock_may_jump_from_end_to_end);
	tcase_add_test(t, pcapng_simple_packet_takes_the_time_before);
	tcase_add_test(t, pcapng_simple_packet_ends_before_its_padding);
	tcase_add_loop_test(t, pcapng_obsolete_packet_counts_drops, 0, 2);
	tcase_add_loop_test(t, pcapng_statistics_tell_the_drops, 0, 2);
	tcase_add_test(t, pcapng_packet_options_tell_drops);
	tcase_add_loop_test(t, pcapng_secrets_are_joined_lines, 0, 2);
	tcase_add_loop_test(t, pcapng_secrets_are_bounded, 0, 2);
	tcase_add_test(t, pcapng_other_blocks_are_passed_over);
	tcase_add_loop_test(t, pcapng_numbers_are_those_of_wireshark, 0, 4);
	tcase_add_loop_test(t, pcapng_bad_packet_is_passed_over, 0, 2);
	tcase_add_loop_test(t, pcapng_damaged_block_ends_the_reading, 0, 5);
	tcase_add_test(t, pcapng_cut_block_says_where);
	tcase_add_test(t, pcapng_cut_long_block_says_where);
	tcase_add_loop_test(t, pcapng_long_packet_is_passed_over, 0, 2);
	tcase_add_test(t, pcapng_interfaces_are_bounded);
	tcase_add_test(t, pcapng_problems_are_bounded);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
