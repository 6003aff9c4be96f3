/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_capture_damage.c - each format cut at every byte, and every byte of it changed.
 *
 * The reader must come to an end, its frames must lie within the bounds, and a
 * cut file must give a prefix of the whole one's frames. Run under ASan.
 */
#include "suite.h"

#include "make.h"
#include "pack.h"

/* Every kind of pcapng block that is read, in two orders. */
static void put_pcapng(struct file *f)
{
	section(f);
	guint start = block_start(f, 10);

	put32(f, 0x544c534b);
	put32(f, 4);
	put(f, "key\n", 4);
	block_end(f, start);
	interface_block(f, 1, 0, 9, 1);
	packet_block(f, 0, 1, "enhanced");
	start = packet_start(f, 0, 2, "option", 6);
	put_option64(f, 4, 1);
	block_end(f, start);
	start = block_start(f, 3);
	put32(f, 6);
	put(f, "simple", 6);
	block_end(f, start);
	start = block_start(f, 2);
	put32(f, 0);
	put64(f, 3);
	put32(f, 3);
	put32(f, 3);
	put(f, "old", 3);
	block_end(f, start);
	start = block_start(f, 5);
	put32(f, 0);
	put64(f, 0);
	put_option64(f, 5, 1);
	block_end(f, start);
}

static void put_pcap(struct file *f, uint32_t magic, size_t more)
{
	pcap_header(f, magic, 2, 4, 1);
	for (uint32_t i = 0; i < 4; i++)
		pcap_record(f, i, i, "some frame", 10, more);
}

static const struct {
	const char *name;
	uint32_t magic; /* 0: pcapng */
	size_t more;
	bool big;
	void (*pack)(GByteArray *to, struct bytes from);
} formats[] = {
	{"pcap, little endian", 0xa1b2c3d4, 0, false, NULL},
	{"pcap, big endian", 0xa1b2c3d4, 0, true, NULL},
	{"pcap, nanoseconds", 0xa1b23c4d, 0, false, NULL},
	{"pcap, modified", 0xa1b2cd34, 8, false, NULL},
	{"pcapng, little endian", 0, 0, false, NULL},
	{"pcapng, big endian", 0, 0, true, NULL},
	{"gzip", 0xa1b2c3d4, 0, false, pack_gzip},
	{"zstd", 0xa1b2c3d4, 0, false, pack_zstd},
	{"lz4", 0, 0, false, pack_lz4},
};

#define FORMATS ((int)G_N_ELEMENTS(formats))

static struct file make(int i)
{
	struct file f = file_new(formats[i].big);

	if (formats[i].magic)
		put_pcap(&f, formats[i].magic, formats[i].more);
	else
		put_pcapng(&f);
	if (!formats[i].pack)
		return f;
	struct file packed = file_new(false);

	formats[i].pack(packed.bytes, file_bytes(&f));
	file_free(&f);
	return packed;
}

/* Reads all of an exact-size copy; the number of frames. */
static uint64_t read_all(struct bytes bytes)
{
	uint8_t *copy = g_memdup2(bytes.p, bytes.n);
	struct capture *c = capture_open_bytes(bytes_of(copy, bytes.n), NULL);
	uint64_t frames = 0, sum = 0;
	struct frame frame;

	while (c && capture_next(c, &frame)) {
		ck_assert_uint_le(frame.bytes.n, CAPTURE_RECORD_MAX);
		ck_assert_uint_le(++frames, capture_summary(c)->frames);
		ck_assert_uint_eq(frame.number, capture_summary(c)->frames);
		for (size_t i = 0; i < frame.bytes.n; i++)
			sum += frame.bytes.p[i];
	}
	ck_assert_uint_lt(sum, UINT64_MAX);
	capture_close(c);
	g_free(copy);
	return frames;
}

START_TEST(damage_every_prefix_is_read_as_far_as_it_goes)
{
	struct file f = make(_i);
	uint64_t before = 0, whole = read_all(file_bytes(&f));

	ck_assert_uint_eq(whole, 4);
	for (guint n = 0; n <= f.bytes->len; n++) {
		uint64_t frames = read_all(bytes_of(f.bytes->data, n));

		ck_assert_uint_ge(frames, before);
		ck_assert_uint_le(frames, whole);
		before = frames;
	}
	file_free(&f);
}
END_TEST

/* Off by one, of the other sign, all bits over, and nothing at all. */
static const uint8_t flips[] = {0x01, 0x80, 0xff};

START_TEST(damage_every_changed_byte_is_survived)
{
	struct file f = make(_i);

	for (guint at = 0; at < f.bytes->len; at++) {
		uint8_t was = f.bytes->data[at];

		for (size_t i = 0; i < sizeof flips; i++) {
			f.bytes->data[at] = was ^ flips[i];
			read_all(file_bytes(&f));
		}
		f.bytes->data[at] = 0;
		read_all(file_bytes(&f));
		f.bytes->data[at] = was;
	}
	file_free(&f);
}
END_TEST

START_TEST(damage_padding_takes_no_frame_away)
{
	static const uint8_t fillings[] = {0, 0xff, 'x'};
	struct file f = make(_i);
	guint n = f.bytes->len;

	for (size_t i = 0; i < sizeof fillings; i++)
		for (guint more = 1; more < 40; more++) {
			g_byte_array_set_size(f.bytes, n + more);
			memset(f.bytes->data + n, fillings[i], more);
			ck_assert_uint_ge(read_all(file_bytes(&f)), 4);
		}
	file_free(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("damage");
	TCase *t = tcase_create("damage");

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, damage_every_prefix_is_read_as_far_as_it_goes, 0, FORMATS);
	tcase_add_loop_test(t, damage_every_changed_byte_is_survived, 0, FORMATS);
	tcase_add_loop_test(t, damage_padding_takes_no_frame_away, 0, FORMATS);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
