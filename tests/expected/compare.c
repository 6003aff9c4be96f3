/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compare.c - exactly the findings wanted, on exactly the devices wanted.
 *
 * Several findings of one id are one here: whether a fault of two devices is
 * told once or twice is the report's affair.
 */
#include "compare.h"

#include <string.h>

static const char *const certainties[] = {"possible", "likely", "certain"};

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "?";
}

static size_t certainty_rank(const char *name)
{
	size_t i = 0;

	while (i < G_N_ELEMENTS(certainties) && strcmp(certainties[i], name))
		i++;
	return i;
}

static bool certainty_fits(const struct wanted_finding *wanted, const char *seen)
{
	if (!wanted->certainty || !strcmp(wanted->certainty, seen))
		return true;
	return wanted->at_least && certainty_rank(seen) < G_N_ELEMENTS(certainties) &&
	       certainty_rank(seen) >= certainty_rank(wanted->certainty);
}

static bool finding_names(const json_t *finding, const char *id)
{
	const json_t *candidate;
	size_t i;

	json_array_foreach(json_object_get(finding, "candidates"), i, candidate)
	{
		const char *text = json_string_value(candidate);

		if (text && !strcmp(text, id))
			return true;
	}
	return false;
}

static bool finding_fits(const struct wanted_finding *wanted, const json_t *finding)
{
	if (wanted->named)
		return false;
	if (strcmp(wanted->id, "*") && strcmp(wanted->id, text_of(finding, "id")))
		return false;
	if (wanted->severity && strcmp(wanted->severity, text_of(finding, "severity")))
		return false;
	return certainty_fits(wanted, text_of(finding, "certainty"));
}

static bool is_wanted(struct row *row, const json_t *finding)
{
	for (unsigned i = 0; i < row->findings->len; i++) {
		struct wanted_finding *wanted = g_ptr_array_index(row->findings, i);

		if (finding_fits(wanted, finding)) {
			wanted->devices +=
				(unsigned)json_array_size(json_object_get(finding, "devices"));
			return wanted->met = true;
		}
	}
	return false;
}

static bool is_refused(const struct row *row, const json_t *finding)
{
	for (unsigned i = 0; i < row->absent->len; i++)
		if (!strcmp(g_ptr_array_index(row->absent, i), text_of(finding, "id")))
			return true;
	return false;
}

static void compare_candidates(struct row *row, const json_t *finding, GString *difference)
{
	for (unsigned i = 0; i < row->findings->len; i++) {
		struct wanted_finding *wanted = g_ptr_array_index(row->findings, i);

		if (wanted->named && finding_names(finding, wanted->id))
			wanted->met = true;
	}
	for (unsigned i = 0; i < row->absent->len; i++) {
		const char *text = g_ptr_array_index(row->absent, i);

		if (table_id(text) != text && finding_names(finding, table_id(text)))
			g_string_append_printf(difference, "  + %s: by %s\n", text,
					       text_of(finding, "id"));
	}
}

static bool is_lacking(const struct wanted_finding *wanted)
{
	if (!wanted->met)
		return !wanted->optional;
	return wanted->times && wanted->devices != wanted->times;
}

static void compare_findings(struct row *row, const json_t *report, GString *difference)
{
	const json_t *findings = json_object_get(report, "findings"), *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		bool refused = is_refused(row, finding);

		compare_candidates(row, finding, difference);
		if (!is_wanted(row, finding) || refused)
			g_string_append_printf(
				difference, "  + %s/%s/%s%s: %s\n", text_of(finding, "id"),
				text_of(finding, "severity"), text_of(finding, "certainty"),
				refused ? " (the near miss)" : "", text_of(finding, "message"));
	}
	for (i = 0; i < row->findings->len; i++) {
		const struct wanted_finding *wanted = g_ptr_array_index(row->findings, i);

		if (is_lacking(wanted))
			g_string_append_printf(difference, "  - %s\n", wanted->text);
	}
}

static bool is_device(const char *name, const json_t *device)
{
	const json_t *address;
	size_t i;

	json_array_foreach(json_object_get(device, "addresses"), i, address)
	{
		const char *text = json_string_value(address);

		if (text && g_pattern_match_simple(name, text))
			return true;
	}
	return !g_ascii_strcasecmp(text_of(device, "uuid"), name);
}

/* A device that shares its UUID may be reported once or twice, so every name that fits counts. */
static bool outcome_is_wanted(struct row *row, const json_t *device)
{
	bool named = false, right = true;

	for (unsigned i = 0; i < row->outcomes->len; i++) {
		struct wanted_outcome *wanted = g_ptr_array_index(row->outcomes, i);

		if (!is_device(wanted->device, device))
			continue;
		bool same = !strcmp(wanted->outcome, text_of(device, "outcome"));

		named = true;
		wanted->devices++;
		right &= same != wanted->negated;
	}
	return named && right;
}

static void compare_outcomes(struct row *row, const json_t *report, GString *difference)
{
	const json_t *devices = json_object_get(report, "devices"), *device;
	size_t i;

	json_array_foreach(devices, i, device)
	{
		const json_t *first = json_array_get(json_object_get(device, "addresses"), 0);
		const char *address = json_string_value(first);

		if (!outcome_is_wanted(row, device))
			g_string_append_printf(difference, "  + %s=%s: %s\n",
					       address ? address : text_of(device, "uuid"),
					       text_of(device, "outcome"),
					       text_of(device, "verdict"));
	}
	for (i = 0; i < row->outcomes->len; i++) {
		const struct wanted_outcome *wanted = g_ptr_array_index(row->outcomes, i);

		if (wanted->devices != (wanted->times ? wanted->times : MAX(wanted->devices, 1)))
			g_string_append_printf(difference, "  - %s\n", wanted->text);
	}
}

GString *compare(struct row *row, const json_t *report)
{
	GString *difference = g_string_new(NULL);

	if (strcmp(text_of(report, "schema"), "amtrace.report/1"))
		g_string_append(difference, "  - a report of schema amtrace.report/1\n");
	compare_findings(row, report, difference);
	if (!row->any_outcomes)
		compare_outcomes(row, report, difference);
	return difference;
}
