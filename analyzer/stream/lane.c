/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lane.c - one direction of a connection; see lane.h. */
#include "lane.h"

#include <glib.h>

void lane_sync(struct lane *lane, uint32_t base, bool guessed)
{
	lane->base = base;
	lane->synced = true;
	lane->guessed = guessed;
}

struct bytes lane_ready(const struct lane *lane)
{
	return lane->ranges ? ranges_at(lane->ranges, lane->start) : (struct bytes){0};
}

int64_t lane_next(const struct lane *lane)
{
	return lane->start + (int64_t)lane_ready(lane).n;
}

int64_t lane_offset(const struct lane *lane, uint32_t seq)
{
	int64_t next = lane_next(lane);

	return next + (int32_t)(seq - (lane->base + (uint32_t)next));
}

int64_t lane_hole_end(const struct lane *lane)
{
	int64_t next = lane_next(lane);
	int64_t begin = lane->ranges ? ranges_begin_after(lane->ranges, next) : -1;

	return begin >= 0 ? begin : MAX(lane->top, next);
}

bool lane_acked_to(const struct lane *lane, int64_t offset)
{
	return lane->acked && lane_offset(lane, lane->ack) >= offset;
}

/* A long loss of the capture shows in what the other side acknowledges. */
bool lane_plausible(const struct lane *lane, int64_t offset, uint32_t length)
{
	int64_t next = lane_next(lane), known = next;

	if (lane->acked)
		known = MAX(known, lane_offset(lane, lane->ack));
	return offset <= known + LANE_AHEAD && offset + length >= next - LANE_AHEAD;
}

void lane_take_ack(struct lane *lane, uint32_t ack)
{
	if (lane->acked && (int32_t)(ack - lane->ack) <= 0)
		return;
	lane->ack = ack;
	lane->acked = true;
}

size_t lane_hold(struct lane *lane, int64_t offset, struct bytes b, const struct piece *origin)
{
	struct piece from = *origin;

	if (offset < lane->start) {
		size_t old = (size_t)MIN(lane->start - offset, (int64_t)b.n);

		b = bytes_of(b.p + old, b.n - old);
		offset += (int64_t)old;
		if (from.in_frame != PIECE_OUTSIDE)
			from.in_frame += (uint32_t)old;
	}
	if (b.n == 0)
		return 0;
	if (!lane->ranges)
		lane->ranges = g_new0(struct ranges, 1);
	return ranges_add(lane->ranges, offset, b, &from);
}

void lane_advance(struct lane *lane, int64_t offset)
{
	lane->start = offset;
	if (!lane->ranges)
		return;
	ranges_drop_before(lane->ranges, offset);
	if (lane->ranges->n)
		return;
	ranges_clear(lane->ranges);
	g_free(lane->ranges);
	lane->ranges = NULL;
}

size_t lane_memory(const struct lane *lane)
{
	return lane->ranges ? sizeof *lane->ranges + ranges_memory(lane->ranges) : 0;
}
