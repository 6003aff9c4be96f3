/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * baseline.c - every name of every device of a finding is a key, so that a
 * finding of a large site is looked up, not searched.
 */
#include "baseline.h"

#include <jansson.h>

#include "report.h"

struct baseline {
	GHashTable *known; /* "AMT-K01 NAME" -> struct earlier, owned by |all| */
	GPtrArray *all;
};

/* A finding of a device. */
struct earlier {
	enum severity severity;
	struct uuid uuid;
	bool has_uuid;
};

static void add(struct baseline *baseline, const char *id, const char *name, struct earlier *known)
{
	char *key = g_strdup_printf("%s %s", id, name);
	const struct earlier *other = g_hash_table_lookup(baseline->known, key);

	if (other && other->severity >= known->severity)
		g_free(key);
	else
		g_hash_table_replace(baseline->known, key, known);
}

static struct earlier *earlier_new(struct baseline *baseline, enum severity severity)
{
	struct earlier *known = g_new0(struct earlier, 1);

	known->severity = severity;
	g_ptr_array_add(baseline->all, known);
	return known;
}

static void add_device(struct baseline *baseline, const char *id, enum severity severity,
		       json_t *device)
{
	struct earlier *known = earlier_new(baseline, severity);
	const char *uuid = json_string_value(json_object_get(device, "uuid"));
	const char *fqdn = json_string_value(json_object_get(device, "fqdn"));
	json_t *addresses = json_object_get(device, "addresses"), *address;
	size_t i;

	known->has_uuid = uuid && uuid_parse(&known->uuid, uuid) && !uuid_is_blank(&known->uuid);
	if (known->has_uuid)
		add(baseline, id, uuid, known);
	if (fqdn)
		add(baseline, id, fqdn, known);
	json_array_foreach(addresses, i, address) if (json_is_string(address))
		add(baseline, id, json_string_value(address), known);
}

static enum severity severity_of(const char *word)
{
	for (int i = SEVERITY_NOTE; word && i <= SEVERITY_ERROR; i++)
		if (g_str_equal(severity_names[i], word))
			return (enum severity)i;
	return SEVERITY_NOTE;
}

static void add_finding(struct baseline *baseline, json_t *finding, json_t *devices)
{
	const char *id = json_string_value(json_object_get(finding, "id"));
	const char *word = json_string_value(json_object_get(finding, "severity"));
	json_t *indexes = json_object_get(finding, "devices"), *index;
	enum severity severity = severity_of(word);
	size_t i;

	if (!id)
		return;
	json_array_foreach(indexes, i, index) add_device(
		baseline, id, severity, json_array_get(devices, (size_t)json_integer_value(index)));
	if (!json_array_size(indexes))
		add(baseline, id, "", earlier_new(baseline, severity));
}

static bool add_report(struct baseline *baseline, json_t *report)
{
	const char *schema = json_string_value(json_object_get(report, "schema"));
	json_t *findings = json_object_get(report, "findings"), *finding;
	size_t i;

	if (g_strcmp0(schema, REPORT_SCHEMA) != 0 || !json_is_array(findings))
		return false;
	json_array_foreach(findings, i, finding)
		add_finding(baseline, finding, json_object_get(report, "devices"));
	return true;
}

static bool add_reports(struct baseline *baseline, json_t *whole)
{
	json_t *report;
	size_t i;

	if (!json_is_array(whole))
		return add_report(baseline, whole);
	json_array_foreach(whole, i, report) if (!add_report(baseline, report)) return false;
	return true;
}

static struct baseline *baseline_new(void)
{
	struct baseline *baseline = g_new0(struct baseline, 1);

	baseline->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	baseline->all = g_ptr_array_new_with_free_func(g_free);
	return baseline;
}

struct baseline *baseline_read(const char *path, GError **error)
{
	struct baseline *baseline = baseline_new();
	json_error_t wrong;
	json_t *whole = json_load_file(path, 0, &wrong);
	bool good = whole && add_reports(baseline, whole);

	if (!whole && wrong.line > 0)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "line %d: %s", wrong.line,
			    wrong.text);
	else if (!whole)
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_IO, wrong.text);
	else if (!good)
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
				    "no report as --format json writes it (" REPORT_SCHEMA ")");
	json_decref(whole);
	if (good)
		return baseline;
	baseline_free(baseline);
	return NULL;
}

void baseline_free(struct baseline *baseline)
{
	if (!baseline)
		return;
	g_hash_table_destroy(baseline->known);
	g_ptr_array_free(baseline->all, TRUE);
	g_free(baseline);
}

static bool is_known_as(const struct baseline *baseline, const struct finding *finding,
			const struct device *device, const char *name)
{
	g_autofree char *key = g_strdup_printf("%s %s", finding->row->id, name);
	const struct earlier *known = g_hash_table_lookup(baseline->known, key);

	if (!known || known->severity < finding->severity)
		return false;
	if (!device || !device->has_uuid || !known->has_uuid || uuid_is_blank(&device->uuid))
		return true;
	return uuid_equal(&device->uuid, &known->uuid);
}

bool baseline_knows(const struct baseline *baseline, const struct finding *finding,
		    const struct device *device)
{
	char uuid[UUID_TEXT], address[ADDRESS_TEXT];

	if (!device)
		return is_known_as(baseline, finding, NULL, "");
	if (device->has_uuid && !uuid_is_blank(&device->uuid) &&
	    is_known_as(baseline, finding, device, uuid_text(&device->uuid, uuid)))
		return true;
	if (device->fqdn && is_known_as(baseline, finding, device, device->fqdn))
		return true;
	for (unsigned i = 0; i < device->addresses->n; i++)
		if (is_known_as(baseline, finding, device,
				address_text(addresses_at(device->addresses, i), address)))
			return true;
	return false;
}
