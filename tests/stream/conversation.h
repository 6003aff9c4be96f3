/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * conversation.h - two machines that talk, and a consumer that writes down what it is told.
 *
 * Packets are filled in directly: no bytes of headers are needed. The talk is
 * a struct as well, so that a test reads as the list of packets it is about.
 */
#ifndef TESTS_STREAM_CONVERSATION_H
#define TESTS_STREAM_CONVERSATION_H

#include <glib.h>

#include "tcp.h"

#define CLIENT_PORT 40000
#define SERVER_PORT 9971
#define CLIENT_ISN 1000
#define SERVER_ISN 5000000

/* What one connection was, when it had its last call. */
struct heard {
	struct connection connection;
	GString *bytes[2]; /* '~' for each byte lost */
	unsigned overs[2];
};

struct listener {
	GPtrArray *ended;   /* struct heard */
	size_t take;        /* at most so many bytes are done with at a call */
	bool wait;          /* take nothing before |over| */
	struct place place; /* of the last byte of the last view */
	unsigned places;
	unsigned asked;
};

struct talk {
	struct tcp *tcp;
	struct listener listener;
	uint64_t frame;
	int64_t time; /* of the next packet; a millisecond later each */
	uint16_t client_port;
	uint32_t client_isn, server_isn;
	uint8_t frame_bytes[2048];
};

void talk_begin(struct talk *t, const struct tcp_limits *limits);
/* Ends the capture. */
void talk_finish(struct talk *t);
void talk_end(struct talk *t);
/* The connection that ended as number |i|. */
struct heard *talk_heard(struct talk *t, unsigned i);

/*
 * A segment of |from|: |seq| and |ack| count from the ISN, so that the first
 * byte is 1. |text| may be NULL.
 */
void say(struct talk *t, enum direction from, uint8_t flags, int64_t seq, int64_t ack,
	 const char *text);
/* The same, cut by the capture after |captured| bytes of text. */
void say_cut(struct talk *t, enum direction from, uint8_t flags, int64_t seq, int64_t ack,
	     const char *text, size_t captured);
/* SYN, SYN/ACK, ACK. */
void shake_hands(struct talk *t);
/* An ICMP error about what |from| sent at |seq|. */
void say_unreachable(struct talk *t, enum direction from, int64_t seq, uint8_t type, uint8_t code);
/* Fills in a segment without handing it on. */
struct packet segment_of(const struct talk *t, enum direction from, uint8_t flags, int64_t seq,
			 int64_t ack, struct bytes payload);

#endif
