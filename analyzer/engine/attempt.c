/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attempt.c - the fold: an attempt's sightings, in time order, into facts.
 *
 * One function a kind of sighting; each keeps the last that says something.
 * How far it came is then read off the facts, and how long it has been waiting
 * off the captures that show the device.
 */
#include "fleet.h"
#include "fold.h"

#include "clocks.h"
#include "numbers.h"
#include "watch.h"

/* After how many seconds the absence of what comes next counts, step by step. */
static const int64_t patience[STEPS] = {
	/*                  seconds    reasoning */
	[STEP_ADDRESS] = 60,  /* DISCOVER backs off to 64 s (RFC 2131, 4.1) */
	[STEP_RESOLVE] = 15,  /* a resolver's three tries of 5 s each */
	[STEP_CONNECT] = 3,   /* two SYNs are 1 s and 3 s apart (RFC 6298) */
	[STEP_HELLO] = 30,    /* the device speaks at once or not at all */
	[STEP_IDENTIFY] = 60, /* the hello's first retry: it was not served until then */
	[STEP_NAME] = 60,     [STEP_PROFILE] = 60, [STEP_CALLBACK] = 60,
	[STEP_SECURE] = 30,   [STEP_LOGIN] = 60,   [STEP_CONFIGURE] = 600, /* key generation */
	[STEP_COMMIT] = 60,
};

/* Bytes each way on a connection whose session was not followed: more than a failed handshake. */
#define CALL_AT_LENGTH 2000

const struct seen_hello *attempt_hello(const struct attempt *attempt)
{
	return attempt->hello ? attempt->hello->connection->hello : NULL;
}

enum method attempt_method(const struct attempt *attempt)
{
	const struct seen_hello *hello = attempt_hello(attempt);

	if (!hello)
		return METHOD_UNKNOWN;
	if (hello->version == HELLO_VERSION_PSK)
		return METHOD_PSK;
	return hello->version == HELLO_VERSION_PKI ? METHOD_PKI : METHOD_UNKNOWN;
}

const char *attempt_pid(const struct attempt *attempt, const char pid[PID_TEXT],
			char text[PID_TEXT])
{
	if (!attempt->fleet->options.show_pids)
		return pid_masked(pid, text);
	memcpy(text, pid, PID_TEXT);
	return text;
}

int64_t attempt_patience(const struct attempt *attempt, enum step step)
{
	int64_t script;

	if (step < STEP_IDENTIFY || step > STEP_CALLBACK)
		return patience[step];
	/* The server may take its script's whole time before it calls back; then it has called. */
	if (step == STEP_CALLBACK && (attempt->call_silent || attempt->call_refused))
		return patience[step];
	if (site_number(attempt->site, "props_script_timeout", &script) && script > patience[step])
		return script;
	return patience[step];
}

/* What the server makes of a hello's content only shows in what it does next: is it about that? */
static bool is_of_the_hello(const struct finding *finding)
{
	return (finding->row->remark && finding->row->step <= STEP_IDENTIFY) ||
	       finding->step == STEP_HELLO;
}

bool attempt_passed(const struct attempt *attempt, const struct finding *finding)
{
	if (!attempt->started)
		return false;
	if (finding->row->until_called || is_of_the_hello(finding))
		return attempt->reached > STEP_HELLO;
	return attempt->reached >= finding->step;
}

bool attempt_meets_scs(const struct attempt *attempt)
{
	return strcmp(site_policy(attempt->site, "server"), "scs") == 0;
}

static bool is_own(const struct attempt *a, const struct address *address)
{
	return addresses_have(&a->subject->addresses, address);
}

static void fold_lease(struct attempt *a, const struct sighting *s)
{
	if (moment_is_set(s->lease->ack)) {
		a->lease = s;
		return;
	}
	a->lease_asked = s;
	a->leases_unanswered++;
}

static bool is_negative(const struct seen_name *name)
{
	return moment_is_set(name->answer) && name->address_count == 0;
}

/* A spelling without data (AAAA) says nothing while the name exists: only a refusal counts. */
static bool is_denial(const struct seen_name *name)
{
	return is_negative(name) && (name->rcode != DNS_NOERROR || name->type == DNS_A);
}

static bool is_bare(const struct seen_name *name)
{
	return !strchr(name->question, '.');
}

