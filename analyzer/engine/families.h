/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * families.h - who asked over IPv4 and then spoke over IPv6, or the other way
 * round: one device. No frame says so. A question whose answer leads into the
 * other family, and right after it a hello that goes there, belong together
 * when nobody else asked and nobody else spoke in that time, the asker did not
 * connect by itself and the speaker did not ask by itself.
 */
#ifndef ENGINE_FAMILIES_H
#define ENGINE_FAMILIES_H

#include "sighting.h"

struct families;
struct subject;

struct families *families_new(void);
void families_free(struct families *families);

/* In the order of time: a question for the server; |known|: whoever asks has its own hellos. */
void families_ask(struct families *families, const struct sighting *question, bool known);
/* Likewise a connection to a hello port, of |subject| when a hello was said on it, else NULL. */
void families_connect(struct families *families, const struct sighting *connection,
		      struct subject *subject);

/* Pairs |k| up to their count: the subject whose question |*question| is; NULL: it is open. */
unsigned families_count(const struct families *families);
struct subject *families_pair(const struct families *families, unsigned k,
			      const struct sighting **question);

/* Did |name|'s answer lead into another family than the one it was asked in? */
bool families_crosses(const struct seen_name *name);

#endif
