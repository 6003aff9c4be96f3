/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sighting.c - the store: sightings, the captures they come from, and the
 * strings and hash lists that many of them share, each kept once.
 */
#include "sighting.h"

#include <stdlib.h>
#include <string.h>

#include "certificates.h"
#include "layout.h"
#include "room.h"
#include "watch.h"

struct sightings {
	struct sighting *list;
	size_t count, space;
	GPtrArray *captures; /* struct capture_facts *, so that pointers last */
	GHashTable *hashes;  /* struct seen_hashes * -> itself */
	struct certificates *certificates;
	GHashTable *texts; /* const char *, in |strings| */
	GStringChunk *strings;
	struct room room;
};

static size_t hashes_size(const struct seen_hashes *h)
{
	return sizeof *h + h->n * sizeof h->hash[0];
}

static guint hashes_hash(gconstpointer key)
{
	const struct seen_hashes *h = key;

	return keyed_hash(h->hash, h->n * sizeof h->hash[0]);
}

static gboolean hashes_equal(gconstpointer a, gconstpointer b)
{
	const struct seen_hashes *x = a, *y = b;

	return x->n == y->n && memcmp(x->hash, y->hash, x->n * sizeof x->hash[0]) == 0;
}

struct sightings *sightings_new(void)
{
	struct sightings *s = g_new0(struct sightings, 1);

	s->captures = g_ptr_array_new_with_free_func(g_free);
	s->hashes = g_hash_table_new(hashes_hash, hashes_equal);
	s->certificates = certificates_new();
	s->texts = g_hash_table_new(text_hash, g_str_equal);
	s->strings = g_string_chunk_new(4096);
	room_open(&s->room);
	return s;
}

void sightings_free(struct sightings *s)
{
	if (!s)
		return;
	g_free(s->list);
	g_ptr_array_free(s->captures, TRUE);
	g_hash_table_destroy(s->hashes);
	certificates_free(s->certificates);
	g_hash_table_destroy(s->texts);
	g_string_chunk_free(s->strings);
	room_close(&s->room);
	g_free(s);
}

const char *sightings_intern(struct sightings *s, const char *text)
{
	const char *known = text ? g_hash_table_lookup(s->texts, text) : NULL;

	if (text && !known) {
		known = g_string_chunk_insert(s->strings, text);
		g_hash_table_add(s->texts, (char *)known);
	}
	return known;
}

size_t sightings_new_text(const struct sightings *s, const char *text)
{
	return g_hash_table_contains(s->texts, text) ? 0 : strlen(text) + 1;
}

size_t sightings_new_hashes(const struct sightings *s, const struct seen_hashes *hashes)
{
	return g_hash_table_contains(s->hashes, hashes) ? 0 : hashes_size(hashes);
}

const struct seen_hashes *sightings_intern_hashes(struct sightings *s,
						  const struct seen_hashes *hashes)
{
	struct seen_hashes *known = g_hash_table_lookup(s->hashes, hashes);

	if (!known) {
		known = sightings_room(s, hashes_size(hashes));
		memcpy(known, hashes, hashes_size(hashes));
		g_hash_table_add(s->hashes, known);
	}
	return known;
}

const struct certificate_facts *sightings_intern_certificate(struct sightings *s,
							     const struct certificate_facts *facts)
{
	return certificates_intern(s->certificates, s, facts);
}

size_t sightings_new_certificate(const struct sightings *s, const struct certificate_facts *facts)
{
	return certificates_new_room(s->certificates, facts);
}

unsigned sightings_add_capture(struct sightings *s, const struct capture_facts *facts)
{
	struct capture_facts *copy = g_new(struct capture_facts, 1);

	*copy = *facts;
	g_ptr_array_add(s->captures, copy);
	return s->captures->len - 1;
}

struct capture_facts *sightings_capture(struct sightings *s, unsigned capture)
{
	g_assert(capture < s->captures->len);
	return s->captures->pdata[capture];
}

unsigned sightings_captures(const struct sightings *s)
{
	return s->captures->len;
}

void *sightings_room(struct sightings *s, size_t size)
{
	return room_take(&s->room, size);
}

static void make_space(struct sightings *s, size_t space)
{
	s->list = g_renew(struct sighting, s->list, space);
	s->space = space;
}

