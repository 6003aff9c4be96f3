/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_session.h - what a server says to a device on its ports for HTTP and
 * TLS, as a session and calls that were seen.
 *
 * At most TALKS_MAX connections to strangers are read at once, and as many to
 * hosts that stand out (budget.h); those beyond are followed as connections,
 * unread, and counted.
 */
#ifndef ANALYZER_LOOK_SESSION_H
#define ANALYZER_LOOK_SESSION_H

#include "budget.h"
#include "capture.h"
#include "look_secrets.h"
#include "sighting.h"
#include "tcp.h"

#define TALKS_MAX 4096

/* One a capture; all but |secrets|, which may be NULL, must be given and outlive it. */
struct talk_reader;

struct talk_reader *talk_reader_new(struct sightings *sightings, struct budget *budget,
				    const struct look_secrets *secrets,
				    const struct capture *capture);
void talk_reader_free(struct talk_reader *reader);

/* As bytes() of struct tcp_consumer. |encrypted| says that the port is for TLS. */
size_t talk_take(struct talk_reader *reader, struct connection *connection, bool encrypted,
		 enum direction from, struct bytes pending, bool over);
void talk_gap(struct connection *connection, enum direction from, uint64_t lost);

/* The connection is over: what was said on it goes into |seen|. */
void talk_end(struct talk_reader *reader, struct connection *connection,
	      struct seen_connection *seen);

/* Connections that were not read, for too many were open at once. */
uint64_t talk_left_out(const struct talk_reader *reader);

#endif
