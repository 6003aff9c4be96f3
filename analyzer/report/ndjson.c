/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ndjson.c - the records of the JSON report, one a line, each with its type.
 *
 * Devices and captures are counted from 0 in the order of their lines, as the
 * indexes of findings are.
 */
#include "formats.h"
#include "json_records.h"
#include "json_words.h"

/* |record| behind its type, which comes first so that lines can be told apart early. */
static bool put_line(FILE *out, const char *type, json_t *record)
{
	json_t *line = json_object();

	set_string(line, "type", type);
	json_object_update(line, record);
	json_decref(record);
	return record_put(out, line) && fputc('\n', out) != EOF;
}

static bool put_lines(FILE *out, const struct record_source *source, const char *type,
		      json_t *(*record_at)(const struct record_source *source, unsigned i))
{
	bool written = true;
	json_t *record;

	for (unsigned i = 0; written && (record = record_at(source, i)); i++)
		written = put_line(out, type, record);
	return written;
}

static json_t *head(void)
{
	json_t *object = json_object();

	set_string(object, "schema", REPORT_SCHEMA);
	json_object_set_new(object, "tool", record_tool());
	return object;
}

bool report_write_ndjson(FILE *out, const struct diagnosis *diagnosis,
			 const struct report_options *options)
{
	struct record_source source = {.diagnosis = diagnosis, .options = options};

	return put_line(out, "report", head()) &&
	       put_lines(out, &source, "capture", record_capture) &&
	       put_lines(out, &source, "device", record_device) &&
	       put_lines(out, &source, "finding", record_finding) &&
	       (!diagnosis->what_if || put_line(out, "what_if", record_what_if(&source))) &&
	       put_line(out, "summary", record_summary(&source)) && fflush(out) == 0;
}
