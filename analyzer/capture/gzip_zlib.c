/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip_zlib.c - gzip by zlib, which is everywhere. Built where ISA-L is not found. */
#include <zlib.h>

#include "packing.h"

#define GZIP_ONLY (16 + MAX_WBITS) /* zlib's way to ask for the gzip wrapper */

struct gzip {
	z_stream stream;
	bool member_ended;
};

static void *gzip_open(void)
{
	struct gzip *gzip = g_new0(struct gzip, 1);
	int status = inflateInit2(&gzip->stream, GZIP_ONLY);

	g_assert(status == Z_OK);
	return gzip;
}

static enum unpacked gzip_unpack(void *unpacker, struct bytes *in, uint8_t *room, size_t n,
				 size_t *made, const char **why)
{
	struct gzip *gzip = unpacker;
	z_stream *stream = &gzip->stream;

	if (gzip->member_ended)
		inflateReset(stream);
	stream->next_in = (uint8_t *)in->p;
	stream->avail_in = (uInt)in->n;
	stream->next_out = room;
	stream->avail_out = (uInt)n;
	int status = inflate(stream, Z_NO_FLUSH);

	*in = bytes_of(stream->next_in, stream->avail_in);
	*made = n - stream->avail_out;
	gzip->member_ended = status == Z_STREAM_END;
	if (status == Z_STREAM_END)
		return UNPACKED_MEMBER_END;
	if (status == Z_OK || status == Z_BUF_ERROR)
		return UNPACKED_GOING;
	*why = stream->msg ? stream->msg : "invalid compressed data";
	return UNPACKED_BROKEN;
}

static void gzip_close(void *unpacker)
{
	struct gzip *gzip = unpacker;

	inflateEnd(&gzip->stream);
	g_free(gzip);
}

const struct packing packing_gzip = {
	.name = "gzip",
	.magic = "\x1f\x8b",
	.magic_size = 2,
	.open = gzip_open,
	.unpack = gzip_unpack,
	.close = gzip_close,
};
