/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.c - the report for programs; report.schema.json describes it.
 *
 * What is unknown is absent, keys keep the order in which they are set here,
 * and the output is ASCII. Keys never come from a capture. Each capture, device
 * and finding is one line, made and forgotten: memory does not grow with them.
 */
#include "formats.h"
#include "json_records.h"
#include "json_setup.h"
#include "json_words.h"
#include "time_text.h"

static const char *const vantage_words[] = {
	[VANTAGE_UNKNOWN] = NULL,
	[VANTAGE_CLIENT] = "client",
	[VANTAGE_SERVER] = "server",
	[VANTAGE_BETWEEN] = "between",
};

static void set_time(json_t *object, const char *key, int64_t time, unsigned digits)
{
	char text[TIME_TEXT];

	set_string(object, key, time_text(time, digits, text));
}

static json_t *sentences(const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(array, string(texts->pdata[i]));
	return array;
}

/* Times are the file's own, whatever the engine took them for. */
static json_t *capture_json(const struct capture_facts *facts, const GPtrArray *limits)
{
	json_t *object = json_object(), *problems = json_array();

	set_string(object, "file", facts->file);
	set_integer(object, "frames", facts->frames);
	set_integer(object, "bytes", facts->bytes);
	if (facts->frames) {
		set_time(object, "first", facts->first + facts->clock_ahead, facts->digits);
		set_time(object, "last", facts->last + facts->clock_ahead, facts->digits);
	}
	set_string(object, "vantage", vantage_words[facts->vantage]);
	json_object_set_new(object, "complete", json_boolean(facts->complete));
	for (unsigned i = 0; i < facts->problem_count; i++)
		json_array_append_new(problems, string(facts->problem[i]));
	json_object_set_new(object, "problems", problems);
	if (limits && limits->len)
		json_object_set_new(object, "limits", sentences(limits));
	return object;
}

static void set_progress(json_t *device, const char *key, const struct progress *progress)
{
	if (!progress->known)
		return;
	json_t *object = json_object();

	if (progress->started)
		set_string(object, "reached", step_names[progress->reached]);
	if (!progress->complete)
		set_string(object, "stopped_at", step_names[progress->stopped]);
	if (progress->by)
		set_string(object, "finding", progress->by->id);
	json_object_set_new(device, key, object);
}

static json_t *event_json(const struct diagnosis *diagnosis, const struct event *event)
{
	const struct capture_facts *facts = report_capture(diagnosis, event->capture);
	json_t *object = json_object();

	set_time(object, "time", event->time, facts ? facts->digits : 0);
	if (event->frame) {
		set_integer(object, "capture", event->capture);
		set_integer(object, "frame", event->frame);
	}
	set_string(object, "step", step_names[event->step]);
	set_string(object, "text", event->text);
	return object;
}

static void set_timeline(json_t *object, const struct diagnosis *diagnosis,
			 const struct device *device)
{
	unsigned left_out;
	g_autoptr(GArray) events = timeline_of(diagnosis, device, &left_out);
	json_t *timeline = json_array();

	for (guint i = 0; i < events->len; i++)
		json_array_append_new(
			timeline, event_json(diagnosis, &g_array_index(events, struct event, i)));
	json_object_set_new(object, "timeline", timeline);
	if (left_out)
		set_integer(object, "timeline_left_out", left_out);
}

static void set_addresses(json_t *object, const struct device *device)
{
	json_t *array = json_array();
	char text[ADDRESS_TEXT];

	for (guint i = 0; i < device->addresses->n; i++)
		json_array_append_new(
			array, json_string(address_text(addresses_at(device->addresses, i), text)));
	json_object_set_new(object, "addresses", array);
	if (!address_is_none(&device->server))
		set_string(object, "server", address_text(&device->server, text));
}

static void set_identity(json_t *object, const struct device *device,
			 const struct report_options *options)
{
	char uuid[UUID_TEXT], pid[PID_TEXT];

	if (device->has_uuid)
		set_string(object, "uuid", uuid_text(&device->uuid, uuid));
	set_addresses(object, device);
	set_string(object, "method", method_names[device->method]);
	set_string(object, "pid", report_pid(device, options, pid));
	set_integer(object, "hellos", device->hellos);
	if (device->hellos)
		set_integer(object, "retry", device->retry);
	set_string(object, "fqdn", device->fqdn);
}

