/* SPDX-License-Identifier: GPL-2.0-or-later */
/* identify.c - stages K and P as far as records decide them: whose key, which certificate. */
#include "checks.h"
#include "near.h"
#include "numbers.h"
#include "setup_view.h"

#define CERTIFICATES_QUOTED 5 /* of the records; more would bury the rest */

static const struct seen_hello *psk_hello(const struct attempt *a)
{
	const struct seen_hello *hello = attempt_hello(a);

	return hello && hello->version == HELLO_VERSION_PSK && hello->has_pid ? hello : NULL;
}

static const struct site_pid *key_row(const struct attempt *a)
{
	const struct seen_hello *hello = psk_hello(a);

	return hello ? site_find_pid(a->site, hello->pid) : NULL;
}

static bool is_unknown(const struct attempt *a)
{
	return psk_hello(a) && site_has(a->site, SITE_PID_MAP) && !key_row(a);
}

/* The PID as it is: its PPS is not needed before the call-back. */
static void add_key(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *pid = remedy_value(psk_hello(a)->pid);

	remedy_add(changes, "pid_map+pid=%s", pid);
}

/* One or two slips of the finger away from the only key like it that is free. */
static const struct site_pid *meant_key(const struct attempt *a)
{
	return near_find(a->fleet->near, psk_hello(a)->pid);
}

/* The server's log refuses the key, and no record gives a reason. */
static bool is_refused_by_log(const struct attempt *a, struct finding *f)
{
	const struct site_pid *row = key_row(a);
	char pid[PID_TEXT];

	if (!psk_hello(a) || !logbook_says(a, LOG_PID_REFUSED) || is_unknown(a) ||
	    (row && row->used))
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_PID, "PID in the hello");
	finding_say(f, CERTAINTY_CERTAIN, "PID rejected: the server's log says so of %s%s.",
		    attempt_pid(a, psk_hello(a)->pid, pid),
		    row ? ", though the records have it: they are not the ones that it used" : "");
	return logbook_prove(a, f);
}

static bool is_not_in_key_list(const struct attempt *a, struct finding *f)
{
	char pid[PID_TEXT];

	if (is_refused_by_log(a, f))
		return true;
	if (!is_unknown(a) || meant_key(a))
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_PID, "PID in the hello");
	finding_candidate(f, "AMT-K05");
	finding_candidate(f, "AMT-K06");
	return finding_say(f, CERTAINTY_CERTAIN, "PID rejected: %s is not in the key list.",
			   attempt_pid(a, psk_hello(a)->pid, pid));
}

static bool is_mistyped(const struct attempt *a, struct finding *f)
{
	const struct site_pid *meant = is_unknown(a) ? meant_key(a) : NULL;
	char pid[PID_TEXT], other[PID_TEXT];

	if (!meant)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_PID, "PID in the hello");
	finding_quote_record(f, "pid_map: %s", attempt_pid(a, meant->pid, other));
	return finding_say(f, CERTAINTY_LIKELY,
			   "PID rejected: %s is not in the key list, but %s is, %u character%s "
			   "away.",
			   attempt_pid(a, psk_hello(a)->pid, pid), other,
			   pid_distance(meant->pid, psk_hello(a)->pid),
			   pid_distance(meant->pid, psk_hello(a)->pid) == 1 ? "" : "s");
}

static bool belongs_to_another(const struct attempt *a, struct finding *f)
{
	const struct site_pid *row = key_row(a);
	const char *policy = site_policy(a->site, "used_pid");
	char pid[PID_TEXT], uuid[UUID_TEXT];

	/* What the server's log says of it is its policy. */
	if (row && row->used && logbook_says(a, LOG_PID_REFUSED))
		policy = "refuse";
	if (!row || !row->used || strcmp(policy, "accept") == 0)
		return false;
	struct uuid swapped = uuid_swapped(&row->uuid);
	bool own = row->has_uuid && a->subject->has_uuid &&
		   (uuid_equal(&row->uuid, &a->subject->uuid) ||
		    uuid_equal(&swapped, &a->subject->uuid));

	if (own && strcmp(policy, "refuse") != 0)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_PID, "PID in the hello");
	finding_quote_record(f, "pid_map: used%s%s", row->has_uuid ? " by " : "",
			     row->has_uuid ? uuid_text(&row->uuid, uuid) : "");
	/* Whether the server refuses is its policy; by whom the key is used is arithmetic. */
	return finding_say(f, row->has_uuid ? CERTAINTY_CERTAIN : CERTAINTY_POSSIBLE,
			   "PID %s is used already%s.", attempt_pid(a, row->pid, pid),
			   own             ? ""
			   : row->has_uuid ? " by another machine"
					   : "");
}

