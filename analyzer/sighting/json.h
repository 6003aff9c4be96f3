/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - sightings as JSON lines, to be made where captures lie and thought
 * about elsewhere; sightings.schema.json describes a line.
 *
 * The format is our own. PIDs stand in it in full, for the engine needs them;
 * keys and passwords are never part of a sighting. Reading is strict: the
 * lines may come from anybody.
 */
#ifndef SIGHTING_JSON_H
#define SIGHTING_JSON_H

#include <stdio.h>

#include "sighting.h"

#define SIGHTINGS_SCHEMA "amtrace.sightings/1"
#define SIGHTINGS_LINE_MAX (1024 * 1024) /* bytes of a line that is read */

#define SIGHTINGS_ERROR sightings_error_quark()
GQuark sightings_error_quark(void);
enum sightings_error {
	SIGHTINGS_ERROR_FORMAT, /* the message says at which line, and what is wrong there */
	SIGHTINGS_ERROR_READ,   /* the disk's or the system's trouble */
};

/* Sorts |sightings| and writes them. False with errno set when |out| does not take them. */
bool sightings_write(FILE *out, struct sightings *sightings);

/*
 * Adds what |in| holds to |sightings|; its captures are other captures than
 * those already there, whatever they are called. Files may be joined: a header
 * begins anew. False with |error| set, "LINE: what", when anything is wrong;
 * then nothing is added, for half of what was seen would make silence out of
 * the other half.
 */
bool sightings_read(struct sightings *sightings, FILE *in, GError **error);

#endif
