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
	ENDING_NONE,     /* it has not: the capture ended first, or tcp_limits.idle was over */
	ENDING_FIN,      /* both sides said FIN */
	ENDING_RESET,    /* RST after the handshake or after data */
	ENDING_REFUSED,  /* RST in answer to SYN, no SYN/ACK before it */
	ENDING_REUSED,   /* a new SYN on the same ports */
	ENDING_GIVEN_UP, /* a limit was hit */
};

/* What the consumer makes of a flow by its ports. */
enum tcp_wanted {
	TCP_NOT_WANTED,
	TCP_CLIENT_SENDS, /* wanted; flow.dst sits on the known port */
	TCP_SERVER_SENDS, /* wanted; flow.src sits on the known port */
};

struct half {
	struct moment first_data; /* first frame with payload */
	struct moment last_data;  /* last one, retransmissions included, keep-alives not */
	struct moment fin;
	struct moment reset;
	uint64_t bytes;    /* payload seen, each byte once */
	uint64_t lost;     /* bytes that gap() was told of */
	uint32_t segments; /* frames with payload, retransmissions not counted */
	uint32_t retransmissions;
	uint8_t ttl; /* of its first packet: near its start value at the sender's own segment */
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
	struct moment established; /* the client acknowledges the SYN/ACK */
	struct moment unreachable; /* the first ICMP error that quotes it and means "not there" */
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
	uint64_t seed;           /* of the hash, for tests; 0: a random one. Changes no result. */
};

extern const struct tcp_limits tcp_default_limits; /* 65,536; 16 MiB; 128 KiB; 1 h */

/* The consumer's side. All may be NULL. */
struct tcp_consumer {
	/*
	 * Is this flow worth following, and who is the server if no SYN or
	 * SYN/ACK says so? Asked for every packet before anything else is done
	 * with it: look at the ports, and be quick. NULL: everything is, and
	 * who was seen first is the client.
	 */
	enum tcp_wanted (*wants)(void *user, const struct flow *flow);
	/*
	 * |pending| are the bytes in order that were not yet consumed, never
	 * with a gap inside; |over| says that none will follow (FIN, reset, gap
	 * behind them, end of capture). Returns how many are done with; the rest
	 * comes again, longer. At |over| the rest is dropped after the call. The
	 * last call of a direction that had payload has |over|, if need be with
	 * nothing pending. A direction that holds more than a limit allows ends
	 * in |over| and a gap() of what was dropped, and then goes on.
	 */
	size_t (*bytes)(void *user, struct connection *connection, enum direction direction,
			struct bytes pending, bool over);
	/* |lost| bytes are missing before what comes next in |direction|. */
	void (*gap)(void *user, struct connection *connection, enum direction direction,
		    uint64_t lost);
	/*
	 * Last call for the connection. One that ended lingers first, so that
	 * what comes late (the ACK of the last FIN, a RST behind it) still finds
	 * it; so this comes later than the end, at tcp_finish() at the latest.
	 */
	void (*ended)(void *user, struct connection *connection);
};

struct tcp;

struct tcp *tcp_new(const struct tcp_limits *limits, const struct tcp_consumer *consumer,
		    void *user);
/* |at| is the frame's moment; |frame| its bytes, so that places count from their start. */
void tcp_packet(struct tcp *tcp, const struct packet *packet, struct moment at, struct bytes frame);
/*
 * An ICMP error that quotes a TCP packet. Noted when it quotes a connection
 * that is followed and a sequence number that was sent; advice (packet too
 * big, redirect, source quench) is not.
 */
void tcp_unreachable(struct tcp *tcp, const struct packet *packet, struct moment at);
/* The capture has ended: hands out everything that is still open. */
void tcp_finish(struct tcp *tcp);
void tcp_free(struct tcp *tcp);

#define TCP_PIECES 4096 /* that places are kept of, in one direction */

/*
 * Where bytes [offset, offset + length) of what bytes() was last given as
 * |pending| stand in the capture: one place a frame, at most |room|.
 * Returns how many. Only valid inside bytes(). Payload that does not lie in
 * its frame (a reassembled datagram) has a place of offset 0 and length 0; bytes
 * behind the first TCP_PIECES pieces of what is pending have none.
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
