/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * both_reports.h - a fuzz target's diagnosis, told as text and as JSON. The
 * JSON report must be JSON, and its counts of a file must have kept their sign.
 */
#ifndef FUZZ_BOTH_REPORTS_H
#define FUZZ_BOTH_REPORTS_H

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "report.h"

static inline char *report_as(const struct diagnosis *diagnosis, const char *format)
{
	const struct report_options options = {.verbose = true, .width = 80};
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	g_assert(out && report_format_find(format)->write(out, diagnosis, &options));
	fclose(out);
	return text;
}

static inline void expect_both_reports(const struct diagnosis *diagnosis)
{
	char *text = report_as(diagnosis, "text"), *json = report_as(diagnosis, "json");
	json_t *report = json_loads(json, 0, NULL), *capture;
	size_t i;

	g_assert(report);
	json_array_foreach(json_object_get(report, "captures"), i, capture)
	{
		g_assert(json_integer_value(json_object_get(capture, "frames")) >= 0);
		g_assert(json_integer_value(json_object_get(capture, "bytes")) >= 0);
	}
	json_decref(report);
	free(json);
	free(text);
}

#endif
