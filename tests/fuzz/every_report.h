/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * every_report.h - a fuzz target's diagnosis, told in every format. What is JSON
 * must be JSON, counts of a file must have kept their sign, and JUnit must be
 * XML, which GLib's parser takes only when it is.
 */
#ifndef FUZZ_EVERY_REPORT_H
#define FUZZ_EVERY_REPORT_H

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static inline void expect_json(const char *text)
{
	json_t *report = json_loads(text, 0, NULL), *capture;
	size_t i;

	g_assert(report);
	json_array_foreach(json_object_get(report, "captures"), i, capture)
	{
		g_assert(json_integer_value(json_object_get(capture, "frames")) >= 0);
		g_assert(json_integer_value(json_object_get(capture, "bytes")) >= 0);
	}
	json_decref(report);
}

static inline void expect_lines(char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		expect_json(line);
}

static inline void expect_markup(char *text)
{
	static const GMarkupParser nothing;
	GMarkupParseContext *context = g_markup_parse_context_new(&nothing, 0, NULL, NULL);

	g_assert(g_markup_parse_context_parse(context, text, -1, NULL));
	g_assert(g_markup_parse_context_end_parse(context, NULL));
	g_markup_parse_context_free(context);
}

static inline void expect_every_report(const struct diagnosis *diagnosis)
{
	const struct report_format *format;

	for (size_t i = 0; (format = report_format_at(i)); i++) {
		char *text = report_as(diagnosis, format->name);

		if (!strcmp(format->name, "json") || !strcmp(format->name, "sarif"))
			expect_json(text);
		if (!strcmp(format->name, "ndjson"))
			expect_lines(text);
		if (!strcmp(format->name, "junit"))
			expect_markup(text);
		free(text);
	}
}

#endif
