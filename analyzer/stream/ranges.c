/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ranges.c - bytes with holes between them; see ranges.h. */
#include "ranges.h"

#include <glib.h>

#include "tcp.h"

#define RANGE_ROOM 256 /* bytes, the smallest allocation */

static int64_t range_end(const struct range *range)
{
	return range->offset + (int64_t)range->n;
}

static void range_append(struct range *range, struct bytes b)
{
	if (range->head && range->head + range->n + b.n > range->room) {
		memmove(range->memory, range->memory + range->head, range->n);
		range->head = 0;
	}
	if (range->n + b.n > range->room) {
		range->room = MAX(MAX(range->room * 2, RANGE_ROOM), range->n + b.n);
		range->memory = g_realloc(range->memory, range->room);
	}
	memcpy(range->memory + range->head + range->n, b.p, b.n);
	range->n += b.n;
}

static void insert_range(struct ranges *r, unsigned i, int64_t offset)
{
	if (r->n == r->room) {
		r->room = MAX(r->room * 2, 2);
		r->range = g_renew(struct range, r->range, r->room);
	}
	memmove(r->range + i + 1, r->range + i, (r->n - i) * sizeof *r->range);
	r->range[i] = (struct range){.offset = offset};
	r->n++;
}

static void remove_range(struct ranges *r, unsigned i)
{
	g_free(r->range[i].memory);
	r->n--;
	memmove(r->range + i, r->range + i + 1, (r->n - i) * sizeof *r->range);
}

/* Joins range |i| with the next one when they touch. */
static void join_next(struct ranges *r, unsigned i)
{
	if (i + 1 >= r->n || range_end(&r->range[i]) != r->range[i + 1].offset)
		return;
	struct range *next = &r->range[i + 1];

	range_append(&r->range[i], bytes_of(next->memory + next->head, next->n));
	remove_range(r, i + 1);
}

/* Kept in the order of offsets; most come at the end. */
static void insert_piece(struct ranges *r, const struct piece *p)
{
	unsigned i = r->pieces;

	if (p->frame == 0 || r->pieces == TCP_PIECES)
		return;
	if (r->pieces == r->piece_room) {
		r->piece_room = MAX(r->piece_room * 2, 2);
		r->piece = g_renew(struct piece, r->piece, r->piece_room);
	}
	while (i > 0 && r->piece[i - 1].offset > p->offset)
		i--;
	memmove(r->piece + i + 1, r->piece + i, (r->pieces - i) * sizeof *r->piece);
	r->piece[i] = *p;
	r->pieces++;
}

/* Puts bytes that are not there yet before range |i|, which is the next behind them. */
static void put(struct ranges *r, unsigned i, int64_t offset, struct bytes b)
{
	if (i > 0 && range_end(&r->range[i - 1]) == offset)
		i--;
	else
		insert_range(r, i, offset);
	range_append(&r->range[i], b);
	join_next(r, i);
	r->bytes += b.n;
}

/* The first range that ends behind |offset|. */
static unsigned range_behind(const struct ranges *r, int64_t offset)
{
	unsigned i = 0;

	while (i < r->n && range_end(&r->range[i]) <= offset)
		i++;
	return i;
}

static struct piece piece_from(const struct piece *origin, size_t skip, int64_t offset, size_t n)
{
	struct piece p = {.offset = offset, .frame = origin->frame, .length = (uint32_t)n};

	p.in_frame = origin->in_frame;
	if (p.in_frame != PIECE_OUTSIDE)
		p.in_frame += (uint32_t)skip;
	return p;
}

size_t ranges_add(struct ranges *r, int64_t offset, struct bytes b, const struct piece *origin)
{
	size_t done = 0, added = 0;

	while (done < b.n) {
		int64_t at = offset + (int64_t)done;
		unsigned i = range_behind(r, at);
		int64_t next = i < r->n ? r->range[i].offset : INT64_MAX;

		if (next <= at) {
			done += (size_t)MIN(range_end(&r->range[i]) - at, (int64_t)(b.n - done));
			continue;
		}
		size_t n = (size_t)MIN(next - at, (int64_t)(b.n - done));
		struct piece p = piece_from(origin, done, at, n);

		put(r, i, at, bytes_of(b.p + done, n));
		insert_piece(r, &p);
		done += n;
		added += n;
	}
	return added;
}

static void drop_pieces_before(struct ranges *r, int64_t offset)
{
	unsigned gone = 0;

	while (gone < r->pieces && r->piece[gone].offset + r->piece[gone].length <= offset)
		gone++;
	if (gone == 0)
		return;
	r->pieces -= gone;
	memmove(r->piece, r->piece + gone, r->pieces * sizeof *r->piece);
}

void ranges_drop_before(struct ranges *r, int64_t offset)
{
	while (r->n && range_end(&r->range[0]) <= offset) {
		r->bytes -= r->range[0].n;
		remove_range(r, 0);
	}
	if (r->n && r->range[0].offset < offset) {
		size_t gone = (size_t)(offset - r->range[0].offset);

		r->range[0].head += gone;
		r->range[0].n -= gone;
		r->range[0].offset = offset;
		r->bytes -= gone;
	}
	drop_pieces_before(r, offset);
}

struct bytes ranges_at(const struct ranges *r, int64_t offset)
{
	unsigned i = range_behind(r, offset);

	if (i == r->n || r->range[i].offset > offset)
		return (struct bytes){0};
	const struct range *range = &r->range[i];
	size_t skip = (size_t)(offset - range->offset);

	return bytes_of(range->memory + range->head + skip, range->n - skip);
}

size_t ranges_covered(const struct ranges *r, int64_t offset, size_t n)
{
	int64_t end = offset + (int64_t)n;
	size_t covered = 0;

	for (unsigned i = range_behind(r, offset); i < r->n && r->range[i].offset < end; i++)
		covered += (size_t)(MIN(range_end(&r->range[i]), end) -
				    MAX(r->range[i].offset, offset));
	return covered;
}

bool ranges_agree(const struct ranges *r, int64_t offset, struct bytes b)
{
	int64_t end = offset + (int64_t)b.n;

	for (unsigned i = range_behind(r, offset); i < r->n && r->range[i].offset < end; i++) {
		int64_t from = MAX(r->range[i].offset, offset);
		size_t n = (size_t)(MIN(range_end(&r->range[i]), end) - from);

		if (memcmp(ranges_at(r, from).p, b.p + (from - offset), n) != 0)
			return false;
	}
	return true;
}

int64_t ranges_begin_after(const struct ranges *r, int64_t offset)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->range[i].offset >= offset)
			return r->range[i].offset;
	return -1;
}

size_t ranges_memory(const struct ranges *r)
{
	size_t memory = r->room * sizeof *r->range + r->piece_room * sizeof *r->piece;

	for (unsigned i = 0; i < r->n; i++)
		memory += r->range[i].room;
	return memory;
}

void ranges_clear(struct ranges *r)
{
	for (unsigned i = 0; i < r->n; i++)
		g_free(r->range[i].memory);
	g_free(r->range);
	g_free(r->piece);
	*r = (struct ranges){0};
}

bool piece_place(const struct piece *p, int64_t offset, int64_t end, struct place *place)
{
	int64_t from = MAX(offset, p->offset), to = MIN(end, p->offset + p->length);

	if (from >= to)
		return false;
	*place = (struct place){.frame = p->frame};
	if (p->in_frame != PIECE_OUTSIDE) {
		place->offset = p->in_frame + (uint32_t)(from - p->offset);
		place->length = (uint32_t)(to - from);
	}
	return true;
}
