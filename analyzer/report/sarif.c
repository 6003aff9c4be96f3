/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sarif.c - findings as SARIF 2.1.0 (OASIS, with errata 01), for code scanning
 * and viewers.
 *
 * A capture has no lines: a frame's number stands where a line's is wanted, so
 * that "capture:36" leads to frame 36. Viewers show texts as they are, which
 * are therefore printable ASCII.
 */
#include "fingerprint.h"
#include "formats.h"
#include "json_records.h"
#include "json_words.h"
#include "text.h"

#define SARIF_SCHEMA                                     \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0" \
	"/errata01/os/schemas/sarif-schema-2.1.0.json"

/* {"text": ...}: SARIF's message and multiformatMessageString. */
static void set_message(json_t *object, const char *key, const char *text)
{
	g_autofree char *plain = escape_ascii(text);
	json_t *message = json_object();

	set_string(message, "text", plain);
	json_object_set_new(object, key, message);
}

/* File names are bytes; RFC 3986 has an escape for each. */
static json_t *artifact_location(const struct capture_facts *facts, unsigned index)
{
	g_autofree char *uri = g_uri_escape_string(facts->file, "/", FALSE);
	json_t *location = json_object();

	set_string(location, "uri", uri);
	set_integer(location, "index", index);
	return location;
}

static json_t *location_in(const struct capture_facts *facts, unsigned index, uint64_t frame)
{
	json_t *location = json_object(), *physical = json_object(), *region = json_object();

	json_object_set_new(physical, "artifactLocation", artifact_location(facts, index));
	if (frame) {
		set_integer(region, "startLine", frame);
		json_object_set(physical, "region", region);
	}
	json_decref(region);
	json_object_set_new(location, "physicalLocation", physical);
	return location;
}

static json_t *rule(const struct failure *row)
{
	json_t *object = json_object(), *configuration = json_object();
	enum severity severity = row->remark ? row->remark->severity : row->severity;

	set_string(object, "id", row->id);
	set_message(object, "shortDescription", failure_title(row));
	set_message(object, "fullDescription", failure_cause(row));
	set_message(object, "help", failure_remedy(row));
	set_string(configuration, "level", severity_names[severity]);
	json_object_set_new(object, "defaultConfiguration", configuration);
	return object;
}

/* The rows that the findings name, each once, in their order. */
static GPtrArray *rows_of(const GPtrArray *findings)
{
	GPtrArray *rows = g_ptr_array_new();

	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (!g_ptr_array_find(rows, finding->row, NULL))
			g_ptr_array_add(rows, (gpointer)finding->row);
	}
	return rows;
}

static json_t *tool(const GPtrArray *rows)
{
	json_t *object = json_object(), *driver = record_tool(), *rules = json_array();

	for (guint i = 0; i < rows->len; i++)
		json_array_append_new(rules, rule(rows->pdata[i]));
	json_object_set_new(driver, "rules", rules);
	json_object_set_new(object, "driver", driver);
	return object;
}

/* What could not be read is no finding, but it limits all of them. */
static void append_notes(json_t *notes, const struct capture_facts *facts, unsigned index)
{
	for (unsigned i = 0; i < facts->problem_count; i++) {
		json_t *note = json_object(), *locations = json_array();

		set_string(note, "level", "warning");
		set_message(note, "message", facts->problem[i]);
		json_array_append_new(locations, location_in(facts, index, 0));
		json_object_set_new(note, "locations", locations);
		json_array_append_new(notes, note);
	}
}

static json_t *invocations(const struct diagnosis *diagnosis)
{
	json_t *array = json_array(), *one = json_object(), *notes = json_array();
	const struct capture_facts *facts;
	bool complete = true;

	for (unsigned i = 0; (facts = report_capture(diagnosis, i)); i++) {
		complete = complete && facts->complete;
		append_notes(notes, facts, i);
	}
	json_object_set_new(one, "executionSuccessful", json_boolean(complete));
	json_object_set_new(one, "toolExecutionNotifications", notes);
	json_array_append_new(array, one);
	return array;
}

static json_t *artifacts(const struct diagnosis *diagnosis)
{
	const struct capture_facts *facts;
	json_t *array = json_array();

	for (unsigned i = 0; (facts = report_capture(diagnosis, i)); i++) {
		json_t *artifact = json_object(), *location = artifact_location(facts, i);

		json_object_del(location, "index"); /* this is what it points to */
		json_object_set_new(artifact, "location", location);
		json_array_append_new(array, artifact);
	}
	return array;
}

