/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * handout.h - what the consumer is given of a lane, and what is given up.
 *
 * The one place that calls bytes() and gap(). A hole that is declared lost
 * ends what stands before it; a bound that is hit declares holes lost first,
 * and drops what the consumer would not take second.
 */
#ifndef STREAM_HANDOUT_H
#define STREAM_HANDOUT_H

#include "table.h"

struct tcp {
	struct table table;
	struct tcp_limits limits;
	struct tcp_consumer consumer;
	void *user;
	struct tcp_losses losses;
	size_t held;    /* memory of all lanes, bytes */
	GQueue holders; /* slots that hold some, who began first at the head */
};

static inline enum tcp_wanted tcp_wants(const struct tcp *tcp, const struct flow *flow)
{
	return tcp->consumer.wants ? tcp->consumer.wants(tcp->user, flow) : TCP_CLIENT_SENDS;
}

/*
 * Takes the bytes of one segment, whose first byte |origin| tells of. Gives
 * how many of them were new.
 */
size_t handout_segment(struct tcp *tcp, struct slot *slot, enum direction d, struct bytes b,
		       const struct piece *origin);
/* Declares the first hole lost, if there is one. */
void handout_skip_hole(struct tcp *tcp, struct slot *slot, enum direction d);
/* Gives the last call of bytes() if everything before the lane's end is there. */
void handout_close_if_complete(struct tcp *tcp, struct slot *slot, enum direction d);
/* Nothing more will come: declares every hole lost and gives the last call. */
void handout_end(struct tcp *tcp, struct slot *slot, enum direction d);
/* Counts what |slot| holds and brings everything back under the limits. */
void handout_limit(struct tcp *tcp, struct slot *slot);

#endif
