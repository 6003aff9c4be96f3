/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answers.h - what a device answered when it was called back, as a case keeps it.
 *
 * Encrypted bytes are no part of a case. Where the session was opened, the
 * answers are: which call, and what came of it; no parameter, no text of a
 * person's, no password. Written as answers.json (answers.schema.json).
 */
#ifndef CASES_ANSWERS_H
#define CASES_ANSWERS_H

#include <jansson.h>

#include "diagnosis.h"

#define ANSWERS_SCHEMA "amtrace.answers/1"
#define CASE_ANSWERS "answers.json"
#define ANSWERS_MAX 4096 /* of a case */

/* The answer to a call, or to equal ones in a row. */
struct reply {
	const char *class, *method; /* "": the request named none */
	uint16_t status;            /* of HTTP; 0: no answer was seen */
	bool authorized;            /* the request carried a digest answer */
	bool challenged, stale;     /* it asks for a digest */
	bool has_return_value, has_amt_status, is_fault;
	uint32_t return_value, amt_status;
	const char *fault; /* a word of a public schema, or NULL */
	uint32_t left;     /* how many are still to be given */
};

struct answers {
	json_t *root; /* holds the texts */
	GArray *list; /* struct reply, in their order */
};

/* The answers of the device, under no name of anybody's; NULL when none was read. */
json_t *answers_describe(const struct diagnosis *diagnosis, int device);

/* Those of the case in |folder|. Empty when it has none; NULL with |error| set when unreadable. */
struct answers *answers_read(const char *folder, GError **error);
void answers_free(struct answers *answers);

/* The next one to this call, which is then used up; NULL when there is none left. */
const struct reply *answers_take(struct answers *answers, const char *class, const char *method,
				 bool authorized);

/* Was a log-in ever asked for? */
bool answers_challenge(const struct answers *answers);

#endif
