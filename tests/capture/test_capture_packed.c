/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_capture_packed.c - compressed captures; the compressors are zlib, zstd and lz4 themselves. */
#include "suite.h"

#include "make.h"
#include "pack.h"

#define PACKERS ((int)G_N_ELEMENTS(packers))
#define FRAMES 3000

/* A capture that takes several blocks, of bytes that compress a little. */
static struct file sample(void)
{
	struct file f = file_new(false);
	char text[400];

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	for (uint32_t i = 0; i < FRAMES; i++) {
		for (size_t k = 0; k < sizeof text - 1; k++)
			text[k] = (char)('a' + (i * 31 + k * k * (i | 1)) % 23);
		text[i % sizeof text] = '\0';
		text[sizeof text - 1] = '\0';
		pcap_record(&f, i, i, text, (uint32_t)strlen(text), 0);
	}
	return f;
}

/* Asserts that |packed| holds the frames of |plain|. */
static void reads_as(GByteArray *packed, const struct file *plain)
{
	struct capture *want = file_open(plain);
	struct capture *got = capture_open_bytes(bytes_of(packed->data, packed->len), NULL);
	struct frame a, b;

	ck_assert_ptr_nonnull(got);
	while (capture_next(want, &a)) {
		ck_assert(capture_next(got, &b));
		ck_assert(bytes_equal(a.bytes, b.bytes));
		ck_assert_int_eq(a.time, b.time);
	}
	ck_assert_ptr_null(ends_with(got));
	ck_assert_uint_eq(capture_summary(got)->bytes, plain->bytes->len);
	capture_close(want);
	capture_close(got);
}

START_TEST(packed_capture_reads_as_the_plain_one)
{
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();

	packers[_i].pack(packed, file_bytes(&f));
	reads_as(packed, &f);
	g_byte_array_free(packed, TRUE);
	file_free(&f);
}
END_TEST

/* Whoever unpacks ahead of the reader by then is told that nobody takes any more. */
START_TEST(packed_capture_may_be_left_in_the_middle)
{
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();
	struct frame frame;

	packers[_i].pack(packed, file_bytes(&f));
	struct capture *c = capture_open_bytes(bytes_of(packed->data, packed->len), NULL);

	for (unsigned i = 0; i < FRAMES / 2; i++)
		ck_assert(capture_next(c, &frame));
	capture_close(c);
	g_byte_array_free(packed, TRUE);
	file_free(&f);
}
END_TEST

/* Members cut anywhere, one of them empty, follow each other. */
START_TEST(packed_members_are_one_capture)
{
	static const size_t cuts[] = {0, 10, 11, 5000, 5000, 300000};
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();
	struct bytes rest = file_bytes(&f);

	for (size_t i = 1; i < G_N_ELEMENTS(cuts); i++) {
		size_t n = cuts[i] - cuts[i - 1];

		packers[_i].pack(packed, bytes_of(rest.p, n));
		rest = bytes_of(rest.p + n, rest.n - n);
	}
	packers[_i].pack(packed, rest);
	reads_as(packed, &f);
	g_byte_array_free(packed, TRUE);
	file_free(&f);
}
END_TEST

START_TEST(packed_capture_may_end_in_zeros)
{
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();
	static const uint8_t zeros[1000];

	packers[_i].pack(packed, file_bytes(&f));
	g_byte_array_append(packed, zeros, sizeof zeros);
	reads_as(packed, &f);
	g_byte_array_free(packed, TRUE);
	file_free(&f);
}
END_TEST

/* Reads all that |packed| gives; the number of frames, and the first problem, to be freed. */
static uint64_t read_all(GByteArray *packed, char **problem)
{
	struct capture *c = capture_open_bytes(bytes_of(packed->data, packed->len), NULL);
	struct frame frame;
	uint64_t frames = 0;

	ck_assert_ptr_nonnull(c);
	while (capture_next(c, &frame))
		frames++;
	GPtrArray *problems = capture_summary(c)->problems;

	ck_assert(!capture_summary(c)->complete);
	ck_assert_uint_ge(problems->len, 1);
	*problem = g_strdup(g_ptr_array_index(problems, problems->len - 1));
	capture_close(c);
	return frames;
}

/* Reads |packed| and frees it: at least |least| frames, and a problem with |word| and a name. */
static void is_told(GByteArray *packed, uint64_t least, const char *name, const char *word)
{
	char *problem;

	ck_assert_uint_ge(read_all(packed, &problem), least);
	ck_assert_msg(strstr(problem, name) && strstr(problem, word), "%s", problem);
	g_free(problem);
	g_byte_array_free(packed, TRUE);
}

START_TEST(packed_data_cut_short_is_told)
{
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();

	packers[_i].pack(packed, file_bytes(&f));
	g_byte_array_set_size(packed, packed->len - 2);
	is_told(packed, FRAMES / 2, packers[_i].name, "cut short");
	file_free(&f);
}
END_TEST

