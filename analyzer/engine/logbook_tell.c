/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logbook_tell.c - the log that the server would have written, attempt by
 * attempt. Only words that a source confirms, for a row for which it confirms
 * them, are marked as sourced; what we add around them is ours.
 */
#include "logbook.h"

#include <string.h>

#include "explain.h"
#include "fleet.h"

#define ADDRESS(a) address_text((a), (char[ADDRESS_TEXT]){0})
#define SOURCED 'B' /* the least certainty for that mark */
#define OURS 'D'

static void tell(GArray *log, const struct attempt *a, const struct sighting *at, const char *book,
		 char certainty, const char *format, ...) G_GNUC_PRINTF(6, 7);

static void tell(GArray *log, const struct attempt *a, const struct sighting *at, const char *book,
		 char certainty, const char *format, ...)
{
	struct logged logged = {
		.time = at->at.time,
		.capture = at->capture,
		.book = book,
		.sourced = certainty <= SOURCED,
	};
	va_list args;

	while (a->siblings->pdata[logged.attempt] != a)
		logged.attempt++;
	va_start(args, format);
	logged.text = g_strdup_vprintf(format, args);
	va_end(args);
	g_array_append_val(log, logged);
}

static void tell_hello(GArray *log, const struct attempt *a)
{
	const struct seen_hello *hello = attempt_hello(a);
	char pid[PID_TEXT], said[32] = "";

	if (hello->has_pid)
		g_snprintf(said, sizeof said, ", PID %s", attempt_pid(a, hello->pid, pid));
	tell(log, a, a->first_hello, "AMT log", OURS, "Hello from %s, version %u%s%s",
	     ADDRESS(&a->hello->connection->client), hello->version, said,
	     a->hellos > 1 ? "; what follows comes once for each hello" : "");
}

static void tell_row(GArray *log, const struct attempt *a, const struct finding *finding)
{
	const struct sighting *at = a->hello ? a->hello : a->seen[a->seen_count - 1];

	for (size_t i = 0; i < log_row_count; i++) {
		const struct log_row *row = &log_rows[i];

		if (strcmp(row->id, finding->row->id) != 0)
			continue;
		if (row->meaning == LOG_NO_LINE) {
			tell(log, a, at, "AMT log", row->certainty, "(no line)");
			continue;
		}
		const struct log_words *words = &log_words[row->meaning];

		tell(log, a, at, words->book, MAX(row->certainty, words->certainty), "%s",
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

/* Which program writes the log decides its words; only those of SCS are known. */
static void tell_stop(GArray *log, const struct attempt *a, const struct finding *finding)
{
	const struct sighting *at = a->hello ? a->hello : a->seen[a->seen_count - 1];

	if (attempt_meets_scs(a) && has_words(finding->row))
		tell_row(log, a, finding);
	else
		tell(log, a, at, "AMT log", OURS, "(%s: what is logged of it is not known)",
		     finding->row->id);
}

static void tell_attempt(GArray *log, const struct attempt *a, const struct finding *finding)
{
	if (a->hello && !logs_nothing(finding))
		tell_hello(log, a);
	if (finding && finding->step < STEP_CALLBACK)
		tell_stop(log, a, finding);
	if (a->called)
		tell(log, a, a->called, "AMT log", OURS, "Call-back to %s port %u: accepted",
		     ADDRESS(&a->called->connection->server), a->called->connection->server_port);
	if (finding && finding->step >= STEP_CALLBACK)
		tell_stop(log, a, finding);
}

static void free_logged(gpointer logged)
{
	g_free(((struct logged *)logged)->text);
}

static void free_finding(gpointer finding)
{
	finding_free(finding);
}

GArray *log_of(const struct diagnosis *diagnosis, const struct device *device)
{
	GArray *log = g_array_new(FALSE, FALSE, sizeof(struct logged));

	g_array_set_clear_func(log, free_logged);
	if (!device->subject)
		return log;
	g_autoptr(GPtrArray) attempts = attempts_of(diagnosis->fleet, device->subject);

	for (unsigned i = 0; i < attempts->len; i++) {
		struct attempt *a = attempts->pdata[i];
		g_autoptr(GPtrArray) findings = attempt_explain(a);

		g_ptr_array_set_free_func(findings, free_finding);
		if (a->seen_count)
			tell_attempt(log, a, findings_error(findings));
	}
	return log;
}
