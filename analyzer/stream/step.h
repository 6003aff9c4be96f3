/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * step.h - one packet on its way through the rules of TCP.
 *
 * Rules are asked in the order of tcp.c: SYN, RST, ACK, bytes and FIN. Each
 * knows what those before it established.
 */
#ifndef STREAM_STEP_H
#define STREAM_STEP_H

#include "handout.h"

struct step {
	struct tcp *tcp;
	struct slot *slot;
	enum direction from;
	const struct packet *packet;
	struct moment at;
	struct bytes frame;
};

static inline bool packet_is_syn(const struct packet *p)
{
	return (p->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN;
}

static inline bool packet_is_syn_ack(const struct packet *p)
{
	return (p->tcp_flags & (TCP_SYN | TCP_ACK | TCP_RST)) == (TCP_SYN | TCP_ACK);
}

static inline bool slot_has_payload(const struct slot *slot)
{
	return slot->connection.half[FROM_CLIENT].bytes || slot->connection.half[FROM_SERVER].bytes;
}

/* handshake.c: how a connection begins, and how a RST ends it. */
bool step_begins_anew(const struct step *s);
void step_syn(struct step *s);
void step_syn_ack(struct step *s);
bool step_reset_is_plausible(const struct step *s);
void step_reset(struct step *s);

/* segment.c: what lies between. */
void step_ack(struct step *s);
void step_segment(struct step *s);

/* The moment of the first of its kind stays, the last one moves. */
static inline void note_moment(struct moment *first, struct moment *last, struct moment at)
{
	if (!moment_is_set(*first))
		*first = at;
	*last = at;
}

#endif
