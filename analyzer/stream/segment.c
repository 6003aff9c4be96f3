/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment.c - acknowledgements, bytes and FIN; see step.h. */
#include "step.h"

/* Is everything acknowledged that the sender of |d| was seen to send? */
static void note_acknowledged(struct slot *slot, enum direction d)
{
	struct half *half = &slot->connection.half[d];

	half->acknowledged = half->bytes && lane_acked_to(&slot->lane[d], slot->lane[d].top);
}

/* The client's answer to the SYN/ACK: only then both know of the connection. */
static void note_established(const struct step *s)
{
	struct connection *c = &s->slot->connection;

	if (s->from == FROM_CLIENT && c->syn_acks && !moment_is_set(c->established) &&
	    lane_acked_to(&s->slot->lane[FROM_SERVER], 0))
		c->established = s->at;
}

void step_ack(struct step *s)
{
	enum direction d = s->from == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;
	struct lane *lane = &s->slot->lane[d];

	lane_take_ack(lane, s->packet->ack);
	if (!lane->synced)
		return;
	note_established(s);
	note_acknowledged(s->slot, d);
	while (!lane->closed && lane_hole_end(lane) > lane_next(lane) &&
	       lane_acked_to(lane, lane_hole_end(lane)))
		handout_skip_hole(s->tcp, s->slot, d);
	if (lane->has_end && lane_acked_to(lane, lane->end))
		handout_close_if_complete(s->tcp, s->slot, d);
}

/* Where the payload's first byte stands in the frame. */
static uint32_t payload_place(const struct step *s)
{
	uintptr_t frame = (uintptr_t)s->frame.p, at = (uintptr_t)s->packet->payload.p;

	if (!frame || at < frame || at - frame + s->packet->payload.n > s->frame.n)
		return PIECE_OUTSIDE;
	return (uint32_t)(at - frame);
}

/* RFC 9293, 3.8.4: a byte, or none, that was acknowledged already. */
static bool is_keep_alive(const struct lane *lane, int64_t offset, uint32_t length)
{
	return length <= 1 && offset + 1 == lane_next(lane) && lane_acked_to(lane, offset + 1);
}

/* Hands on what lies in the lane's bounds; gives how much of it was new. */
static size_t take_bytes(struct step *s, int64_t offset)
{
	struct lane *lane = &s->slot->lane[s->from];
	struct bytes b = s->packet->payload;
	struct piece origin = {.frame = s->at.frame, .in_frame = payload_place(s)};
	int64_t skip = offset < lane->start ? lane->start - offset : 0;

	if (lane->has_end && offset + (int64_t)b.n > lane->end)
		b.n = (size_t)MAX(lane->end - offset, 0);
	if (skip >= (int64_t)b.n)
		return 0;
	origin.offset = offset + skip;
	if (origin.in_frame != PIECE_OUTSIDE)
		origin.in_frame += (uint32_t)skip;
	b = bytes_of(b.p + skip, b.n - (size_t)skip);
	origin.length = (uint32_t)b.n;
	return handout_segment(s->tcp, s->slot, s->from, b, &origin);
}

static void take_payload(struct step *s, int64_t offset)
{
	struct half *half = &s->slot->connection.half[s->from];
	struct lane *lane = &s->slot->lane[s->from];
	int64_t end = offset + s->packet->payload_length;
	bool new = end > lane->top;

	note_moment(&half->first_data, &half->last_data, s->at);
	if (!lane->has_end)
		lane->top = MAX(lane->top, end);
	size_t bytes = lane->closed ? 0 : take_bytes(s, offset);

	half->bytes += bytes;
	if (bytes || new)
		half->segments++;
	else
		half->retransmissions++;
	note_acknowledged(s->slot, s->from);
}

/* Known before the bytes are handed on, so that the last of them go with |over|. */
static void take_fin(struct step *s, int64_t offset)
{
	struct connection *c = &s->slot->connection;
	struct lane *lane = &s->slot->lane[s->from];
	int64_t end = offset + s->packet->payload_length;

	if (!(s->packet->tcp_flags & TCP_FIN) || lane->has_end || end < lane->top)
		return;
	lane->top = lane->end = end;
	lane->has_end = true;
	c->half[s->from].fin = s->at;
	if (c->ending == ENDING_NONE && moment_is_set(c->half[!s->from].fin))
		c->ending = ENDING_FIN;
}

void step_segment(struct step *s)
{
	struct lane *lane = &s->slot->lane[s->from];
	uint32_t seq = s->packet->seq + (s->packet->tcp_flags & TCP_SYN ? 1 : 0);
	uint32_t length = s->packet->payload_length;

	if (!lane->synced)
		lane_sync(lane, seq, true);
	if (lane->guessed && lane->top == 0 && length && lane_offset(lane, seq) > 0)
		lane_sync(lane, seq, true);
	int64_t offset = lane_offset(lane, seq);

	if (!lane_plausible(lane, offset, length) || is_keep_alive(lane, offset, length))
		return;
	if (lane->closed && offset + length > lane->end)
		return; /* said behind FIN or RST */
	take_fin(s, offset);
	if (length)
		take_payload(s, offset);
	handout_close_if_complete(s->tcp, s->slot, s->from);
}
