/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logbook.c - an exported log against attempts; see logbook.h.
 *
 * A line belongs to the machine whose UUID it has, in either byte order, or
 * whose UUID or address stands in its text; a line that names nobody is the
 * only device's, if there is only one.
 */
#include "logbook.h"

#include <string.h>

#include "attempt.h"
#include "watch.h"

/* A log's clock is another than the capture's, and it writes whole seconds. */
#define SLACK (60 * NANOSECONDS)

struct logbook {
	GHashTable *by_uuid;    /* struct uuid * -> GPtrArray of lines */
	GHashTable *by_address; /* struct address * -> the same */
	GPtrArray *nobodys;
	int64_t first, last; /* time of the whole log */
};

static guint hash_uuid(gconstpointer uuid)
{
	return address_hash(uuid); /* both are 16 bytes */
}

static gboolean equal_uuids(gconstpointer a, gconstpointer b)
{
	return uuid_equal(a, b);
}

static void free_lines(gpointer lines)
{
	g_ptr_array_unref(lines);
}

/* |size| bytes at |key| are copied where the key is new. */
static void put_line(GHashTable *table, gconstpointer key, size_t size,
		     const struct site_log_line *line)
{
	GPtrArray *lines = g_hash_table_lookup(table, key);

	if (!lines) {
		lines = g_ptr_array_new();
		g_hash_table_insert(table, g_memdup2(key, size), lines);
	}
	if (lines->len == 0 || lines->pdata[lines->len - 1] != line)
		g_ptr_array_add(lines, (gpointer)line);
}

/* Files the line under each UUID and address in its text; false if there is none. */
static bool file_by_text(struct logbook *book, const struct site_log_line *line)
{
	g_auto(GStrv) word = g_strsplit_set(line->text, " \t\r\n,;()[]<>\"'=/", -1);
	struct address address;
	struct uuid uuid;
	bool any = false;

	for (unsigned i = 0; word[i]; i++) {
		size_t n = strlen(word[i]);

		while (n && (word[i][n - 1] == '.' || word[i][n - 1] == ':'))
			word[i][--n] = '\0';
		bool is_address = n && address_parse(&address, word[i]);
		bool is_uuid = n && uuid_parse(&uuid, word[i]);

		if (is_address)
			put_line(book->by_address, &address, sizeof address, line);
		else if (is_uuid)
			put_line(book->by_uuid, &uuid, sizeof uuid, line);
		any = any || is_address || is_uuid;
	}
	return any;
}

static void file_line(struct logbook *book, const struct site_log_line *line)
{
	if (line->time == 0)
		return;
	book->first = book->first ? MIN(book->first, line->time) : line->time;
	book->last = MAX(book->last, line->time);
	if (line->has_uuid)
		put_line(book->by_uuid, &line->uuid, sizeof line->uuid, line);
	else if (!file_by_text(book, line))
		g_ptr_array_add(book->nobodys, (gpointer)line);
}

struct logbook *logbook_open(const struct site *site)
{
	struct logbook *book = g_new0(struct logbook, 1);

	book->by_uuid = g_hash_table_new_full(hash_uuid, equal_uuids, g_free, free_lines);
	book->by_address = g_hash_table_new_full(address_hash, address_equals, g_free, free_lines);
	book->nobodys = g_ptr_array_new();
	for (size_t i = 0; i < site->log.n; i++)
		file_line(book, &site->log.row[i]);
	return book;
}

void logbook_close(struct logbook *book)
{
	g_hash_table_destroy(book->by_uuid);
	g_hash_table_destroy(book->by_address);
	g_ptr_array_unref(book->nobodys);
	g_free(book);
}

bool logbook_span(const struct logbook *book, int64_t *first, int64_t *last)
{
	*first = book->first;
	*last = book->last;
	return book->last != 0;
}

const char *logbook_words(const char *text, enum log_meaning meaning, size_t *length)
{
	const char *const *word = log_words[meaning].word;

	for (unsigned w = 0; w < G_N_ELEMENTS(log_words[meaning].word) && word[w]; w++) {
		*length = strlen(word[w]);
		for (const char *at = text; *at; at++)
			if (g_ascii_strncasecmp(at, word[w], *length) == 0)
				return at;
	}
	return NULL;
}

/* From a little before the first hello to the next attempt's, or for as long as the step may take. */
static void attempt_time(const struct attempt *a, int64_t *from, int64_t *to)
{
	const GPtrArray *attempts = a->siblings;

	*from = a->first_hello->at.time - SLACK;
	*to = a->covered_until + attempt_patience(a, STEP_NAME) * NANOSECONDS + SLACK;
	for (unsigned i = 0; i + 1 < attempts->len; i++) {
		const struct attempt *next = attempts->pdata[i + 1];

		if (attempts->pdata[i] == a && next->first_hello)
			*to = next->first_hello->at.time - SLACK;
	}
}

static void read_lines(struct attempt *a, const GPtrArray *lines)
{
	int64_t from, to;
	size_t length;

	attempt_time(a, &from, &to);
	for (unsigned i = 0; lines && i < lines->len; i++) {
		const struct site_log_line *line = lines->pdata[i];

		if (line->time < from || line->time >= to)
			continue;
		a->log.lines++;
		for (unsigned m = 0; m < LOG_MEANINGS; m++)
			if (logbook_words(line->text, m, &length) &&
			    (!a->log.said[m] || a->log.said[m]->time <= line->time))
				a->log.said[m] = line;
	}
}

/* What the log said before the device came farther, or was tried anew, is overtaken. */
static void drop_overtaken(struct logged_words *log)
{
	for (unsigned m = 0; m < LOG_MEANINGS; m++)
		if (log->said[m] && (!log->latest || log->said[m]->time >= log->latest->time)) {
			log->latest = log->said[m];
			log->passed = log_words[m].passed;
		}
	for (unsigned m = 0; m < LOG_MEANINGS; m++)
		if (log_words[m].passed != log->passed)
			log->said[m] = NULL;
}

void logbook_read(struct attempt *a)
{
	const struct logbook *book = a->fleet->logbook;
	struct uuid swapped = uuid_swapped(&a->subject->uuid);

	a->log = (struct logged_words){0};
	if (!a->first_hello || !book->last)
		return;
	if (a->subject->has_uuid) {
		read_lines(a, g_hash_table_lookup(book->by_uuid, &a->subject->uuid));
		if (!uuid_equal(&swapped, &a->subject->uuid))
			read_lines(a, g_hash_table_lookup(book->by_uuid, &swapped));
	}
	for (unsigned i = 0; i < a->subject->addresses.n; i++)
		read_lines(a, g_hash_table_lookup(book->by_address,
						  addresses_at(&a->subject->addresses, i)));
	if (a->fleet->said_hello == 1)
		read_lines(a, book->nobodys);
	drop_overtaken(&a->log);
}

bool logbook_says(const struct attempt *a, enum log_meaning meaning)
{
	return a->log.said[meaning] != NULL;
}

bool logbook_passed(const struct attempt *a, enum step step)
{
	return a->log.latest && a->log.passed >= step;
}

bool logbook_stops(const struct attempt *a, enum step step)
{
	return a->log.latest && a->log.passed + 1 == step;
}
