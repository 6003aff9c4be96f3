/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logbook.h - the server's own words: what it logs for a failure, and what an exported log says.
 *
 * The words stand in checks/log.c. What they mean is a step: a server that
 * complains of its script has taken the key. So a line speaks for or against
 * every row of the catalogue, and no two of them need to be compared by hand.
 */
#ifndef ENGINE_LOGBOOK_H
#define ENGINE_LOGBOOK_H

#include "diagnosis.h"

/* What a line says. */
enum log_meaning {
	LOG_PID_REFUSED,
	LOG_NO_CERTIFICATE,
	LOG_SCRIPT_FAILED,
	LOG_NO_FQDN,
	LOG_CALL_FAILED,
	LOG_DONE,
	LOG_MEANINGS,
	LOG_NO_LINE = LOG_MEANINGS, /* of a row: the server logs nothing */
};

/* The words for it: the first is the one that we print, all are looked for in any case. */
struct log_words {
	const char *book; /* where they stand: "AMT log", "trace" */
	const char *word[6];
	enum step passed; /* the last step that a device came past of which this is said */
	bool exact;       /* they say what the row's title says, not only that something failed */
	char certainty; /* of the words: A primary source, B secondary, C deduced, D recollected */
	const char *source;
};

extern const struct log_words log_words[LOG_MEANINGS];

/* A row of the catalogue and what is logged when it stops a device. */
struct log_row {
	const char *id;
	enum log_meaning meaning;
	char certainty; /* that this is logged for it */
};

extern const struct log_row log_rows[];
extern const size_t log_row_count;

/* An exported log (amt_log), by the machine that a line is about. */
struct logbook;
struct logbook *logbook_open(const struct site *site);
void logbook_close(struct logbook *book);

/* The times of its first and last line; false when it has none. */
bool logbook_span(const struct logbook *book, int64_t *first, int64_t *last);

/* The first of the meaning's words in |text|, or NULL; |length| gets its length. */
const char *logbook_words(const char *text, enum log_meaning meaning, size_t *length);

/* What the log says of one attempt. */
struct logged_words {
	const struct site_log_line *said[LOG_MEANINGS]; /* the last of each, unless overtaken */
	const struct site_log_line *latest;             /* of these, or NULL */
	enum step passed;                               /* by |latest| */
	unsigned lines;                                 /* about the device, whatever they say */
};

/* Reads the lines of the attempt's time into |attempt|. */
void logbook_read(struct attempt *attempt);

/* Does the log say this of the attempt, and nothing later that overtakes it? */
bool logbook_says(const struct attempt *attempt, enum log_meaning meaning);

/* Does the log show that the server came past |step|? That it stopped at |step|? */
bool logbook_passed(const struct attempt *attempt, enum step step);
bool logbook_stops(const struct attempt *attempt, enum step step);

/* May |row| be what stopped the attempt: would it have logged what the log says? */
bool logbook_may_be(const struct attempt *attempt, const struct failure *row);

/* Makes what the log says the ground of |finding|: known by the log, certain, quoted. */
bool logbook_prove(const struct attempt *attempt, struct finding *finding);

/* Lays what |finding| would have logged beside what was: agreement is evidence, the rest is said. */
void logbook_compare(const struct attempt *attempt, struct finding *finding);

#endif
