/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shake.h - the messages of a TLS handshake, by their names in a scenario. */
#ifndef SYNTH_SHAKE_H
#define SYNTH_SHAKE_H

#include "secure.h"

struct message {
	const char *name;
	unsigned type;
	bool begins; /* a new transcript */
	bool apart;  /* it is in no transcript */
	void (*put)(GByteArray *body, struct secure *secure, enum side side);
};

/* By name; fails at the line when there is none. */
const struct message *message_find(const struct line *line, const char *name);

#endif