/* The last one counts; but what a name server makes of a bare word says nothing of the full name. */
static const struct sighting *weightier_denial(const struct sighting *before,
					       const struct sighting *s)
{
	return before && !is_bare(before->name) && is_bare(s->name) ? before : s;
}

static void fold_question(struct attempt *a, const struct sighting *s)
{
	const struct seen_name *name = s->name;

	a->questions++;
	if (is_bare(name))
		a->bare_questions++;
	if (name->address_count > 0)
		a->located = s;
	else if (is_denial(name))
		a->denied = weightier_denial(a->denied, s);
	else if (!moment_is_set(name->answer))
		a->unresolved = s;
	if (is_denial(name) && !is_bare(name) && !a->denied_a)
		a->denied_a = s;
}

static void fold_name(struct attempt *a, const struct sighting *s)
{
	if (fleet_is_server_name(a->fleet, s->name->question))
		fold_question(a, s);
	else if (s->name->type == DNS_PTR)
		a->ptr = s;
	else if (!a->forward || s->name->address_count > 0)
		a->forward = s;
}

static bool is_copy(const struct sighting *a, const struct sighting *b)
{
	const struct seen_connection *x = a->connection, *y = b->connection;

	return x->client_port == y->client_port && x->has_isn && y->has_isn && x->isn == y->isn;
}

/* The other capture's view of the last hello: the same connection, or it as a router translates it. */
static bool is_seen_again(const struct attempt *a, const struct sighting *s)
{
	const struct sighting *last = a->hello;

	if (!last || last->capture == s->capture)
		return false;
	return is_copy(last, s) || (a->subject->translated[0] &&
				    last->connection->hello->retry == s->connection->hello->retry);
}

/* Clocks may be set back: in one capture frames count, too. */
static bool is_after(const struct sighting *hello, const struct sighting *called)
{
	struct moment said = hello_last_at(hello->connection->hello),
		      last = called->connection->last;

	return said.time > last.time &&
	       (hello->capture != called->capture || said.frame > last.frame);
}

static void fold_hello(struct attempt *a, const struct sighting *s)
{
	bool copy = is_seen_again(a, s);

	const struct seen_hello *hello = s->connection->hello;

	if (hello_last_retry(hello) >
	    (a->hello ? hello_last_retry(a->hello->connection->hello) : hello->retry))
		a->climbing = true;
	/* Of two machines with one UUID the other one speaks. */
	if (a->talks.latest && !a->subject->shared && is_after(s, a->talks.latest))
		a->unserved = true;
	a->remarks |= s->connection->hello->remarks;
	if (!a->first_hello)
		a->first_hello = s;
	a->hello = s;
	a->hellos += copy ? 0 : hello_count(hello);
}

/* Which of the attempt's connections this one is: the last of each kind is kept. */
static const struct sighting **hello_port_fact(struct attempt *a, const struct seen_connection *c)
{
	switch (c->answer) {
	case ANSWER_REFUSED:
		return &a->refused;
	case ANSWER_UNREACHABLE:
		return &a->unreachable;
	case ANSWER_NONE:
		return &a->silent;
	default:
		break;
	}
	if (c->foreign)
		return &a->foreign;
	if (c->bytes[0] == 0 && !c->established)
		return &a->half_open;
	if (c->bytes[0] == 0 && c->lost[0] == 0 && c->ended)
		return &a->mute;
	return &a->connected;
}

static void fold_hello_port(struct attempt *a, const struct sighting *s)
{
	const struct seen_connection *c = s->connection;

	a->server = c->server;
	*hello_port_fact(a, c) = s;
	if (moment_is_set(c->answer_at) || c->bytes[1])
		a->server_in_view = true;
	if (c->hello)
		fold_hello(a, s);
}

bool attempt_was_provisioned_before(const struct attempt *a, const struct sighting *s)
{
	const struct sighting *on = a->talks.committed.on;

	return on && !a->unserved && s->at.time > on->at.time;
}

/* The call-back that a router translates is one, not two. */
static bool is_called_translated(const struct attempt *a, const struct sighting *s)
{
	const struct sighting *called = a->called;

	return a->subject->translated[0] && called && called->capture != s->capture &&
	       is_copy(called, s) &&
	       !address_equal(&called->connection->server, &s->connection->server);
}

