/* SPDX-License-Identifier: GPL-2.0-or-later */
/* talks.c - sessions and calls into facts, in the order of time; see talks.h. */
#include "talks.h"

#include "clocks.h"
#include "numbers.h"
#include "tls_names.h"

#define STATUS_OK 200
#define STATUS_MULTIPLE 300 /* the first behind those that mean success */
#define STATUS_UNAUTHORIZED 401

/*
 * Bytes of application data, each way. A log-in that fails says less; the
 * shortest provisioning that was seen, by the older SOAP, says twice as much.
 */
#define AT_LENGTH 2000

const struct seen_alert *talks_fatal_alert(const struct seen_session *session)
{
	for (unsigned i = 0; i < session->alert_count; i++) {
		const struct seen_alert *alert = &session->alert[i];

		if (alert->readable && alert->description != TLS_CLOSE_NOTIFY &&
		    (alert->level == TLS_FATAL || alert->description == TLS_NO_RENEGOTIATION))
			return alert;
	}
	return NULL;
}

/* TLS 1.3 hides its end of the handshake, and alerts, in records like those of data. */
bool talks_is_secured(const struct seen_session *session)
{
	if (session->version < TLS_1_3 || session->decryption == SEEN_OPENED)
		return session->finished[SEEN_CLIENT] && session->finished[SEEN_SERVER];
	return session->data_bytes[SEEN_CLIENT] > AT_LENGTH &&
	       session->data_bytes[SEEN_SERVER] > AT_LENGTH;
}

/* All of it was captured, from its first message on. */
static bool is_followed(const struct seen_connection *c)
{
	return c->has_isn && c->lost[0] == 0 && c->lost[1] == 0 && c->session->client_hello &&
	       !c->given_up;
}

static bool is_closed(const struct seen_connection *c)
{
	return moment_is_set(c->closed[0]) || moment_is_set(c->closed[1]);
}

/* An alert says it; else nothing may be missing. TLS 1.3 ends out of sight. */
bool talks_has_failed(const struct seen_connection *c)
{
	const struct seen_session *session = c->session;
	const struct seen_alert *alert = session ? talks_fatal_alert(session) : NULL;

	if (!session || !session->client_hello || talks_is_secured(session))
		return false;
	if (alert)
		return c->has_isn && c->lost[alert->from] == 0;
	return is_followed(c) && session->version < TLS_1_3 && is_closed(c);
}

bool talks_call_is(const struct seen_call *call, const char *method)
{
	return call->method && g_ascii_strcasecmp(call->method, method) == 0;
}

bool talks_result_is(const struct seen_call *call, const char *name)
{
	const char *status =
		call->has_amt_status ? name_of(NAMES_PT_STATUS, call->amt_status) : NULL;
	const char *value =
		call->has_return_value && call->class && call->method
			? return_value_name(call->class, call->method, call->return_value)
			: NULL;

	return g_strcmp0(status, name) == 0 || g_strcmp0(value, name) == 0;
}

bool talks_call_failed(const struct seen_call *call)
{
	if (!moment_is_set(call->answer) || call->status == STATUS_UNAUTHORIZED)
		return false;
	return call->is_fault || call->status >= STATUS_MULTIPLE || call->answer_unread ||
	       (call->has_return_value && call->return_value != 0) ||
	       (call->has_amt_status && call->amt_status != 0);
}

bool talks_is_rejection(const struct seen_call *call)
{
	return call->status == STATUS_UNAUTHORIZED && call->authorized && !call->stale;
}

static bool same_call(const struct seen_call *a, const struct seen_call *b)
{
	return g_strcmp0(a->class, b->class) == 0 && g_strcmp0(a->method, b->method) == 0;
}

static void fold_login(struct talks *talks, struct talk_call it)
{
	const struct seen_call *call = it.call;

	if (call->status == STATUS_UNAUTHORIZED && !talks->challenged.on)
		talks->challenged = it;
	if (talks_is_rejection(call)) {
		talks->rejected = it;
		talks->rejections += call->count;
	}
	if (moment_is_set(call->answer) && call->status != STATUS_UNAUTHORIZED && call->method &&
	    !talks->welcome.on)
		talks->welcome = it;
}

static void fold_call(struct talks *talks, const struct sighting *s, const struct seen_call *call)
{
	struct talk_call it = {.on = s, .call = call};

	talks->last = it;
	fold_login(talks, it);
	if (talks_call_failed(call))
		talks->stopped = it;
	else if (talks->stopped.on && moment_is_set(call->answer) &&
		 same_call(talks->stopped.call, call))
		talks->stopped = (struct talk_call){0};
	if (!talks_call_is(call, "CommitChanges") || call->status == STATUS_UNAUTHORIZED)
		return;
	talks->commit = it;
	if (call->status == STATUS_OK && call->has_return_value && call->return_value == 0)
		talks->committed = it;
}

static void fold_calls(struct talks *talks, const struct sighting *s)
{
	const struct seen_calls *calls = s->connection->calls;

	talks->heard = s;
	talks->opened = true;
	talks->whole = talks->whole && !calls->left_out && !calls->lost[0] && !calls->lost[1];
	for (unsigned i = 0; i < calls->call_count; i++)
		fold_call(talks, s, &calls->call[i]);
}

/* Of TLS 1.3 nothing behind the ServerHello shows without a key. */
static bool is_hidden(const struct seen_session *session)
{
	return session->version >= TLS_1_3 && session->decryption != SEEN_OPENED;
}

static void fold_session(struct talks *talks, const struct sighting *s)
{
	const struct seen_connection *c = s->connection;

	if (c->session->foreign[SEEN_SERVER] && c->has_isn && c->lost[1] == 0)
		talks->alien = s;
	if (!c->session->client_hello)
		return;
	talks->session = s;
	talks->followed = is_followed(c) && !is_hidden(c->session);
	if (talks_is_secured(c->session))
		talks->secured = s;
	else if (talks_has_failed(c))
		talks->failed = s;
	if (talks_is_secured(c->session) && !c->calls)
		talks->whole = false;
	talks->data[0] += c->session->data_bytes[0];
	talks->data[1] += c->session->data_bytes[1];
}

void talks_fold(struct talks *talks, const struct twins *twins, const struct sighting *s)
{
	const struct seen_connection *c = s->connection;

	if (!talks->latest)
		talks->whole = true;
	if (!talks->latest || c->last.time >= talks->last_at) {
		talks->last_at = c->last.time;
		talks->latest = s;
	}
	if (twins_better(twins, s))
		return;
	if (c->session)
		fold_session(talks, s);
	if (c->calls && c->calls->call_count)
		fold_calls(talks, s);
}

bool talks_said_nothing(const struct talks *talks)
{
	return talks->secured && talks->data[0] == 0 && talks->data[1] == 0 &&
	       is_followed(talks->secured->connection) && is_closed(talks->secured->connection);
}

bool talks_at_length(const struct talks *talks)
{
	return talks->data[0] > AT_LENGTH && talks->data[1] > AT_LENGTH;
}
