/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * case_file.c - expect.json, read strictly: a case may come from anybody.
 *
 * Files are named in it, and none may lie outside of its folder.
 */
#include "case_file.h"

#include <string.h>

#include "frames.h"

G_DEFINE_QUARK(case -error - quark, case_error)

static const char *const vantage_words[] = {
	[VANTAGE_UNKNOWN] = NULL,
	[VANTAGE_CLIENT] = "client",
	[VANTAGE_SERVER] = "server",
	[VANTAGE_BETWEEN] = "between",
};

static const char *const service_words[SERVICES] = {
	[SERVICE_HELLO] = "hello",
	[SERVICE_HTTP] = "http",
	[SERVICE_TLS] = "tls",
};

char *case_capture_name(unsigned capture)
{
	return g_strdup_printf("capture-%u.pcap", capture + 1);
}

static bool fail(GError **error, const char *folder, const char *why)
{
	g_set_error(error, CASE_ERROR, CASE_ERROR_READ, "%s/%s: %s", folder, CASE_EXPECT, why);
	return false;
}

/* What must be there to go on. */
static bool is_sound(const json_t *root, const char *folder, GError **error)
{
	const char *schema = json_string_value(json_object_get(root, "schema"));

	if (!schema || strcmp(schema, CASE_SCHEMA) != 0)
		return fail(error, folder, "is no case that this version reads");
	if (!json_array_size(json_object_get(root, "captures")))
		return fail(error, folder, "names no captures");
	if (!json_string_value(json_object_get(root, "device")) ||
	    !json_is_object(json_object_get(root, "expect")))
		return fail(error, folder, "has no device, or expects nothing");
	return true;
}

struct case_file *case_open(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, CASE_EXPECT, NULL);
	json_error_t why;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &why);

	if (!root) {
		g_set_error(error, CASE_ERROR, CASE_ERROR_READ, "%s: %s", path, why.text);
		return NULL;
	}
	if (!is_sound(root, folder, error)) {
		json_decref(root);
		return NULL;
	}
	struct case_file *file = g_new0(struct case_file, 1);

	file->root = root;
	file->folder = g_strdup(folder);
	return file;
}

void case_close(struct case_file *file)
{
	if (!file)
		return;
	json_decref(file->root);
	g_free(file->folder);
	g_free(file);
}

const json_t *case_expects(const struct case_file *file)
{
	return json_object_get(file->root, "expect");
}

static bool is_inside(const char *name)
{
	return name && *name && !strchr(name, '/') && strcmp(name, "..") != 0;
}

static enum vantage vantage_of(const json_t *capture)
{
	const char *word = json_string_value(json_object_get(capture, "vantage"));

	for (unsigned i = 0; i < G_N_ELEMENTS(vantage_words); i++)
		if (word && vantage_words[i] && strcmp(word, vantage_words[i]) == 0)
			return i;
	return VANTAGE_UNKNOWN;
}

void case_ports(const struct case_file *file, uint16_t ports[SERVICES])
{
	const json_t *given = json_object_get(file->root, "ports");

	memcpy(ports, look_default_ports, sizeof look_default_ports);
	for (unsigned i = 0; i < SERVICES; i++) {
		json_int_t port =
			service_words[i]
				? json_integer_value(json_object_get(given, service_words[i]))
				: 0;

		if (port > 0 && port <= UINT16_MAX)
			ports[i] = (uint16_t)port;
	}
}

unsigned case_captures(const struct case_file *file)
{
	return (unsigned)json_array_size(json_object_get(file->root, "captures"));
}

static const json_t *capture_at(const struct case_file *file, unsigned i)
{
	return json_array_get(json_object_get(file->root, "captures"), i);
}

char *case_capture_path(const struct case_file *file, unsigned i, GError **error)
{
	const char *name = json_string_value(json_object_get(capture_at(file, i), "file"));

	if (is_inside(name))
		return g_build_filename(file->folder, name, NULL);
	fail(error, file->folder, "a capture has no name of a file in it");
	return NULL;
}