static json_t *evidence_location(const struct capture_facts *facts, const struct evidence *evidence)
{
	json_t *location = location_in(facts, evidence->capture, evidence->place.frame);
	json_t *properties = json_object();

	set_message(location, "message", evidence->text);
	set_integer(properties, "frame", evidence->place.frame);
	if (evidence->place.length) {
		set_integer(properties, "offset", evidence->place.offset);
		set_integer(properties, "length", evidence->place.length);
	}
	json_object_set_new(location, "properties", properties);
	return location;
}

/* Readers want a place: what the records alone show is laid to the first capture. */
static json_t *locations(const struct diagnosis *diagnosis, const struct finding *finding)
{
	const struct capture_facts *facts;
	json_t *array = json_array();

	for (guint i = 0; i < finding->evidence->len; i++) {
		const struct evidence *evidence =
			&g_array_index(finding->evidence, struct evidence, i);

		facts = report_capture(diagnosis, evidence->capture);
		if (facts && evidence->place.frame)
			json_array_append_new(array, evidence_location(facts, evidence));
	}
	facts = report_capture(diagnosis, 0);
	if (!json_array_size(array) && facts)
		json_array_append_new(array, location_in(facts, 0, 0));
	return array;
}

static json_t *suppressions(const struct finding *finding)
{
	json_t *array = json_array();

	for (guint i = 0; i < finding->accepted->len; i++) {
		g_autofree char *words = text_acceptance(finding->accepted->pdata[i]);
		g_autofree char *plain = escape_ascii(words);
		json_t *suppression = json_object();

		set_string(suppression, "kind", "external");
		set_string(suppression, "status", "accepted");
		set_string(suppression, "justification", plain);
		json_array_append_new(array, suppression);
	}
	return array;
}

static json_t *properties(const struct diagnosis *diagnosis, const struct finding *finding)
{
	json_t *object = json_object(), *names = json_array();

	set_string(object, "certainty", certainty_names[finding->certainty]);
	set_string(object, "known", known_names[finding->known]);
	set_string(object, "step", step_names[finding->row->step]);
	for (guint i = 0; i < finding->devices->len; i++) {
		unsigned device = g_array_index(finding->devices, unsigned, i);
		g_autofree char *name = text_device_name(diagnosis->devices->pdata[device]);
		g_autofree char *plain = escape_ascii(name);

		json_array_append_new(names, string(plain));
	}
	json_object_set_new(object, "devices", names);
	return object;
}

static json_t *result(const struct diagnosis *diagnosis, const struct finding *finding,
		      const GPtrArray *rows)
{
	g_autofree char *fingerprint = finding_fingerprint(diagnosis, finding);
	json_t *object = json_object(), *prints = json_object();
	guint index = 0;

	g_ptr_array_find((GPtrArray *)rows, finding->row, &index);
	set_string(object, "ruleId", finding->row->id);
	set_integer(object, "ruleIndex", index);
	set_string(object, "level", severity_names[finding->severity]);
	set_message(object, "message", finding->message);
	json_object_set_new(object, "locations", locations(diagnosis, finding));
	set_string(prints, "amtraceFinding/v1", fingerprint);
	json_object_set_new(object, "partialFingerprints", prints);
	if (finding_is_accepted(finding))
		json_object_set_new(object, "suppressions", suppressions(finding));
	json_object_set_new(object, "properties", properties(diagnosis, finding));
	return object;
}

static bool put_results(FILE *out, const struct diagnosis *diagnosis, const GPtrArray *rows)
{
	bool written = fputs(",\n    \"results\": [", out) >= 0;

	for (guint i = 0; written && i < diagnosis->findings->len; i++)
		written = fputs(i ? ",\n      " : "\n      ", out) >= 0 &&
			  record_put(out, result(diagnosis, diagnosis->findings->pdata[i], rows));
	return written && fputs("]\n  }]\n}\n", out) >= 0;
}

bool report_write_sarif(FILE *out, const struct diagnosis *diagnosis,
			const struct report_options *options)
{
	g_autoptr(GPtrArray) rows = rows_of(diagnosis->findings);

	(void)options;
	return fputs("{\n  \"$schema\": \"" SARIF_SCHEMA "\",\n  \"version\": \"2.1.0\",\n"
		     "  \"runs\": [{\n    \"tool\": ",
		     out) >= 0 &&
	       record_put(out, tool(rows)) && fputs(",\n    \"invocations\": ", out) >= 0 &&
	       record_put(out, invocations(diagnosis)) &&
	       fputs(",\n    \"artifacts\": ", out) >= 0 && record_put(out, artifacts(diagnosis)) &&
	       put_results(out, diagnosis, rows) && fflush(out) == 0;
}