static void set_setup(json_t *object, const struct diagnosis *diagnosis,
		      const struct device *device)
{
	json_t *setup = json_setup(diagnosis, device);

	if (setup)
		json_object_set_new(object, "setup", setup);
}

static json_t *device_json(const struct diagnosis *diagnosis, const struct device *device,
			   const struct report_options *options)
{
	json_t *object = json_object();

	set_identity(object, device, options);
	set_progress(object, "observed", &device->observed);
	set_progress(object, "predicted", &device->predicted);
	set_string(object, "outcome", outcome_names[device->outcome]);
	set_string(object, "outcome_certainty", certainty_names[device->outcome_certainty]);
	set_string(object, "verdict", device->verdict);
	set_setup(object, diagnosis, device);
	set_timeline(object, diagnosis, device);
	return object;
}

/* Evidence in the site's records has no capture and no frame. */
static json_t *evidence_json(const struct evidence *evidence)
{
	json_t *object = json_object();

	if (evidence->place.frame) {
		set_integer(object, "capture", evidence->capture);
		set_integer(object, "frame", evidence->place.frame);
	}
	if (evidence->place.frame && evidence->place.length) {
		set_integer(object, "offset", evidence->place.offset);
		set_integer(object, "length", evidence->place.length);
		set_string(object, "in", "frame");
	}
	set_string(object, "text", evidence->text);
	return object;
}

static void set_lists(json_t *object, const struct finding *finding)
{
	json_t *evidence = json_array();

	set_strings(object, "needs", finding->needs);
	set_strings(object, "candidates", finding->candidates);
	for (guint i = 0; i < finding->evidence->len; i++)
		json_array_append_new(evidence, evidence_json(&g_array_index(finding->evidence,
									     struct evidence, i)));
	json_object_set_new(object, "evidence", evidence);
}

static void set_indexes(json_t *object, const char *key, const GArray *indexes)
{
	json_t *array = json_array();

	for (guint i = 0; i < indexes->len; i++)
		json_array_append_new(array, json_integer(g_array_index(indexes, unsigned, i)));
	json_object_set_new(object, key, array);
}

/* How far it goes, in the keys of |object|. */
static void set_tried(json_t *object, const struct verified_remedy *tried)
{
	set_string(object, "then", step_names[tried->then]);
	if (tried->by)
		set_string(object, "finding", tried->by->id);
	set_string(object, "beyond", tried->beyond);
}

static void set_verified(json_t *finding, const struct verified_remedy *verified)
{
	json_t *object = json_object();

	set_strings(object, "set", verified->set);
	set_tried(object, verified);
	json_object_set_new(finding, "verified_remedy", object);
}

static json_t *acceptance_json(const struct acceptance *acceptance)
{
	json_t *object = json_object();

	set_string(object, "by", acceptance->by);
	set_string(object, "reason", acceptance->reason);
	set_string(object, "until", acceptance->until);
	set_indexes(object, "devices", acceptance->devices);
	return object;
}

static void set_accepted(json_t *finding, const GPtrArray *accepted)
{
	json_t *array = json_array();

	for (guint i = 0; i < accepted->len; i++)
		json_array_append_new(array, acceptance_json(accepted->pdata[i]));
	json_object_set_new(finding, "accepted", array);
}

static json_t *finding_json(const struct finding *finding)
{
	const struct failure *row = finding->row;
	json_t *object = json_object();

	set_string(object, "id", row->id);
	set_string(object, "title", failure_title(row));
	set_string(object, "severity", severity_names[finding->severity]);
	set_string(object, "certainty", certainty_names[finding->certainty]);
	set_string(object, "known", known_names[finding->known]);
	set_string(object, "step", step_names[row->step]);
	set_indexes(object, "devices", finding->devices);
	set_string(object, "message", finding->message);
	set_string(object, "cause", failure_cause(row));
	set_string(object, "remedy", failure_remedy(row));
	set_lists(object, finding);
	if (finding->verified)
		set_verified(object, finding->verified);
	if (finding->accepted)
		set_accepted(object, finding->accepted);
	return object;
}

