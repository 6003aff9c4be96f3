/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_calls.h - HTTP between a server and a device, as calls that were seen.
 *
 * Bytes come from the connection itself or out of a TLS session. Bodies are
 * put together here for they must be read whole; they may hold passwords, so
 * what was put together is wiped. Bounded: a body of CALLS_BODY_MAX, all of
 * one capture of CALLS_HELD_MAX, and CALLS_OPEN_MAX requests without an answer
 * on one connection; what is kept of them is bounded by the budget.
 */
#ifndef ANALYZER_LOOK_CALLS_H
#define ANALYZER_LOOK_CALLS_H

#include "budget.h"
#include "sighting.h"
#include "tcp.h"

#define CALLS_BODY_MAX (128u * 1024)      /* bytes; AMT's own answers are at most 50 kB */
#define CALLS_HELD_MAX (8u * 1024 * 1024) /* bytes of bodies that are not whole */
#define CALLS_OPEN_MAX 32

/* One a capture; both must outlive it. */
struct calls_reader;

struct calls_reader *calls_reader_new(struct sightings *sightings, struct budget *budget);
void calls_reader_free(struct calls_reader *reader);

/* One a connection; its calls so far. */
struct dialogue;

/* |device| is who is called; |decrypted| says that bytes come out of a TLS session. */
struct dialogue *dialogue_new(struct calls_reader *reader, const struct address *device,
			      bool decrypted);
void dialogue_free(struct dialogue *dialogue); /* wipes; NULL is fine */

/* When and where bytes were heard. */
struct heard {
	struct moment at;
	const struct connection
		*connection; /* what it was last given holds them; NULL: decrypted */
	struct place record; /* decrypted: of the record */
};

/* As bytes() of struct tcp_consumer: returns how many of |pending| are done with. */
size_t dialogue_bytes(struct dialogue *dialogue, enum direction from, struct bytes pending,
		      bool over, const struct heard *heard);
void dialogue_gap(struct dialogue *dialogue, enum direction from, uint64_t lost);

/* What was said, in the store; NULL when nothing was. Nothing may follow. */
struct seen_calls *dialogue_end(struct dialogue *dialogue);

/* |text| in the store, what is not printable ASCII as '?'; NULL when there is no room for it. */
const char *look_keep_text(struct sightings *sightings, struct budget *budget,
			   const struct address *host, struct bytes text);

#endif
