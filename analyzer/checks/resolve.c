/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resolve.c - stage R: the device looks for its server's name and does not find it. */
#include "checks.h"
#include "numbers.h"
#include "watch.h"

static const char *denial(const struct seen_name *name)
{
	switch (name->rcode) {
	case DNS_NXDOMAIN:
		return "no such name";
	case DNS_NOERROR:
		return "the name has no address";
	case DNS_REFUSED:
		return "refused";
	default:
		return "server failure";
	}
}

static void quote_denial(struct finding *f, const struct sighting *s)
{
	const struct seen_name *name = s->name;

	if (name->question_place.frame)
		finding_quote_place(f, s, name->question_place, "DNS question: %s", name->question);
	finding_quote_place(f, s, name->answer_place, "DNS answer: %s", denial(name));
}

static bool is_absence(const struct seen_name *name)
{
	return name->rcode == DNS_NXDOMAIN || name->rcode == DNS_NOERROR;
}

/* Who else got an address for the name that this device was denied. */
static const struct sighting *answered_elsewhere(const struct attempt *a)
{
	const struct sighting *s = a->denied_a;

	return s && !a->located && is_absence(s->name) ? fleet_other_answer(a->fleet, s) : NULL;
}

static bool is_known_elsewhere(const struct attempt *a)
{
	const struct sighting *other = answered_elsewhere(a);

	return other && !address_equal(&other->name->resolver, &a->denied_a->name->resolver);
}

/* The same server gave an address earlier: now somebody keeps the old "no". */
static bool was_known(const struct attempt *a)
{
	const struct sighting *other = answered_elsewhere(a);

	return other && !is_known_elsewhere(a) && other->at.time <= a->denied_a->at.time &&
	       a->denied_a->name->has_ttl;
}

static bool differs_by_server(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->denied_a, *other = answered_elsewhere(a);

	if (!is_known_elsewhere(a))
		return false;
	quote_denial(f, s);
	finding_quote_place(f, other, other->name->answer_place, "DNS answer from %s: %s",
			    ADDRESS(&other->name->resolver), ADDRESS(&other->name->address[0]));
	return finding_say(
		f, CERTAINTY_CERTAIN, "The DNS server %s does not know %s, while %s does.",
		ADDRESS(&s->name->resolver), s->name->question, ADDRESS(&other->name->resolver));
}

static bool keeps_old_denial(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->denied_a, *other = answered_elsewhere(a);

	if (!was_known(a))
		return false;
	quote_denial(f, s);
	finding_quote_place(f, other, other->name->answer_place, "an earlier answer: %s",
			    ADDRESS(&other->name->address[0]));
	return finding_say(f, CERTAINTY_LIKELY,
			   "%s was answered before; this denial may be kept for another %u s.",
			   s->name->question, s->name->ttl);
}

/* The very question that was answered in the end was denied before, by the same server. */
static const struct sighting *denied_until_located(const struct attempt *a)
{
	const struct seen_name *found = a->located->name;

	for (size_t i = 0; i < a->seen_count && a->seen[i] != a->located; i++) {
		const struct seen_name *name = a->seen[i]->name;

		if (a->seen[i]->kind == SIGHTING_NAME && name->type == found->type &&
		    moment_is_set(name->answer) && name->address_count == 0 &&
		    strchr(name->question, '.') && strcmp(name->question, found->question) == 0 &&
		    address_equal(&name->resolver, &found->resolver))
			return a->seen[i];
	}
	return NULL;
}

/*
 * Another spelling of the search list may be denied while this one is answered.
 * A record that was made later was missing all the same.
 */
static bool has_no_record(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->located ? denied_until_located(a) : a->denied_a;

	if (!s || !is_absence(s->name) || is_known_elsewhere(a) || was_known(a))
		return false;
	quote_denial(f, s);
	return finding_say(f, CERTAINTY_CERTAIN,
			   a->located ? "The DNS server %s did not know %s at first."
				      : "The DNS server %s does not know %s.",
			   ADDRESS(&s->name->resolver), s->name->question);
}

