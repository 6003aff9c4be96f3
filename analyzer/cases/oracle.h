/* SPDX-License-Identifier: GPL-2.0-or-later */
/* oracle.h - what the engine says of frames in memory, and whether it still says it of fewer. */
#ifndef CASES_ORACLE_H
#define CASES_ORACLE_H

#include "frames.h"
#include "records.h"
#include "said.h"

struct oracle {
	const struct frames *frames;
	const struct site *site;
	struct look_options look; /* ports; vantages are the captures' */
	struct whom whom;
};

/* What is said of the frames that |in| (NULL: all) marks. Free with json_decref(). */
json_t *oracle_says(struct oracle *oracle, const bool *in);

/* The same as a diagnosis; |sightings| gets what it rests on, to be freed behind it. */
struct diagnosis *oracle_thinks(struct oracle *oracle, const bool *in,
				struct sightings **sightings);

/*
 * The site of the rows that |in| (NULL: all) marks, which are copied; |folder|
 * has the certificates. |records| NULL: of none. NULL with |error| set when they cannot be.
 */
struct site *site_of(const struct records *records, const bool *in, const char *folder,
		     GError **error);

#endif
