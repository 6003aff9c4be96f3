/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_jobs.h - several captures looked at side by side.
 *
 * Each is looked at alone anyway, into a store of its own; what was seen is
 * put together in the order of the captures. So nothing shows how many there
 * were at once.
 */
#ifndef ANALYZER_LOOK_JOBS_H
#define ANALYZER_LOOK_JOBS_H

#include "look.h"

struct look_job {
	const char *path, *shown_as;
	struct look_options options;
	struct sightings *seen; /* when it is done; finish() may keep it */
	GError *error;          /* why it could not be read at all, or NULL; finish() may keep it */
	bool done;
};

/*
 * Looks at |n| captures in |threads| threads. |finish| is called for each, in
 * their order, by the caller's thread.
 */
void look_jobs(struct look_job *jobs, size_t n, unsigned threads,
	       void (*finish)(void *user, struct look_job *job), void *user);

#endif
