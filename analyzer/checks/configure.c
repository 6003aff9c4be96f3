/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * configure.c - stage D inside the call-back: the calls that configure the
 * device, and the one that commits them. What a call returned is read off its
 * answer, whatever the server made of it.
 */
#include "checks.h"
#include "numbers.h"
#include "story.h"

/* The call's name and its result, as a sentence with |what| before them. */
static bool say_call(const struct attempt *a, struct finding *f, struct talk_call it,
		     enum certainty certainty, const char *what)
{
	g_autofree char *name = it.on ? story_call_name(it.call) : NULL;
	g_autofree char *result = it.on ? story_result(it.call) : NULL;

	(void)a;
	if (!it.on)
		return false;
	quote_call(f, it);
	return finding_say(f, certainty, "%s: %s returns %s.", what, name, result);
}

static bool is_version(const struct seen_call *call)
{
	return talks_call_is(call, "GetCoreVersion") || talks_call_is(call, "GetFullCoreVersion") ||
	       talks_call_is(call, "GetCodeVersions");
}

static bool tells_no_version(const struct attempt *a, struct finding *f)
{
	return say_call(a, f, failed_call(a, is_version), CERTAINTY_CERTAIN,
			"The device does not tell its firmware's version");
}

static bool is_bad_password(const struct seen_call *call)
{
	return talks_result_is(call, "INVALID_PASSWORD");
}

static bool breaks_password_rule(const struct attempt *a, struct finding *f)
{
	return say_call(a, f, failed_call(a, is_bad_password), CERTAINTY_CERTAIN,
			"The device refuses the new password");
}

static bool is_flash_limit(const struct seen_call *call)
{
	return talks_result_is(call, "FLASH_WRITE_LIMIT_EXCEEDED") ||
	       talks_result_is(call, "FlashWriteLimitExceeded");
}

static bool writes_too_often(const struct attempt *a, struct finding *f)
{
	return say_call(a, f, failed_call(a, is_flash_limit), CERTAINTY_CERTAIN,
			"The device was written too often");
}

static bool is_clock(const struct seen_call *call)
{
	return talks_call_is(call, "SetHighAccuracyTimeSynch") ||
	       talks_call_is(call, "GetLowAccuracyTimeSynch");
}

static bool takes_no_time(const struct attempt *a, struct finding *f)
{
	return say_call(a, f, failed_call(a, is_clock), CERTAINTY_CERTAIN,
			"The device's clock was not set");
}

static bool is_key_pair(const struct seen_call *call)
{
	return talks_call_is(call, "GenerateKeyPair");
}

static bool makes_no_key_pair(const struct attempt *a, struct finding *f)
{
	return say_call(a, f, failed_call(a, is_key_pair), CERTAINTY_CERTAIN,
			"The device makes no key pair");
}

static bool is_next_certificate(const struct seen_call *call)
{
	return talks_call_is(call, "AddNextCertInChain");
}

/* The chain is judged by a call here, and not by the handshake. */
static bool refuses_chain(const struct attempt *a, struct finding *f)
{
	f->step = STEP_CONFIGURE;
	return say_call(a, f, failed_call(a, is_next_certificate), CERTAINTY_CERTAIN,
			"The device refuses a certificate of the setup certificate's chain");
}

static bool is_bad_message(const struct seen_call *call)
{
	return call->answer_unread || g_strcmp0(call->fault, "SchemaValidationError") == 0 ||
	       g_strcmp0(call->fault, "InvalidRepresentation") == 0 ||
	       g_strcmp0(call->fault, "InvalidMessageInformationHeader") == 0;
}

static bool does_not_understand(const struct attempt *a, struct finding *f)
{
	struct talk_call it = failed_call(a, is_bad_message);

	return say_call(a, f, it, CERTAINTY_CERTAIN,
			it.on && it.call->answer_unread
				? "The device answers what cannot be read"
				: "The device does not take the server's message");
}

static bool commit_fails(const struct attempt *a, struct finding *f)
{
	const struct talk_call *it = &a->talks.commit;

	if (!it->on || !talks_call_failed(it->call) || a->done)
		return false;
	return say_call(a, f, *it, CERTAINTY_CERTAIN, "The device does not take its configuration");
}

/* Cut in the midst of something: reset, or closed while an answer was due. */
static bool is_cut(const struct attempt *a, const struct seen_connection *c)
{
	const struct talk_call *last = &a->talks.last;

	return c->reset[0] || c->reset[1] ||
	       (last->on == a->called && !moment_is_set(last->call->answer));
}

