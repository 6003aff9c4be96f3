/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ranges.h - bytes of a stream that came with holes between them.
 *
 * Sorted, disjoint runs of bytes; runs that touch are joined at once, so the
 * bytes before the first hole are always one piece of memory. The first copy
 * of a byte stays. Each piece may carry the place in the capture it came from.
 */
#ifndef STREAM_RANGES_H
#define STREAM_RANGES_H

#include "bytes.h"
#include "moment.h"

struct range {
	int64_t offset; /* of the first byte in the stream */
	size_t n;
	uint8_t *memory; /* the bytes begin |head| behind it */
	size_t head, room;
};

/* Bytes [offset, offset + length) of the stream stand at |in_frame| of |frame|. */
struct piece {
	int64_t offset;
	uint64_t frame;
	uint32_t length;
	uint32_t in_frame; /* PIECE_OUTSIDE: not in the frame itself */
};

#define PIECE_OUTSIDE UINT32_MAX

struct ranges {
	struct range *range;
	unsigned n, room;
	struct piece *piece;
	unsigned pieces, piece_room;
	size_t bytes; /* sum of the ranges */
};

/*
 * Adds those of |b| at |offset| that are not there yet and gives their number.
 * |origin| says where b's first byte stands; frame 0: keep no place.
 */
size_t ranges_add(struct ranges *r, int64_t offset, struct bytes b, const struct piece *origin);
/* Forgets everything before |offset|. */
void ranges_drop_before(struct ranges *r, int64_t offset);
/* The bytes from |offset| up to the next hole: a view until the next change. */
struct bytes ranges_at(const struct ranges *r, int64_t offset);
/* How many bytes of [offset, offset + n) are there. */
size_t ranges_covered(const struct ranges *r, int64_t offset, size_t n);
/* Is |b| at |offset| the same as what is there of it? */
bool ranges_agree(const struct ranges *r, int64_t offset, struct bytes b);
/* The first offset at or behind |offset| that a range begins at, or -1. */
int64_t ranges_begin_after(const struct ranges *r, int64_t offset);
/* Memory taken, bytes. */
size_t ranges_memory(const struct ranges *r);
/* Frees what |r| holds and leaves it empty. */
void ranges_clear(struct ranges *r);

/* The part of |p| in [offset, end) as a place; false when there is none. */
bool piece_place(const struct piece *p, int64_t offset, int64_t end, struct place *place);

#endif