static void free_key(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *pid = remedy_value(psk_hello(a)->pid);

	remedy_add(changes, "pid_map[pid=%s].used=0,uuid=", pid);
}

static bool may_not_be_configured(const struct attempt *a, struct finding *f)
{
	bool on;

	if (attempt_method(a) != METHOD_PKI || !attempt_meets_scs(a) ||
	    !site_switch(a->site, "allow_remote_configuration", &on) || on)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_VERSION, "version 3: PKI");
	finding_quote_record(f, "configuration: allow_remote_configuration is off");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "Remote configuration is switched off in the server; it takes no PKI "
			   "hello.");
}

static void allow_configuration(const struct attempt *a G_GNUC_UNUSED, GPtrArray *changes)
{
	remedy_add(changes, "configuration.allow_remote_configuration=1");
}

/* How many certificates of the records there are of each use. */
static void count_uses(const struct attempt *a, size_t uses[SETUP_MAY_SERVE + 1])
{
	for (size_t i = 0; i < a->site->certificates.n; i++)
		uses[setup_use_of(a, &a->site->certificates.row[i])]++;
}

/* Whose key is missing in its file, not only in what the records say. */
static const struct site_certificate *not_exported(const struct attempt *a)
{
	for (size_t i = 0; i < a->site->certificates.n; i++) {
		const struct site_certificate *row = &a->site->certificates.row[i];
		const struct site_chain *chain = site_certificate_chain(a->site, row);

		if (chain && !chain->has_key && !site_certificate_has_key(a->site, row))
			return row;
	}
	return NULL;
}

static void quote_certificates(const struct attempt *a, struct finding *f)
{
	for (size_t i = 0; i < a->site->certificates.n && i < CERTIFICATES_QUOTED; i++) {
		const struct site_certificate *row = &a->site->certificates.row[i];
		const struct site_chain *chain = site_certificate_chain(a->site, row);

		finding_quote_record(
			f, "certificate: %s%s%s%s", setup_label(row), chain ? ", root " : "",
			chain ? chain->certificate[chain->way.top]->issuer : "",
			site_certificate_has_key(a->site, row) ? "" : ", without its key");
	}
	if (a->site->certificates.n == 0)
		finding_quote_record(f, "certificate: none at all");
}

static bool say_no_key(const struct attempt *a, struct finding *f)
{
	const struct site_certificate *row = not_exported(a);

	if (a->site->certificates.n)
		finding_candidate(f, "AMT-P08");

	if (!row)
		return finding_say(f, CERTAINTY_CERTAIN,
				   a->site->certificates.n
					   ? "The server has no setup certificate with its "
					     "private key."
					   : "The server has no setup certificate.");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The server has no setup certificate with its private key: that of %s "
			   "was not exported.",
			   row->file);
}

static bool owns_no_certificate(const struct attempt *a, struct finding *f)
{
	size_t uses[SETUP_MAY_SERVE + 1] = {0};

	if (attempt_method(a) != METHOD_PKI || !site_has(a->site, SITE_CERTIFICATE))
		return false;
	count_uses(a, uses);
	if (uses[SETUP_MAY_SERVE])
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_HASH_COUNT,
			    "root hashes that the device takes");
	quote_certificates(a, f);
	if (a->site->certificates.n == uses[SETUP_NO_KEY])
		return say_no_key(a, f);
	return finding_say(f, uses[SETUP_PERHAPS_OTHER_ROOT] ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN,
			   "No setup certificate of the server has a root among the %u hashes of "
			   "the hello.",
			   attempt_hello(a)->hash_count);
}

static void install_certificate(const struct attempt *a G_GNUC_UNUSED, GPtrArray *changes)
{
	remedy_add(changes, "certificate+label=unknown,has_private_key=1");
}

