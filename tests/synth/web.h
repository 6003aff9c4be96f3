/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * web.h - HTTP between a server and AMT: calls and their answers on one connection.
 *
 * Formats: RFC 9110, 9112, 7616 (digest, MD5 as firmware does it).
 */
#ifndef SYNTH_WEB_H
#define SYNTH_WEB_H

#include "scene.h"

struct web {
	unsigned calls; /* MessageIDs and nonce counts follow from these */
	unsigned answers;
	unsigned nonce;     /* the one in force; 0: the client was not challenged */
	unsigned uses;      /* of it */
	GPtrArray *waiting; /* GByteArray *: answers that the scenario keeps back */
};

void web_free(struct web *web); /* NULL is fine */

/* One call, as its line describes it. */
struct call {
	const char *class, *method;
	bool old;          /* the dialect before WS-Man */
	GPtrArray *inputs; /* const char *: Name=value */
	GPtrArray *outputs;
	const char *value; /* the answer's return value; NULL: none */
	const char *fault, *reason, *amt_status;
	unsigned id;         /* of the request */
	const char *relates; /* the id that the answer names */
	unsigned answer;     /* its number */
};

/* The two bodies. The caller frees. */
char *envelope_request(const struct call *call);
char *envelope_answer(const struct call *call);
/* What stands in the request line, and the SOAPAction of the older dialect. The caller frees. */
char *envelope_path(const struct call *call);
char *envelope_action(const struct call *call);

#endif
