/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listen.h - a session that overhears a talk, and what of it is known to it. */
#ifndef TESTS_STREAM_LISTEN_H
#define TESTS_STREAM_LISTEN_H

#include "keylog.h"
#include "rsa_keys.h"
#include "session.h"
#include "talk.h"

struct listening {
	/* What is known; NULL: nothing of that kind. */
	const char *pps;
	struct keylog *keylog;
	struct rsa_keys *rsa;
	size_t step; /* bytes a call, 0: piece by piece */
	/* What came out. */
	struct sessions *sessions;
	struct session *session;
	GString *heard[2];
	unsigned events[SESSION_DATA + 1];
};

/* Begins to listen with what is known; listen_end() ends it. */
void listen_begin(struct listening *listening);
/* Hears |talk| as a session of its own, the one before forgotten. */
void listen_to(struct listening *listening, const struct talk *talk);
void listen_end(struct listening *listening);

/* Fails the test unless every byte said was heard, and both Finished fit. */
void listen_expect_all(const struct listening *listening, const struct talk *talk);
/* Fails the test if anything was heard. */
void listen_expect_nothing(const struct listening *listening);

#endif
