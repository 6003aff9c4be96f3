/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name.c - stage F: the properties script looks for the machine's name and profile. */
#include "checks.h"
#include "numbers.h"
#include "reference.h"

/* Only SCS runs the script; and where it calls back before it knows the name, nothing stops. */
static bool asks_for_name(const struct attempt *a, struct finding *f)
{
	if (!a->hello || !attempt_meets_scs(a))
		return false;
	if (strcmp(site_policy(a->site, "contact_before_name"), "yes") == 0)
		f->severity = SEVERITY_WARNING;
	return true;
}

static bool script_never_starts(const struct attempt *a, struct finding *f)
{
	int64_t timeout;

	if (!asks_for_name(a, f) || !site_number(a->site, "props_script_timeout", &timeout) ||
	    timeout != 0)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "hello");
	finding_quote_record(f, "configuration: props_script_timeout = 0");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The properties script never starts: its timeout is 0, so no device "
			   "gets a name.");
}

static void let_script_run(const struct attempt *a G_GNUC_UNUSED, GPtrArray *changes)
{
	remedy_add(changes, "configuration.props_script_timeout=180");
}

/* Nobody names the machine, and reverse DNS is off or fails (which is F03's to say). */
static bool goes_unnamed(const struct attempt *a)
{
	return a->naming.decision == DECISION_REFUSE && !a->naming.dns_on;
}

/* Whether |table| names the machine, before what failed is asked, is only known with it. */
static enum certainty as_sure_as(const struct attempt *a, enum site_table table, struct finding *f)
{
	if (site_has(a->site, table))
		return CERTAINTY_CERTAIN;
	finding_need(f, "the server's records: %s", site_table_names[table]);
	return CERTAINTY_LIKELY;
}

static enum certainty as_sure_as_systems(const struct attempt *a, struct finding *f)
{
	return as_sure_as(a, SITE_SYSTEMS, f);
}

/* DNS is asked last. */
static enum certainty as_sure_as_names(const struct attempt *a, struct finding *f)
{
	enum certainty systems = as_sure_as_systems(a, f);
	enum certainty inventory = as_sure_as(a, SITE_OOB_CAPABILITY, f);

	return MIN(systems, inventory);
}

static bool is_not_in_inventory(const struct attempt *a, struct finding *f)
{
	char uuid[UUID_TEXT];

	if (!asks_for_name(a, f) || !goes_unnamed(a) || a->naming.capability)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "UUID in the hello");
	finding_quote_record(f, "oob_capability: no row with this UUID");
	return finding_say(f, as_sure_as_systems(a, f),
			   "The inventory has no machine with UUID %s, so it gets no FQDN.",
			   uuid_text(&a->subject->uuid, uuid));
}

/* A machine whose GUID nobody knows yet: made of its UUID, which no other machine has. */
static void discover(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *fqdn = remedy_fqdn(a), *value = remedy_value(fqdn);
	char uuid[UUID_TEXT];

	if (!site_has(a->site, SITE_OOB_CAPABILITY))
		return;
	uuid_text(&a->subject->uuid, uuid);
	remedy_add(changes, "oob_capability+resource_guid=%s,uuid=%s", uuid, uuid);
	/* One location would make the table one that was given, and all other machines lack theirs. */
	if (site_has(a->site, SITE_LOCATION))
		remedy_add(changes, "location+resource_guid=%s,fqdn=%s", uuid, value);
}

static bool has_no_location(const struct attempt *a, struct finding *f)
{
	if (!asks_for_name(a, f) || !goes_unnamed(a) || !a->naming.capability)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "UUID in the hello");
	finding_quote_record(f, "oob_capability: resource %s; location: no FQDN for it",
			     a->naming.capability->resource_guid);
	return finding_say(f, as_sure_as_systems(a, f),
			   "The inventory knows the machine (%s) but no FQDN for it.",
			   a->naming.capability->resource_guid);
}

static void take_inventory(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *guid = remedy_value(a->naming.capability->resource_guid);
	g_autofree char *fqdn = remedy_fqdn(a), *value = remedy_value(fqdn);

	remedy_add(changes, "location+resource_guid=%s,fqdn=%s", guid, value);
}

