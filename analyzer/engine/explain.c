/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explain.c - in three rounds: what the server makes of the hello (steps hello
 * to profile), which says where the attempt stopped; all other rows; and, when
 * nothing explains the stop, the last row of its stage.
 *
 * A device that came past a failure was not stopped by it: that error is a
 * warning. Records that refuse a device which the server did call are not the
 * server's: the disagreement is said.
 */
#include "explain.h"

#include "earlier.h"
#include "reference.h"
#include "setup_view.h"

static bool is_last_row(const struct failure *row)
{
	return g_str_has_suffix(row->id, "00");
}

/* The reference server is never slow: what rests on an absence is no decision of its. */
static bool is_servers_decision(const struct failure *row)
{
	return row->step >= STEP_HELLO && row->step <= STEP_PROFILE && !row->by_absence &&
	       !is_last_row(row);
}

struct finding *findings_error(const GPtrArray *findings)
{
	for (unsigned i = 0; i < findings->len; i++) {
		struct finding *finding = findings->pdata[i];

		if (finding->severity == SEVERITY_ERROR)
			return finding;
	}
	return NULL;
}

bool findings_have(const GPtrArray *findings, const struct failure *row)
{
	for (unsigned i = 0; i < findings->len; i++)
		if (((const struct finding *)findings->pdata[i])->row == row)
			return true;
	return false;
}

void finding_lower(struct finding *finding)
{
	if (finding->severity > SEVERITY_WARNING)
		finding->severity = SEVERITY_WARNING;
}

static void note_passed(const struct attempt *a, struct finding *finding)
{
	bool disagrees = finding->known == KNOWN_RECORDS && is_servers_decision(finding->row) &&
			 finding->severity == SEVERITY_ERROR && a->reached >= STEP_PROFILE;
	g_autofree char *message = finding->message;

	finding_lower(finding);
	finding->message = disagrees ? g_strconcat(message,
						   " Yet the server called back: these records are "
						   "not the ones it uses.",
						   NULL)
				     : g_strdup(message);
}

/* What is less sure than the predicate says. */
static void temper(const struct attempt *a, struct finding *finding)
{
	const struct failure *row = finding->row;

	finding_bound(finding, a->subject->identity);
	/* Whoever manages a provisioned device calls it, too. */
	if (!a->hello && !a->talks.commit.on && finding->step >= STEP_SECURE)
		finding_lower(finding);
	/* Where frames are missing, or the device is content, what was not seen may have been sent. */
	if ((finding->known == KNOWN_SILENCE || row->by_absence) && a->has_gaps)
		finding_bound(finding, CERTAINTY_POSSIBLE);
	if (finding->known == KNOWN_SILENCE && a->ceased)
		finding_bound(finding, CERTAINTY_POSSIBLE);
}

/* Tries |row| on the blank |finding|; true when it holds. */
static bool try_row(const struct attempt *a, const struct failure *row, struct finding *finding)
{
	finding_begin(finding, row);
	if (!row->applies(a, finding))
		return false;
	if (!finding->message)
		finding->message = g_strdup_printf("%s.", failure_title(row));
	if (!is_last_row(row) && attempt_passed(a, finding))
		note_passed(a, finding);
	logbook_compare(a, finding);
	temper(a, finding);
	return true;
}

enum round {
	ROUND_SERVER, /* what the server makes of the hello */
	ROUND_OTHER,
	ROUND_LAST, /* nothing explains the stop */
	ROUNDS
};

static enum round round_of(const struct failure *row)
{
	if (is_last_row(row))
		return ROUND_LAST;
	return is_servers_decision(row) ? ROUND_SERVER : ROUND_OTHER;
}

/* The rows with a predicate, NULL-terminated: sorted out once, for they are asked of each device. */
static const struct failure **rows_of_round(enum round round)
{
	static const struct failure **rows[ROUNDS];
	const struct failure *row;

	if (rows[round])
		return rows[round];
	GPtrArray *wanted = g_ptr_array_new();

	for (size_t i = 0; (row = catalogue_row(i)); i++)
		if (row->applies && round_of(row) == round)
			g_ptr_array_add(wanted, (gpointer)row);
	g_ptr_array_add(wanted, NULL);
	rows[round] = (const struct failure **)g_ptr_array_free(wanted, FALSE);
	return rows[round];
}

