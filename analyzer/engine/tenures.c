/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tenures.c - a history per address; most have one entry, which lies in the record itself. */
#include "tenures.h"

#include "watch.h"

struct tenure {
	int64_t time, last;
	struct subject *subject;
};

struct history {
	unsigned n;
	struct tenure first;
	struct tenure *more; /* n - 1 of them */
};

struct tenures {
	GHashTable *histories; /* struct address * -> struct history * */
};

static void history_free(gpointer p)
{
	struct history *history = p;

	g_free(history->more);
	g_free(history);
}

struct tenures *tenures_new(void)
{
	struct tenures *tenures = g_new(struct tenures, 1);

	tenures->histories =
		g_hash_table_new_full(address_hash, address_equals, NULL, history_free);
	return tenures;
}

void tenures_free(struct tenures *tenures)
{
	g_hash_table_destroy(tenures->histories);
	g_free(tenures);
}

static struct tenure *entry(const struct history *history, unsigned i)
{
	return i ? &history->more[i - 1] : (struct tenure *)&history->first;
}

/* A server that tells hellos apart by address takes the second of these for the first. */
static void note_crowding(const struct history *history, int64_t time, struct subject *subject)
{
	const int64_t at_once = 60 * NANOSECONDS; /* a hello's first retry spacing */

	if (history->n && time - entry(history, history->n - 1)->last < at_once)
		subject->crowded = true;
}

/* Whoever comes back to an address that another one used shares it: a router translates theirs. */
static void note_return(const struct history *history, struct subject *subject)
{
	for (unsigned i = 0; i < history->n; i++)
		if (entry(history, i)->subject == subject)
			subject->behind_nat = true;
}

static void add(struct history *history, struct tenure tenure)
{
	if (history->n++ == 0) {
		history->first = tenure;
		return;
	}
	history->more = g_renew(struct tenure, history->more, history->n - 1);
	history->more[history->n - 2] = tenure;
}

void tenures_take(struct tenures *tenures, const struct address *address, int64_t time,
		  struct subject *subject)
{
	struct history *history = g_hash_table_lookup(tenures->histories, address);

	if (!history) {
		history = g_new0(struct history, 1);
		g_hash_table_insert(tenures->histories, (gpointer)address, history);
	}
	if (history->n == 0 || entry(history, history->n - 1)->subject != subject) {
		note_crowding(history, time, subject);
		note_return(history, subject);
		add(history, (struct tenure){time, time, subject});
	}
	entry(history, history->n - 1)->last = time;
}

/* The first entry that began after |time|. */
static unsigned after(const struct history *history, int64_t time)
{
	unsigned low = 0, high = history->n;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		if (entry(history, middle)->time <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct subject *tenures_at(const struct tenures *tenures, const struct address *address,
			   int64_t time, bool before_hello)
{
	const struct history *history = g_hash_table_lookup(tenures->histories, address);

	if (!history)
		return NULL;
	unsigned next = after(history, time);

	if (next == 0 || (before_hello && next < history->n))
		return entry(history, next)->subject;
	return entry(history, next - 1)->subject;
}

bool tenures_begin_after(const struct tenures *tenures, const struct address *address, int64_t time)
{
	const struct history *history = g_hash_table_lookup(tenures->histories, address);

	return history && after(history, time) < history->n;
}