static bool has_no_reverse_name(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->ptr;

	if (a->naming.decision == DECISION_PASS || !asks_for_name(a, f))
		return false;
	if (s && moment_is_set(s->name->answer) && !s->name->name) {
		finding_quote_place(f, s, s->name->question_place, "DNS question: %s",
				    s->name->question);
		finding_quote_place(f, s, s->name->answer_place, "DNS answer: no such name");
		return finding_say(f, as_sure_as_names(a, f), "%s has no reverse name in DNS.",
				   ADDRESS(&s->name->about));
	}
	if (a->naming.decision != DECISION_REFUSE || !a->naming.dns_on || s)
		return false;
	finding_quote_record(f, "dns: no PTR record of %s", ADDRESS(&a->hello->connection->client));
	return finding_say(f, CERTAINTY_LIKELY, "%s has no reverse name in the exported zone.",
			   ADDRESS(&a->hello->connection->client));
}

/* What the server was told on the wire no record of ours changes; the inventory comes before it. */
static void add_reverse_name(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *name = reference_reverse_name(&a->hello->connection->client);
	g_autofree char *fqdn = remedy_fqdn(a), *value = remedy_value(fqdn);

	if (a->ptr && a->naming.capability && site_has(a->site, SITE_LOCATION))
		take_inventory(a, changes);
	else if (a->ptr && site_has(a->site, SITE_LOCATION))
		discover(a, changes);
	else if (!a->ptr)
		remedy_add(changes, "dns+name=%s,type=ptr,value=%s", name, value);
}

static bool leads_to_device(const struct attempt *a, const struct seen_name *name)
{
	for (unsigned i = 0; i < name->address_count; i++)
		if (addresses_have(&a->subject->addresses, &name->address[i]))
			return true;
	return false;
}

/* The zone's address of |name| when none of them is the device's; NULL: no such, or unknown. */
static const struct site_dns *foreign_record(const struct attempt *a, const char *name)
{
	const bool v4 = address_is_v4(&a->hello->connection->client);
	const struct site_dns *row, *first = NULL;
	struct address to;

	for (unsigned i = 0; (row = site_find_dns(a->site, name, v4 ? "a" : "aaaa", i)); i++) {
		if (!address_parse(&to, row->value) || addresses_have(&a->subject->addresses, &to))
			return NULL;
		first = first ? first : row;
	}
	return first;
}

/* The server's look-up of that name is not in view: the exported zone says where it leads. */
static bool is_stale_by_zone(const struct attempt *a, struct finding *f)
{
	const char *name = a->ptr                              ? a->ptr->name->name
			   : a->naming.source == NAME_FROM_DNS ? a->naming.fqdn
							       : NULL;
	const struct site_dns *row = a->hello && name ? foreign_record(a, name) : NULL;
	const struct address *from = a->hello ? &a->hello->connection->client : NULL;

	if (!row)
		return false;
	if (a->ptr)
		finding_quote_place(f, a->ptr, a->ptr->name->answer_place, "reverse name: %s",
				    name);
	else
		finding_quote_record(f, "dns: PTR of %s is %s", ADDRESS(from), name);
	finding_quote_record(f, "dns: %s is at %s", row->name, row->value);
	return finding_say(f, CERTAINTY_LIKELY,
			   "The reverse name of %s is %s, which is at %s by the exported zone.",
			   ADDRESS(a->ptr ? &a->ptr->name->about : from), name, row->value);
}

static bool has_stale_reverse_name(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->forward;

	if (!s)
		return is_stale_by_zone(a, f);
	if (!a->ptr || s->name->address_count == 0 || leads_to_device(a, s->name))
		return false;
	finding_quote_place(f, a->ptr, a->ptr->name->answer_place, "reverse name: %s",
			    a->ptr->name->name ? a->ptr->name->name : "none");
	finding_quote_place(f, s, s->name->answer_place, "address of %s: %s", s->name->question,
			    ADDRESS(&s->name->address[0]));
	return finding_say(f, CERTAINTY_CERTAIN, "The reverse name of %s is %s, which is at %s.",
			   ADDRESS(&a->ptr->name->about), s->name->question,
			   ADDRESS(&s->name->address[0]));
}

