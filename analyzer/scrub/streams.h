/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * streams.h - what the two sides of TCP connections send, rewritten in place.
 *
 * A message may lie in several segments, so each direction is put together
 * first and rewritten as a whole, length kept; then every segment takes its
 * bytes from there, retransmitted ones too. What is not understood becomes
 * zeros, and so does all behind a gap.
 */
#ifndef SCRUB_STREAMS_H
#define SCRUB_STREAMS_H

#include "mapping.h"
#include "packet.h"

#define STREAM_BYTES_MAX (1024 * 1024)       /* of one direction; what lies behind is zeros */
#define STREAMS_BYTES_MAX (64 * 1024 * 1024) /* of all; likewise */

struct streams;

/* |hello_port| is where this site says hello. */
struct streams *streams_new(struct mapping *m, uint16_t hello_port);
void streams_free(struct streams *streams);

/* Takes a TCP segment of |capture|. All of them come before the first streams_payload(). */
void streams_add(struct streams *streams, unsigned capture, const struct packet *packet);

/* The new payload of a segment that was added, of the same length. Valid until the next call. */
struct bytes streams_payload(struct streams *streams, unsigned capture,
			     const struct packet *packet);

#endif
