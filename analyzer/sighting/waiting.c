/* SPDX-License-Identifier: GPL-2.0-or-later */
/* waiting.c - see waiting.h; what is found by a key waits in the order of its beginning. */
#include "waiting.h"

#include <string.h>

#include "observer.h"

/* Repetitions come sooner after an answer that got lost: resolvers wait 5 s (resolv.conf(5)). */
#define SAME_QUESTION (10 * NANOSECONDS)

/* Until it is known whether it may be kept, its value and texts are its own. */
struct waiting {
	char *key;
	struct sighting sighting;
};

static const size_t value_sizes[] = {
	[SIGHTING_LEASE] = sizeof(struct seen_lease),
	[SIGHTING_NAME] = sizeof(struct seen_name),
	[SIGHTING_NEIGHBOUR] = sizeof(struct seen_neighbour),
};

#define TEXTS_MAX (SEEN_SUFFIX_MAX + 2)

/* The texts of a waiting sighting, where they hang. */
static unsigned texts_of(const struct sighting *s, const char **texts[TEXTS_MAX])
{
	unsigned n = 0;

	if (s->kind == SIGHTING_NAME) {
		texts[n++] = &s->name->question;
		texts[n++] = &s->name->name;
	} else if (s->kind == SIGHTING_LEASE) {
		for (unsigned i = 0; i < SEEN_SUFFIX_MAX; i++)
			texts[n++] = &s->lease->suffix[i];
		texts[n++] = &s->lease->host_name;
		texts[n++] = &s->lease->fqdn;
	}
	return n;
}

void waiting_set_text(const char **field, const char *text)
{
	char *old = (char *)*field;

	*field = g_strdup(text);
	g_free(old);
}

struct capture_facts *keeper_facts(const struct keeper *k)
{
	return sightings_capture(k->sightings, k->capture);
}

void waiting_start(struct waiting_list *list, const struct keeper *keeper, enum sighting_kind kind)
{
	list->keeper = keeper;
	list->kind = kind;
	list->by_key = g_hash_table_new(text_hash, g_str_equal);
	g_queue_init(&list->order);
}

static bool may_be_kept(const struct keeper *k, const struct sighting *s, size_t text)
{
	switch (s->kind) {
	case SIGHTING_NAME:
		return budget_take(k->budget, BUDGET_NAME, &s->name->asker, text);
	case SIGHTING_LEASE:
		return budget_take(k->budget,
				   moment_is_set(s->lease->ack) ? BUDGET_LEASE : BUDGET_DISCOVER,
				   &s->lease->address, text);
	default:
		return budget_take(k->budget, BUDGET_NEIGHBOUR, &s->neighbour->asker, text);
	}
}

/* What is kept moves to the store; what is not is forgotten. */
static void keep(const struct keeper *k, struct sighting *sighting)
{
	const char **texts[TEXTS_MAX];
	unsigned n = texts_of(sighting, texts);
	void *waited = sighting->lease;
	size_t size = value_sizes[sighting->kind], text = 0;

	for (unsigned i = 0; i < n; i++)
		text += *texts[i] ? strlen(*texts[i]) + 1 : 0;
	bool kept = may_be_kept(k, sighting, text);

	for (unsigned i = 0; i < n; i++) {
		char *own = (char *)*texts[i];

		*texts[i] = kept ? sightings_intern(k->sightings, own) : NULL;
		g_free(own);
	}
	if (kept) {
		sighting->lease = memcpy(sightings_room(k->sightings, size), waited, size);
		sightings_add(k->sightings, sighting);
	}
	g_free(waited);
}

/* When what it waits for came; frame 0: it has not. */
static struct moment answered_at(const struct sighting *sighting)
{
	switch (sighting->kind) {
	case SIGHTING_NAME:
		return sighting->name->answer;
	case SIGHTING_LEASE:
		return moment_is_set(sighting->lease->ack) ? sighting->lease->ack
							   : sighting->lease->nak;
	case SIGHTING_NEIGHBOUR:
		return sighting->neighbour->answer;
	default:
		return (struct moment){0};
	}
}

/* Hands the oldest one out. */
static void close_first(struct waiting_list *list)
{
	struct waiting *first = g_queue_pop_head(&list->order);

	g_hash_table_remove(list->by_key, first->key);
	keep(list->keeper, &first->sighting);
	g_free(first->key);
	g_free(first);
}

void waiting_end(struct waiting_list *list)
{
	while (list->order.head)
		close_first(list);
	g_hash_table_destroy(list->by_key);
}

struct sighting *waiting_find(const struct waiting_list *list, const char *key)
{
	struct waiting *waiting = g_hash_table_lookup(list->by_key, key);

	return waiting ? &waiting->sighting : NULL;
}

struct sighting *waiting_add(struct waiting_list *list, char *key, struct moment at)
{
	struct waiting *waiting = g_new0(struct waiting, 1);

	if (list->order.length >= OBSERVER_OPEN) {
		const struct waiting *oldest = list->order.head->data;

		keeper_facts(list->keeper)->given_up +=
			!moment_is_set(answered_at(&oldest->sighting));
		close_first(list);
	}
	waiting->key = key;
	waiting->sighting.kind = list->kind;
	waiting->sighting.capture = list->keeper->capture;
	waiting->sighting.at = at;
	waiting->sighting.lease = g_malloc0(value_sizes[list->kind]);
	g_queue_push_tail(&list->order, waiting);
	g_hash_table_insert(list->by_key, key, waiting);
	return &waiting->sighting;
}

bool waiting_asks_anew(const struct keeper *k, struct sighting *sighting, struct moment at)
{
	struct moment answered = answered_at(sighting);

	if (!moment_is_set(answered) || at.time / 2 - answered.time / 2 < SAME_QUESTION / 2)
		return false;
	keep(k, sighting);
	sighting->lease = g_malloc0(value_sizes[sighting->kind]);
	sighting->at = at;
	return true;
}
