/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logbook_tell.c - the log that the server would have written, attempt by
 * attempt. Only words that a source confirms, for a row for which it confirms
 * them, are marked as sourced; what we add around them is ours.
 */
#include "logbook.h"

#include <string.h>

#include "attempt.h"

#define ADDRESS(a) address_text((a), (char[ADDRESS_TEXT]){0})
#define SOURCED 'B' /* the least certainty for that mark */
#define OURS 'D'

static void tell(struct device *device, const struct attempt *a, const struct sighting *at,
		 const char *book, char certainty, const char *format, ...) G_GNUC_PRINTF(6, 7);

static void tell(struct device *device, const struct attempt *a, const struct sighting *at,
		 const char *book, char certainty, const char *format, ...)
{
	struct logged logged = {
		.time = at->at.time,
		.capture = at->capture,
		.book = book,
		.sourced = certainty <= SOURCED,
	};
	const GPtrArray *attempts = a->subject->attempts;
	va_list args;

	while (attempts->pdata[logged.attempt] != a)
		logged.attempt++;
	va_start(args, format);
	logged.text = g_strdup_vprintf(format, args);
	va_end(args);
	g_array_append_val(device->log, logged);
}

static void tell_hello(struct device *device, const struct attempt *a)
{
	const struct seen_hello *hello = attempt_hello(a);
	char pid[PID_TEXT], said[32] = "";

	if (hello->has_pid)
		g_snprintf(said, sizeof said, ", PID %s", attempt_pid(a, hello->pid, pid));
	tell(device, a, a->first_hello, "AMT log", OURS, "Hello from %s, version %u%s%s",
	     ADDRESS(&a->hello->connection->client), hello->version, said,
	     a->hellos > 1 ? "; what follows comes once for each hello" : "");
}

static void tell_row(struct device *device, const struct attempt *a, const struct finding *finding)
{
	const struct sighting *at = a->hello ? a->hello : a->seen[a->seen_count - 1];

	for (size_t i = 0; i < log_row_count; i++) {
		const struct log_row *row = &log_rows[i];

		if (strcmp(row->id, finding->row->id) != 0)
			continue;
		if (row->meaning == LOG_NO_LINE) {
			tell(device, a, at, "AMT log", row->certainty, "(no line)");
			continue;
		}
		const struct log_words *words = &log_words[row->meaning];

		tell(device, a, at, words->book, MAX(row->certainty, words->certainty), "%s",
		     words->word[0]);
	}
}

static bool has_words(const struct failure *row)
{
	for (size_t i = 0; i < log_row_count; i++)
		if (strcmp(log_rows[i].id, row->id) == 0)
			return true;
	return false;
}

/* A service that hangs does not even log the hello. */
static bool logs_nothing(const struct finding *finding)
{
	for (size_t i = 0; finding && i < log_row_count; i++)
		if (strcmp(log_rows[i].id, finding->row->id) == 0)
			return log_rows[i].meaning == LOG_NO_LINE;
	return false;
}

static const struct finding *stopping(const GPtrArray *findings)
{
	for (unsigned i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (finding->severity == SEVERITY_ERROR)
			return finding;
	}
	return NULL;
}

/* Which program writes the log decides its words; only those of SCS are known. */
static void tell_stop(struct device *device, const struct attempt *a, const struct finding *finding)
{
	const struct sighting *at = a->hello ? a->hello : a->seen[a->seen_count - 1];

	if (attempt_meets_scs(a) && has_words(finding->row))
		tell_row(device, a, finding);
	else
		tell(device, a, at, "AMT log", OURS, "(%s: what is logged of it is not known)",
		     finding->row->id);
}

void logbook_tell(struct device *device, const struct attempt *a, const GPtrArray *findings)
{
	const struct finding *finding = stopping(findings);

	if (a->seen_count == 0)
		return;
	if (a->hello && !logs_nothing(finding))
		tell_hello(device, a);
	if (finding && finding->step < STEP_CALLBACK)
		tell_stop(device, a, finding);
	if (a->called)
		tell(device, a, a->called, "AMT log", OURS, "Call-back to %s port %u: accepted",
		     ADDRESS(&a->called->connection->server), a->called->connection->server_port);
	if (finding && finding->step >= STEP_CALLBACK)
		tell_stop(device, a, finding);
}
