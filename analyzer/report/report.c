/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.c - the table of formats.
 *
 * Adding a format: a file with one function, its name in formats.h, a row here.
 */
#include "report.h"

#include <string.h>

#include "formats.h"

static const struct report_format formats[] = {
	{"text", "for people: verdict, devices, findings, remedies", report_write_text, "", "\n",
	 "", true},
	{"json", "for programs: one object, report.schema.json describes it", report_write_json,
	 "[\n", ",\n", "]\n", false},
	{"ndjson", "the same records, one a line", report_write_ndjson, "", "", "", false},
	{"sarif", "SARIF 2.1.0, for code scanning", report_write_sarif, NULL, NULL, NULL, false},
	{"junit", "JUnit XML: a test a device", report_write_junit, "<testsuites>\n", "",
	 "</testsuites>\n", false},
	{"github", "annotations of GitHub Actions", report_write_github, "", "", "", false},
	{"csv", "for spreadsheets: a row for each finding of each device", report_write_csv, NULL,
	 NULL, NULL, false},
	{"amt-log", "the lines that the server's own log would have", report_write_amt_log, NULL,
	 NULL, NULL, false},
	{"html", "one page for the browser, with drawings", report_write_html, NULL, NULL, NULL,
	 false},
};

const struct report_format *report_format_at(size_t i)
{
	return i < G_N_ELEMENTS(formats) ? &formats[i] : NULL;
}

const struct report_format *report_format_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

const struct capture_facts *report_capture(const struct diagnosis *diagnosis, unsigned file)
{
	return sightings_file(diagnosis->sightings, file);
}

const char *report_pid(const struct device *device, const struct report_options *options,
		       char text[PID_TEXT])
{
	if (options->show_pids || !device->pid[0])
		return memcpy(text, device->pid, PID_TEXT);
	return pid_masked(device->pid, text);
}

/* Limits are a capture's; of one in many files the first file says them. */
const GPtrArray *report_limits(const struct diagnosis *diagnosis, unsigned file)
{
	int capture = sightings_capture_headed(diagnosis->sightings, file);

	return diagnosis->limits && capture >= 0 && (guint)capture < diagnosis->limits->len
		       ? diagnosis->limits->pdata[capture]
		       : NULL;
}
