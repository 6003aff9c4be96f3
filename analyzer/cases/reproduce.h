/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reproduce.h - from captures of the field to a case that may be handed on.
 *
 * The captures are made small first and anonymous then, each step asked of
 * the engine: what is left must say the same of the device.
 */
#ifndef CASES_REPRODUCE_H
#define CASES_REPRODUCE_H

#include "case_file.h"
#include "frames.h"
#include "records.h"

struct reproduction {
	struct frames *frames;    /* of all captures, then of the case */
	struct records *records;  /* of the site, then of the case; NULL without */
	char *folder;             /* with the certificates that they name */
	bool folder_is_ours;      /* ... to be removed */
	struct look_options look; /* ports */
	struct whom whom;         /* the device, under its name in the case */
	json_t *said;             /* what the captures say of it */
	json_t *answers;          /* what it answered when called back; NULL: nothing was read */
	GPtrArray *lost;          /* sentences: in what the case says something else */
	unsigned frames_before;
	unsigned keep; /* enum keep */
};

/* Makes |r| small and anonymous. False with |error| set when the device's failure got lost. */
bool reproduce(struct reproduction *r, GError **error);

/*
 * Writes the case to |folder|, which must not be there, or be empty: all of it
 * appears at once or nothing does.
 */
bool reproduction_write(const struct reproduction *r, const char *folder, GError **error);

void reproduction_clear(struct reproduction *r);

/* Removes a folder that was made here, and what is in it. */
void remove_folder(const char *folder);

#endif