/* Logged in, every call read, and none of them commits. */
static bool is_half_configured(const struct attempt *a)
{
	return a->waiting_in == STEP_CONFIGURE && a->talks.whole && a->hello &&
	       !a->talks.stopped.on;
}

static const char *closing(const struct seen_connection *c)
{
	bool server = moment_is_set(c->closed[0]), device = moment_is_set(c->closed[1]);

	if (server && (!device || c->closed[0].time <= c->closed[1].time))
		return c->reset[0] ? "the server resets the connection" : "the server hangs up";
	if (device)
		return c->reset[1] ? "the device resets the connection" : "the device hangs up";
	return NULL;
}

/* Unread, a session that is reset, with hellos that go on, says no less. */
static bool is_reset_unread(const struct attempt *a)
{
	const struct seen_connection *c = a->talks.secured ? a->talks.secured->connection : NULL;

	return c && a->waiting_in == STEP_LOGIN && !a->talks.opened && a->unserved &&
	       talks_at_length(&a->talks);
}

static bool breaks_off(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->called;
	const char *how = s ? closing(s->connection) : NULL;

	if (!how || !a->stalled || !is_cut(a, s->connection) ||
	    (!is_half_configured(a) && !is_reset_unread(a)))
		return false;
	if (a->talks.last.on)
		quote_call(f, a->talks.last);
	finding_quote(f, s, s->connection->last, "%s", how);
	return finding_say(f, CERTAINTY_LIKELY,
			   "The call-back breaks off before CommitChanges: %s.", how);
}

static const struct attempt *attempt_of_before(const struct attempt *a)
{
	for (unsigned i = 1; i < a->siblings->len; i++)
		if (a->siblings->pdata[i] == a)
			return a->siblings->pdata[i - 1];
	return NULL;
}

/* Nobody said good-bye: no FIN, or a reset by who does not know the connection any more. */
static bool broke_without_end(const struct attempt *a)
{
	const struct seen_connection *c = a->called ? a->called->connection : NULL;

	return c && a->talks.secured && !a->talks.committed.on && a->waiting_in > STEP_SECURE &&
	       c->lost[0] + c->lost[1] == 0 && (!c->ended || c->reset[1]);
}

static bool rebooted(const struct attempt *a, struct finding *f)
{
	const int64_t soon =
		900 * NANOSECONDS; /* a machine that updates its firmware takes minutes */
	const struct attempt *before = attempt_of_before(a);

	if (!a->last || !a->first_hello || !before || !broke_without_end(before) ||
	    a->first_hello->connection->hello->retry != 0 ||
	    a->first_hello->at.time - before->talks.last_at > soon)
		return false;
	finding_quote(f, before->called, before->called->connection->last,
		      "the last of the call-back");
	finding_quote_first_hello(f, a->first_hello, HELLO_FIELD_RETRY, "retry count 0 again");
	return finding_say(
		f, CERTAINTY_LIKELY,
		"The device went away during its call-back and started its hellos anew.");
}

/* Every call was read, or there was none, and CommitChanges is not among them. */
static bool nothing_was_committed(const struct attempt *a)
{
	const struct talks *talks = &a->talks;
	bool empty = talks->secured && talks->data[0] == 0 && talks->data[1] == 0;

	return !talks->commit.on && (empty || (talks->opened && talks->whole));
}

