/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcp.h - TCP segments into connections, and bytes in order.
 *
 * Both directions are followed independently of each other, from the first
 * packet seen, handshake or not. A consumer gets the bytes of a direction as
 * one growing view and says how much of it is done with; bytes that never
 * came are reported as a gap, never invented. The first copy of a byte wins
 * over a later one that differs.
 *
 * Everything held is bounded by struct tcp_limits. When a bound is hit the
 * connection that tells least goes first: no payload before payload, oldest
 * before newest; what was given up is counted.
 *
 * Source: RFC 9293; sequence numbers are widened to 64-bit stream offsets.
 */
#ifndef STREAM_TCP_H
#define STREAM_TCP_H

#include "moment.h"
#include "packet.h"

enum direction {
	FROM_CLIENT, /* who sent the SYN; if none was seen, who does not sit on the known port */
	FROM_SERVER,
};

/* Why a connection came to its end. */
enum ending {
	ENDING_NONE,     /* it has not: the capture ended first */
	ENDING_FIN,      /* both sides said FIN */
	ENDING_RESET,    /* RST after the handshake or after data */
	ENDING_REFUSED,  /* RST in answer to SYN */
	ENDING_REUSED,   /* a new SYN on the same ports */
	ENDING_GIVEN_UP, /* a limit was hit */
};

struct half {
	struct moment first_data; /* first frame with payload */
	struct moment last_data;
	struct moment fin;
	struct moment reset;
	uint64_t bytes;    /* payload seen, each byte once */
	uint64_t lost;     /* bytes that were skipped as a gap */
	uint32_t segments; /* frames with payload, retransmissions not counted */
	uint32_t retransmissions;
	bool acknowledged; /* the other side has acknowledged all payload seen */
};

/* What one connection looked like from outside. Read it, do not write it. */
struct connection {
	struct address client, server;
	uint16_t client_port, server_port;
	uint16_t syns, syn_acks; /* frames, retransmissions included; saturating */
	bool client_known;       /* a SYN or SYN/ACK says which side is the client */
	struct moment first, last;
	struct moment syn, last_syn, syn_ack, last_syn_ack;
	struct moment unreachable; /* an ICMP error that quotes it */
	uint8_t icmp_type, icmp_code;
	struct address unreachable_by;
	uint32_t isn[2]; /* initial sequence numbers, for matching two captures; 0 if not seen */
	bool has_isn[2];
	struct half half[2]; /* by enum direction */
	enum ending ending;
	void *user; /* the consumer's own, NULL at first */
};

struct tcp_limits {
	size_t connections;      /* followed at once */
	size_t buffered;         /* bytes held, over all connections */
	size_t buffered_one_way; /* bytes held in one direction of one connection */
	int64_t idle;            /* nanoseconds of capture time after which a connection may go */
};

extern const struct tcp_limits tcp_default_limits; /* 65,536; 16 MiB; 128 KiB; 1 h */

/* The consumer's side. All may be NULL. */
struct tcp_consumer {
	/* Is this connection worth following? Asked once, at its first packet. */
	bool (*wants)(void *user, const struct flow *flow);
	/*
	 * |pending| are the bytes in order that were not yet consumed, never
	 * with a gap inside; |over| says that none will follow (FIN, reset, gap
	 * behind them, end of capture). Returns how many are done with; the rest
	 * comes again, longer. At |over| the rest is dropped after the call.
	 */
	size_t (*bytes)(void *user, struct connection *connection, enum direction direction,
			struct bytes pending, bool over);
	/* |lost| bytes are missing before what comes next in |direction|. */
	void (*gap)(void *user, struct connection *connection, enum direction direction,
		    uint64_t lost);
	/* The connection is over, or the capture is: last call for it. */
	void (*ended)(void *user, struct connection *connection);
};

struct tcp;

struct tcp *tcp_new(const struct tcp_limits *limits, const struct tcp_consumer *consumer,
		    void *user);
/* |at| is the frame's moment; |frame| its bytes, so that places count from their start. */
void tcp_packet(struct tcp *tcp, const struct packet *packet, struct moment at, struct bytes frame);
/* An ICMP error that quotes a TCP packet. */
void tcp_unreachable(struct tcp *tcp, const struct packet *packet, struct moment at);
/* The capture has ended: hands out everything that is still open. */
void tcp_finish(struct tcp *tcp);
void tcp_free(struct tcp *tcp);

/*
 * Where bytes [offset, offset + length) of what bytes() was last given as
 * |pending| stand in the capture: one place a frame, at most |room|.
 * Returns how many. Only valid inside bytes().
 */
unsigned tcp_places(const struct connection *connection, enum direction direction, size_t offset,
		    size_t length, struct place *places, unsigned room);

/* What was given up because a limit was hit. */
struct tcp_losses {
	uint64_t connections; /* forgotten before their end */
	uint64_t bytes;       /* not buffered */
};
struct tcp_losses tcp_losses(const struct tcp *tcp);

#endif
