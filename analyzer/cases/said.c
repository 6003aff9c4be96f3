/* SPDX-License-Identifier: GPL-2.0-or-later */
/* said.c - one device of a diagnosis, and comparing what is said of it; see said.h. */
#include "said.h"

#include "finding.h"

struct whom whom_of(const struct device *device)
{
	struct whom whom = {.has_uuid = device->has_uuid, .uuid = device->uuid, .mac = device->mac};

	if (device->addresses->n)
		whom.address = *addresses_at(device->addresses, 0);
	return whom;
}

char *whom_text(const struct whom *whom)
{
	char text[MAX(ADDRESS_TEXT, UUID_TEXT)];

	if (whom->has_uuid)
		return g_strdup(uuid_text(&whom->uuid, text));
	if (!address_is_none(&whom->address))
		return g_strdup(address_text(&whom->address, text));
	return g_strdup(mac_text(&whom->mac, text));
}

bool whom_parse(struct whom *whom, const char *text)
{
	*whom = (struct whom){0};
	whom->has_uuid = uuid_parse(&whom->uuid, text);
	return whom->has_uuid || address_parse(&whom->address, text) || mac_parse(&whom->mac, text);
}

static bool is_whom(const struct device *device, const struct whom *whom)
{
	if (whom->has_uuid)
		return device->has_uuid && uuid_equal(&device->uuid, &whom->uuid);
	if (!address_is_none(&whom->address))
		return addresses_have(device->addresses, &whom->address);
	return !mac_is_none(&whom->mac) && mac_equal(&device->mac, &whom->mac);
}

int whom_find(const struct diagnosis *diagnosis, const struct whom *whom)
{
	for (guint i = 0; i < diagnosis->devices->len; i++)
		if (is_whom(diagnosis->devices->pdata[i], whom))
			return (int)i;
	return -1;
}

int device_named(const struct diagnosis *diagnosis, const char *text)
{
	struct whom whom;
	guint64 number;

	if (whom_parse(&whom, text))
		return whom_find(diagnosis, &whom);
	if (g_ascii_string_to_unsigned(text, 10, 1, diagnosis->devices->len, &number, NULL))
		return (int)number - 1;
	for (guint i = 0; i < diagnosis->devices->len; i++) {
		const struct device *device = diagnosis->devices->pdata[i];

		if ((device->fqdn && g_ascii_strcasecmp(device->fqdn, text) == 0) ||
		    (device->pid[0] && strcmp(device->pid, text) == 0))
			return (int)i;
	}
	return -1;
}

static void set(json_t *object, const char *key, const char *word)
{
	json_object_set_new(object, key, json_string(word));
}

static bool concerns(const struct finding *finding, unsigned device)
{
	for (guint i = 0; i < finding->devices->len; i++)
		if (g_array_index(finding->devices, unsigned, i) == device)
			return true;
	return false;
}

static json_t *findings_of(const struct diagnosis *diagnosis, unsigned device)
{
	json_t *array = json_array();

	for (guint i = 0; i < diagnosis->findings->len; i++) {
		const struct finding *finding = diagnosis->findings->pdata[i];
		json_t *one;

		if (!concerns(finding, device))
			continue;
		one = json_object();
		set(one, "id", finding->row->id);
		set(one, "severity", severity_names[finding->severity]);
		set(one, "certainty", certainty_names[finding->certainty]);
		json_array_append_new(array, one);
	}
	return array;
}

json_t *said_of(const struct diagnosis *diagnosis, int number)
{
	json_t *said = json_object();

	if (number < 0) {
		set(said, "outcome", "not seen");
		json_object_set_new(said, "findings", json_array());
		return said;
	}
	const struct device *device = diagnosis->devices->pdata[number];
	const struct progress *progress = &device->observed;

	set(said, "outcome", outcome_names[device->outcome]);
	set(said, "certainty", certainty_names[device->outcome_certainty]);
	if (progress->known && progress->started)
		set(said, "reached", step_names[progress->reached]);
	if (progress->known && !progress->complete)
		set(said, "stopped_at", step_names[progress->stopped]);
	json_object_set_new(said, "findings", findings_of(diagnosis, (unsigned)number));
	return said;
}

static const char *word_of(const json_t *object, const char *key)
{
	const char *word = json_string_value(json_object_get(object, key));

	return word ? word : "nothing";
}

static void compare_word(GPtrArray *differences, const json_t *expected, const json_t *is,
			 const char *key)
{
	const char *a = word_of(expected, key), *b = word_of(is, key);

	if (strcmp(a, b) != 0)
		g_ptr_array_add(differences, g_strdup_printf("%s: expected %s, is %s", key, a, b));
}

/* The |nth| finding of an id, as there may be several. */
static const json_t *nth_finding(const json_t *said, const char *id, unsigned nth)
{
	const json_t *findings = json_object_get(said, "findings");

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *one = json_array_get(findings, i);

		if (strcmp(word_of(one, "id"), id) == 0 && nth-- == 0)
			return one;
	}
	return NULL;
}

static void compare_finding(GPtrArray *differences, const char *id, const json_t *expected,
			    const json_t *is)
{
	static const char *const keys[] = {"severity", "certainty"};

	if (!is) {
		g_ptr_array_add(differences, g_strdup_printf("%s: expected, is not there", id));
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *a = word_of(expected, keys[i]), *b = word_of(is, keys[i]);

		if (strcmp(a, b) != 0)
			g_ptr_array_add(differences, g_strdup_printf("%s: %s: expected %s, is %s",
								     id, keys[i], a, b));
	}
}

/* The place of |i| among the findings of its id before it. */
static unsigned nth_of(const json_t *findings, size_t i)
{
	const char *id = word_of(json_array_get(findings, i), "id");
	unsigned nth = 0;

	for (size_t before = 0; before < i; before++)
		nth += strcmp(word_of(json_array_get(findings, before), "id"), id) == 0;
	return nth;
}

GPtrArray *said_differences(const json_t *expected, const json_t *is)
{
	static const char *const keys[] = {"outcome", "certainty", "reached", "stopped_at"};
	GPtrArray *differences = g_ptr_array_new_with_free_func(g_free);
	const json_t *wanted = json_object_get(expected, "findings");
	const json_t *there = json_object_get(is, "findings");

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		compare_word(differences, expected, is, keys[i]);
	for (size_t i = 0; i < json_array_size(wanted); i++) {
		const char *id = word_of(json_array_get(wanted, i), "id");

		compare_finding(differences, id, json_array_get(wanted, i),
				nth_finding(is, id, nth_of(wanted, i)));
	}
	for (size_t i = 0; i < json_array_size(there); i++) {
		const char *id = word_of(json_array_get(there, i), "id");

		if (!nth_finding(expected, id, nth_of(there, i)))
			g_ptr_array_add(differences,
					g_strdup_printf("%s: not expected, is there", id));
	}
	return differences;
}
