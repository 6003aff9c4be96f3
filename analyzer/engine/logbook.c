/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logbook.c - an exported log against attempts; see logbook.h.
 *
 * A line belongs to the machine whose UUID it has, in either byte order, or
 * whose UUID or address stands in its text; a line that names nobody is the
 * only device's, if there is only one. Of a line no more is ever quoted than
 * the words that stand in our table: the rest may hold anything.
 */
#include "logbook.h"

#include <string.h>

#include "attempt.h"
#include "checks.h"
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

/* The first of the meaning's words in |text|, or NULL; |length| gets its length. */
static const char *find_words(const char *text, enum log_meaning meaning, size_t *length)
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
			if (find_words(line->text, m, &length) &&
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
	for (unsigned i = 0; i < a->subject->addresses->len; i++)
		read_lines(a, g_hash_table_lookup(
				      book->by_address,
				      &g_array_index(a->subject->addresses, struct address, i)));
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

static const struct log_row *row_of(const struct failure *row, enum log_meaning meaning)
{
	for (size_t i = 0; i < log_row_count; i++)
		if (log_rows[i].meaning == meaning && strcmp(log_rows[i].id, row->id) == 0)
			return &log_rows[i];
	return NULL;
}

bool logbook_may_be(const struct attempt *a, const struct failure *row)
{
	for (unsigned m = 0; m < LOG_MEANINGS; m++)
		if (a->log.said[m] && !row_of(row, m))
			return false;
	return true;
}

/* The line's words as they stand there, and its time. */
static char *quoted(const struct site_log_line *line, enum log_meaning meaning)
{
	char when[TIME_TEXT];
	size_t length = 0;
	const char *words = find_words(line->text, meaning, &length);

	return g_strdup_printf("\"%.*s\" at %s", (int)length, words, when_text(line->time, when));
}

/* The same of the latest line. */
static char *quoted_latest(const struct attempt *a)
{
	for (unsigned m = LOG_MEANINGS; m-- > 0;)
		if (a->log.said[m] == a->log.latest)
			return quoted(a->log.latest, m);
	return NULL;
}

static void quote_lines(const struct attempt *a, struct finding *finding)
{
	for (unsigned m = 0; m < LOG_MEANINGS; m++) {
		g_autofree char *text = a->log.said[m] ? quoted(a->log.said[m], m) : NULL;

		if (text)
			finding_quote_record(finding, "amt_log: %s", text);
	}
}

bool logbook_prove(const struct attempt *a, struct finding *finding)
{
	finding->known = KNOWN_LOG;
	finding->certainty = CERTAINTY_CERTAIN;
	quote_lines(a, finding);
	return true;
}

static void append(struct finding *finding, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void append(struct finding *finding, const char *format, ...)
{
	g_autofree char *message = finding->message;
	va_list args;

	va_start(args, format);
	g_autofree char *more = g_strdup_vprintf(format, args);

	va_end(args);
	finding->message = g_strconcat(message, " ", more, NULL);
}

/* Does the log say the very thing that |row| says? */
static bool says_it(const struct attempt *a, const struct failure *row)
{
	for (unsigned m = 0; m < LOG_MEANINGS; m++) {
		const struct log_row *logged = a->log.said[m] ? row_of(row, m) : NULL;

		if (logged && logged->certainty == 'A' && log_words[m].exact)
			return true;
	}
	return false;
}

static void agree(const struct attempt *a, struct finding *finding)
{
	if (finding->known == KNOWN_LOG)
		return;
	quote_lines(a, finding);
	if (says_it(a, finding->row) && finding->certainty == CERTAINTY_LIKELY)
		finding->certainty = CERTAINTY_CERTAIN;
}

/* The log shows the device farther than the finding lets it come. */
static void differ(const struct attempt *a, struct finding *finding)
{
	bool by_records = finding->known == KNOWN_RECORDS;
	g_autofree char *said = quoted_latest(a);

	quote_lines(a, finding);
	append(finding, "Yet the log says %s%s", said,
	       by_records ? ": these records are not the ones that the server uses." : ".");
	if (finding->known == KNOWN_WIRE)
		return;
	if (a->log.passed == STEP_COMMIT)
		finding_bound(finding, CERTAINTY_POSSIBLE);
	else if (by_records && finding->severity > SEVERITY_WARNING)
		finding->severity = SEVERITY_WARNING;
}

/* Does the log cover the hello and the time that the server may take for it? */
static bool covers(const struct attempt *a)
{
	const struct logbook *book = a->fleet->logbook;
	int64_t hello = a->first_hello->at.time;

	return book->last && book->first <= hello &&
	       book->last >= hello + attempt_patience(a, STEP_NAME) * NANOSECONDS;
}

static bool logs_something(const struct failure *row)
{
	for (unsigned m = 0; m < LOG_MEANINGS; m++) {
		const struct log_row *logged = row_of(row, m);

		if (logged && logged->certainty <= 'B' && log_words[m].certainty <= 'B')
			return true;
	}
	return false;
}

/* A service that hangs logs nothing at all, of anybody. */
static void compare_standstill(const struct attempt *a, struct finding *finding)
{
	const struct logbook *book = a->fleet->logbook;
	char when[TIME_TEXT];

	when_text(book->last, when);
	if (book->last < a->first_hello->at.time) {
		finding_quote_record(finding, "amt_log: no line after %s", when);
		return;
	}
	append(finding, "Yet the log goes on until %s.", when);
	finding_bound(finding, CERTAINTY_POSSIBLE);
}

static void compare_silence(const struct attempt *a, struct finding *finding)
{
	if (!logs_something(finding->row) || !covers(a))
		return;
	append(finding, "Yet the log, which covers that time, has no line about it.");
	finding_bound(finding, CERTAINTY_LIKELY);
}

void logbook_compare(const struct attempt *a, struct finding *finding)
{
	const struct failure *row = finding->row;

	if (!a->hello || !a->fleet->logbook->last || finding->severity < SEVERITY_ERROR ||
	    finding->step < STEP_HELLO || finding->step > STEP_CALLBACK)
		return;
	if (row_of(row, LOG_NO_LINE))
		compare_standstill(a, finding);
	else if (a->log.lines == 0)
		compare_silence(a, finding);
	else if (!a->log.latest)
		return;
	else if (logbook_passed(a, finding->step))
		differ(a, finding);
	else if (logbook_may_be(a, row))
		agree(a, finding);
}
