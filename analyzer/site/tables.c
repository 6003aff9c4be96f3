/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tables.c - the tables as data; see tables.h and schema.sql.
 *
 * The columns of the server's own tables are not documented in full, so the
 * other names are plausible spellings; punctuation and case do not count.
 */
#include "tables.h"

#define AT(type, member) offsetof(struct type, member)
#define TABLE(columns, member, type)                                                          \
	.column = columns, .n = G_N_ELEMENTS(columns), .rows = offsetof(struct site, member), \
	.row_size = sizeof(struct type)

/* clang-format off */
const char *const site_table_names[SITE_TABLES] = {
	"pid_map", "configuration", "systems", "oob_capability", "location", "identification", "dns",
	"server", "certificate", "profile", "device", "service", "amt_log",
};

/* name, kind, key, place, flag, other names */
static const struct column pid_map[] = {
	{"pid", KIND_PID, true, AT(site_pid, pid), NOWHERE, "provisioningid"},
	{"pps", KIND_SECRET, false, NOWHERE, AT(site_pid, has_pps), "passphrase provisioningpassphrase"},
	{"used", KIND_SWITCH, false, AT(site_pid, used), NOWHERE, "isused"},
	{"uuid", KIND_UUID, false, AT(site_pid, uuid), AT(site_pid, has_uuid), "systemuuid amtuuid"},
	{"label", KIND_TEXT, false, AT(site_pid, label), NOWHERE, "description comment"},
};
static const struct column configuration[] = {
	{"name", KIND_WORD, true, NOWHERE, NOWHERE, "parametername settingname parameter setting"},
	{"value", KIND_TEXT, false, NOWHERE, NOWHERE, "parametervalue settingvalue"},
};
static const struct column systems[] = {
	{"uuid", KIND_UUID, true, AT(site_system, uuid), NOWHERE, "systemuuid amtuuid"},
	{"fqdn", KIND_FQDN, false, AT(site_system, fqdn), NOWHERE, "fullyqualifieddomainname"},
	{"profile", KIND_TEXT, false, AT(site_system, profile), NOWHERE, "profilename"},
	{"status", KIND_TEXT, false, AT(site_system, status), NOWHERE, "state"},
	{"address", KIND_ADDRESS, false, AT(site_system, address), NOWHERE, "ip ipaddress"},
};
static const struct column oob_capability[] = {
	{"resource_guid", KIND_GUID, true, AT(site_capability, resource_guid), NOWHERE, ""},
	{"uuid", KIND_UUID, false, AT(site_capability, uuid), NOWHERE, "systemuuid amtuuid"},
	{"amt_capable", KIND_ABILITY, false, AT(site_capability, amt_capable), NOWHERE, "isamtcapable"},
	{"amt_enabled", KIND_ABILITY, false, AT(site_capability, amt_enabled), NOWHERE, "isamtenabled"},
	{"ider_enabled", KIND_SWITCH, false, NOWHERE, NOWHERE, "isiderenabled"},
	{"sol_enabled", KIND_SWITCH, false, NOWHERE, NOWHERE, "issolenabled"},
	{"network_interface_enabled", KIND_ABILITY, false,
	 AT(site_capability, network_interface_enabled), NOWHERE, "isnetworkinterfaceenabled"},
};
static const struct column location[] = {
	{"resource_guid", KIND_GUID, true, AT(site_location, resource_guid), NOWHERE, ""},
	{"fqdn", KIND_FQDN, false, AT(site_location, fqdn), NOWHERE, "fullyqualifieddomainname"},
	{"updated", KIND_TIME, false, AT(site_location, updated), NOWHERE, "modifieddate modified lastmodified"},
};
static const struct column identification[] = {
	{"resource_guid", KIND_GUID, true, AT(site_identification, resource_guid), NOWHERE, ""},
	{"name", KIND_TEXT, false, AT(site_identification, name), NOWHERE, "computername"},
	{"domain", KIND_TEXT, false, AT(site_identification, domain), NOWHERE, "domainname"},
	{"updated", KIND_TIME, false, AT(site_identification, updated), NOWHERE, "modifieddate modified lastmodified"},
};
static const struct column dns[] = {
	{"name", KIND_NAME, true, AT(site_dns, name), NOWHERE, "owner hostname"},
	{"type", KIND_NAME, true, AT(site_dns, type), NOWHERE, "recordtype"},
	{"value", KIND_NAME, true, AT(site_dns, value), NOWHERE, "recorddata"},
	{"server", KIND_ADDRESS, true, AT(site_dns, server), NOWHERE, ""},
	{"vantage", KIND_TEXT, true, AT(site_dns, vantage), NOWHERE, ""},
};
static const struct column server[] = {
	{"address", KIND_ADDRESS, true, AT(site_server, address), NOWHERE, "ip ipaddress"},
	{"hostname", KIND_TEXT, true, AT(site_server, hostname), NOWHERE, "name"},
	{"role", KIND_TEXT, false, AT(site_server, role), NOWHERE, ""},
	{"port", KIND_PORT, false, AT(site_server, port), NOWHERE, ""},
};
static const struct column certificate[] = {
	{"label", KIND_TEXT, true, AT(site_certificate, label), NOWHERE, ""},
	{"file", KIND_TEXT, true, AT(site_certificate, file), NOWHERE, ""},
	{"password_file", KIND_TEXT, false, AT(site_certificate, password_file), NOWHERE, ""},
	{"store", KIND_TEXT, false, AT(site_certificate, store), NOWHERE, ""},
	{"has_private_key", KIND_SWITCH, false, AT(site_certificate, has_private_key),
	 AT(site_certificate, key_given), ""},
};
static const struct column profile[] = {
	{"name", KIND_TEXT, true, AT(site_profile, name), NOWHERE, "profilename"},
	{"match", KIND_TEXT, false, AT(site_profile, match), NOWHERE, ""},
	{"ou", KIND_TEXT, false, AT(site_profile, ou), NOWHERE, "organizationalunit"},
};
static const struct column device[] = {
	{"uuid", KIND_UUID, true, AT(site_device, uuid), AT(site_device, has_uuid), ""},
	{"mac", KIND_MAC, true, AT(site_device, mac), AT(site_device, has_mac), "macaddress"},
	{"firmware", KIND_TEXT, false, AT(site_device, firmware), NOWHERE, "firmwareversion"},
	{"suffix", KIND_TEXT, false, AT(site_device, suffix), NOWHERE, "dnssuffix"},
	{"sca_address", KIND_ADDRESS, false, AT(site_device, sca_address), NOWHERE, ""},
	{"sca_fqdn", KIND_TEXT, false, AT(site_device, sca_fqdn), NOWHERE, ""},
	{"otp_expected", KIND_SWITCH, false, AT(site_device, otp_expected), NOWHERE, ""},
};
static const struct column service[] = {
	{"name", KIND_TEXT, true, AT(site_service, name), NOWHERE, ""},
	{"state", KIND_TEXT, false, AT(site_service, state), NOWHERE, "status"},
	{"since", KIND_TIME, false, AT(site_service, since), NOWHERE, ""},
};
static const struct column amt_log[] = {
	{"time", KIND_TIME, true, AT(site_log_line, time), NOWHERE, "date"},
	{"uuid", KIND_UUID, true, AT(site_log_line, uuid), AT(site_log_line, has_uuid), ""},
	{"level", KIND_TEXT, true, AT(site_log_line, level), NOWHERE, "severity"},
	{"text", KIND_TEXT, true, AT(site_log_line, text), NOWHERE, "message description"},
};

