/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_runs.c - an array for the first calls and a ring for the last; see look_runs.h. */
#include "look_runs.h"

#include <string.h>

struct runs {
	struct sightings *sightings;
	struct budget *budget;
	struct address device;
	GArray *first, *last; /* struct seen_call; |last| is a ring once it is full */
	unsigned ring_at;     /* the oldest of a full ring */
	struct seen_call *latest;
	uint32_t left_out;
};

struct runs *runs_new(struct sightings *sightings, struct budget *budget,
		      const struct address *device)
{
	struct runs *runs = g_new0(struct runs, 1);

	runs->sightings = sightings;
	runs->budget = budget;
	runs->device = *device;
	runs->first = g_array_new(FALSE, FALSE, sizeof(struct seen_call));
	runs->last = g_array_new(FALSE, FALSE, sizeof(struct seen_call));
	return runs;
}

void runs_free(struct runs *runs)
{
	g_array_free(runs->first, TRUE);
	g_array_free(runs->last, TRUE);
	g_free(runs);
}

/* Texts are the store's: the same text is the same pointer. */
static bool says_the_same(const struct seen_call *a, const struct seen_call *b)
{
	return a->class == b->class && a->method == b->method && a->verb == b->verb &&
	       a->path == b->path && a->status == b->status && a->authorized == b->authorized &&
	       a->challenged == b->challenged && a->stale == b->stale && a->realm == b->realm &&
	       a->user == b->user && a->has_return_value == b->has_return_value &&
	       a->return_value == b->return_value && a->has_amt_status == b->has_amt_status &&
	       a->amt_status == b->amt_status && a->is_fault == b->is_fault &&
	       a->fault == b->fault && a->reason == b->reason && a->misrelated == b->misrelated &&
	       a->request_unread == b->request_unread && a->answer_unread == b->answer_unread &&
	       moment_is_set(a->answer) == moment_is_set(b->answer) &&
	       moment_is_set(a->request) == moment_is_set(b->request);
}

static struct seen_call *at(GArray *array, unsigned i)
{
	return &g_array_index(array, struct seen_call, i);
}

static struct seen_call *append(struct runs *runs, GArray *array, const struct seen_call *call)
{
	if (!budget_take(runs->budget, BUDGET_CALL, &runs->device, 0)) {
		runs->left_out += call->count;
		return NULL;
	}
	g_array_append_vals(array, call, 1);
	return at(array, array->len - 1);
}

static struct seen_call *replace_oldest(struct runs *runs, const struct seen_call *call)
{
	struct seen_call *oldest = at(runs->last, runs->ring_at);

	runs->ring_at = (runs->ring_at + 1) % runs->last->len;
	runs->left_out += oldest->count;
	*oldest = *call;
	return oldest;
}

void runs_add(struct runs *runs, const struct seen_call *call)
{
	struct seen_call *latest = runs->latest;

	if (latest && says_the_same(latest, call)) {
		latest->count += call->count;
		latest->last = call->last;
		latest->secrets += call->secrets;
		return;
	}
	if (runs->first->len < SEEN_CALLS_FIRST && runs->last->len == 0)
		runs->latest = append(runs, runs->first, call);
	else if (runs->last->len < SEEN_CALLS_LAST)
		runs->latest = append(runs, runs->last, call);
	else
		runs->latest = replace_oldest(runs, call);
}

void runs_keep(const struct runs *runs, struct seen_calls *calls)
{
	unsigned n = runs->first->len + runs->last->len;
	struct seen_call *to;

	calls->left_out = runs->left_out;
	calls->before = runs->first->len;
	calls->call_count = n;
	if (n == 0)
		return;
	calls->call = to = sightings_room(runs->sightings, n * sizeof *to);
	for (unsigned i = 0; i < runs->first->len; i++)
		*to++ = *at(runs->first, i);
	for (unsigned i = 0; i < runs->last->len; i++)
		*to++ = *at(runs->last, (runs->ring_at + i) % runs->last->len);
}
