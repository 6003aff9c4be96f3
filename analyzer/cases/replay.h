/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay.h - the device's side of a case, played against a live server.
 *
 * The hello is sent, then the ports on which a device is called back are
 * listened on, at the address that the server saw. Everything is bounded: in
 * time, in connections and in bytes. What happened is told in lines.
 */
#ifndef CASES_REPLAY_H
#define CASES_REPLAY_H

#include <stdio.h>

#include "replay_script.h"

#define REPLAY_WAIT_DEFAULT 10 /* seconds */
#define REPLAY_WAIT_MAX 600

struct replay_options {
	struct address to;
	uint16_t port;
	unsigned wait;           /* seconds for a call-back */
	const struct site *site; /* PPSs for calls by TLS; or NULL */
};

/* How it went beside what the case shows. */
struct replayed {
	enum answer answer;
	unsigned calls;
	bool not_listening; /* a port could not be listened on: nothing is known of calls to it */
};

/* Plays; tells what happens to |out|. False with |error| set when it could not begin. */
bool replay(const struct script *script, const struct replay_options *options, FILE *out,
	    struct replayed *replayed, GError **error);

#endif
