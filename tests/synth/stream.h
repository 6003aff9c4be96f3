/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stream.h - what the verbs of TCP share: a segment of a connection that keeps its own count. */
#ifndef SYNTH_STREAM_H
#define SYNTH_STREAM_H

#include "packet.h"

/* Between a segment and what it provokes, nanoseconds. */
#define STREAM_ROUND_TRIP 500000

enum side stream_side(const struct line *line, const char *word);

/* Sends the next segment of |side| and counts it. */
void stream_segment(struct scene *scene, struct connection *c, enum side side, uint8_t flags,
		    const uint8_t *payload, size_t n);

/* Sends bytes that lie at |seq|, counting nothing: again, early, or out of order. */
void stream_segment_at(struct scene *scene, struct connection *c, enum side side, uint32_t seq,
		       const uint8_t *payload, size_t n);

/* |side| sends |n| bytes in as many segments as they need, and the other side acknowledges them. */
void stream_say(struct scene *scene, struct connection *c, enum side side, const uint8_t *payload,
		size_t n);

#endif