/* No suffix: the device can only ask for the bare word, which no zone holds. */
static bool has_no_suffix(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->denied ? a->denied : a->unresolved;

	if (!s || a->located || a->bare_questions != a->questions)
		return false;
	if (a->lease && a->lease->lease->has_suffix)
		return false;
	finding_quote_place(f, s, s->name->question_place, "DNS question without a suffix");
	if (!a->lease) {
		finding_need(f, "the DHCP exchange of this device");
		return finding_say(f, CERTAINTY_LIKELY,
				   "The device asks for %s without any domain suffix.",
				   s->name->question);
	}
	finding_quote(f, a->lease, a->lease->lease->ack, "DHCP acknowledgement without option 15");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "DHCP hands out no domain suffix (option 15), so the device asks for "
			   "%s alone.",
			   s->name->question);
}

static const struct site_device *device_row(const struct attempt *a)
{
	bool swapped;

	return a->subject->has_uuid ? site_find_device(a->site, &a->subject->uuid, &swapped) : NULL;
}

/* Is |name| in the domain |suffix|, or that with a suffix of a search list behind it? */
static bool begins_with_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(suffix);

	return g_ascii_strncasecmp(name, suffix, n) == 0 && (name[n] == '\0' || name[n] == '.');
}

static bool asks_under_wrong_suffix(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->denied_a ? a->denied_a : a->located;
	const struct site_device *row = device_row(a);

	if (!s || !row || !*row->suffix || !strchr(s->name->question, '.'))
		return false;
	const char *suffix = strchr(s->name->question, '.') + 1;

	if (begins_with_suffix(suffix, row->suffix) || (a->located && s != a->located))
		return false;
	finding_quote_place(f, s, s->name->question_place, "DNS question: %s", s->name->question);
	finding_quote_record(f, "device: suffix %s", row->suffix);
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The device looks for its server under %s; the records expect %s.",
			   suffix, row->suffix);
}

/* Option 6 absent, or a name server that does not serve this device. */
static bool has_no_name_server(const struct attempt *a, struct finding *f)
{
	if (a->denied && !a->located && a->denied->name->rcode == DNS_REFUSED) {
		quote_denial(f, a->denied);
		return finding_say(f, CERTAINTY_LIKELY, "The DNS server %s refuses the device.",
				   ADDRESS(&a->denied->name->resolver));
	}
	if (!a->lease || a->lease->lease->dns_count || a->questions || a->stop != STEP_RESOLVE ||
	    !a->stalled)
		return false;
	finding_quote(f, a->lease, a->lease->lease->ack, "DHCP acknowledgement without option 6");
	return finding_say(f, CERTAINTY_LIKELY, "DHCP hands out no DNS server (option 6).");
}

static bool gets_no_answer(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->unresolved;

	if (!s || a->located || a->denied || !a->stalled || a->stop != STEP_RESOLVE)
		return false;
	if (a->questions < 2 && s->name->asked < 2)
		return false;
	finding_quote_place(f, s, s->name->question_place, "DNS question without an answer");
	return finding_say(f, CERTAINTY_LIKELY, "The DNS server %s does not answer the device.",
			   ADDRESS(&s->name->resolver));
}

static bool is_meant_server(const struct site *site, const struct address *address)
{
	for (size_t i = 0; i < site->servers.n; i++)
		if (address_equal(&site->servers.row[i].address, address))
			return true;
	return false;
}

