/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packing.c - which compression a file's first bytes announce, and the two
 * that are one library call: zstd and lz4. gzip has a file for each library.
 */
#include "packing.h"

#include <lz4frame.h>
#include <zstd.h>
#include <zstd_errors.h>

static const struct packing *const packings[] = {&packing_gzip, &packing_zstd, &packing_lz4};

const struct packing *packing_of(struct bytes start)
{
	for (size_t i = 0; i < G_N_ELEMENTS(packings); i++) {
		const struct packing *p = packings[i];

		if (start.n >= p->magic_size && memcmp(start.p, p->magic, p->magic_size) == 0)
			return p;
	}
	return NULL;
}

static void take(struct bytes *in, size_t n)
{
	in->p += n;
	in->n -= n;
}

#define ZSTD_WINDOW_LOG_MAX 23 /* 8 MiB: what RFC 8878 asks a decoder to support at least */

static void *zstd_open(void)
{
	ZSTD_DCtx *d = ZSTD_createDCtx();

	g_assert(d);
	ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
	return d;
}

static enum unpacked zstd_unpack(void *unpacker, struct bytes *in, uint8_t *room, size_t n,
				 size_t *made, const char **why)
{
	ZSTD_inBuffer from = {in->p, in->n, 0};
	ZSTD_outBuffer to = {room, n, 0};
	size_t wants = ZSTD_decompressStream(unpacker, &to, &from);

	take(in, from.pos);
	*made = to.pos;
	if (!ZSTD_isError(wants))
		return wants == 0 ? UNPACKED_MEMBER_END : UNPACKED_GOING;
	*why = ZSTD_getErrorName(wants);
	if (ZSTD_getErrorCode(wants) == ZSTD_error_frameParameter_windowTooLarge)
		*why = "its window is larger than 8 MiB, decompress it first: zstd -d --long=31";
	return UNPACKED_BROKEN;
}

static void zstd_close(void *unpacker)
{
	ZSTD_freeDCtx(unpacker);
}

const struct packing packing_zstd = {
	.name = "zstd",
	.magic = "\x28\xb5\x2f\xfd",
	.magic_size = 4,
	.open = zstd_open,
	.unpack = zstd_unpack,
	.close = zstd_close,
};

static void *lz4_open(void)
{
	LZ4F_dctx *d = NULL;

	g_assert(!LZ4F_isError(LZ4F_createDecompressionContext(&d, LZ4F_VERSION)));
	return d;
}

static enum unpacked lz4_unpack(void *unpacker, struct bytes *in, uint8_t *room, size_t n,
				size_t *made, const char **why)
{
	size_t taken = in->n;

	*made = n;
	size_t wants = LZ4F_decompress(unpacker, room, made, in->p, &taken, NULL);

	if (LZ4F_isError(wants)) {
		*made = 0;
		*why = LZ4F_getErrorName(wants);
		return UNPACKED_BROKEN;
	}
	take(in, taken);
	return wants == 0 ? UNPACKED_MEMBER_END : UNPACKED_GOING;
}

static void lz4_close(void *unpacker)
{
	LZ4F_freeDecompressionContext(unpacker);
}

const struct packing packing_lz4 = {
	.name = "lz4",
	.magic = "\x04\x22\x4d\x18",
	.magic_size = 4,
	.open = lz4_open,
	.unpack = lz4_unpack,
	.close = lz4_close,
};
