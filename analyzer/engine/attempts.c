/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attempts.c - a subject's sightings, cut where its hellos start anew: each
 * stretch is one try at being provisioned. Attempts are made when they are
 * asked for and thrown away: what is kept of a device is its sightings.
 */
#include "fold.h"

static bool is_hello(const struct sighting *s)
{
	return s->kind == SIGHTING_CONNECTION && s->connection->hello;
}

static bool calls_server(const struct sighting *s)
{
	return s->kind == SIGHTING_CONNECTION && s->connection->service == SERVICE_HELLO &&
	       !s->connection->hello;
}

/* The same segment captured twice is one hello. */
static bool is_twin(const struct sighting *a, const struct sighting *b)
{
	const struct seen_connection *x = a->connection, *y = b->connection;

	return x->client_port == y->client_port && x->has_isn && y->has_isn && x->isn == y->isn &&
	       address_equal(&x->client, &y->client) && address_equal(&x->server, &y->server);
}

/* Does |hello| begin the schedule anew? The retry count starts again; not just a copy. */
static bool restarts(const struct sighting *before, const struct sighting *hello)
{
	const int64_t copy = 20 * NANOSECONDS; /* shorter than any retry spacing */

	const struct seen_hello *was = before->connection->hello, *is = hello->connection->hello;

	if (is_twin(before, hello))
		return false;
	return is->retry < hello_last_retry(was) ||
	       (is->retry == hello_last_retry(was) &&
		hello->at.time - hello_last_at(was).time > copy);
}

/* What led to a hello belongs to it: leases, names and connections right before it. */
static size_t led_up_to(const struct subject *subject, size_t hello)
{
	const int64_t lead = 120 * NANOSECONDS;
	const struct sighting *const *seen = subject->seen;
	size_t i = hello;

	while (i > 0 && seen[hello]->at.time - seen[i - 1]->at.time < lead &&
	       (seen[i - 1]->kind == SIGHTING_LEASE || seen[i - 1]->kind == SIGHTING_NAME ||
		calls_server(seen[i - 1])))
		i--;
	return i;
}

static struct attempt *begin(GPtrArray *attempts, const struct fleet *fleet,
			     const struct subject *subject, size_t from)
{
	struct attempt *attempt = g_new0(struct attempt, 1);

	attempt->fleet = fleet;
	attempt->site = fleet->site;
	attempt->subject = subject;
	attempt->seen = subject->seen + from;
	attempt->siblings = attempts;
	g_ptr_array_add(attempts, attempt);
	return attempt;
}

static void cut_up(GPtrArray *attempts, const struct fleet *fleet, const struct subject *subject)
{
	struct attempt *attempt = begin(attempts, fleet, subject, 0);
	const struct sighting *before = NULL;
	size_t start = 0;

	for (size_t i = 0; i < subject->seen_count; i++) {
		const struct sighting *s = subject->seen[i];

		if (!is_hello(s))
			continue;
		if (before && restarts(before, s)) {
			size_t cut = MAX(led_up_to(subject, i), start + 1);

			attempt->seen_count = cut - start;
			attempt = begin(attempts, fleet, subject, cut);
			start = cut;
		}
		before = s;
	}
	attempt->seen_count = subject->seen_count - start;
	attempt->last = true;
}

GPtrArray *attempts_of(const struct fleet *fleet, const struct subject *subject)
{
	GPtrArray *attempts = g_ptr_array_new_with_free_func(g_free);

	cut_up(attempts, fleet, subject);
	for (unsigned i = 0; i < attempts->len; i++)
		attempt_fold(attempts->pdata[i]);
	return attempts;
}
