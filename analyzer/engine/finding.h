/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * finding.h - how a predicate says what it found.
 *
 * A predicate that holds calls these in any order; what it leaves out is the
 * row's: certainty likely, message = title, no evidence.
 */
#ifndef ENGINE_FINDING_H
#define ENGINE_FINDING_H

#include "attempt.h"

struct finding *finding_new(void);
/* Makes |finding| a blank one of |row|: what another row's predicate left in it is gone. */
void finding_begin(struct finding *finding, const struct failure *row);
void finding_free(struct finding *finding);

/* Each returns true, so that a predicate can end in it. */
bool finding_say(struct finding *finding, enum certainty certainty, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool finding_quote(struct finding *finding, const struct sighting *sighting, struct moment at,
		   const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A message's bytes rather than a whole frame. */
bool finding_quote_place(struct finding *finding, const struct sighting *sighting,
			 struct place place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* A field of the hello that |sighting| carries, piece by piece. */
bool finding_quote_hello(struct finding *finding, const struct sighting *sighting,
			 enum hello_field field, const char *text);
/* The same of the first one where repeats were folded into it. */
bool finding_quote_first_hello(struct finding *finding, const struct sighting *sighting,
			       enum hello_field field, const char *text);
/* A row of the site's records. */
bool finding_quote_record(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A record or capture that would settle it. */
bool finding_need(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
bool finding_candidate(struct finding *finding, const char *id);

/* The certainty may not be above |bound|. */
void finding_bound(struct finding *finding, enum certainty bound);

#endif
