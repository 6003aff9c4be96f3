/* SPDX-License-Identifier: GPL-2.0-or-later */
/* silent.c - stage N: the device never speaks, or not in the way that is expected of it. */
#include "checks.h"
#include "reference.h"

/* When the device's time to call ends: hours after its first hello. */
static int64_t window_end(const struct attempt *a)
{
	int64_t hours;

	site_number(a->site, "hello_window", &hours);
	return a->first_hello->at.time + MIN(hours, 10000) * 3600 * NANOSECONDS;
}

/* The last hello of the schedule is said, or its window is over; a device that merely falls
 * silent may have been served out of view. */
static bool has_stopped_calling(const struct attempt *a, struct finding *f)
{
	const struct seen_hello *hello = attempt_hello(a);
	char time[TIME_TEXT];

	if (!hello || a->reached > STEP_HELLO)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_RETRY, "the last hello");
	if (a->covered_until > window_end(a) && hello_last_at(hello).time <= window_end(a))
		return finding_say(f, CERTAINTY_LIKELY, "The device's time for hellos ended at %s.",
				   when_text(window_end(a), time));
	if (schedule_spacing(&a->fleet->schedule, hello_last_retry(hello)) == 0 &&
	    a->covered_until - hello_last_at(hello).time >
		    attempt_patience(a, STEP_CALLBACK) * NANOSECONDS)
		return finding_say(f, CERTAINTY_LIKELY,
				   "The device said the last of its hellos (retry %u) at %s.",
				   hello_last_retry(hello),
				   when_text(hello_last_at(hello).time, time));
	return false;
}

/* PKI came with 2.2 (for 2.0 and 2.1), 2.6 (for 2.5) and 3.0. */
static bool speaks_psk_only(const struct attempt *a, struct finding *f)
{
	unsigned version = reference_firmware(a);
	bool old = version && (version < 202 || version == 205);
	bool on;

	if (!old || !a->hello || attempt_method(a) != METHOD_PSK)
		return false;
	if (!site_switch(a->site, "allow_remote_configuration", &on) || !on ||
	    site_has(a->site, SITE_PID_MAP))
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_VERSION, "version 2: PSK");
	return finding_say(
		f, CERTAINTY_CERTAIN,
		"AMT %u.%u speaks PSK only; remote configuration needs 2.2, 2.6 or later.",
		version / 100, version % 100);
}

static bool cannot_speak_psk(const struct attempt *a, struct finding *f)
{
	unsigned version = reference_firmware(a);
	char pid[PID_TEXT];

	if (version < 1100 || attempt_method(a) != METHOD_PKI || !site_has(a->site, SITE_PID_MAP))
		return false;
	for (size_t i = 0; i < a->site->pids.n; i++) {
		const struct site_pid *row = &a->site->pids.row[i];

		if (!row->has_uuid || !uuid_equal(&row->uuid, &a->subject->uuid))
			continue;
		finding_quote_record(f, "pid_map: %s belongs to this UUID",
				     attempt_pid(a, row->pid, pid));
		return finding_say(
			f, CERTAINTY_CERTAIN,
			"A PID is kept for this device, but AMT 11 and later speak PKI only.");
	}
	return false;
}

static bool gets_no_lease(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->lease_asked;

	if (!s || a->lease || a->stop != STEP_ADDRESS || !a->stalled)
		return false;
	finding_quote(f, s, s->at, "DHCP request without acknowledgement");
	if (moment_is_set(s->lease->nak))
		return finding_quote(f, s, s->lease->nak, "DHCP refuses") &&
		       finding_say(f, CERTAINTY_CERTAIN, "The DHCP server refuses the lease.");
	return finding_say(f, CERTAINTY_LIKELY, "The device asks for a lease and gets none.");
}

static bool is_provisioned_already(const struct attempt *a, struct finding *f)
{
	if (a->hello || !a->called || a->connected)
		return false;
	finding_quote(f, a->called, a->called->at, "AMT answers on port %u",
		      a->called->connection->server_port);
	return finding_say(f, CERTAINTY_POSSIBLE,
			   "AMT answers on its ports without having said hello: it may be "
			   "provisioned already.");
}