const struct table tables[SITE_TABLES] = {
	[SITE_PID_MAP] = {TABLE(pid_map, pids, site_pid), .also = "csti_pid_map"},
	[SITE_CONFIGURATION] = {.column = configuration, .n = G_N_ELEMENTS(configuration),
				.rows = NOWHERE, .also = "csti_configuration"},
	[SITE_SYSTEMS] = {TABLE(systems, systems, site_system), .also = ""},
	[SITE_OOB_CAPABILITY] = {TABLE(oob_capability, capabilities, site_capability),
				 .also = "Inv_OOB_Capability"},
	[SITE_LOCATION] = {TABLE(location, locations, site_location), .also = "Inv_AeX_AC_Location"},
	[SITE_IDENTIFICATION] = {TABLE(identification, identifications, site_identification),
				 .also = "Inv_AeX_AC_Identification"},
	[SITE_DNS] = {TABLE(dns, dns, site_dns), .also = ""},
	[SITE_SERVER] = {TABLE(server, servers, site_server), .also = ""},
	[SITE_CERTIFICATE] = {TABLE(certificate, certificates, site_certificate), .also = ""},
	[SITE_PROFILE] = {TABLE(profile, profiles, site_profile), .also = ""},
	[SITE_DEVICE] = {TABLE(device, devices, site_device), .also = ""},
	[SITE_SERVICE] = {TABLE(service, services, site_service), .also = ""},
	[SITE_AMT_LOG] = {TABLE(amt_log, log, site_log_line), .also = ""},
};
/* clang-format on */

/* The next letter or digit of |at| in lower case, NUL at |end|. */
static char next_letter(const char **at, const char *end)
{
	while (*at < end && !g_ascii_isalnum(**at))
		++*at;
	return *at < end ? g_ascii_tolower(*(*at)++) : '\0';
}

static bool matches(const char *a, size_t a_length, const char *b, size_t b_length)
{
	const char *a_end = a + a_length, *b_end = b + b_length;

	for (;;) {
		char x = next_letter(&a, a_end), y = next_letter(&b, b_end);

		if (x != y)
			return false;
		if (!x)
			return true;
	}
}

/* Does |name| match one of the words of |also|? */
static bool also_matches(const char *also, const char *name, size_t length)
{
	while (*also) {
		size_t word = strcspn(also, " ");

		if (matches(also, word, name, length))
			return true;
		also += word;
		also += *also == ' ';
	}
	return false;
}

enum site_table table_named(const char *name, size_t length)
{
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (matches(site_table_names[t], strlen(site_table_names[t]), name, length) ||
		    also_matches(tables[t].also, name, length))
			return t;
	return SITE_TABLES;
}

int column_named(enum site_table table, const char *name)
{
	const struct table *t = &tables[table];

	for (unsigned c = 0; c < t->n; c++)
		if (matches(t->column[c].name, strlen(t->column[c].name), name, strlen(name)) ||
		    also_matches(t->column[c].also, name, strlen(name)))
			return (int)c;
	return -1;
}

const char *table_identifier(enum site_table table, const char *name)
{
	if (g_ascii_strcasecmp(name, site_table_names[table]) == 0)
		return site_table_names[table];
	return g_ascii_strcasecmp(name, tables[table].also) == 0 ? tables[table].also : NULL;
}
