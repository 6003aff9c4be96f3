/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * make.h - captures made byte by byte, for tests.
 *
 * Written from the formats' documents alone and knowing nothing of the reader.
 */
#ifndef TESTS_CAPTURE_MAKE_H
#define TESTS_CAPTURE_MAKE_H

#include <glib.h>

#include "capture.h"

/* A file in the making, in one byte order. */
struct file {
	GByteArray *bytes;
	bool big;
};

static inline struct file file_new(bool big)
{
	return (struct file){g_byte_array_new(), big};
}

static inline void put(struct file *f, const void *p, size_t n)
{
	g_byte_array_append(f->bytes, p, (guint)n);
}

static inline void put_number(struct file *f, uint64_t v, unsigned size)
{
	for (unsigned i = 0; i < size; i++) {
		uint8_t byte = (uint8_t)(v >> 8 * (f->big ? size - 1 - i : i));

		put(f, &byte, 1);
	}
}

static inline void put16(struct file *f, uint16_t v)
{
	put_number(f, v, 2);
}

static inline void put32(struct file *f, uint32_t v)
{
	put_number(f, v, 4);
}

static inline void put64(struct file *f, uint64_t v)
{
	put_number(f, v, 8);
}

static inline void put_zeros(struct file *f, size_t n)
{
	while (n--)
		put(f, "", 1);
}

static inline void pcap_header(struct file *f, uint32_t magic, uint16_t major, uint16_t minor,
			       uint32_t link_type)
{
	put32(f, magic);
	put16(f, major);
	put16(f, minor);
	put_zeros(f, 8);
	put32(f, 65535);
	put32(f, link_type);
}

/* A record with |more| bytes of header after the usual ones, zeros. */
static inline void pcap_record(struct file *f, uint32_t seconds, uint32_t fraction,
			       const char *text, uint32_t original, size_t more)
{
	put32(f, seconds);
	put32(f, fraction);
	put32(f, (uint32_t)strlen(text));
	put32(f, original);
	put_zeros(f, more);
	put(f, text, strlen(text));
}

/* Starts a block; its end writes both lengths. */
static inline guint block_start(struct file *f, uint32_t type)
{
	put32(f, type);
	put32(f, 0);
	return f->bytes->len - 8;
}

static inline void block_end(struct file *f, guint start)
{
	put_zeros(f, -(f->bytes->len - start) % 4);
	uint32_t length = f->bytes->len - start + 4;
	struct file patch = file_new(f->big);

	put32(f, length);
	put32(&patch, length);
	memcpy(f->bytes->data + start + 4, patch.bytes->data, 4);
	g_byte_array_free(patch.bytes, TRUE);
}

static inline void put_option(struct file *f, uint16_t code, const void *value, uint16_t n)
{
	put16(f, code);
	put16(f, n);
	put(f, value, n);
	put_zeros(f, -(unsigned)n % 4);
}

static inline void put_option64(struct file *f, uint16_t code, uint64_t v)
{
	put16(f, code);
	put16(f, 8);
	put64(f, v);
}

static inline void section(struct file *f)
{
	guint start = block_start(f, 0x0a0d0d0a);

	put32(f, 0x1a2b3c4d);
	put16(f, 1);
	put16(f, 0);
	put64(f, UINT64_MAX);
	block_end(f, start);
}

/* An interface; |tsresol| < 0: none given; |offset| 0: none given. */
static inline void interface_block(struct file *f, uint16_t link_type, uint32_t snap, int tsresol,
				   int64_t offset)
{
	guint start = block_start(f, 1);

	put16(f, link_type);
	put16(f, 0);
	put32(f, snap);
	if (tsresol >= 0)
		put_option(f, 9, &(uint8_t){(uint8_t)tsresol}, 1);
	if (offset)
		put_option64(f, 14, (uint64_t)offset);
	block_end(f, start);
}

/* The fixed part and the data of an enhanced packet; the caller adds options and ends it. */
static inline guint packet_start(struct file *f, uint32_t interface, uint64_t ticks,
				 const char *text, uint32_t original)
{
	guint start = block_start(f, 6);

	put32(f, interface);
	put32(f, (uint32_t)(ticks >> 32));
	put32(f, (uint32_t)ticks);
	put32(f, (uint32_t)strlen(text));
	put32(f, original);
	put(f, text, strlen(text));
	put_zeros(f, -strlen(text) % 4);
	return start;
}

static inline void packet_block(struct file *f, uint32_t interface, uint64_t ticks,
				const char *text)
{
	block_end(f, packet_start(f, interface, ticks, text, (uint32_t)strlen(text)));
}

static inline struct bytes file_bytes(const struct file *f)
{
	return bytes_of(f->bytes->data, f->bytes->len);
}

/* Opens the file, which must be one. */
static inline struct capture *file_open(const struct file *f)
{
	GError *error = NULL;
	struct capture *c = capture_open_bytes(file_bytes(f), &error);

	ck_assert_msg(c, "%s", error ? error->message : "");
	return c;
}

static inline void file_free(struct file *f)
{
	g_byte_array_free(f->bytes, TRUE);
}

/* Asserts that the next frame exists and holds |text|. */
static inline struct frame next_is(struct capture *c, const char *text)
{
	struct frame frame;

	ck_assert(capture_next(c, &frame));
	ck_assert(bytes_equal(frame.bytes, bytes_of(text, strlen(text))));
	return frame;
}

/* Asserts that no frame follows; gives the one problem, or NULL when it ended well. */
static inline const char *ends_with(struct capture *c)
{
	struct frame frame;
	const struct capture_summary *s = capture_summary(c);

	ck_assert(!capture_next(c, &frame));
	ck_assert(!capture_next(c, &frame));
	ck_assert_int_eq(s->complete, s->problems->len == 0);
	return s->problems->len ? g_ptr_array_index(s->problems, 0) : NULL;
}

#endif
