/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_talks.c - what was said on a call-back, line by line; see story.h. */
#include <inttypes.h>

#include <string.h>

#include "attempt.h"
#include "story.h"
#include "tls_names.h"

static const char *version_name(uint16_t version)
{
	const char *name = name_of(NAMES_TLS_VERSION, version);

	return name ? name : "a TLS version of no name";
}

static const char *suite_name(uint16_t number)
{
	const struct tls_suite *suite = tls_suite_of(number);

	return suite ? suite->name : "a cipher suite of no name";
}

static const char *side_name(enum seen_side side)
{
	return side == SEEN_CLIENT ? "server" : "device";
}

char *story_alert(const struct seen_alert *alert)
{
	const char *level = name_of(NAMES_TLS_ALERT_LEVEL, alert->level);
	const char *name = name_of(NAMES_TLS_ALERT, alert->description);

	if (!alert->readable)
		return g_strdup("encrypted");
	return g_strdup_printf("%s %s (%u)", level ? level : "of no level", name ? name : "unknown",
			       alert->description);
}

const char *story_identity(const struct fleet *fleet, const char *identity, char text[PID_TEXT])
{
	if (strlen(identity) != PID_LENGTH)
		return "of another form than a PID";
	if (!fleet->options.show_pids)
		return pid_masked(identity, text);
	memcpy(text, identity, PID_TEXT);
	return text;
}

/* TLS up to 1.2 says a message's name; what is encrypted has none. */
static void tell_alerts(struct story *story, const struct seen_session *session)
{
	for (unsigned i = 0; i < session->alert_count; i++) {
		const struct seen_alert *alert = &session->alert[i];
		const char *after =
			alert->has_after ? name_of(NAMES_TLS_HANDSHAKE, alert->after) : NULL;
		g_autofree char *text = story_alert(alert);

		/* How connections end is told by their end. */
		if (alert->readable && alert->description == TLS_CLOSE_NOTIFY)
			continue;
		story_tell(story, STEP_SECURE, alert->at, "TLS: alert of the %s: %s%s%s%s%s",
			   side_name(alert->from), text, after ? ", after " : "",
			   after ? after : "", after ? " of the " : "",
			   after ? side_name(alert->after_from) : "");
	}
}

static void tell_chain(struct story *story, const struct seen_chain *chain, enum seen_side side)
{
	const char *name =
		chain->certificate_count ? chain->certificate[0]->subject : "none that can be read";

	if (chain->sent)
		story_tell(story, STEP_SECURE, chain->at,
			   "TLS: certificate of the %s: %s (%u sent)", side_name(side),
			   *name ? name : "without a name", chain->sent);
	else if (chain->seen)
		story_tell(story, STEP_SECURE, chain->at, "TLS: the %s sends no certificate",
			   side_name(side));
}

static const char *const closed[] = {
	[SEEN_CLEAR] = "nothing encrypted",
	[SEEN_NO_SECRET] = "not opened: no key for it was given",
	[SEEN_WRONG_SECRET] = "not opened: the key that was given does not fit",
	[SEEN_UNSUPPORTED] = "not opened: its cipher is not supported",
	[SEEN_OPENED] = "opened",
	[SEEN_LOST] = "opened in part",
};

static struct moment later(struct moment a, struct moment b)
{
	return a.time > b.time || !moment_is_set(b) ? a : b;
}

void story_tell_session(struct story *story, const struct seen_session *session)
{
	char identity[PID_TEXT];

	story_tell(story, STEP_SECURE, session->client_hello_at,
		   "TLS: the server offers up to %s, %u cipher suite%s%s",
		   version_name(session->offered_version), session->suites_offered,
		   session->suites_offered == 1 ? "" : "s",
		   session->offers_psk ? ", PSK among them" : "");
	story_tell(story, STEP_SECURE, session->server_hello_at, "TLS: the device takes %s, %s%s",
		   version_name(session->version), suite_name(session->suite),
		   session->resumed ? ", and goes on with an earlier session" : "");
	tell_chain(story, &session->chain[SEEN_SERVER], SEEN_SERVER);
	tell_chain(story, &session->chain[SEEN_CLIENT], SEEN_CLIENT);
	if (session->identity)
		story_tell(story, STEP_SECURE, session->identity_at, "TLS: PSK identity %s",
			   story_identity(story->fleet, session->identity, identity));
	if (talks_is_secured(session))
		story_tell(story, STEP_SECURE,
			   later(session->finished_at[0], session->finished_at[1]),
			   "TLS: handshake finished, %s", closed[session->decryption]);
	tell_alerts(story, session);
}

char *story_call_name(const struct seen_call *call)
{
	if (call->class && call->method)
		return g_strdup_printf("%s.%s", call->class, call->method);
	if (call->method)
		return g_strdup(call->method);
	return g_strdup_printf("%s %s", call->verb ? call->verb : "a request",
			       call->path ? call->path : "of an unknown path");
}

static void append_amt_status(GString *text, const struct seen_call *call)
{
	const char *name = name_of(NAMES_PT_STATUS, call->amt_status);

	if (call->has_amt_status)
		g_string_append_printf(text, ", AMT-STATUS %" PRIu32 "%s%s%s", call->amt_status,
				       name ? " (" : "", name ? name : "", name ? ")" : "");
}

/* The value with its name where its class's table has one. */
static char *value_text(const struct seen_call *call)
{
	const char *name =
		call->class && call->method
			? return_value_name(call->class, call->method, call->return_value)
			: NULL;

	return name ? g_strdup_printf("%" PRIu32 " (%s)", call->return_value, name)
		    : g_strdup_printf("%" PRIu32, call->return_value);
}

char *story_result(const struct seen_call *call)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!moment_is_set(call->answer))
		return g_strdup("no answer seen");
	if (call->has_return_value)
		return value_text(call);
	g_string_printf(text, "HTTP %u", call->status);
	if (call->is_fault)
		g_string_append_printf(text, ", fault %s",
				       call->fault ? call->fault : "of no name");
	append_amt_status(text, call);
	if (call->answer_unread)
		g_string_append_printf(text, ", an answer that cannot be read: %s",
				       call->answer_unread);
	if (call->challenged)
		g_string_append_printf(text, ", %s",
				       call->stale        ? "asks for a log-in anew"
				       : call->authorized ? "refuses the log-in"
							  : "asks for a log-in");
	return g_strdup(text->str);
}

static enum step step_of(const struct seen_call *call)
{
	if (call->challenged)
		return STEP_LOGIN;
	return talks_call_is(call, "CommitChanges") ? STEP_COMMIT : STEP_CONFIGURE;
}

static void tell_call(struct story *story, const struct seen_call *call)
{
	g_autofree char *name = story_call_name(call), *result = story_result(call);
	struct moment at = moment_is_set(call->request) ? call->request : call->answer;

	if (call->count > 1)
		story_tell(story, step_of(call), at, "Call: %s: %s, %" PRIu32 " times", name,
			   result, call->count);
	else
		story_tell(story, step_of(call), at, "Call: %s: %s", name, result);
}

void story_tell_calls(struct story *story, const struct seen_calls *calls)
{
	for (unsigned i = 0; i < calls->call_count; i++) {
		tell_call(story, &calls->call[i]);
		if (i + 1 == calls->before && calls->left_out)
			story_tell(story, STEP_CONFIGURE, calls->call[i].last,
				   "%" PRIu32 " calls are left out here", calls->left_out);
	}
}
