/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lines_schema.c - a line is a record of the report and its type: so its schema
 * is that of the record with one more member, and nothing is written twice.
 */
#include "lines_schema.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <jansson.h>

/* A type of line, and where the report's schema has its record. */
static const struct {
	const char *type;
	const char *definition; /* in $defs; NULL: the property of the type's name */
} lines[] = {
	{"capture", "capture"}, {"device", "device"}, {"finding", "finding"},
	{"what_if", NULL},      {"summary", NULL},
};

static json_t *constant(const char *word)
{
	return json_pack("{s:s}", "const", word);
}

/* |record| with its type in front, as it is written. */
static json_t *with_type(const char *type, const json_t *record)
{
	json_t *line = json_deep_copy(record), *properties = json_object();

	json_object_set_new(properties, "type", constant(type));
	json_object_update(properties, json_object_get(line, "properties"));
	json_object_set_new(line, "properties", properties);
	json_array_insert_new(json_object_get(line, "required"), 0, json_string("type"));
	return line;
}

/* The first line: what stands before the lists of a report. */
static json_t *head_line(const json_t *properties)
{
	json_t *record = json_pack("{s:s, s:[s,s], s:b, s:{s:O, s:O}}", "type", "object",
				   "required", "schema", "tool", "additionalProperties", 0,
				   "properties", "schema", json_object_get(properties, "schema"),
				   "tool", json_object_get(properties, "tool"));
	json_t *line = with_type("report", record);

	json_decref(record);
	return line;
}

static json_t *make(const json_t *report)
{
	json_t *properties = json_object_get(report, "properties");
	json_t *definitions = json_deep_copy(json_object_get(report, "$defs"));
	json_t *any = json_array(), *schema = json_object();

	json_object_del(definitions, "series");
	json_array_append_new(any, head_line(properties));
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		json_array_append_new(
			any, with_type(lines[i].type,
				       lines[i].definition
					       ? json_object_get(definitions, lines[i].definition)
					       : json_object_get(properties, lines[i].type)));
	json_object_set(schema, "$schema", json_object_get(report, "$schema"));
	json_object_set_new(schema, "title",
			    json_string("A line of amtrace analyze --format ndjson"));
	json_object_set_new(schema, "oneOf", any);
	json_object_set_new(schema, "$defs", definitions);
	return schema;
}

char *lines_schema(const char *report)
{
	json_t *whole = json_loads(report, 0, NULL);

	g_assert(whole); /* it is ours */
	json_t *schema = make(whole);
	char *text = json_dumps(schema, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	char *copy = g_strconcat(text, "\n", NULL);

	free(text);
	json_decref(schema);
	json_decref(whole);
	return copy;
}