static bool is_renamed(const struct attempt *a)
{
	const struct site_location *location = a->naming.location;
	size_t label = strcspn(location->fqdn, ".");

	for (size_t i = 0; i < a->site->identifications.n; i++) {
		const struct site_identification *row = &a->site->identifications.row[i];

		if (strcmp(row->resource_guid, location->resource_guid) == 0 && *row->name &&
		    (strlen(row->name) != label ||
		     g_ascii_strncasecmp(row->name, location->fqdn, label) != 0))
			return true;
	}
	return false;
}

bool name_may_be_stale(const struct attempt *a)
{
	const struct site_location *location = a->naming.location;

	if (!location)
		return false;
	if (a->lease && location->updated && location->updated < a->lease->lease->ack.time)
		return true;
	return is_renamed(a);
}

static bool has_several_names(const struct attempt *a, struct finding *f)
{
	char uuid[UUID_TEXT];

	if (a->naming.candidates < 2)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "UUID in the hello");
	finding_quote_record(f, "location: %u names, the first is %s", a->naming.candidates,
			     a->naming.location->fqdn);
	return finding_say(f, CERTAINTY_CERTAIN, "The inventory has %u names for UUID %s.",
			   a->naming.candidates, uuid_text(&a->subject->uuid, uuid));
}

/* A resource of its own, under a GUID that no other machine has. */
static void separate(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *fqdn = remedy_fqdn(a), *value = remedy_value(fqdn);
	char uuid[UUID_TEXT];

	uuid_text(&a->naming.capability->uuid, uuid);
	remedy_add(changes, "oob_capability[uuid=%s].resource_guid=%s", uuid, uuid);
	if (site_has(a->site, SITE_LOCATION))
		remedy_add(changes, "location+resource_guid=%s,fqdn=%s", uuid, value);
}

static bool is_mixed_up(const struct attempt *a, struct finding *f)
{
	const struct site_capability *row = a->naming.capability;

	if (!row || fleet_uuids_of(a->fleet, row->resource_guid) < 2)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "UUID in the hello");
	finding_quote_record(f, "oob_capability: resource %s has several UUIDs",
			     row->resource_guid);
	return finding_say(f, as_sure_as_systems(a, f),
			   "The inventory mixes several machines in one resource (%s).",
			   row->resource_guid);
}

/* Others are served, but hardly in time: this one's script may not have come to its end. */
static bool script_is_slow(const struct attempt *a, struct finding *f)
{
	int64_t timeout, slowest = a->fleet->slowest_callback / NANOSECONDS;

	if (a->stop != STEP_CALLBACK || a->reached != STEP_HELLO || !a->stalled ||
	    !site_number(a->site, "props_script_timeout", &timeout) || slowest * 10 < timeout * 8)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "hello without a call-back");
	finding_quote_record(f, "configuration: props_script_timeout = %" G_GINT64_FORMAT, timeout);
	return finding_say(f, CERTAINTY_POSSIBLE,
			   "The server takes up to %" G_GINT64_FORMAT
			   " s to call others back, and gives up after %" G_GINT64_FORMAT " s.",
			   slowest, timeout);
}

static bool has_short_name(const struct attempt *a, struct finding *f)
{
	if (a->naming.decision != DECISION_PASS || strchr(a->naming.fqdn, '.'))
		return false;
	finding_quote_record(f, "FQDN: %s", a->naming.fqdn);
	return finding_say(f, CERTAINTY_CERTAIN, "The machine's name %s has no domain.",
			   a->naming.fqdn);
}

static bool has_turned_uuid(const struct attempt *a, struct finding *f)
{
	char uuid[UUID_TEXT], turned[UUID_TEXT];

	if (!a->naming.swapped)
		return false;
	struct uuid other = uuid_swapped(&a->subject->uuid);

	finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "UUID in the hello");
	return finding_say(f, CERTAINTY_CERTAIN, "The records write UUID %s as %s.",
			   uuid_text(&a->subject->uuid, uuid), uuid_text(&other, turned));
}