static const struct failure rows[] = {
	{
		.id = "AMT-N01",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "AMT is disabled or in factory mode",
		.cause = "AMT is switched off in the BIOS or MEBx, or setup was never entered.",
		.remedy = "Enable Intel AMT in the BIOS and MEBx and enter setup mode.",
		.source =
			"Symantec/Intel, Troubleshooting the Altiris Manageability Toolkit, Part 1 (2008)",
	},
	{
		.id = "AMT-N02",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "MEBx password changed, setup not entered",
		.cause = "Somebody changed the MEBx password and left before setup was finished.",
		.remedy = "Finish setup in the MEBx.",
		.source =
			"Symantec/Intel, Troubleshooting the Altiris Manageability Toolkit, Part 1 (2008)",
	},
	{
		.id = "AMT-N03",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.by_absence = true,
		.title = "The device stopped calling",
		.cause =
			"It calls for some hours only, fewer each time, and nobody served it until "
			"then.",
		.remedy = "Mend what the other findings say, then start it anew: take power and "
			  "network away and give them back, or reopen by the agent.",
		.source =
			"Symantec OOB Management Component 7.0 SP3 guide, page 60; HP notebook white "
			"paper (2011), page 21",
		.applies = has_stopped_calling,
	},
	{
		.id = "AMT-N04",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_DEVICE),
		.title = "Firmware is too old for remote configuration",
		.cause = "AMT 2.0, 2.1 and 2.5 know pre-shared keys only.",
		.remedy = "Use a PID/PPS pair, or upgrade the firmware to 2.2, 2.6 or later.",
		.source =
			"Symantec/Intel, Troubleshooting the Altiris Manageability Toolkit, Part 1 (2008)",
		.applies = speaks_psk_only,
	},
	{
		.id = "AMT-N05",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_DEVICE),
		.title = "Firmware knows no pre-shared keys",
		.cause = "AMT 11.0 removed PSK provisioning.",
		.remedy = "Provision by remote configuration (PKI).",
		.source = SDK_HELLO,
		.applies = cannot_speak_psk,
	},
	{
		.id = "AMT-N06",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "AMT has no link of its own",
		.cause = "The PC is on a dock, a USB adapter or Wi-Fi; AMT in setup mode uses the "
			 "onboard wired port only.",
		.remedy = "Connect the onboard wired network port.",
		.source = "HP, Intel vPro on HP notebooks, white paper (2011)",
	},
	{
		.id = "AMT-N07",
		.step = STEP_ADDRESS,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.by_absence = true,
		.title = "No DHCP lease",
		.cause =
			"No DHCP server serves this segment, its scope is exhausted, or it refuses "
			"the device.",
		.remedy = "Check the DHCP scope and the relay of the device's segment.",
		.source = DEDUCED,
		.applies = gets_no_lease,
	},
	{
		.id = "AMT-N08",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_NOTE,
		.known = KNOWN_RECORDS,
		.title = "Provisioned already",
		.cause = "Another console provisioned the device, so it says no hello any more.",
		.remedy = "Use that console's password, or unprovision the device first.",
		.source = "Microsoft TechNet, Configuration Manager AMT status 1; "
			  "device-management-toolkit rps",
		.applies = is_provisioned_already,
	},
	{
		.id = "AMT-N09",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "AMT blocks its own network",
		.cause = "A System Defense policy in AMT drops its traffic.",
		.remedy = "Clear the System Defense policy.",
		.source = DEDUCED,
	},
	{
		.id = "AMT-N00",
		.step = STEP_ADDRESS,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Stalled before it had an address",
		.cause = "Neither the capture nor the records say why.",
		.remedy = "Capture on the device's own switch port, from link-up on.",
		.source = DEDUCED,
		.applies = stopped_here,
	},
};

const struct stage silent_stage = {rows, G_N_ELEMENTS(rows)};
