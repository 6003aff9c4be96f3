/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * secure.c - stage L: the TLS handshake of the call-back, by who ended it and
 * after what. The device is TLS's server, the provisioning server its client.
 */
#include "checks.h"
#include "story.h"
#include "tls_names.h"

/* The session that failed last, or NULL. */
static const struct seen_session *failed(const struct attempt *a)
{
	return a->talks.failed ? a->talks.failed->connection->session : NULL;
}

static const struct seen_alert *ending(const struct attempt *a)
{
	const struct seen_session *session = failed(a);

	return session ? talks_fatal_alert(session) : NULL;
}

static const char *who(enum seen_side side)
{
	return side == SEEN_CLIENT ? "server" : "device";
}

static void quote_alert(const struct attempt *a, struct finding *f, const struct seen_alert *alert)
{
	g_autofree char *text = story_alert(alert);

	finding_quote_place(f, a->talks.failed, alert->place, "alert of the %s: %s",
			    who(alert->from), text);
}

static void quote_client_hello(const struct attempt *a, struct finding *f)
{
	finding_quote_place(f, a->talks.failed, failed(a)->client_hello_place, "ClientHello");
}

/* Says |what| with the alert, which is named. */
static bool say_alert(const struct attempt *a, struct finding *f, enum certainty certainty,
		      const char *what)
{
	const struct seen_alert *alert = ending(a);
	g_autofree char *text = story_alert(alert);

	quote_alert(a, f, alert);
	return finding_say(f, certainty, "%s (alert of the %s: %s).", what, who(alert->from), text);
}

static const char *version_text(uint16_t version)
{
	const char *name = name_of(NAMES_TLS_VERSION, version);

	return name ? name : "an unknown version";
}

/* Hung up without a word, and before it said anything: what it did not like is a guess. */
static bool hangs_up_at_hello(const struct attempt *a, struct finding *f)
{
	const struct seen_session *session = failed(a);
	const struct seen_connection *c = session ? a->talks.failed->connection : NULL;

	if (!c || ending(a) || session->server_hello || session->foreign[SEEN_SERVER] ||
	    c->bytes[1] || !moment_is_set(c->closed[1]) ||
	    (moment_is_set(c->closed[0]) && c->closed[0].time <= c->closed[1].time))
		return false;
	quote_client_hello(a, f);
	finding_quote(f, a->talks.failed, c->closed[1], "the device closes");
	finding_candidate(f, "AMT-L03");
	return finding_say(f, CERTAINTY_POSSIBLE,
			   "The device closes the connection at the server's first message, which "
			   "offers up to %s.",
			   version_text(session->offered_version));
}

static bool versions_do_not_meet(const struct attempt *a, struct finding *f)
{
	const struct seen_session *session = failed(a);
	const struct seen_alert *alert = ending(a);
	g_autofree char *what = NULL;

	if (!alert)
		return hangs_up_at_hello(a, f);
	if (alert->description != TLS_PROTOCOL_VERSION)
		return false;
	quote_client_hello(a, f);
	if (session->server_hello)
		what = g_strdup_printf("The device takes %s, and the server refuses that",
				       version_text(session->version));
	else
		what = g_strdup_printf("The server offers up to %s, and no version of TLS suits "
				       "both",
				       version_text(session->offered_version));
	return say_alert(a, f, CERTAINTY_CERTAIN, what);
}

static bool is_of_server_before_finished(const struct attempt *a)
{
	const struct seen_alert *alert = ending(a);

	return alert && alert->from == SEEN_CLIENT && failed(a)->server_hello &&
	       !failed(a)->finished[SEEN_CLIENT];
}

/* A session that stood was to be negotiated anew. */
static bool is_refused_later(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->talks.session;
	const struct seen_session *session = s ? s->connection->session : NULL;

	for (unsigned i = 0; session && i < session->alert_count; i++) {
		const struct seen_alert *alert = &session->alert[i];

		if (!alert->readable || alert->description != TLS_NO_RENEGOTIATION)
			continue;
		finding_quote_place(f, s, alert->place, "alert of the %s: no_renegotiation",
				    who(alert->from));
		return finding_say(f, CERTAINTY_CERTAIN,
				   "The %s refuses to negotiate the session anew.",
				   who(alert->from));
	}
	return false;
}

/* An alert about renegotiation says so itself; else it is what newer libraries do to old devices. */
static bool may_not_renegotiate(const struct attempt *a, struct finding *f)
{
	const struct seen_alert *alert = ending(a);

	if (is_refused_later(a, f))
		return true;
	if (!alert)
		return false;
	if (!is_of_server_before_finished(a) || failed(a)->secure_renegotiation ||
	    failed(a)->version >= TLS_1_3 || alert->description != TLS_HANDSHAKE_FAILURE)
		return false;
	finding_quote_place(f, a->talks.failed, failed(a)->server_hello_place,
			    "ServerHello without secure renegotiation (RFC 5746)");
	return say_alert(a, f, CERTAINTY_LIKELY,
			 "The device does not know secure renegotiation, and the server gives up");
}