static bool look_at_all(const struct case_file *file, struct case_thought *thought, GError **error)
{
	struct look_secrets secrets;
	struct look_options options = {.site = thought->site, .secrets = &secrets};
	bool ok = true;

	case_ports(file, options.ports);
	look_secrets_open(&secrets, thought->site);
	for (unsigned i = 0; ok && i < case_captures(file); i++) {
		g_autofree char *path = case_capture_path(file, i, error);
		g_autofree char *name = path ? g_path_get_basename(path) : NULL;

		options.vantage = vantage_of(capture_at(file, i));
		ok = path && look(thought->sightings, path, name, &options, error);
		if (!ok && path)
			g_prefix_error(error, "%s: ", path);
	}
	look_secrets_close(&secrets);
	return ok;
}

bool case_think(const struct case_file *file, struct case_thought *thought, GError **error)
{
	const char *records = json_string_value(json_object_get(file->root, "site"));
	const char *text = json_string_value(json_object_get(file->root, "device"));
	g_autofree char *path = records ? g_build_filename(file->folder, records, NULL) : NULL;
	struct whom whom;

	*thought = (struct case_thought){.device = -1};
	if (records && !is_inside(records))
		return fail(error, file->folder, "the records lie elsewhere");
	if (!whom_parse(&whom, text))
		return fail(error, file->folder, "the device is no UUID, address or MAC");
	thought->site = site_load(path, NULL, error);
	if (!thought->site)
		return false;
	thought->sightings = sightings_new();
	if (!look_at_all(file, thought, error)) {
		case_thought_clear(thought);
		return false;
	}
	thought->diagnosis =
		diagnose(thought->sightings, thought->site, &(struct diagnose_options){0});
	thought->device = whom_find(thought->diagnosis, &whom);
	return true;
}

void case_thought_clear(struct case_thought *thought)
{
	if (thought->diagnosis)
		diagnosis_free(thought->diagnosis);
	if (thought->sightings)
		sightings_free(thought->sightings);
	site_free(thought->site);
	*thought = (struct case_thought){.device = -1};
}

json_t *case_says(const struct case_file *file, GError **error)
{
	struct case_thought thought;

	if (!case_think(file, &thought, error))
		return NULL;
	json_t *said = said_of(thought.diagnosis, thought.device);

	case_thought_clear(&thought);
	return said;
}

char *case_text(const json_t *root)
{
	char *dumped = json_dumps(root, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	char *text = g_strconcat(dumped, "\n", NULL);

	free(dumped);
	return text;
}

bool case_update(struct case_file *file, json_t *said, GError **error)
{
	g_autofree char *path = g_build_filename(file->folder, CASE_EXPECT, NULL);

	json_object_set(file->root, "expect", said);
	g_autofree char *text = case_text(file->root);

	return g_file_set_contents(path, text, -1, error);
}

static json_t *describe_captures(const GArray *captures)
{
	json_t *array = json_array();

	for (guint i = 0; i < captures->len; i++) {
		const char *vantage =
			vantage_words[g_array_index(captures, struct case_capture, i).vantage];
		g_autofree char *name = case_capture_name(i);
		json_t *one = json_object();

		json_object_set_new(one, "file", json_string(name));
		if (vantage)
			json_object_set_new(one, "vantage", json_string(vantage));
		json_array_append_new(array, one);
	}
	return array;
}

static json_t *describe_ports(const struct look_options *look)
{
	json_t *ports = json_object();

	for (unsigned i = 0; i < SERVICES; i++)
		if (service_words[i] && look->ports[i] != look_default_ports[i])
			json_object_set_new(ports, service_words[i], json_integer(look->ports[i]));
	return ports;
}

json_t *case_describe(const GArray *captures, const struct look_options *look, bool has_records,
		      const struct whom *whom, json_t *said)
{
	json_t *root = json_object(), *ports = describe_ports(look);
	g_autofree char *device = whom_text(whom);

	json_object_set_new(root, "schema", json_string(CASE_SCHEMA));
	json_object_set_new(root, "captures", describe_captures(captures));
	if (has_records)
		json_object_set_new(root, "site", json_string(CASE_RECORDS));
	if (json_object_size(ports))
		json_object_set(root, "ports", ports);
	json_decref(ports);
	json_object_set_new(root, "device", json_string(device));
	json_object_set_new(root, "expect", said);
	return root;
}
