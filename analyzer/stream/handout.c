/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handout.c - what the consumer is given of a lane; see handout.h. */
#include "handout.h"

#define RANGES_MAX 64 /* in one direction: more holes than a window ever shows */

static bool is_complete(const struct lane *lane)
{
	return lane->has_end && lane_next(lane) >= lane->end;
}

static size_t ask(struct tcp *tcp, struct slot *slot, enum direction d, struct bytes b, bool over)
{
	if (!tcp->consumer.bytes)
		return b.n;
	size_t used = tcp->consumer.bytes(tcp->user, &slot->connection, d, b, over);

	return MIN(used, b.n);
}

/* Hands out what is ready. With |over| the rest is dropped; gives its length. */
static size_t hand_out(struct tcp *tcp, struct slot *slot, enum direction d, bool over)
{
	struct lane *lane = &slot->lane[d];
	struct bytes ready = lane_ready(lane);

	if (ready.n == 0 && !over)
		return 0;
	size_t used = ask(tcp, slot, d, ready, over);

	lane_advance(lane, lane->start + (int64_t)(over ? ready.n : used));
	return ready.n - used;
}

static void hand_out_ready(struct tcp *tcp, struct slot *slot, enum direction d)
{
	if (is_complete(&slot->lane[d]))
		handout_close_if_complete(tcp, slot, d);
	else
		hand_out(tcp, slot, d, false);
}

static void tell_gap(struct tcp *tcp, struct slot *slot, enum direction d, uint64_t lost)
{
	slot->connection.half[d].lost += lost;
	if (tcp->consumer.gap)
		tcp->consumer.gap(tcp->user, &slot->connection, d, lost);
}

/* Bytes that are next in a lane that holds none need no copy. */
static size_t segment_directly(struct tcp *tcp, struct slot *slot, enum direction d, struct bytes b,
			       const struct piece *origin)
{
	struct lane *lane = &slot->lane[d];
	int64_t end = origin->offset + (int64_t)b.n;
	bool over = lane->has_end && end >= lane->end;

	slot->direct = *origin;
	size_t used = ask(tcp, slot, d, b, over);

	slot->direct.frame = 0;
	lane->start += (int64_t)(over ? b.n : used);
	lane->closed = over;
	if (!over && used < b.n)
		lane_hold(lane, origin->offset, b, origin);
	return b.n;
}

size_t handout_segment(struct tcp *tcp, struct slot *slot, enum direction d, struct bytes b,
		       const struct piece *origin)
{
	struct lane *lane = &slot->lane[d];

	if (!lane->ranges && origin->offset == lane->start)
		return b.n ? segment_directly(tcp, slot, d, b, origin) : 0;
	int64_t next = lane_next(lane);
	size_t added = lane_hold(lane, origin->offset, b, origin);

	if (lane_next(lane) > next)
		hand_out_ready(tcp, slot, d);
	return added;
}

void handout_close_if_complete(struct tcp *tcp, struct slot *slot, enum direction d)
{
	struct lane *lane = &slot->lane[d];

	if (lane->closed || !is_complete(lane))
		return;
	lane->closed = true;
	if (slot->connection.half[d].bytes || lane->start > 0)
		hand_out(tcp, slot, d, true);
}

/* Gives how many bytes the consumer had not taken when the gap came. */
static size_t skip_hole(struct tcp *tcp, struct slot *slot, enum direction d)
{
	struct lane *lane = &slot->lane[d];
	int64_t next = lane_next(lane), end = lane_hole_end(lane);

	if (end == next)
		return 0;
	size_t dropped = next > lane->start ? hand_out(tcp, slot, d, true) : 0;

	tell_gap(tcp, slot, d, (uint64_t)(end - next));
	lane_advance(lane, end);
	hand_out_ready(tcp, slot, d);
	return dropped;
}

void handout_skip_hole(struct tcp *tcp, struct slot *slot, enum direction d)
{
	skip_hole(tcp, slot, d);
}

void handout_end(struct tcp *tcp, struct slot *slot, enum direction d)
{
	struct lane *lane = &slot->lane[d];

	if (lane->closed)
		return;
	lane->end = lane->top;
	lane->has_end = true;
	while (!lane->closed && lane_hole_end(lane) > lane_next(lane))
		skip_hole(tcp, slot, d);
	handout_close_if_complete(tcp, slot, d);
}

static void give_up(struct tcp *tcp, struct slot *slot, enum direction d)
{
	struct lane *lane = &slot->lane[d];
	size_t dropped;

	if (lane_hole_end(lane) > lane_next(lane)) {
		tcp->losses.bytes += skip_hole(tcp, slot, d);
		return;
	}
	dropped = hand_out(tcp, slot, d, true);
	tcp->losses.bytes += dropped;
	if (dropped)
		tell_gap(tcp, slot, d, dropped);
}

static bool holds_too_much(const struct tcp *tcp, const struct lane *lane)
{
	return lane->ranges &&
	       (lane->ranges->bytes > tcp->limits.buffered_one_way || lane->ranges->n > RANGES_MAX);
}

static void count_held(struct tcp *tcp, struct slot *slot)
{
	size_t now = lane_memory(&slot->lane[FROM_CLIENT]) + lane_memory(&slot->lane[FROM_SERVER]);

	if (now && !slot->held)
		g_queue_push_tail_link(&tcp->holders, &slot->in_holders);
	if (!now && slot->held)
		g_queue_unlink(&tcp->holders, &slot->in_holders);
	tcp->held += now - slot->held;
	slot->held = now;
}

void handout_limit(struct tcp *tcp, struct slot *slot)
{
	if (!slot->held && !slot->lane[FROM_CLIENT].ranges && !slot->lane[FROM_SERVER].ranges)
		return;
	for (int d = 0; d < 2; d++)
		while (holds_too_much(tcp, &slot->lane[d]))
			give_up(tcp, slot, d);
	count_held(tcp, slot);
	while (tcp->held > tcp->limits.buffered) {
		struct slot *oldest = tcp->holders.head->data;

		for (int d = 0; d < 2; d++)
			while (oldest->lane[d].ranges)
				give_up(tcp, oldest, d);
		count_held(tcp, oldest);
	}
}