json_t *record_what_if(const struct record_source *source)
{
	const struct what_if *what_if = source->diagnosis->what_if;

	json_t *object = json_object(), *changes = json_array();

	for (guint i = 0; i < what_if->changes->len; i++) {
		const struct what_if_change *change = what_if->changes->pdata[i];
		json_t *one = json_object();

		set_strings(one, "set", change->tried.set);
		set_indexes(one, "helps", change->helps);
		set_tried(one, &change->tried);
		json_array_append_new(changes, one);
	}
	json_object_set_new(object, "changes", changes);
	set_indexes(object, "beyond_records", what_if->beyond_records);
	return object;
}

static unsigned accepted_findings(const GPtrArray *findings)
{
	unsigned count = 0;

	for (guint i = 0; i < findings->len; i++)
		count += finding_is_accepted(findings->pdata[i]);
	return count;
}

json_t *record_summary(const struct record_source *source)
{
	const struct diagnosis *diagnosis = source->diagnosis;
	json_t *object = json_object();

	set_integer(object, "devices", diagnosis->devices->len);
	set_integer(object, "provisioned", diagnosis->count[OUTCOME_PROVISIONED]);
	set_integer(object, "failed", diagnosis->count[OUTCOME_FAILED]);
	set_integer(object, "in_progress", diagnosis->count[OUTCOME_IN_PROGRESS]);
	set_integer(object, "unknown", diagnosis->count[OUTCOME_UNKNOWN]);
	set_integer(object, "errors", diagnosis->severities[SEVERITY_ERROR]);
	set_integer(object, "warnings", diagnosis->severities[SEVERITY_WARNING]);
	set_integer(object, "notes", diagnosis->severities[SEVERITY_NOTE]);
	if (accepted_findings(diagnosis->findings))
		set_integer(object, "accepted", accepted_findings(diagnosis->findings));
	return object;
}

json_t *record_tool(void)
{
	json_t *object = json_object();

	set_string(object, "name", "amtrace");
	set_string(object, "version", AMTRACE_VERSION);
	return object;
}

json_t *record_capture(const struct record_source *source, unsigned i)
{
	const struct capture_facts *facts = report_capture(source->diagnosis, i);

	return facts ? capture_json(facts, report_limits(source->diagnosis, i)) : NULL;
}

json_t *record_device(const struct record_source *source, unsigned i)
{
	const GPtrArray *devices = source->diagnosis->devices;

	return i < devices->len ? device_json(source->diagnosis, devices->pdata[i], source->options)
				: NULL;
}

json_t *record_finding(const struct record_source *source, unsigned i)
{
	const GPtrArray *findings = source->diagnosis->findings;

	return i < findings->len ? finding_json(findings->pdata[i]) : NULL;
}

/* In one piece: jansson writes to a stream a character at a time. */
bool record_put(FILE *out, json_t *record)
{
	char *text = json_dumps(record, JSON_ENSURE_ASCII);
	bool written = text && fputs(text, out) >= 0;

	free(text);
	json_decref(record);
	return written;
}

static bool put_list(FILE *out, const struct record_source *source, const char *key,
		     json_t *(*record_at)(const struct record_source *source, unsigned i))
{
	bool written = fprintf(out, ",\n  \"%s\": [", key) > 0;
	json_t *record;
	unsigned i = 0;

	for (; written && (record = record_at(source, i)); i++)
		written = fputs(i ? ",\n    " : "\n    ", out) >= 0 && record_put(out, record);
	return written && fputs(i ? "\n  ]" : "]", out) >= 0;
}

static bool put_devices_and_findings(FILE *out, const struct record_source *source)
{
	return source->options->summary || (put_list(out, source, "devices", record_device) &&
					    put_list(out, source, "findings", record_finding));
}

static bool put_what_if(FILE *out, const struct record_source *source)
{
	return !source->diagnosis->what_if ||
	       (fputs(",\n  \"what_if\": ", out) >= 0 && record_put(out, record_what_if(source)));
}

bool report_write_json(FILE *out, const struct diagnosis *diagnosis,
		       const struct report_options *options)
{
	struct record_source source = {.diagnosis = diagnosis, .options = options};

	return fputs("{\n  \"schema\": \"" REPORT_SCHEMA "\",\n  \"tool\": ", out) >= 0 &&
	       record_put(out, record_tool()) &&
	       put_list(out, &source, "captures", record_capture) &&
	       put_devices_and_findings(out, &source) && put_what_if(out, &source) &&
	       fputs(",\n  \"summary\": ", out) >= 0 && record_put(out, record_summary(&source)) &&
	       fputs("\n}\n", out) >= 0 && fflush(out) == 0;
}
