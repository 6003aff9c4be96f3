/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lane.h - one direction of a connection: sequence numbers and what is held.
 *
 * Offset 0 is the first byte behind the SYN, or the first byte seen when there
 * was no SYN. Everything below |start| is done with; a lane that holds nothing
 * has no memory of its own. "Next" is the first byte that is missing, "top"
 * the end of what the sender is known to have sent, FIN not counted.
 */
#ifndef STREAM_LANE_H
#define STREAM_LANE_H

#include "ranges.h"

/* Twice what a receiver's window grows to in practice: what lies further off is no segment. */
#define LANE_AHEAD (INT64_C(32) * 1024 * 1024)

struct lane {
	uint32_t base; /* sequence number of offset 0 */
	uint32_t ack;  /* highest acknowledgement that the other side gave */
	int64_t start, top;
	int64_t end;           /* where the bytes end: FIN, or what ended the lane */
	struct ranges *ranges; /* NULL: nothing held */
	bool synced;           /* |base| is known */
	bool guessed;          /* but only from a packet that came midway */
	bool acked;            /* |ack| is known */
	bool has_end;
	bool closed; /* the consumer had its last bytes */
};

void lane_sync(struct lane *lane, uint32_t base, bool guessed);
/* First offset not yet there. */
int64_t lane_next(const struct lane *lane);
/* Widens a sequence number: the offset nearest to next that has it. */
int64_t lane_offset(const struct lane *lane, uint32_t seq);
/* The bytes in order that are held. */
struct bytes lane_ready(const struct lane *lane);
/* Where the hole at next ends; next itself when there is none. */
int64_t lane_hole_end(const struct lane *lane);
/* Has the other side acknowledged everything before |offset|? */
bool lane_acked_to(const struct lane *lane, int64_t offset);
/* Could a segment of |length| bytes at |offset| belong to this connection? */
bool lane_plausible(const struct lane *lane, int64_t offset, uint32_t length);
/* Takes an acknowledgement of the other side. */
void lane_take_ack(struct lane *lane, uint32_t ack);
/* Keeps bytes, gives how many were new. */
size_t lane_hold(struct lane *lane, int64_t offset, struct bytes b, const struct piece *origin);
/* Everything before |offset| is done with. */
void lane_advance(struct lane *lane, int64_t offset);
size_t lane_memory(const struct lane *lane);

#endif
