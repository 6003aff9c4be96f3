/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verdict.c - see verdict.h. Observed and predicted are kept apart; both are reported. */
#include "verdict.h"

static struct progress observed(const struct attempt *a)
{
	return (struct progress){
		.known = true,
		.started = a->started,
		.reached = a->reached,
		.complete = !a->stalled || a->done || a->blind,
		.stopped = a->waiting_in,
	};
}

struct progress verdict_predicted(const struct attempt *a)
{
	struct progress p = {.known = a->hello != NULL, .started = true, .by = a->refused_by};

	p.reached = STEP_CONNECT;
	for (enum step step = STEP_HELLO; step <= STEP_PROFILE; step++) {
		p.stopped = step;
		if (a->decision[step] != DECISION_PASS)
			return p;
		p.reached = step;
	}
	p.reached = STEP_CALLBACK;
	p.complete = a->decision[STEP_SECURE] != DECISION_REFUSE;
	p.stopped = STEP_SECURE;
	return p;
}

static const char *keep(struct diagnosis *d, const char *text)
{
	return g_string_chunk_insert_const(d->strings, text);
}

/* Texts of the program's own; those with values in them are kept by the diagnosis. */
static void set_outcome(struct device *device, enum outcome outcome, enum certainty certainty,
			const char *verdict)
{
	device->outcome = outcome;
	device->outcome_certainty = certainty;
	device->verdict = verdict;
}

/* How far a call-back came, of which more cannot be said, or not yet. */
static const struct {
	const char *open, *over;
} called[STEPS] = {
	[STEP_CALLBACK] = {"The server called back; the capture ends before the outcome shows.",
			   "The server called back; what came of it does not show."},
	[STEP_SECURE] = {"The server called back and the TLS handshake succeeded; the capture "
			 "ends before the outcome shows.",
			 "The server called back and the TLS handshake succeeded; what came of "
			 "it does not show without the session's keys."},
	[STEP_LOGIN] = {"The server called back and configures the device; the capture ends "
			"before it commits the changes.",
			"The server called back and configured the device; no CommitChanges was "
			"seen."},
	[STEP_CONFIGURE] = {"The server called back and commits its changes; the capture ends "
			    "before the answer.",
			    "The server called back and committed its changes; what the device "
			    "answered was not seen."},
};

static void judge_called(struct device *device, const struct attempt *a)
{
	if (attempt_looks_provisioned(a))
		set_outcome(device, OUTCOME_PROVISIONED, CERTAINTY_LIKELY,
			    "Likely provisioned: the server called back and talked to the "
			    "device, which then said hello no more.");
	else if (!a->hello && a->reached >= STEP_SECURE)
		set_outcome(device, OUTCOME_UNKNOWN, CERTAINTY_POSSIBLE,
			    "A server talks to the device, which was not seen to say hello.");
	else if (!a->stalled)
		set_outcome(device, OUTCOME_IN_PROGRESS, CERTAINTY_CERTAIN,
			    called[a->reached].open);
	else
		set_outcome(device, OUTCOME_UNKNOWN, CERTAINTY_POSSIBLE, called[a->reached].over);
}

static const char *const waits[STEPS] = {
	[STEP_ADDRESS] = "an address",
	[STEP_RESOLVE] = "its server's address",
	[STEP_CONNECT] = "a connection to its server",
	[STEP_HELLO] = "a hello",
	[STEP_IDENTIFY] = "a call-back",
	[STEP_CALLBACK] = "a call-back that gets through",
};

static const char *waiting_text(struct diagnosis *d, const struct attempt *a)
{
	double waited = (double)(a->covered_until - a->waiting_since) / (double)NANOSECONDS;

	g_autofree char *text = g_strdup_printf(
		"In progress: the capture ends %.0f s into the wait for %s, which "
		"may take %" G_GINT64_FORMAT " s.",
		waited > 0 ? waited : 0, waits[a->waiting_in], attempt_patience(a, a->waiting_in));

	return keep(d, text);
}

static void judge(struct diagnosis *d, struct device *device, const struct attempt *a,
		  const GPtrArray *findings)
{
	const struct finding *error = findings_error(findings);

	if (error && error->certainty > CERTAINTY_POSSIBLE)
		set_outcome(device, OUTCOME_FAILED, error->certainty, keep(d, error->message));
	else if (error)
		set_outcome(device, OUTCOME_UNKNOWN, error->certainty, keep(d, error->message));
	else if (a->seen_count == 0)
		set_outcome(device, OUTCOME_UNKNOWN, CERTAINTY_POSSIBLE,
			    "Nothing was seen of this device.");
	else if (a->done)
		set_outcome(device, OUTCOME_PROVISIONED, CERTAINTY_CERTAIN,
			    "Provisioned: the device accepted CommitChanges.");
	else if (a->called)
		judge_called(device, a);
	else if (!a->stalled)
		set_outcome(device, OUTCOME_IN_PROGRESS, CERTAINTY_CERTAIN, waiting_text(d, a));
	else
		set_outcome(device, OUTCOME_UNKNOWN, CERTAINTY_POSSIBLE,
			    "Nothing shows what came of this device.");
}

void verdict_of_device(struct diagnosis *d, struct device *device, const struct attempt *last,
		       const GPtrArray *findings)
{
	device->observed = observed(last);
	device->predicted = verdict_predicted(last);
	judge(d, device, last, findings);
}

static void count(struct diagnosis *d)
{
	for (unsigned i = 0; i < d->devices->len; i++)
		d->count[((const struct device *)d->devices->pdata[i])->outcome]++;
	for (unsigned i = 0; i < d->findings->len; i++)
		d->severities[((const struct finding *)d->findings->pdata[i])->severity]++;
}

void verdict_of_all(struct diagnosis *d)
{
	unsigned n = d->devices->len;

	count(d);
	if (n == 0) {
		d->verdict = g_strdup("No AMT provisioning traffic was found.");
		return;
	}
	const struct device *worst = d->devices->pdata[0];

	if (n == 1)
		d->verdict = g_strdup(worst->verdict);
	else if (d->count[OUTCOME_FAILED])
		d->verdict = g_strdup_printf("%u of %u devices failed. The first: %s",
					     d->count[OUTCOME_FAILED], n, worst->verdict);
	else
		d->verdict =
			g_strdup_printf("None of %u devices is known to have failed: %u "
					"provisioned, %u in progress, %u unknown.",
					n, d->count[OUTCOME_PROVISIONED],
					d->count[OUTCOME_IN_PROGRESS], d->count[OUTCOME_UNKNOWN]);
}
