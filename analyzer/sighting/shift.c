/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shift.c - a capture whose clock was wrong: all its times, moved together.
 * Which members are moments is said by the rows of layout.h.
 */
#include "layout.h"

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

static void shift_all(const struct layout *layout, void *base, int64_t by)
{
	for (const struct row *row = layout->rows; row->name; row++) {
		unsigned n;
		uint8_t *at = (uint8_t *)row_values(row, base, &n);

		for (unsigned i = 0; i < n && row->cell == CELL_OBJECT; i++) {
			if (row->of == &layout_moment)
				shift_moment((struct moment *)(void *)(at + i * row->of->size), by);
			else
				shift_all(row->of, at + i * row->of->size, by);
		}
	}
}

static void shift_sighting(struct sighting *s, int64_t by)
{
	shift_time(&s->at.time, by);
	shift_all(layout_of[s->kind], sighting_value(s), by);
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
