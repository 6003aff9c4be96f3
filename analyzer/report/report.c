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
	{"text", "for people: verdict, devices, findings, remedies", report_write_text},
	{"json", "for programs: one object, report.schema.json describes it", report_write_json},
	{"amt-log", "the lines that the server's own log would have", report_write_amt_log},
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

/* The facts are read only; their store has no accessor for a constant one. */
const struct capture_facts *report_capture(const struct diagnosis *diagnosis, unsigned capture)
{
	struct sightings *sightings = (struct sightings *)diagnosis->sightings;

	if (capture >= sightings_captures(sightings))
		return NULL;
	return sightings_capture(sightings, capture);
}

const char *report_pid(const struct device *device, const struct report_options *options,
		       char text[PID_TEXT])
{
	if (options->show_pids || !device->pid[0])
		return memcpy(text, device->pid, PID_TEXT);
	return pid_masked(device->pid, text);
}

const GPtrArray *report_limits(const struct diagnosis *diagnosis, unsigned capture)
{
	return diagnosis->limits && capture < diagnosis->limits->len
		       ? diagnosis->limits->pdata[capture]
		       : NULL;
}