/* Where the records have this machine's UUID turned round. */
static void turn_uuid(const struct attempt *a, GPtrArray *changes)
{
	static const char *const turned_tables[] = {"systems", "oob_capability"};
	struct uuid other = uuid_swapped(&a->subject->uuid);
	char uuid[UUID_TEXT], turned[UUID_TEXT];
	bool has[] = {
		a->naming.system && uuid_equal(&a->naming.system->uuid, &other),
		a->naming.capability && uuid_equal(&a->naming.capability->uuid, &other),
	};

	for (size_t i = 0; i < G_N_ELEMENTS(has); i++)
		if (has[i])
			remedy_add(changes, "%s[uuid=%s].uuid=%s", turned_tables[i],
				   uuid_text(&other, turned), uuid_text(&a->subject->uuid, uuid));
}

static bool matches_profile(const struct site_profile *row, const char *fqdn)
{
	return g_pattern_match_simple(*row->match ? row->match : "*", fqdn);
}

static bool has_no_profile(const struct attempt *a, struct finding *f)
{
	if (!attempt_meets_scs(a) || a->naming.decision != DECISION_PASS ||
	    !site_has(a->site, SITE_PROFILE) || (a->naming.system && *a->naming.system->profile))
		return false;
	for (size_t i = 0; i < a->site->profiles.n; i++)
		if (matches_profile(&a->site->profiles.row[i], a->naming.fqdn))
			return false;
	finding_quote_record(f, "profile: none matches %s", a->naming.fqdn);
	return finding_say(f, CERTAINTY_CERTAIN, "No profile is meant for %s.", a->naming.fqdn);
}

/* Of all patterns that would do, the one that touches no other machine. */
static void add_profile(const struct attempt *a, GPtrArray *changes)
{
	g_autofree char *fqdn = remedy_value(a->naming.fqdn);

	remedy_add(changes, "profile+name=unknown,match=%s", fqdn);
}