static void fold_callback(struct attempt *a, const struct sighting *s)
{
	const struct seen_connection *c = s->connection;
	const struct sighting *better;

	a->server_in_view = true;
	if (!is_own(a, &c->server))
		a->astray = s;
	else if (c->answer == ANSWER_NONE)
		a->call_silent = s;
	else if (c->answer != ANSWER_ACCEPTED)
		a->call_refused = s;
	if (!is_own(a, &c->server) || c->answer != ANSWER_ACCEPTED)
		return;
	if (attempt_was_provisioned_before(a, s) || is_called_translated(a, s))
		return;
	/* The one that the talks are read from: what they say is compared with it. */
	better = twins_better(a->fleet->twins, s);
	a->called = better ? better : s;
	talks_fold(&a->talks, a->fleet->twins, s);
}

static void fold_neighbour(struct attempt *a, const struct sighting *s)
{
	if (!is_own(a, &s->neighbour->target) && !a->astray)
		a->astray = s;
}

static int64_t time_of(const struct sighting *s)
{
	return s ? s->at.time : INT64_MIN;
}

static int64_t latest(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static const struct capture_facts *capture(const struct attempt *a, unsigned i)
{
	return sightings_capture((struct sightings *)a->fleet->sightings, i);
}

static void cover(struct attempt *a, unsigned i)
{
	a->covered_until = latest(a->covered_until, capture(a, i)->last);
	a->has_gaps = a->has_gaps || capture(a, i)->dropped || capture(a, i)->backward;
}

static void fold_one(struct attempt *a, const struct sighting *s)
{
	cover(a, s->capture);
	switch (s->kind) {
	case SIGHTING_LEASE:
		fold_lease(a, s);
		break;
	case SIGHTING_NAME:
		fold_name(a, s);
		break;
	case SIGHTING_CONNECTION:
		if (s->connection->service == SERVICE_HELLO)
			fold_hello_port(a, s);
		else
			fold_callback(a, s);
		break;
	case SIGHTING_NEIGHBOUR:
		fold_neighbour(a, s);
		break;
	}
}

static void reach(struct attempt *a, enum step step, const struct sighting *by, int64_t since)
{
	if (!by || (a->started && a->reached > step))
		return;
	a->started = true;
	a->reached = step;
	a->waiting_since = since;
}

/* The last connection that led nowhere, and when it was last tried. */
static const struct sighting *last_vain(const struct attempt *a, int64_t *tried)
{
	const struct sighting *vain[] = {a->silent, a->half_open, a->refused, a->unreachable,
					 a->mute};
	const struct sighting *last = NULL;

	*tried = INT64_MIN;
	for (size_t i = 0; i < G_N_ELEMENTS(vain); i++) {
		int64_t time = time_of(vain[i]);

		if (vain[i] && moment_is_set(vain[i]->connection->last_syn))
			time = latest(time, vain[i]->connection->last_syn.time);
		if (vain[i] && time >= *tried) {
			*tried = time;
			last = vain[i];
		}
	}
	return last;
}

/* What is said in the clear needs no handshake. */
static void read_talks(struct attempt *a)
{
	const struct talks *talks = &a->talks;
	const struct sighting *ready = talks->secured ? talks->secured : talks->welcome.on;

	a->hello_again = a->unserved && is_after(a->hello, talks->latest);
	reach(a, STEP_SECURE, ready, talks->last_at);
	reach(a, STEP_LOGIN, talks->welcome.on, talks->last_at);
	reach(a, STEP_CONFIGURE, talks->commit.on, talks->last_at);
	if (!a->hello_again)
		reach(a, STEP_COMMIT, talks->committed.on, talks->last_at);
}

/* Whoever speaks has an address; whoever connects has found a server. */
static void read_progress(struct attempt *a)
{
	int64_t asked = latest(time_of(a->denied), time_of(a->unresolved));
	int64_t called = latest(time_of(a->call_refused), time_of(a->call_silent));
	int64_t tried;
	const struct sighting *vain = last_vain(a, &tried);

	reach(a, STEP_ADDRESS, a->lease, time_of(a->lease));
	reach(a, STEP_ADDRESS, a->denied ? a->denied : a->unresolved, asked);
	reach(a, STEP_RESOLVE, a->located, time_of(a->located));
	reach(a, STEP_RESOLVE, vain, tried);
	reach(a, STEP_CONNECT, a->connected, time_of(a->connected));
	if (a->hello && a->hello->connection->hello->whole)
		reach(a, STEP_HELLO, a->hello, a->first_hello->connection->hello->at.time);
	reach(a, STEP_PROFILE, a->call_refused ? a->call_refused : a->call_silent, called);
	reach(a, STEP_PROFILE, a->astray, time_of(a->astray));
	reach(a, STEP_CALLBACK, a->called, time_of(a->called));
	read_talks(a);
	a->done = a->started && a->reached == STEP_COMMIT;
	a->waiting_in = a->done ? STEP_COMMIT : a->started ? a->reached + 1 : STEP_ADDRESS;
	if (!a->started && a->lease_asked)
		a->waiting_since = time_of(a->lease_asked);
}

/* The last call-back is over, and one before it, or it, was followed by another hello. */
static bool was_in_vain(const struct attempt *a)
{
	return a->hello_again || (a->unserved && a->called && a->called->connection->ended);
}

/* Was what stopped it seen, so that no waiting can change it? */
static bool is_decided(const struct attempt *a)
{
	switch (a->waiting_in) {
	case STEP_RESOLVE:
		return a->denied && !a->located;
	case STEP_CONNECT:
		return latest(latest(time_of(a->refused), time_of(a->unreachable)),
			      time_of(a->mute)) > latest(time_of(a->silent), time_of(a->half_open));
	case STEP_HELLO:
		return a->connected && a->connected->connection->ended;
	case STEP_CALLBACK:
		return time_of(a->call_refused) > time_of(a->call_silent);
	case STEP_SECURE:
		return a->talks.failed || a->talks.alien || (was_in_vain(a) && a->talks.session);
	case STEP_LOGIN:
		return was_in_vain(a) || talks_said_nothing(&a->talks) ||
		       (a->talks.rejected.on && a->talks.rejected.on->connection->ended);
	case STEP_CONFIGURE:
		return was_in_vain(a);
	case STEP_COMMIT:
		return was_in_vain(a) ||
		       (a->talks.commit.on && talks_call_failed(a->talks.commit.call));
	default:
		return false;
	}
}

/* A device that was not served says hello again; one that does not may have been, out of view. */
static bool has_ceased(const struct attempt *a)
{
	const struct seen_hello *hello = attempt_hello(a);
	int64_t due;

	if (!hello || a->reached > STEP_HELLO)
		return false;
	due = schedule_spacing(&a->fleet->schedule, hello_last_retry(hello)) * 60 * NANOSECONDS;
	return due && a->covered_until - a->hello->at.time > due + due / 4 + 30 * NANOSECONDS;
}

static bool is_blind(const struct attempt *a)
{
	if (a->waiting_in == STEP_SECURE)
		return !a->talks.followed && !a->talks.failed && !a->talks.alien &&
		       !(a->unserved && a->talks.session);
	return a->waiting_in == STEP_LOGIN && !a->talks.opened && !a->unserved &&
	       !talks_said_nothing(&a->talks);
}

/* What was not opened can be weighed; what was, says itself what came of it. */
bool attempt_looks_provisioned(const struct attempt *a)
{
	const int64_t quiet = 90 * NANOSECONDS; /* the first retry would have come after 60 s */
	const struct talks *talks = &a->talks;

	if (!a->called || !a->hello || a->hello_again || (talks->opened && talks->whole))
		return false;
	const struct seen_connection *c = a->called->connection;
	bool at_length = talks->session
				 ? talks_at_length(talks)
				 : c->bytes[0] > CALL_AT_LENGTH && c->bytes[1] > CALL_AT_LENGTH;

	return at_length && a->covered_until - c->last.time > quiet &&
	       a->hello->at.time < a->called->at.time;
}

void attempt_fold(struct attempt *a)
{
	unsigned captures = sightings_captures(a->fleet->sightings);

	a->covered_until = captures ? capture(a, 0)->first : 0;
	a->waiting_since = a->covered_until;
	/* A device that is never seen is missed in all captures. */
	for (unsigned i = 0; i < captures && a->seen_count == 0; i++)
		cover(a, i);
	for (size_t i = 0; i < a->seen_count; i++)
		fold_one(a, a->seen[i]);
	read_progress(a);
	a->decided = !a->done && is_decided(a);
	a->blind = is_blind(a);
	a->stalled = a->decided || a->covered_until - a->waiting_since >=
					   attempt_patience(a, a->waiting_in) * NANOSECONDS;
	a->ceased = has_ceased(a);
}
