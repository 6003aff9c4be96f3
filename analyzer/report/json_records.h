/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_records.h - the parts of the report for programs, as JSON values.
 *
 * json.c makes them and writes them in one object; others write the same ones
 * a line each. They are made one by one, so that memory does not grow.
 */
#ifndef REPORT_JSON_RECORDS_H
#define REPORT_JSON_RECORDS_H

#include <jansson.h>

#include "report.h"

struct record_source {
	const struct diagnosis *diagnosis;
	const struct report_options *options;
};

/* The i-th capture, device or finding; NULL behind the last. */
json_t *record_capture(const struct record_source *source, unsigned i);
json_t *record_device(const struct record_source *source, unsigned i);
json_t *record_finding(const struct record_source *source, unsigned i);

json_t *record_tool(void);
json_t *record_summary(const struct record_source *source);
/* Of a diagnosis that has one. */
json_t *record_what_if(const struct record_source *source);

/* Writes |record| as ASCII and lets it go. False when the stream does not take it. */
bool record_put(FILE *out, json_t *record);

#endif