static bool is_about_ciphers(const struct seen_alert *alert)
{
	return alert->description == TLS_HANDSHAKE_FAILURE ||
	       alert->description == TLS_INSUFFICIENT_SECURITY;
}

static bool ciphers_do_not_meet(const struct attempt *a, struct finding *f)
{
	const struct seen_alert *alert = ending(a);

	if (!alert || !is_about_ciphers(alert))
		return false;
	enum certainty certainty = alert->description == TLS_INSUFFICIENT_SECURITY
					   ? CERTAINTY_CERTAIN
					   : CERTAINTY_LIKELY;

	/* Who was offered no PSK suite says the same. */
	if (alert->from == SEEN_SERVER && !failed(a)->server_hello &&
	    !(attempt_method(a) == METHOD_PSK && !failed(a)->offers_psk)) {
		quote_client_hello(a, f);
		return say_alert(a, f, certainty,
				 "The device takes none of the server's cipher suites");
	}
	/* At this point handshake_failure may mean anything. */
	if (!is_of_server_before_finished(a) || alert->description != TLS_INSUFFICIENT_SECURITY)
		return false;
	finding_quote_place(f, a->talks.failed, failed(a)->server_hello_place, "ServerHello");
	return say_alert(a, f, certainty,
			 "The server refuses the device's cipher suite or the size of its key");
}

static bool is_about_certificate(const struct seen_alert *alert)
{
	return (alert->description >= TLS_BAD_CERTIFICATE &&
		alert->description <= TLS_CERTIFICATE_UNKNOWN) ||
	       alert->description == TLS_UNKNOWN_CA;
}

static bool is_valid_at(const struct certificate_facts *facts, int64_t time)
{
	return facts->not_before <= time && time <= facts->not_after;
}

/* The server ends the handshake after the device's certificate: by an alert about it, or without a word. */
static bool aborts_at_certificate(const struct attempt *a)
{
	const struct seen_alert *alert = ending(a);
	const struct seen_session *session = failed(a);
	const struct seen_connection *c = session ? a->talks.failed->connection : NULL;

	if (alert)
		return alert->from == SEEN_CLIENT && is_about_certificate(alert);
	return session && !session->finished[SEEN_CLIENT] && moment_is_set(c->closed[SEEN_CLIENT]);
}

static bool has_bad_own_certificate(const struct attempt *a, struct finding *f)
{
	const struct seen_chain *chain = failed(a) ? &failed(a)->chain[SEEN_SERVER] : NULL;
	const struct certificate_facts *own =
		chain && chain->certificate_count ? chain->certificate[0] : NULL;
	char from[TIME_TEXT], until[TIME_TEXT];

	if (!own || !aborts_at_certificate(a) || is_valid_at(own, chain->at.time))
		return false;
	finding_quote_place(f, a->talks.failed, chain->place,
			    "certificate of the device: from %s to %s",
			    when_text(own->not_before, from), when_text(own->not_after, until));
	if (ending(a))
		quote_alert(a, f, ending(a));
	finding_candidate(f, "AMT-L14");
	return finding_say(f, ending(a) ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY,
			   "The device's own certificate is not valid at that time, and the server "
			   "gives up at it.");
}

static bool all_are_valid(const struct seen_chain *chain, int64_t time)
{
	for (unsigned i = 0; i < chain->certificate_count; i++)
		if (!is_valid_at(chain->certificate[i], time))
			return false;
	return true;
}

/* What is valid by the capture's clock has expired by the device's. */
static bool has_wrong_clock(const struct attempt *a, struct finding *f)
{
	const struct seen_alert *alert = ending(a);
	const struct seen_chain *chain = alert ? &failed(a)->chain[SEEN_CLIENT] : NULL;

	if (!alert || alert->from != SEEN_SERVER || alert->description != TLS_CERTIFICATE_EXPIRED ||
	    !all_are_valid(chain, alert->at.time))
		return false;
	if (moment_is_set(chain->at))
		finding_quote_place(f, a->talks.failed, chain->place, "certificates of the server");
	return say_alert(a, f, chain->certificate_count ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE,
			 "To the device the server's certificate has expired, though it is valid "
			 "at that time");
}

/* TLS is refused, and in the clear there is an answer. */
static bool speaks_plain_only(const struct attempt *a, struct finding *f)
{
	const struct sighting *plain = a->talks.heard, *refused = a->call_refused;

	if (!plain || !refused || a->talks.session || a->talks.welcome.on ||
	    plain->connection->service != SERVICE_HTTP ||
	    refused->connection->service != SERVICE_TLS)
		return false;
	finding_quote(f, refused, refused->connection->answer_at, "TLS is refused");
	quote_call(f, a->talks.last);
	return finding_say(
		f, CERTAINTY_LIKELY,
		"The device answers on port %u in the clear, and on port %u, TLS, not at "
		"all.",
		plain->connection->server_port, refused->connection->server_port);
}

