/* SPDX-License-Identifier: GPL-2.0-or-later */
/* login.c - stages D and P at the log-in: passwords, and what the server asks of a device first. */
#include "checks.h"
#include "reference.h"
#include "story.h"

/* Of one attempt; a mistyped password is refused once or twice. */
#define LOCK_TRIES 3

/* A log-in that was refused, and none that was taken after it. */
static const struct talk_call *rejected(const struct attempt *a)
{
	const struct talk_call *it = &a->talks.rejected;

	if (!it->on || !is_provisioned_now(a))
		return NULL;
	if (a->talks.welcome.on && a->talks.welcome.call->answer.time > it->call->answer.time)
		return NULL;
	return it;
}

static const char *user_text(const struct seen_call *call)
{
	return call->user ? call->user : "of no name";
}

/* Is a one-time password asked of the device? Quotes the record that says so. */
static bool is_asked_for_otp(const struct attempt *a, struct finding *f)
{
	const struct site_device *row = reference_device(a);
	bool wanted = false;

	if (attempt_method(a) == METHOD_PSK)
		return false;
	if (site_switch(a->site, "one_time_password_required", &wanted) && wanted)
		return finding_quote_record(f, "configuration: one_time_password_required is on");
	if (row && row->otp_expected)
		return finding_quote_record(f, "device: otp_expected is on");
	return false;
}

/* Of a device that let nobody in, either password may be the wrong one. */
static void name_otp(const struct attempt *a, struct finding *f)
{
	if (!a->talks.welcome.on && is_asked_for_otp(a, f))
		finding_candidate(f, "AMT-P04");
}

static bool has_wrong_password(const struct attempt *a, struct finding *f)
{
	const struct talk_call *it = rejected(a);

	if (!it || a->talks.rejections >= LOCK_TRIES)
		return false;
	quote_call(f, *it);
	name_otp(a, f);
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The device refuses the server's log-in as user %s.",
			   user_text(it->call));
}

static bool is_locked(const struct attempt *a, struct finding *f)
{
	const struct talk_call *it = rejected(a);

	if (!it || a->talks.rejections < LOCK_TRIES)
		return false;
	quote_call(f, *it);
	finding_candidate(f, "AMT-D01");
	name_otp(a, f);
	return finding_say(f, CERTAINTY_LIKELY,
			   "The device refused the server's log-in as user %s %u times; it may be "
			   "locked for a while.",
			   user_text(it->call), a->talks.rejections);
}

/* The server reads the one-time password, compares it, and ends the device's window. */
static bool has_wrong_otp(const struct attempt *a, struct finding *f)
{
	const struct talk_call *it = &a->talks.last;

	if (!it->on || !a->talks.whole || !it->on->connection->ended || a->talks.commit.on ||
	    !is_provisioned_now(a) || talks_call_failed(it->call) ||
	    !talks_call_is(it->call, "ExtendProvisioningPeriod"))
		return false;
	quote_call(f, *it);
	if (!is_asked_for_otp(a, f))
		return false;
	f->step = a->waiting_in;
	return finding_say(
		f, CERTAINTY_LIKELY,
		"The server read the device's one-time password, set its window and went "
		"no further: the password is not the one that it expects.");
}

static bool is_outside_window(const struct seen_call *call)
{
	return (talks_call_is(call, "ExtendProvisioningPeriod") ||
		g_strcmp0(call->class, "AMT_SetupAndConfigurationService") == 0) &&
	       (talks_result_is(call, "INVALID_PT_MODE") ||
		talks_result_is(call, "INVALID_PROVISIONING_STATE"));
}

static bool came_after_window(const struct attempt *a, struct finding *f)
{
	struct talk_call it = failed_call(a, is_outside_window);

	if (!it.on)
		return false;
	g_autofree char *name = story_call_name(it.call), *result = story_result(it.call);

	quote_call(f, it);
	f->step = a->waiting_in;
	return finding_say(f, CERTAINTY_LIKELY, "The device is no longer in setup: %s returns %s.",
			   name, result);
}

static const struct failure rows[] = {
	{
		.id = "AMT-P05",
		.step = STEP_LOGIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PKI,
		.title = "One-time password came after the window",
		.cause = "The local agent set the one-time password when the device did not take "
			 "it any more.",
		.remedy = "Run the agent again so that the device opens its window anew.",
		.source = "Intel AMT Implementation and Reference Guide, "
			  "CFG_SetProvisioningServerOTP",
		.applies = came_after_window,
	},
	{
		.id = "AMT-P04",
		.step = STEP_LOGIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PKI,
		.needs = NEEDS(SITE_CONFIGURATION),
		.title = "One-time password does not match",
		.cause = "The local agent set none, or another one than it gave to the server.",
		.remedy = "Run the agent on the machine again.",
		.source = "Intel AMT Implementation and Reference Guide, "
			  "CFG_SetProvisioningServerOTP",
		.applies = has_wrong_otp,
	},
	{
		.id = "AMT-D01",
		.step = STEP_LOGIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.title = "Log-in refused",
		.cause = "The server has another password for the device than the device itself.",
		.remedy = "Correct the password in the server, or unprovision the device.",
		.source = "Device Management Toolkit, rpc-go, GitHub issue 1310",
		.applies = has_wrong_password,
	},
	{
		.id = "AMT-D02",
		.step = STEP_LOGIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Log-in refused again and again",
		.cause = "After several wrong passwords the device locks the account for a while.",
		.remedy = "Wait, then log in with the right password.",
		.source = "Device Management Toolkit, rpc-go, GitHub issue 1310",
		.applies = is_locked,
	},
	{
		.id = "AMT-D03",
		.step = STEP_LOGIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "Provisioning account is missing",
		.cause = "The server was given no account to log in to devices with.",
		.remedy = "Add the provisioning and discovery accounts in the server.",
		.source = CM_ALIAS,
	},
	{
		.id = "AMT-D00",
		.step = STEP_LOGIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Stalled inside the call-back",
		.cause = "What was read of the call-back does not say why.",
		.remedy = "Give the session's keys (--site, --keys) and the server's log.",
		.source = DEDUCED,
		.applies = stopped_here,
	},
};

const struct stage login_stage = {rows, G_N_ELEMENTS(rows)};