/* A wrong checksum at the very end; zstd and lz4 keep back what they made in the call that finds it. */
START_TEST(packed_data_with_a_wrong_checksum_is_told)
{
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();

	packers[_i].pack(packed, file_bytes(&f));
	packed->data[packed->len - (_i == 0 ? 5 : 1)] ^= 1; /* gzip: the length comes last */
	is_told(packed, FRAMES / 3, packers[_i].name, "damaged");
	file_free(&f);
}
END_TEST

START_TEST(packed_capture_followed_by_other_bytes_is_told)
{
	struct file f = sample();
	GByteArray *packed = g_byte_array_new();

	packers[_i].pack(packed, file_bytes(&f));
	g_byte_array_append(packed, (const uint8_t *)"garbage at the end", 18);
	is_told(packed, FRAMES, packers[_i].name, "damaged");
	file_free(&f);
}
END_TEST

static void refused(GByteArray *packed, const char *words)
{
	GError *error = NULL;

	ck_assert_ptr_null(capture_open_bytes(bytes_of(packed->data, packed->len), &error));
	ck_assert(g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT));
	ck_assert_msg(strstr(error->message, words), "%s", error->message);
	g_error_free(error);
	g_byte_array_free(packed, TRUE);
}

START_TEST(packed_twice_is_refused)
{
	struct file f = sample();
	GByteArray *once = g_byte_array_new(), *twice = g_byte_array_new();

	packers[_i / PACKERS].pack(once, file_bytes(&f));
	packers[_i % PACKERS].pack(twice, bytes_of(once->data, once->len));
	refused(twice, "compressed twice");
	g_byte_array_free(once, TRUE);
	file_free(&f);
}
END_TEST

START_TEST(packed_nothing_is_refused)
{
	GByteArray *packed = g_byte_array_new();

	packers[_i].pack(packed, bytes_of("", 0));
	refused(packed, "empty");
}
END_TEST

/* zstd --long=27: the decoder would need 128 MiB. */
START_TEST(packed_zstd_with_a_large_window_is_refused)
{
	GByteArray *packed = g_byte_array_new();
	ZSTD_CCtx *z = ZSTD_createCCtx();
	struct file f = sample();
	ZSTD_inBuffer in = {f.bytes->data, f.bytes->len, 0};

	g_byte_array_set_size(packed, (guint)ZSTD_compressBound(f.bytes->len));
	ZSTD_outBuffer out = {packed->data, packed->len, 0};

	ZSTD_CCtx_setParameter(z, ZSTD_c_windowLog, 27);
	/* The size not being told, the window is not made to fit it. */
	ZSTD_compressStream2(z, &out, &in, ZSTD_e_continue);
	ck_assert_uint_eq(ZSTD_compressStream2(z, &out, &in, ZSTD_e_end), 0);
	g_byte_array_set_size(packed, (guint)out.pos);
	refused(packed, "zstd -d --long=31");
	ZSTD_freeCCtx(z);
	file_free(&f);
}
END_TEST

/* zstd makes megabytes of zeros, sound records all, out of a few bytes: it is stopped. */
START_TEST(packed_bomb_is_stopped)
{
	GByteArray *packed = g_byte_array_new(), *zeros = g_byte_array_new();
	struct file f = file_new(false);
	char *problem;

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	pack_zstd(packed, file_bytes(&f));
	g_byte_array_set_size(zeros, 16 * 1024 * 1024);
	memset(zeros->data, 0, zeros->len);
	for (int i = 0; i < 64; i++)
		pack_zstd(packed, bytes_of(zeros->data, zeros->len));
	ck_assert_uint_lt(read_all(packed, &problem), 128 * 1024 * 1024 / 16);
	ck_assert(strstr(problem, "expands"));
	g_free(problem);
	g_byte_array_free(zeros, TRUE);
	g_byte_array_free(packed, TRUE);
	file_free(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packed");
	TCase *t = tcase_create("packed");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, packed_capture_reads_as_the_plain_one, 0, PACKERS);
	tcase_add_loop_test(t, packed_capture_may_be_left_in_the_middle, 0, PACKERS);
	tcase_add_loop_test(t, packed_members_are_one_capture, 0, PACKERS);
	tcase_add_loop_test(t, packed_capture_may_end_in_zeros, 0, PACKERS);
	tcase_add_loop_test(t, packed_data_cut_short_is_told, 0, PACKERS);
	tcase_add_loop_test(t, packed_data_with_a_wrong_checksum_is_told, 0, PACKERS);
	tcase_add_loop_test(t, packed_capture_followed_by_other_bytes_is_told, 0, PACKERS);
	tcase_add_loop_test(t, packed_twice_is_refused, 0, PACKERS * PACKERS);
	tcase_add_loop_test(t, packed_nothing_is_refused, 0, PACKERS);
	tcase_add_test(t, packed_zstd_with_a_large_window_is_refused);
	tcase_add_test(t, packed_bomb_is_stopped);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
