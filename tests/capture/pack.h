/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack.h - compresses captures made by make.h, by zlib, zstd and lz4 themselves. */
#ifndef TESTS_CAPTURE_PACK_H
#define TESTS_CAPTURE_PACK_H

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

#include "make.h"

static inline void pack_gzip(GByteArray *to, struct bytes from)
{
	z_stream z = {.next_in = (uint8_t *)from.p, .avail_in = (uInt)from.n};
	guint old = to->len;

	ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY),
			 Z_OK);
	g_byte_array_set_size(to, old + (guint)deflateBound(&z, from.n));
	z.next_out = to->data + old;
	z.avail_out = to->len - old;
	ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	g_byte_array_set_size(to, old + (guint)z.total_out);
	deflateEnd(&z);
}

static inline void pack_zstd(GByteArray *to, struct bytes from)
{
	guint old = to->len;

	g_byte_array_set_size(to, old + (guint)ZSTD_compressBound(from.n));
	size_t n = ZSTD_compress(to->data + old, to->len - old, from.p, from.n, 3);

	ck_assert(!ZSTD_isError(n));
	g_byte_array_set_size(to, old + (guint)n);
}

static inline void pack_lz4(GByteArray *to, struct bytes from)
{
	guint old = to->len;
	LZ4F_preferences_t checked = {.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled};

	g_byte_array_set_size(to, old + (guint)LZ4F_compressFrameBound(from.n, &checked));
	size_t n = LZ4F_compressFrame(to->data + old, to->len - old, from.p, from.n, &checked);

	ck_assert(!LZ4F_isError(n));
	g_byte_array_set_size(to, old + (guint)n);
}

static const struct {
	const char *name;
	void (*pack)(GByteArray *to, struct bytes from);
} packers[] = {{"gzip", pack_gzip}, {"zstd", pack_zstd}, {"lz4", pack_lz4}};

#endif
