/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls_seen.h - the calls that a server makes to a device over HTTP, each
 * with its answer.
 *
 * A connection may carry any number of them, so the first and the last are
 * kept and those between counted; calls in a row that say the same are one.
 * What a call carries beside its name and result is not kept: passwords, keys
 * and the answers of digests least of all. Texts are cut, and the store's.
 */
#ifndef SIGHTING_CALLS_SEEN_H
#define SIGHTING_CALLS_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "moment.h"

#define SEEN_CALLS_FIRST 48 /* kept of a connection's beginning */
#define SEEN_CALLS_LAST 48  /* and of its end */

struct seen_call {
	struct moment request, answer;            /* where each begins; frame 0: it was not seen */
	struct moment last;                       /* of a run the last one's */
	struct place request_place, answer_place; /* decrypted: of the record */
	uint32_t count;                           /* of the run; at least 1 */
	const char *verb, *path;                  /* of HTTP; the path without its query */
	uint16_t status;                          /* of HTTP */
	bool authorized;                          /* the request carries a digest answer */
	bool challenged, stale;                   /* the answer asks for a digest */
	const char *realm, *user;
	const char *class, *method;
	bool related;    /* the answer names the request's MessageID */
	bool misrelated; /* ... or another one */
	bool has_return_value, has_amt_status;
	uint32_t return_value; /* return_value_name() */
	uint32_t amt_status;   /* NAMES_PT_STATUS */
	bool is_fault;
	const char *fault, *reason;
	const char *request_unread, *answer_unread; /* why a body was not read; NULL: it was */
	uint32_t secrets;                           /* values that were passed over */
};

struct seen_calls {
	uint32_t total;     /* requests, or answers without one */
	uint32_t left_out;  /* of them; they stand behind the first |before| */
	uint32_t before;    /* calls kept of the beginning */
	bool decrypted;     /* from a TLS session; else they were in the clear */
	bool lost[2];       /* from somewhere on it could not be followed: [client, server] */
	bool foreign[2];    /* what is spoken is no HTTP, from the first byte on */
	const char *server; /* what the device calls itself in HTTP, or NULL */
	unsigned call_count;
	struct seen_call *call; /* in the order of their requests */
};

#endif
