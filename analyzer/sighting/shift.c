/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shift.c - a capture whose clock was wrong: all its times, moved together. */
#include "sighting.h"

/* Both are within reach, so their sum fits; hostile clocks end at the edge of time. */
static void shift_time(int64_t *time, int64_t by)
{
	*time = time_within_reach(*time + by);
}

static void shift_moment(struct moment *moment, int64_t by)
{
	if (moment_is_set(*moment))
		shift_time(&moment->time, by);
}

static void shift_lease(struct seen_lease *lease, int64_t by)
{
	shift_moment(&lease->discover, by);
	shift_moment(&lease->offer, by);
	shift_moment(&lease->request, by);
	shift_moment(&lease->ack, by);
	shift_moment(&lease->nak, by);
	shift_moment(&lease->last, by);
}

static void shift_connection(struct seen_connection *c, int64_t by)
{
	shift_moment(&c->answer_at, by);
	shift_moment(&c->last_syn, by);
	shift_moment(&c->last, by);
	shift_moment(&c->odd, by);
	if (c->hello)
		shift_moment(&c->hello->at, by);
	if (c->hello && c->hello->again)
		shift_moment(&c->hello->again->at, by);
}

static void shift_neighbour(struct seen_neighbour *n, int64_t by)
{
	shift_moment(&n->last, by);
	shift_moment(&n->answer, by);
}

static void shift_sighting(struct sighting *s, int64_t by)
{
	shift_time(&s->at.time, by);
	switch (s->kind) {
	case SIGHTING_LEASE:
		shift_lease(s->lease, by);
		break;
	case SIGHTING_NAME:
		shift_moment(&s->name->answer, by);
		break;
	case SIGHTING_CONNECTION:
		shift_connection(s->connection, by);
		break;
	case SIGHTING_NEIGHBOUR:
		shift_neighbour(s->neighbour, by);
		break;
	}
}

void sightings_shift(struct sightings *s, unsigned capture, int64_t by)
{
	struct capture_facts *facts = sightings_capture(s, capture);
	size_t count;
	struct sighting *list = (struct sighting *)sightings_list(s, &count);

	shift_time(&facts->first, by);
	shift_time(&facts->last, by);
	for (unsigned i = 0; i < facts->piece_count; i++) {
		shift_time(&facts->piece[i].first, by);
		shift_time(&facts->piece[i].last, by);
	}
	shift_time(&facts->clock_ahead, -by);
	for (size_t i = 0; i < count; i++)
		if (list[i].capture == capture)
			shift_sighting(&list[i], by);
}
