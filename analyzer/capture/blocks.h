/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blocks.h - the bytes of a capture, in order, a block at a time.
 *
 * One buffer: room for what is left of the block before, then the block. A
 * record that straddles two blocks is moved together by moving its first part
 * down, so whoever reads sees contiguous bytes and copies nothing. Files,
 * pipes, memory and decompressors differ only in how a block is filled.
 */
#ifndef CAPTURE_BLOCKS_H
#define CAPTURE_BLOCKS_H

#include "ahead.h"
#include "capture.h"
#include "packing.h"

/* The most that can be held at once: the largest record, its header and options. */
#define BLOCKS_HOLD (CAPTURE_RECORD_MAX + 64 * 1024)

struct blocks {
	const uint8_t *at, *end; /* held, not yet taken */
	uint64_t total;          /* bytes read so far, decompressed: the offset of |end| */
	uint8_t *buffer;
	bool ended;
	const char
		*trouble; /* why the bytes ended before their time, or NULL; known at their end */
	bool stopped;     /* that is because somebody wanted it so */

	int fd;              /* -1: memory */
	bool may_wait;       /* a pipe, whose bytes may be long in coming */
	struct bytes memory; /* what is left of it */
	char *why;           /* what |trouble| will be */
	uint64_t taken;      /* bytes taken from the file, compressed if it is */

	const struct packing *packing; /* NULL: not compressed */
	void *unpacker;
	uint8_t *packed;   /* compressed bytes, with PACKING_BEHIND before them */
	struct bytes left; /* of |packed| */
	bool between;      /* at the end of one compressed member, before the next */
	uint64_t unpacked; /* bytes made of them */
	/* NULL: bytes are read when asked for. Else all from |fd| on is its. */
	struct ahead *ahead;
};

/* Starts to read |fd|, which the blocks then own, or |memory| when |fd| is -1. */
void blocks_open(struct blocks *blocks, int fd, struct bytes memory);

/* Frees everything; with |wipe| the bytes held are overwritten first. */
void blocks_close(struct blocks *blocks, bool wipe);

/* Makes |n| (at most BLOCKS_HOLD) bytes readable at |at|. False: the capture ends before. */
bool blocks_fill(struct blocks *blocks, size_t n);

static inline size_t blocks_held(const struct blocks *blocks)
{
	return (size_t)(blocks->end - blocks->at);
}

/* The same without a call when they are there already, as they mostly are. */
static inline bool blocks_need(struct blocks *blocks, size_t n)
{
	return G_LIKELY(blocks_held(blocks) >= n) || blocks_fill(blocks, n);
}

/* Passes over |n| bytes. False: the capture ends before. */
bool blocks_skip(struct blocks *blocks, uint64_t n);

/* Where in the decompressed file |at| is. */
static inline uint64_t blocks_offset(const struct blocks *blocks)
{
	return blocks->total - blocks_held(blocks);
}

#endif
