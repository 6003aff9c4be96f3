/* SPDX-License-Identifier: GPL-2.0-or-later */
/* retell.c - copies of sightings and capture facts, rearranged; see retell.h. */
#include "retell.h"

struct copy {
	struct sightings *to;
	const struct retelling *how;
	unsigned *place[2]; /* by capture: of its first part and of its second */
};

/* The numbers 0 to |n| - 1, shuffled (Fisher and Yates) when there is a seed. */
static unsigned *order_of(size_t n, unsigned seed)
{
	unsigned *order = g_new(unsigned, n + 1);
	g_autoptr(GRand) dice = g_rand_new_with_seed(seed);

	for (size_t i = 0; i < n; i++)
		order[i] = (unsigned)i;
	for (size_t i = n; seed && i > 1; i--) {
		unsigned k = (unsigned)g_rand_int_range(dice, 0, (gint32)i), kept = order[i - 1];

		order[i - 1] = order[k];
		order[k] = kept;
	}
	return order;
}

/* Frames of the second part are counted on, so each part's name says which it is. */
static unsigned copy_part(struct copy *copy, const struct capture_facts *facts, unsigned part)
{
	struct capture_facts own = *facts;
	g_autofree char *name = g_strdup_printf("%s, part %u", facts->file, part);

	if (copy->how->split)
		own.file = sightings_intern(copy->to, name);
	if (part == 0 && copy->how->split)
		own.last = MIN(own.last, copy->how->at - 1);
	if (part == 1)
		own.first = MAX(own.first, copy->how->at);
	return sightings_add_capture(copy->to, &own);
}

static void copy_captures(struct copy *copy, struct sightings *told)
{
	unsigned n = sightings_captures(told), parts = copy->how->split ? 2 : 1;
	g_autofree unsigned *order = order_of((size_t)n * parts, copy->how->seed);

	for (unsigned i = 0; i < n * parts; i++) {
		unsigned capture = order[i] / parts, part = order[i] % parts;
		const struct capture_facts *facts = sightings_capture(told, capture);
		bool cut = facts->first < copy->how->at && copy->how->at <= facts->last;

		if (part == 1 && !cut)
			continue;
		copy->place[part][capture] = copy_part(copy, facts, part);
	}
}

static void copy_sighting(struct copy *copy, const struct sighting *s, struct sightings *told)
{
	const struct capture_facts *facts = sightings_capture(told, s->capture);
	bool cut = facts->first < copy->how->at && copy->how->at <= facts->last;
	bool second = copy->how->split && cut && s->at.time >= copy->how->at;
	struct sighting own = *s;

	own.capture = copy->place[second][s->capture];
	if (copy->how->grid)
		own.at.time -= own.at.time % copy->how->grid;
	sightings_add(copy->to, &own);
}

struct sightings *retell(struct sightings *told, const struct retelling *how)
{
	size_t n;
	const struct sighting *list = sightings_list(told, &n);
	struct copy copy = {.to = sightings_new(), .how = how};
	g_autofree unsigned *order = order_of(n, how->seed);
	g_autofree unsigned *first = g_new0(unsigned, sightings_captures(told) + 1);
	g_autofree unsigned *second = g_new0(unsigned, sightings_captures(told) + 1);

	copy.place[0] = first;
	copy.place[1] = second;
	copy_captures(&copy, told);
	for (size_t i = 0; i < n; i++)
		copy_sighting(&copy, &list[order[i]], told);
	return copy.to;
}
