/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_jobs.c - threads that take the next capture until none is left; see look_jobs.h. */
#include "look_jobs.h"

#define AHEAD 4 /* captures a thread may be before the one that is finished next */

struct crew {
	GMutex mutex;
	GCond changed;
	struct look_job *jobs;
	size_t n, begun, finished, window;
};

/* NULL when none is left. What is done and not finished takes memory, so nobody runs far ahead. */
static struct look_job *next_job(struct crew *crew)
{
	struct look_job *job = NULL;

	g_mutex_lock(&crew->mutex);
	while (crew->begun < crew->n && crew->begun >= crew->finished + crew->window)
		g_cond_wait(&crew->changed, &crew->mutex);
	if (crew->begun < crew->n)
		job = &crew->jobs[crew->begun++];
	g_mutex_unlock(&crew->mutex);
	return job;
}

static void *work(void *user)
{
	struct crew *crew = user;
	struct look_job *job;

	while ((job = next_job(crew))) {
		job->seen = sightings_new();
		look(job->seen, job->path, job->shown_as, &job->options, &job->error);
		g_mutex_lock(&crew->mutex);
		job->done = true;
		g_cond_broadcast(&crew->changed);
		g_mutex_unlock(&crew->mutex);
	}
	return NULL;
}

static void wait_for(struct crew *crew, const struct look_job *job)
{
	g_mutex_lock(&crew->mutex);
	while (!job->done)
		g_cond_wait(&crew->changed, &crew->mutex);
	g_mutex_unlock(&crew->mutex);
}

static void note_finished(struct crew *crew, struct look_job *job)
{
	sightings_free(job->seen);
	g_clear_error(&job->error);
	g_mutex_lock(&crew->mutex);
	crew->finished++;
	g_cond_broadcast(&crew->changed);
	g_mutex_unlock(&crew->mutex);
}

void look_jobs(struct look_job *jobs, size_t n, unsigned threads,
	       void (*finish)(void *user, struct look_job *job), void *user)
{
	struct crew crew = {.jobs = jobs, .n = n, .window = (size_t)threads * AHEAD};
	g_autofree GThread **thread = g_new(GThread *, threads);

	for (unsigned i = 0; i < threads; i++)
		thread[i] = g_thread_new("look", work, &crew);
	for (size_t i = 0; i < n; i++) {
		wait_for(&crew, &jobs[i]);
		finish(user, &jobs[i]);
		note_finished(&crew, &jobs[i]);
	}
	for (unsigned i = 0; i < threads; i++)
		g_thread_join(thread[i]);
}
