/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analyze.h - what the commands that read captures share. observe is the first
 * half of analyze, diagnose the second, so that both together are analyze.
 */
#ifndef ANALYZER_ANALYZE_H
#define ANALYZER_ANALYZE_H

#include "options.h"

/* What is done with sightings when all captures have been looked at. */
typedef enum status finish_function(struct sightings *sightings, const struct site *site,
				    const struct options *options);

/* Looks at the captures that |options| name and hands what was seen to |finish|. */
enum status look_and(finish_function *finish, const char *command, const struct options *options);

/* What a command does with the captures (struct input) and records that were named. */
typedef enum status inputs_function(const GPtrArray *inputs, const struct site *site,
				    const struct options *options, void *user);

/* Lists the captures and loads the records that |options| name, and runs |run| on them. */
enum status with_inputs(inputs_function *run, void *user, const char *command,
			const struct options *options);

/* The records that |options| name; NULL, and said why, where it is wrong use. */
struct site *load_records(const struct options *options, bool output_is_input);

/* The reference engine thinks, and its report goes where |options| say. */
finish_function think_and_write;

/* An input that cannot be read has its place among the captures, with the reason. */
void note_unreadable(struct sightings *sightings, const char *shown_as, const char *reason);

/* Was every capture read to its end? */
bool all_complete(const struct sightings *sightings);

#endif