static bool is_another_service(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->talks.alien;

	if (!s)
		return speaks_plain_only(a, f);
	finding_quote(f, s, s->connection->last, "the answer is no TLS");
	return finding_say(f, CERTAINTY_CERTAIN, "What answers at %s port %u does not speak TLS.",
			   ADDRESS(&s->connection->server), s->connection->server_port);
}

/* The device ends the session: then it is not the server that refuses. */
static bool device_hung_up(const struct attempt *a)
{
	const struct sighting *on = a->talks.failed;

	if (!on || !moment_is_set(on->connection->closed[SEEN_SERVER]) ||
	    talks_fatal_alert(on->connection->session))
		return false;
	return !moment_is_set(on->connection->closed[SEEN_CLIENT]) ||
	       on->connection->closed[SEEN_SERVER].time < on->connection->closed[SEEN_CLIENT].time;
}

static const struct failure rows[] = {
	{
		.id = "AMT-L01",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "No version of TLS suits both",
		.cause = "Firmware before AMT 12 speaks TLS 1.0 and 1.1 only, newer firmware 1.2 "
			 "and later; the server's library or policy allows others.",
		.remedy = "Allow the device's version on the server (MinProtocol, Schannel), or "
			  "provision it from a host that does.",
		.source = "MeshCentral, GitHub issues 6565, 3577 and 5512",
		.applies = versions_do_not_meet,
	},
	{
		.id = "AMT-L02",
		.step = STEP_SECURE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Legacy renegotiation is refused",
		.cause = "OpenSSL 3 does not talk to devices that do not know secure "
			 "renegotiation (RFC 5746), unless it is told to.",
		.remedy = "Set UnsafeLegacyRenegotiation (SSL_OP_LEGACY_SERVER_CONNECT) on the "
			  "server.",
		.source = "MeshCommander, GitHub issues 120 and 126",
		.applies = may_not_renegotiate,
	},
	{
		.id = "AMT-L03",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "No cipher suite suits both",
		.cause = "The server's security level or cipher list leaves out what the device "
			 "can do, or the device's key is too short for it.",
		.remedy = "Lower the server's security level (SECLEVEL) or widen its cipher list.",
		.source = "MeshCentral, GitHub issue 3577",
		.applies = ciphers_do_not_meet,
	},
	{
		.id = "AMT-L04",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Device's own certificate is refused",
		.cause = "The device made its certificate with a wrong date (firmware 3.2.1), or "
			 "the server wants to verify a certificate that the device signed itself.",
		.remedy = "Upgrade the firmware (3.2.2), unprovision the device so that it makes "
			  "another certificate, or do not verify it.",
		.source = "Intel, Configuration Manager and Intel AMT 3.2.1 (2008)",
		.applies = has_bad_own_certificate,
	},
	{
		.id = "AMT-L12",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.method = METHOD_PKI,
		.title = "Device's clock is wrong",
		.cause = "The device compares the setup certificate's dates with its own clock.",
		.remedy = "Set the clock in the BIOS, or by SetHighAccuracyTimeSynch.",
		.source = DEDUCED,
		.applies = has_wrong_clock,
	},
	{
		.id = "AMT-L14",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PKI,
		.title = "Certificate of the on-die CA is refused",
		.cause = "From AMT 19 on the device's certificate comes from a CA on the die "
			 "(\"AMT RCFG\"), which the server's software does not accept.",
		.remedy = "Upgrade the server's software, or have it verify the on-die CA.",
		.source = "Device Management Toolkit, rpc-go, GitHub issues 1068 and 1163",
		.ruled_out = device_hung_up,
	},
	{
		.id = "AMT-L15",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Something else answers on the TLS port",
		.cause = "Another program has the port, or the device has TLS switched off.",
		.remedy = "Free the port, enable TLS in the device, or have the server call the "
			  "port without TLS.",
		.source = DEDUCED,
		.applies = is_another_service,
	},
	{
		.id = "AMT-L16",
		.step = STEP_SECURE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PKI,
		.title = "CSME 19 lacks the old way to admin control mode",
		.cause = "Newer firmware has only the host-based path over TLS.",
		.remedy = "Use software that provisions over TLS on the host.",
		.source = "Device Management Toolkit, rpc-go, GitHub issue 355",
	},
	{
		.id = "AMT-L00",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Stalled in the TLS handshake",
		.cause = "Neither the capture nor the records say why.",
		.remedy = "Look at the server's log for its side of the handshake.",
		.source = DEDUCED,
		.applies = stopped_here,
	},
};

const struct stage secure_stage = {rows, G_N_ELEMENTS(rows)};
