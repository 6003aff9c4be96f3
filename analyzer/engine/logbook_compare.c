/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logbook_compare.c - what the log says against what the engine found.
 *
 * Of a line no more is ever quoted than the words that stand in our table:
 * the rest may hold anything, a key too.
 */
#include "logbook.h"

#include <string.h>

#include "checks.h"

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
	const char *words = logbook_words(line->text, meaning, &length);

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
	int64_t hello = a->first_hello->at.time, first, last;

	return logbook_span(a->fleet->logbook, &first, &last) && first <= hello &&
	       last >= hello + attempt_patience(a, STEP_NAME) * NANOSECONDS;
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
	int64_t first, last;
	char when[TIME_TEXT];

	logbook_span(a->fleet->logbook, &first, &last);
	when_text(last, when);
	if (last < a->first_hello->at.time) {
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
	int64_t first, last;

	if (!a->hello || !logbook_span(a->fleet->logbook, &first, &last) ||
	    finding->severity < SEVERITY_ERROR || finding->step < STEP_HELLO ||
	    finding->step > STEP_CALLBACK)
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
