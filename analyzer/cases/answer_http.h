/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer_http.h - a call-back's requests, each answered with what was recorded of it.
 *
 * Bytes go in and bytes come out; sockets and sessions are others'. Bounded in
 * requests and bytes; what was heard may hold passwords and is wiped.
 */
#ifndef CASES_ANSWER_HTTP_H
#define CASES_ANSWER_HTTP_H

#include "answers.h"
#include "bytes.h"

#define ANSWERED_MAX 1024        /* requests of one connection */
#define ANSWERING_PAUSE_MS 10000 /* without a byte: whoever says nothing more has gone */

struct answering;

/* |answers| are used up, and must outlive it. */
struct answering *answering_new(struct answers *answers);
void answering_free(struct answering *answering); /* wipes; NULL is fine */

/* Takes what was heard and appends what is said to it. False when there is nothing more to say. */
bool answering_hear(struct answering *answering, struct bytes heard, GString *out);

/* "3 requests, 2 answered as recorded, 1 not recorded". Free it. */
char *answering_words(const struct answering *answering);

#endif
