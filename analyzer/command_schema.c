/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_schema.c - the JSON Schemas (2020-12) of everything that programs read. */
#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "lines_schema.h"
#include "options.h"

static const struct usage usage = {
	.command = "schema",
	.arguments = "[report|lines|sightings|case|answers]",
	.summary = "Prints the JSON Schema (2020-12) of --format json (report), of a line of\n"
		   "--format ndjson (lines), of a line of 'amtrace observe' (sightings), or of\n"
		   "the expect.json or answers.json of a case (case, answers).",
};

extern const char report_schema[], sightings_schema[], case_schema[], answers_schema[];

static char *report_text(void)
{
	return g_strdup(report_schema);
}

static char *lines_text(void)
{
	return lines_schema(report_schema);
}

static char *sightings_text(void)
{
	return g_strdup(sightings_schema);
}

static char *case_text_of_schema(void)
{
	return g_strdup(case_schema);
}

static char *answers_text(void)
{
	return g_strdup(answers_schema);
}

static const struct {
	const char *name;
	char *(*text)(void);
} schemas[] = {
	{"report", report_text},       {"lines", lines_text},     {"sightings", sightings_text},
	{"case", case_text_of_schema}, {"answers", answers_text},
};

static enum status print(const struct options *options)
{
	const char *name = options->arguments[0] ? options->arguments[0] : schemas[0].name;

	for (size_t i = 0; i < G_N_ELEMENTS(schemas); i++) {
		if (strcmp(schemas[i].name, name) != 0)
			continue;
		g_autofree char *text = schemas[i].text();

		fputs(text, stdout);
		return STATUS_DONE;
	}
	complain("schema: no '%s'; there are report, lines, sightings, case and answers", name);
	return STATUS_USAGE;
}

enum status command_schema(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = print(&options);
	options_clear(&options);
	return status;
}