static bool is_led_astray(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->located;

	if (!s || !site_has(a->site, SITE_SERVER) || a->site->servers.n == 0)
		return false;
	for (unsigned i = 0; i < s->name->address_count; i++)
		if (is_meant_server(a->site, &s->name->address[i]))
			return false;
	finding_quote_place(f, s, s->name->answer_place, "DNS answer: %s",
			    ADDRESS(&s->name->address[0]));
	finding_quote_record(f, "server: %s", ADDRESS(&a->site->servers.row[0].address));
	finding_candidate(f, "AMT-R08");
	return finding_say(f, CERTAINTY_CERTAIN, "%s leads to %s, which is none of the servers.",
			   s->name->question, ADDRESS(&s->name->address[0]));
}

static const struct failure rows[] = {
	{
		.id = "AMT-R02",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "No domain suffix",
		.cause = "The DHCP scope lacks option 15 and none is set in the MEBx.",
		.remedy = "Set option 15 (domain name) in the DHCP scope, or a suffix in the MEBx.",
		.source = SDK_HELLO,
		.applies = has_no_suffix,
	},
	{
		.id = "AMT-R03",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_DEVICE),
		.title = "Wrong domain suffix",
		.cause = "Option 15 of the DHCP scope names another domain.",
		.remedy = "Correct option 15 of the scope.",
		.source = DEDUCED,
		.applies = asks_under_wrong_suffix,
	},
	{
		.id = "AMT-R01",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "ProvisionServer is not in DNS",
		.cause = "The alias of the configuration server was never made, or not on the DNS "
			 "server that this device asks.",
		.remedy = "Add a CNAME or A record provisionserver.<suffix> on each DNS server, or "
			  "enter the server's address in the MEBx.",
		.source = SEED,
		.applies = has_no_record,
	},
	{
		.id = "AMT-R04",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.by_absence = true,
		.title = "No usable DNS server",
		.cause =
			"DHCP option 6 is missing, or names a host that does not serve this device.",
		.remedy = "Set option 6 (DNS servers) in the DHCP scope to a server that answers.",
		.source = "Microsoft TechNet, Out of Band blog (2011-02-22)",
		.applies = has_no_name_server,
	},
	{
		.id = "AMT-R05",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.by_absence = true,
		.title = "DNS questions stay unanswered",
		.cause = "The DNS server is down or cannot be reached from the device's segment.",
		.remedy =
			"Check the route and port 53 from the device's segment to the DNS server.",
		.source = SEED,
		.applies = gets_no_answer,
	},
	{
		.id = "AMT-R06",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.until_called = true,
		.needs = NEEDS(SITE_SERVER),
		.title = "ProvisionServer leads to another host",
		.cause =
			"The DNS record points to an old server, or to one that should not be there.",
		.remedy = "Correct the record, and guard it: who holds it can take devices over.",
		.source = CM_ALIAS,
		.applies = is_led_astray,
	},
	{
		.id = "AMT-R07",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "DNS servers disagree about ProvisionServer",
		.cause =
			"The alias was made on one DNS server and not on the one that this device's "
			"segment asks.",
		.remedy = "Make the record on every DNS server, or let them replicate it.",
		.source = SEED,
		.applies = differs_by_server,
	},
	{
		.id = "AMT-R09",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.title = "An old denial is still kept",
		.cause = "The record is there by now, but a cache keeps the negative answer until "
			 "its time is over.",
		.remedy = "Wait for the negative TTL, or flush the DNS server's cache.",
		.source = "RFC 2308; " DEDUCED,
		.applies = keeps_old_denial,
	},
	{
		.id = "AMT-R08",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.title = "Rogue provisioning server",
		.cause = "Somebody planted a ProvisionServer record to take devices over.",
		.remedy = "Find out who made the record; allow only administrators to make it.",
		.source = CM_ALIAS,
	},
	{
		.id = "AMT-R00",
		.step = STEP_RESOLVE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Stalled before it found its server",
		.cause = "Neither the capture nor the records say why.",
		.remedy = "Capture on the device's switch port, DHCP and DNS included.",
		.source = DEDUCED,
		.applies = stopped_here,
	},
};

const struct stage resolve_stage = {rows, G_N_ELEMENTS(rows)};
