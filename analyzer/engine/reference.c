/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference.c - the server that is never wrong, where it needs more than one
 * record. What refuses a device are the catalogue's rows; here stands which
 * name a machine gets, and whether the records given suffice to decide a step
 * (engine.md, "FQDN order, precisely"). A table that was not given decides
 * nothing.
 */
#include "reference.h"

#include <stdlib.h>

#include "numbers.h"

static void name_from(struct naming *naming, const char *fqdn, unsigned source)
{
	naming->decision = DECISION_PASS;
	naming->fqdn = fqdn;
	naming->source = source;
}

static bool name_by_system(struct attempt *a, const struct uuid *uuid)
{
	struct naming *naming = &a->naming;

	bool swapped = false;

	naming->system = site_find_system(a->site, uuid, &swapped);
	naming->swapped = naming->system && swapped;
	if (!naming->system || !*naming->system->fqdn)
		return false;
	name_from(naming, naming->system->fqdn, NAME_FROM_SYSTEMS);
	return true;
}

/* Counts the different names of all rows; the first one is the machine's. */
static void count_names(struct attempt *a, const struct site_capability *capability)
{
	struct naming *naming = &a->naming;
	const struct site_location *location;

	for (unsigned i = 0; (location = site_find_location(a->site, capability->resource_guid, i));
	     i++) {
		if (!*location->fqdn)
			continue;
		if (!naming->location)
			naming->location = location;
		if (naming->candidates == 0 ||
		    g_ascii_strcasecmp(location->fqdn, naming->location->fqdn) != 0)
			naming->candidates++;
	}
}

static bool name_by_inventory(struct attempt *a, const struct uuid *uuid)
{
	struct naming *naming = &a->naming;
	const struct site_capability *capability;
	bool swapped = false;

	for (unsigned i = 0; (capability = site_find_capability(a->site, uuid, i, &swapped)); i++) {
		if (!naming->capability)
			naming->capability = capability;
		naming->swapped = naming->swapped || swapped;
		count_names(a, capability);
	}
	if (!naming->location)
		return false;
	name_from(naming, naming->location->fqdn, NAME_FROM_LOCATION);
	return true;
}

char *reference_reverse_name(const struct address *a)
{
	GString *name = g_string_new(NULL);

	if (address_is_v4(a)) {
		g_string_printf(name, "%u.%u.%u.%u.in-addr.arpa", a->b[15], a->b[14], a->b[13],
				a->b[12]);
		return g_string_free(name, FALSE);
	}
	for (int i = 15; i >= 0; i--)
		g_string_append_printf(name, "%x.%x.", a->b[i] & 15, a->b[i] >> 4);
	return g_string_free(g_string_append(name, "ip6.arpa"), FALSE);
}

/* The capture first, the exported zone second. */
static void name_by_dns(struct attempt *a)
{
	struct naming *naming = &a->naming;
	const struct site_dns *row;

	if (a->ptr && a->ptr->name->name) {
		name_from(naming, a->ptr->name->name, NAME_FROM_DNS);
		return;
	}
	if (a->ptr && moment_is_set(a->ptr->name->answer)) {
		naming->decision = DECISION_REFUSE;
		return;
	}
	if (!site_has(a->site, SITE_DNS))
		return;
	g_autofree char *reverse = reference_reverse_name(&a->hello->connection->client);

	row = site_find_dns(a->site, reverse, "ptr", 0);
	if (row)
		name_from(naming, row->value, NAME_FROM_DNS);
	else
		naming->decision = DECISION_REFUSE;
}

void reference_name(struct attempt *a)
{
	struct naming *naming = &a->naming;
	const struct seen_hello *hello = attempt_hello(a);
	bool inventory = site_has(a->site, SITE_OOB_CAPABILITY);

	if (!hello || !hello->has_uuid)
		return;
	naming->dns_known = site_switch(a->site, "use_dns_ip_resolution", &naming->dns_on);
	if (name_by_system(a, &hello->uuid) || name_by_inventory(a, &hello->uuid))
		return;
	if (naming->dns_known && naming->dns_on) {
		name_by_dns(a);
		return;
	}
	/* Nobody names it: only sure when the inventory and the DNS setting were given. */
	if (naming->dns_known && inventory &&
	    (!naming->capability || site_has(a->site, SITE_LOCATION)))
		naming->decision = DECISION_REFUSE;
}

const struct site_device *reference_device(const struct attempt *a)
{
	bool swapped;

	return a->subject->has_uuid ? site_find_device(a->site, &a->subject->uuid, &swapped) : NULL;
}

unsigned reference_firmware(const struct attempt *a)
{
	const struct site_device *row = reference_device(a);
	char *end;

	if (!row || !*row->firmware)
		return 0;
	unsigned long major = strtoul(row->firmware, &end, 10);

	return (unsigned)(MIN(major, 1000) * 100 +
			  (*end == '.' ? MIN(strtoul(end + 1, NULL, 10), 99) : 0));
}

static bool identify_is_decidable(const struct attempt *a, const char **needs)
{
	bool on;

	if (strcmp(site_policy(a->site, "server"), "generic") == 0) {
		*needs = "which keys and certificates the server knows";
		return false;
	}
	switch (attempt_method(a)) {
	case METHOD_PSK:
		*needs = "the server's key list (pid_map)";
		return site_has(a->site, SITE_PID_MAP);
	case METHOD_PKI:
		*needs = "whether remote configuration is allowed "
			 "(configuration.allow_remote_configuration)";
		if (attempt_meets_scs(a) &&
		    !site_switch(a->site, "allow_remote_configuration", &on))
			return false;
		*needs = "the server's setup certificates (certificate)";
		return site_has(a->site, SITE_CERTIFICATE);
	default:
		*needs = "what the server does with a hello of this version";
		return false;
	}
}

static bool name_is_decidable(const struct attempt *a, const char **needs)
{
	int64_t timeout;

	/* Other servers call the hello's source, or what its reverse name leads to. */
	if (!attempt_meets_scs(a) ||
	    strcmp(site_policy(a->site, "contact_before_name"), "yes") == 0)
		return true;
	*needs = "the properties script's timeout (configuration.props_script_timeout)";
	if (!site_number(a->site, "props_script_timeout", &timeout))
		return false;
	*needs = "the names of machines (systems, oob_capability, location, "
		 "configuration.use_dns_ip_resolution)";
	return a->naming.decision != DECISION_UNDECIDED;
}

static bool profile_is_decidable(const struct attempt *a, const char **needs)
{
	*needs = "the profiles (systems.profile, profile)";
	return !attempt_meets_scs(a) || (a->naming.system && *a->naming.system->profile) ||
	       site_has(a->site, SITE_PROFILE);
}

bool reference_is_decidable(const struct attempt *a, enum step step, const char **needs)
{
	const char *ignored;

	if (!needs)
		needs = &ignored;
	switch (step) {
	case STEP_IDENTIFY:
		return identify_is_decidable(a, needs);
	case STEP_NAME:
		return name_is_decidable(a, needs);
	case STEP_PROFILE:
		return profile_is_decidable(a, needs);
	default:
		return true;
	}
}
