/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_hello.h - what a client says on the hello port, as a hello that was seen.
 *
 * It reads pending bytes as they come and consumes none before the connection
 * is over: only then is it known what stands behind the hello.
 */
#ifndef ANALYZER_LOOK_HELLO_H
#define ANALYZER_LOOK_HELLO_H

#include "budget.h"
#include "sighting.h"
#include "tcp.h"
#include "watch.h"

/* Hangs on the connection (user) and ends with it. */
struct spoken {
	struct seen_hello *hello; /* NULL before its first byte */
	bool foreign;             /* something else is spoken here */
};

void spoken_free(struct spoken *spoken);

/* One for each capture; the three must outlive it. */
struct hello_reader *hello_reader_new(struct sightings *sightings, struct watch *watch,
				      struct budget *budget);
void hello_reader_free(struct hello_reader *reader);

/* As bytes() of struct tcp_consumer, for what the client sends. */
size_t hello_take(struct hello_reader *reader, struct connection *connection, struct bytes pending,
		  bool over);

/* The capture lacks bytes of the client. */
void hello_gap(struct connection *connection);

#endif