static const struct failure rows[] = {
	{
		.id = "AMT-P10",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Certificate chain refused by a call",
		.cause = "The device cannot verify the certificate (CertVerifyFailed), or takes no "
			 "chain of that length or in this state.",
		.remedy = "Check root hash, order and length of the chain; cut the device's power "
			  "before the next try.",
		.source =
			"Device Management Toolkit, go-wsman-messages; MeshCentral, GitHub issues "
			"934 and 4368",
		.applies = refuses_chain,
	},
	{
		.id = "AMT-D04",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Device does not tell its version",
		.cause = "The firmware's SOAP service does not work, or knows another dialect.",
		.remedy = "Upgrade the firmware, or cut the device's power.",
		.source = TCP11,
		.applies = tells_no_version,
	},
	{
		.id = "AMT-D05",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Password breaks the device's rule",
		.cause = "MEBx passwords have 8 to 32 characters with capital and small letters, a "
			 "digit and a sign.",
		.remedy = "Set a password that keeps the rule in the server's profile.",
		.source = "MeshCentral, amtmanager.js",
		.applies = breaks_password_rule,
	},
	{
		.id = "AMT-D06",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Flash was written too often",
		.cause = "The firmware limits how often its flash is written, and counts tries.",
		.remedy = "Wait (about 40 minutes), then try again with fewer changes.",
		.source = ERRORS "; Intel, AMT debugging questions",
		.applies = writes_too_often,
	},
	{
		.id = "AMT-D07",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Clock was not set",
		.cause = "The device does not take the time from the server.",
		.remedy = "Try again; check the server's own clock.",
		.source = "MeshCentral, amtmanager.js",
		.applies = takes_no_time,
	},
	{
		.id = "AMT-D08",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Key pair was not made",
		.cause =
			"The firmware fails, is still busy making one, or has no room left for keys "
			"and certificates.",
		.remedy = "Remove certificates that are not used, upgrade the firmware, try again.",
		.source = "MeshCentral, amtmanager.js and GitHub issue 3615",
		.applies = makes_no_key_pair,
	},
	{
		.id = "AMT-D09",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "CA does not issue the device's certificate",
		.cause =
			"The server's CA refuses the request, or its revocation list or root cannot "
			"be reached.",
		.remedy =
			"Publish the CA's revocation list and root; look at the CA's failed requests.",
		.source = "Intel, SCS exit code 75 and the errors beside it",
	},
	{
		.id = "AMT-P11",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "No CA for the devices' own certificates",
		.cause =
			"The server wants a Microsoft CA that signs the devices' TLS certificates, and "
			"there is none.",
		.remedy = "Install a Microsoft CA on the Notification Server or site server.",
		.source = SEED,
	},
	{
		.id = "AMT-D14",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Message is not understood",
		.cause =
			"Firmware and server disagree about a class, for instance on a machine that "
			"has no wired network.",
		.remedy = "Upgrade the server's software or the firmware.",
		.source = "Device Management Toolkit, deployment, GitHub issue 118",
		.applies = does_not_understand,
	},
	{
		.id = "AMT-D13",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Device went away while it was configured",
		.cause = "It lost its power or was restarted.",
		.remedy = "Keep the machine on and connected, and provision it again.",
		.source = DEDUCED,
		.applies = rebooted,
	},
	{
		.id = "AMT-D12",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Call-back breaks off",
		.cause =
			"Server or device closed the connection before the configuration was done.",
		.remedy = "Look at the server's log at that time, and provision again.",
		.source = DEDUCED,
		.applies = breaks_off,
	},
	{
		.id = "AMT-D16",
		.step = STEP_CONFIGURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "Service restarts while it is configured",
		.cause = "Switching to TLS, the device or its local service restarts and answers "
			 "nobody for a while.",
		.remedy = "Wait 30 to 90 seconds, then go on.",
		.source = "Device Management Toolkit, rpc-go",
	},
	{
		.id = "AMT-D10",
		.step = STEP_COMMIT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "CommitChanges fails",
		.cause =
			"Something that the configuration needs is missing (a key, a certificate, a "
			"host name, the clock), whatever the server's log says.",
		.remedy = "Complete what is missing and commit again; else reset the device to its "
			  "factory settings.",
		.source = ERRORS "; MeshCentral, amtmanager.js",
		.applies = commit_fails,
	},
	{
		.id = "AMT-D11",
		.step = STEP_COMMIT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "Wrong TLS settings were committed",
		.cause = "The device then has a certificate or a trusted root that nobody can use.",
		.remedy = "Reset the device to its factory settings in the MEBx.",
		.source = "Intel AMT Implementation and Reference Guide, Intel AMT Device Modes",
		.ruled_out = nothing_was_committed,
	},
	{
		.id = "AMT-D15",
		.step = STEP_COMMIT,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.title = "Tunnel is not opened inside the network",
		.cause =
			"The suffix that DHCP gives matches the one for environment detection, so the "
			"device takes itself to be at home.",
		.remedy = "Set another suffix for environment detection.",
		.source = "MeshCentral, GitHub issue 5679",
		.ruled_out = nothing_was_committed,
	},
	{
		.id = "AMT-D17",
		.step = STEP_COMMIT,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.title = "Settings drift after provisioning",
		.cause =
			"Certificates expire and machines are renamed, and the device keeps the old "
			"ones.",
		.remedy = "Run the server's maintenance on a schedule.",
		.source = "McAfee, ePO Deep Command product guide",
		.ruled_out = nothing_was_committed,
	},
};

const struct stage configure_stage = {rows, G_N_ELEMENTS(rows)};