/* Most rows do not apply, so one |*blank| finding serves many. */
static void try_rows(const struct attempt *a, enum round round, GPtrArray *findings,
		     struct finding **blank)
{
	for (const struct failure **row = rows_of_round(round); *row; row++) {
		if (!try_row(a, *row, *blank))
			continue;
		g_ptr_array_add(findings, *blank);
		*blank = finding_new();
	}
}

static const struct failure *refusal_at(const GPtrArray *findings, enum step step)
{
	for (unsigned i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (finding->severity == SEVERITY_ERROR && finding->step == step)
			return finding->row;
	}
	return NULL;
}

/* Where the reference server would stop this hello; what the device would refuse is beyond. */
static enum step predict(struct attempt *a, const GPtrArray *findings)
{
	for (enum step step = STEP_HELLO; step <= STEP_PROFILE; step++) {
		a->refused_by = refusal_at(findings, step);
		a->decision[step] = a->refused_by                           ? DECISION_REFUSE
				    : logbook_passed(a, step)               ? DECISION_PASS
				    : logbook_stops(a, step)                ? DECISION_UNDECIDED
				    : reference_is_decidable(a, step, NULL) ? DECISION_PASS
									    : DECISION_UNDECIDED;
		if (a->decision[step] != DECISION_PASS)
			return step;
	}
	a->refused_by = setup_refusal(a);
	a->decision[STEP_SECURE] = a->refused_by ? DECISION_REFUSE : DECISION_UNDECIDED;
	return STEP_CALLBACK;
}

/* The one that explains the stop is the first in the order of steps; the rest would repeat it. */
static void keep_first_error(GPtrArray *findings)
{
	struct finding *first = NULL;

	for (unsigned i = 0; i < findings->len; i++) {
		struct finding *finding = findings->pdata[i];

		if (finding->severity == SEVERITY_ERROR && (!first || finding->step < first->step))
			first = finding;
	}
	for (unsigned i = findings->len; i-- > 0;) {
		struct finding *finding = findings->pdata[i];

		if (finding->severity == SEVERITY_ERROR && finding != first) {
			g_ptr_array_remove_index(findings, i);
			finding_free(finding);
		}
	}
}

/* A device that is content, or of which no more can be seen, stopped nowhere. */
static bool stops_visibly(const struct attempt *a)
{
	if (a->stop <= STEP_CALLBACK)
		return true;
	if (a->done || a->blind || attempt_looks_provisioned(a))
		return false;
	/* Whoever manages a provisioned device calls it too. */
	return a->hello || a->stop == STEP_SECURE;
}

/* All but the last rows. */
static void try_all(struct attempt *a, GPtrArray *findings, struct finding **blank)
{
	enum step predicted;

	reference_name(a);
	logbook_read(a);
	a->stop = a->waiting_in;
	try_rows(a, ROUND_SERVER, findings, blank);
	predicted = a->hello ? predict(a, findings) : STEP_HELLO;
	if (a->waiting_in == STEP_IDENTIFY)
		a->stop = predicted;
	try_rows(a, ROUND_OTHER, findings, blank);
}

/* Handshakes that failed before the last one: what they show, and it does not, stays a warning. */
static void add_earlier_handshakes(const struct attempt *a, GPtrArray *findings,
				   struct finding **blank)
{
	struct earlier earlier = {0};
	struct attempt then;

	while (earlier_next(&earlier, a, &then)) {
		g_autoptr(GPtrArray) its = g_ptr_array_new();

		try_all(&then, its, blank);
		for (unsigned i = 0; i < its->len; i++) {
			struct finding *finding = its->pdata[i];

			finding_lower(finding);
			if (finding->row->step == STEP_SECURE &&
			    earlier_is_about(&earlier, finding) &&
			    !findings_have(findings, finding->row))
				g_ptr_array_add(findings, finding);
			else
				finding_free(finding);
		}
	}
}

GPtrArray *attempt_explain(struct attempt *a)
{
	GPtrArray *findings = g_ptr_array_new();
	struct finding *blank = finding_new();

	try_all(a, findings, &blank);
	add_earlier_handshakes(a, findings, &blank);
	keep_first_error(findings);
	if (!findings_error(findings) && stops_visibly(a))
		try_rows(a, ROUND_LAST, findings, &blank);
	finding_free(blank);
	return findings;
}