static const struct failure rows[] = {
	{
		.id = "AMT-F09",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_CONFIGURATION),
		.title = "Properties script never starts",
		.cause = "The timeout of the properties script (oobprov) is 0 in the server's "
			 "configuration.",
		.remedy = "Set props_script_timeout to 180 (seconds) and restart the service.",
		.source = SEED,
		.applies = script_never_starts,
		.remedy_changes = let_script_run,
	},
	{
		.id = "AMT-F01",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_CONFIGURATION) | NEEDS(SITE_OOB_CAPABILITY),
		.title = "Machine not in the inventory",
		.cause = "Out of band discovery never ran on this machine, and reverse DNS is off.",
		.remedy = "Run the OOB Discovery task on the machine, or switch on DNS IP "
			  "resolution.",
		.source = SEED,
		.applies = is_not_in_inventory,
		.remedy_changes = discover,
	},
	{
		.id = "AMT-F02",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_CONFIGURATION) | NEEDS(SITE_LOCATION),
		.title = "No FQDN in the inventory",
		.cause = "The agent has not sent its basic inventory (AeX AC Location) yet.",
		.remedy = "Let the agent on the machine send its inventory.",
		.source = SEED,
		.applies = has_no_location,
		.remedy_changes = take_inventory,
	},
	{
		.id = "AMT-F03",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "No reverse name",
		.cause = "The server asks DNS for the name of the hello's source, and there is no "
			 "PTR record.",
		.remedy = "Let DHCP register PTR records (option 81), or add one.",
		.source = SEED,
		.applies = has_no_reverse_name,
		.remedy_changes = add_reverse_name,
	},
	{
		.id = "AMT-F04",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.title = "Reverse name is stale",
		.cause = "The PTR record of the device's address is another machine's.",
		.remedy = "Clean up DHCP and DNS records; switch off DNS IP resolution until then.",
		.source = SEED,
		.applies = has_stale_reverse_name,
	},
	{
		.id = "AMT-F05",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.title = "Inventory is stale",
		.cause = "The machine was renamed or reinstalled after its last inventory.",
		.remedy = "Run discovery on a schedule.",
		.source = SEED,
	},
	{
		.id = "AMT-F06",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_OOB_CAPABILITY) | NEEDS(SITE_LOCATION),
		.title = "Several names for one UUID",
		.cause = "The inventory has duplicate rows for this machine.",
		.remedy = "Remove the duplicates from the inventory.",
		.source = "Broadcom community, Out of Band Management collections",
		.applies = has_several_names,
	},
	{
		.id = "AMT-F07",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_OOB_CAPABILITY),
		.title = "Several machines in one inventory resource",
		.cause = "A resource merge took two machines for one.",
		.remedy = "Separate the resources; review the merge keys.",
		.source = "Broadcom 180774 (howto61173), resource merge keys",
		.applies = is_mixed_up,
		.remedy_changes = separate,
	},
	{
		.id = "AMT-F08",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_LOCATION),
		.title = "Name without a domain",
		.cause = "The machine is in no domain, or its inventory has the short name only.",
		.remedy = "Join the machine to its domain and send the inventory again.",
		.source =
			"Symantec/Intel, Troubleshooting the Altiris Manageability Toolkit, Part 6 (2008)",
		.applies = has_short_name,
	},
	{
		.id = "AMT-F10",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.by_absence = true,
		.needs = NEEDS(SITE_CONFIGURATION),
		.title = "Properties script is too slow",
		.cause =
			"The inventory's database answers slowly, so the script does not end within "
			"its timeout.",
		.remedy = "Raise props_script_timeout; look at the SQL server.",
		.source = DEDUCED,
		.applies = script_is_slow,
	},
	{
		.id = "AMT-F11",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "Script cannot open the inventory",
		.cause = "The script's account may not read the database, or the database moved.",
		.remedy = "Repair the association of the IntelAMT database; check SQL logins.",
		.source = "Symantec Connect, Moving or reassociating the IntelAMT database (2009)",
	},
	{
		.id = "AMT-F12",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.title = "IntelAMT database is full or slow",
		.cause = "The log in the database has grown huge.",
		.remedy = "Purge the log and lower its level.",
		.source = "Intel, large IntelAMT databases (DOC-4306)",
	},
	{
		.id = "AMT-F13",
		.step = STEP_PROFILE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_PROFILE),
		.title = "No profile for the machine",
		.cause = "No profile is assigned to the machine or matches its name.",
		.remedy = "Assign a profile to the machine.",
		.source = SEED,
		.applies = has_no_profile,
		.remedy_changes = add_profile,
	},
	{
		.id = "AMT-F14",
		.step = STEP_PROFILE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.title = "Directory object cannot be made",
		.cause = "The server may not make the device's object in Active Directory.",
		.remedy = "Delegate the OU to the service's account.",
		.source = CM_ALIAS,
	},
	{
		.id = "AMT-F15",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_CANDIDATE,
		.title = "Console is broken, the service is fine",
		.cause = "The console's web site (AMTSCS) does not answer.",
		.remedy = "Repair the AMTSCS site in IIS.",
		.source = "Intel, The mechanics of provisioning with Out of Band Management (2008)",
	},
	{
		.id = "AMT-F16",
		.step = STEP_NAME,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.title = "UUID in the other byte order",
		.cause =
			"A source of the records writes the first three groups of UUIDs turned round.",
		.remedy = "Import that source with its groups in the right order.",
		.source = DEDUCED,
		.applies = has_turned_uuid,
		.remedy_changes = turn_uuid,
	},
	{
		.id = "AMT-F00",
		.step = STEP_NAME,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Known device without call-back",
		.cause = "The server knows the device and does not call back; the capture does not "
			 "say why.",
		.remedy = "Give the server's records (--site): inventory, configuration, profiles.",
		.source = SEED,
		.applies = stopped_here,
	},
};

const struct stage name_stage = {rows, G_N_ELEMENTS(rows)};
