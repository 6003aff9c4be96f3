/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * talks.h - what was said on the call-backs of one attempt, folded.
 *
 * A server may call back several times (a handshake that fails, a log-in on a
 * connection of its own), so facts are kept of the last connection that shows
 * them. A connection that two captures show is counted once.
 */
#ifndef ENGINE_TALKS_H
#define ENGINE_TALKS_H

#include "sighting.h"

struct attempt;
struct twins;

/* One call and the connection that carried it. */
struct talk_call {
	const struct sighting *on; /* NULL: there is none */
	const struct seen_call *call;
};

struct talks {
	const struct sighting *session; /* the last call-back that said something in TLS */
	bool followed;                  /* ... of which nothing is missing or hidden */
	const struct sighting *secured; /* ... whose handshake came to its end */
	const struct sighting *failed;  /* ... whose handshake did not and will not */
	const struct sighting *alien;   /* ... where the device's side answers with no TLS */
	const struct sighting *heard;   /* the last whose calls were read */
	uint64_t data[2];               /* bytes of application data on all of them */
	bool opened;                    /* calls of a secured session, or in the clear, were read */
	bool whole;                     /* ... of all of them, and none was missed */

	struct talk_call challenged; /* the first answer that asks for a log-in */
	struct talk_call rejected;   /* the last log-in that was refused */
	unsigned rejections;
	struct talk_call welcome; /* the first answer that is no refusal to log in */
	struct talk_call last;    /* the last call */
	struct talk_call stopped; /* the last call that failed and was not mended by a later one */
	struct talk_call commit;  /* the last CommitChanges */
	struct talk_call committed;    /* CommitChanges that returned 0 */
	const struct sighting *latest; /* the connection on which something was said last */
	int64_t last_at;               /* when, nanoseconds since 1970 UTC */
};

/* Takes a call-back that was accepted. */
void talks_fold(struct talks *talks, const struct twins *twins, const struct sighting *s);

/* The alert that ended a session's handshake, or NULL. */
const struct seen_alert *talks_fatal_alert(const struct seen_session *session);

/* Did both sides finish the handshake? */
bool talks_is_secured(const struct seen_session *session);

/* Did a handshake begin on the connection that did not come to its end and will not? */
bool talks_has_failed(const struct seen_connection *connection);

/* Did the call fail: a value that is not 0, a fault, a refusal of HTTP's? No answer is none. */
bool talks_call_failed(const struct seen_call *call);
bool talks_call_is(const struct seen_call *call, const char *method);
/* Is the ReturnValue, by its class's own table, or the AMT-STATUS called |name|? */
bool talks_result_is(const struct seen_call *call, const char *name);

/* The handshake came to its end, and then one side closed without a byte of data. */
bool talks_said_nothing(const struct talks *talks);

/* Was it the server's log-in that was refused, and not an old nonce? */
bool talks_is_rejection(const struct seen_call *call);

/*
 * What a configured device does: it talked at length with the server, as far
 * as can be seen from outside.
 */
bool talks_at_length(const struct talks *talks);

#endif