static const struct failure rows[] = {
	/* What is no PID at all stands in no list either: that it is none says more. */
	{
		.id = "AMT-K08",
		.step = STEP_IDENTIFY,
		.known = KNOWN_WIRE,
		.method = METHOD_PSK,
		.remark = &remarks[REMARK_K08],
		.applies = hello_shows_remark,
	},
	{
		.id = "AMT-K01",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PSK,
		.needs = NEEDS(SITE_PID_MAP),
		.title = "PID rejected",
		.cause = "The device's key was never imported into the server, or another key was "
			 "typed into the MEBx.",
		.remedy = "Import the maker's key file, or enter the PID/PPS pair in the server's "
			  "security keys.",
		.source = SEED,
		.applies = is_not_in_key_list,
		.remedy_changes = add_key,
	},
	{
		.id = "AMT-K02",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PSK,
		.needs = NEEDS(SITE_PID_MAP),
		.title = "PID used already",
		.cause = "Another machine was provisioned with this key, or this one before its "
			 "board was changed.",
		.remedy =
			"Give the device a key of its own, or free the old entry in the key list.",
		.source = SEED,
		.applies = belongs_to_another,
		.remedy_changes = free_key,
	},
	{
		.id = "AMT-K04",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PSK,
		.needs = NEEDS(SITE_PID_MAP),
		.title = "PID mistyped",
		.cause = "Somebody mistyped the key in the MEBx or in the server.",
		.remedy = "Compare the PID in the MEBx with the key list and type it again.",
		.source = DEDUCED,
		.applies = is_mistyped,
		.remedy_changes = add_key,
	},
	{
		.id = "AMT-K06",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PSK,
		.title = "The maker's key file was never imported",
		.cause = "The PCs came with keys set at the factory, and their file lies unused.",
		.remedy = "Import the maker's key file into the server.",
		.source = SEED,
	},
	{
		.id = "AMT-K09",
		.step = STEP_IDENTIFY,
		.known = KNOWN_WIRE,
		.method = METHOD_PSK,
		.remark = &remarks[REMARK_K09],
		.applies = hello_shows_remark,
	},
	{
		.id = "AMT-K00",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.method = METHOD_PSK,
		.title = "Stalled at the device's PID and key",
		.cause = "The server does not act on this hello, or the handshake by its key does "
			 "not come to its end; the capture does not say why.",
		.remedy = "Give the server's records (--site), its key list first; where a "
			  "handshake was begun, compare PID and PPS on both sides.",
		.source = SEED,
		.applies = stopped_here,
	},
	{
		.id = "AMT-P06",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PKI,
		.needs = NEEDS(SITE_CONFIGURATION),
		.title = "Remote configuration is not allowed",
		.cause = "\"Allow Remote Configuration\" is off in the server's settings.",
		.remedy = "Tick \"Allow Remote Configuration\".",
		.source = SEED,
		.applies = may_not_be_configured,
		.remedy_changes = allow_configuration,
	},
	{
		.id = "AMT-P07",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.method = METHOD_PKI,
		.side_by_side = true,
		.needs = NEEDS(SITE_CERTIFICATE),
		.title = "No setup certificate that the device takes",
		.cause = "The server owns no remote configuration certificate under one of the "
			 "device's root hashes.",
		.remedy =
			"Buy a setup certificate of a CA that the device knows and install it with "
			"its private key.",
		.source = "Broadcom KB 439430",
		.applies = owns_no_certificate,
		.remedy_changes = install_certificate,
	},
	{
		.id = "AMT-P08",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PKI,
		.title = "Setup certificate is out of the service's reach",
		.cause =
			"The certificate lies in the wrong store, lacks its private key, or belongs "
			"to another account.",
		.remedy =
			"Import the PFX with its key into the computer's and the service account's "
			"store.",
		.source = SEED,
	},
	{
		.id = "AMT-P09",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PKI,
		.title = "Certificate was not loaded into SCS 3.x",
		.cause = "SCS 3.x takes a certificate only after its loader utility was run.",
		.remedy = "Run the loader utility, or use SCS 5.x.",
		.source = SEED,
	},
	{
		.id = "AMT-P00",
		.step = STEP_IDENTIFY,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.method = METHOD_PKI,
		.title = "Hello without call-back",
		.cause = "The server does not act on this hello; the capture does not say why.",
		.remedy =
			"Give the server's records (--site): its settings and certificates first.",
		.source = SEED,
		.applies = stopped_here,
	},
};

const struct stage identify_stage = {rows, G_N_ELEMENTS(rows)};