void sightings_add(struct sightings *s, const struct sighting *sighting)
{
	if (s->count == s->space)
		make_space(s, MAX(64, s->count + s->count / 2));
	s->list[s->count++] = *sighting;
}

const struct sighting *sightings_list(const struct sightings *s, size_t *count)
{
	*count = s->count;
	return s->list;
}

struct sightings_mark sightings_mark(const struct sightings *s)
{
	return (struct sightings_mark){.captures = s->captures->len, .count = s->count};
}

void sightings_back_to(struct sightings *s, struct sightings_mark mark)
{
	g_ptr_array_set_size(s->captures, (gint)mark.captures);
	s->count = mark.count;
}

static int compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_times(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* Two sightings apart from their captures. */
static int said_order(const struct sighting *x, const struct sighting *y)
{
	int order = compare(x->at.frame, y->at.frame);

	if (!order)
		order = (int)x->kind - (int)y->kind;
	return order ? order
		     : layout_compare(layout_of[x->kind], sighting_value(x), sighting_value(y));
}

static int sighting_order(gconstpointer a, gconstpointer b)
{
	const struct sighting *x = a, *y = b;
	int order = compare_times(x->at.time, y->at.time);

	if (!order)
		order = compare(x->capture, y->capture);
	return order ? order : said_order(x, y);
}

static int by_capture_order(gconstpointer a, gconstpointer b)
{
	const struct sighting *x = a, *y = b;
	int order = compare(x->capture, y->capture);

	return order ? order : sighting_order(a, b);
}

/* A capture and all that was seen in it. */
struct ranked {
	struct capture_facts *facts;
	unsigned before; /* its index, as yet */
	const struct sighting *seen;
	size_t count;
};

static int seen_order(const struct ranked *x, const struct ranked *y)
{
	int order = compare(x->count, y->count);

	for (size_t i = 0; i < x->count && !order; i++) {
		order = compare_times(x->seen[i].at.time, y->seen[i].at.time);
		if (!order)
			order = said_order(&x->seen[i], &y->seen[i]);
	}
	return order;
}

/* Captures without a frame come last. Those that are the same in all may change places. */
static int capture_order(gconstpointer a, gconstpointer b)
{
	const struct ranked *x = a, *y = b;
	int order = compare(x->facts->frames == 0, y->facts->frames == 0);

	if (!order)
		order = compare_times(x->facts->first, y->facts->first);
	if (!order)
		order = strcmp(x->facts->file, y->facts->file);
	if (!order)
		order = layout_compare(&layout_capture, x->facts, y->facts);
	return order ? order : seen_order(x, y);
}

/* The list lies capture by capture. */
static GArray *rank_captures(const struct sightings *s)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct ranked));
	const struct sighting *at = s->list, *end = at + s->count;

	for (unsigned i = 0; i < s->captures->len; i++) {
		struct ranked one = {.facts = s->captures->pdata[i], .before = i, .seen = at};

		while (at < end && at->capture == i)
			at++;
		one.count = (size_t)(at - one.seen);
		g_array_append_val(all, one);
	}
	g_array_sort(all, capture_order);
	return all;
}

/* Mostly it is when it is sorted again, after clocks that needed no alignment. */
static bool is_sorted(const struct sightings *s, int (*order)(const void *, const void *))
{
	for (size_t i = 1; i < s->count; i++)
		if (order(&s->list[i - 1], &s->list[i]) > 0)
			return false;
	return true;
}

static void sort_list(struct sightings *s, int (*order)(const void *, const void *))
{
	if (!is_sorted(s, order))
		qsort(s->list, s->count, sizeof *s->list, order);
}

static void sort_captures(struct sightings *s)
{
	sort_list(s, by_capture_order);
	g_autoptr(GArray) ranked = rank_captures(s);
	g_autofree unsigned *place = g_new(unsigned, ranked->len);

	for (unsigned i = 0; i < ranked->len; i++) {
		const struct ranked *one = &g_array_index(ranked, struct ranked, i);

		place[one->before] = i;
		s->captures->pdata[i] = one->facts;
	}
	for (size_t i = 0; i < s->count; i++)
		s->list[i].capture = place[s->list[i].capture];
}

void sightings_sort(struct sightings *s)
{
	if (s->captures->len > 1)
		sort_captures(s);
	sort_list(s, sighting_order);
	if (s->space > s->count && s->count)
		make_space(s, s->count); /* what follows only reads */
}
