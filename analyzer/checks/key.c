/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key.c - stage K inside the call-back: the key that both sides must have. */
#include <string.h>

#include "checks.h"
#include "story.h"
#include "tls_names.h"

/* RFC 5246, 7.2.2: what a device says to a Finished that it cannot open or that is wrong. */
static bool tells_wrong_key(const struct seen_alert *alert)
{
	switch (alert->description) {
	case TLS_BAD_RECORD_MAC:
	case TLS_DECRYPTION_FAILED:
	case TLS_HANDSHAKE_FAILURE:
	case TLS_DECRYPT_ERROR:
		return alert->from == SEEN_SERVER;
	default:
		return false;
	}
}

static const struct seen_session *psk_session(const struct sighting *s)
{
	const struct seen_session *session = s ? s->connection->session : NULL;

	return session && session->identity && tls_suite_uses_psk(session->suite) ? session : NULL;
}

static const char *hello_pid(const struct attempt *a)
{
	const struct seen_hello *hello = attempt_hello(a);

	return hello && hello->has_pid ? hello->pid : NULL;
}

/* |session| uses the PID of the device's hello, as far as one was seen. */
static bool uses_own_pid(const struct attempt *a, const struct seen_session *session)
{
	const char *pid = hello_pid(a);

	return !pid || strcmp(pid, session->identity) == 0;
}

/* The server's Finished was opened with the records' PPS: it is the key that it uses. */
static bool is_records_key(const struct seen_session *session)
{
	return session->secret == SEEN_SECRET_PSK &&
	       (session->decryption == SEEN_OPENED || session->decryption == SEEN_LOST);
}

static void quote_identity(struct finding *f, const struct sighting *s)
{
	finding_quote_place(f, s, s->connection->session->identity_place,
			    "PSK identity of the session");
}

static bool has_wrong_pps(const struct attempt *a, struct finding *f)
{
	const struct seen_session *session = psk_session(a->talks.failed);
	const struct seen_alert *alert = session ? talks_fatal_alert(session) : NULL;
	char pid[PID_TEXT];

	if (!alert || !tells_wrong_key(alert) || !session->finished[SEEN_CLIENT] ||
	    !uses_own_pid(a, session))
		return false;
	g_autofree char *text = story_alert(alert);

	quote_identity(f, a->talks.failed);
	finding_quote_place(f, a->talks.failed, alert->place, "alert of the device: %s", text);
	finding_candidate(f, "AMT-K05");
	if (session->decryption == SEEN_NO_SECRET)
		finding_need(f, "the PPS of this PID in the records (--site)");
	return finding_say(f, is_records_key(session) ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY,
			   "The device refuses the server's key for PID %s (alert: %s)%s.",
			   story_identity(a->fleet, session->identity, pid), text,
			   is_records_key(session) ? "; it is the PPS in the records"
			   : session->decryption == SEEN_WRONG_SECRET
				   ? "; the records have another PPS again"
				   : "");
}

static bool is_offered_no_psk(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->talks.failed;
	const struct seen_session *session = s ? s->connection->session : NULL;
	const struct seen_alert *alert = session ? talks_fatal_alert(session) : NULL;

	if (!session || attempt_method(a) != METHOD_PSK || session->offers_psk ||
	    session->suites_offered == 0 || session->server_hello ||
	    (alert && alert->description == TLS_PROTOCOL_VERSION))
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_VERSION, "version 2: PSK");
	finding_quote_place(f, s, session->client_hello_place, "ClientHello without a PSK suite");
	if (alert)
		finding_quote_place(f, s, alert->place, "alert of the device");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The device asks for PSK, and the server offers none of the cipher "
			   "suites for it.");
}

static const struct failure rows[] = {
	{
		.id = "AMT-K07",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.method = METHOD_PSK,
		.title = "Server offers no PSK cipher suite",
		.cause = "The server's TLS library, or its settings, have no pre-shared keys.",
		.remedy = "Use a TLS library with PSK suites (RFC 4279), or provision by PKI.",
		.source = DEDUCED,
		.applies = is_offered_no_psk,
	},
	{
		.id = "AMT-K05",
		.step = STEP_SECURE,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PSK,
		.remark = &remarks[REMARK_K05],
	},
	{
		.id = "AMT-K03",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PSK,
		.needs = NEEDS(SITE_PID_MAP),
		.title = "PID right, PPS wrong",
		.cause = "The PPS was mistyped in the MEBx or in the server.",
		.remedy = "Type the PPS again on both sides, or import the maker's key file.",
		.source = PSK_SETUP "; RFC 4279",
		.applies = has_wrong_pps,
	},
};

const struct stage key_stage = {rows, G_N_ELEMENTS(rows)};
