/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_diagnose.c - the second half of analyze: sightings that were written
 * elsewhere, in any number of files and any order, are thought about.
 *
 * A file with anything wrong in it counts as unreadable as a whole; the others
 * are diagnosed, and the report says what is missing.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyze.h"
#include "complain.h"
#include "json.h"
#include "output.h"

static const struct usage usage = {
	.command = "diagnose",
	.arguments = "SIGHTINGS...",
	.summary =
		"Only thinks: reads what 'amtrace observe' wrote and reports as 'amtrace analyze'\n"
		"does. The captures of all files are observations of one network.",
	.details = "SIGHTINGS is a file or - for standard input. Files may be joined and given in\n"
		   "any order: the report is the same.\n\n"
		   "Exit status: 0 nothing found, 1 findings, 2 wrong use, 3 an input was not\n"
		   "read or was seen only in part, 4 the output was not written.\n",
	.groups = OPTIONS_RECORDS | OPTIONS_REPORT | OPTIONS_VERDICT | OPTIONS_PIDS | OPTIONS_COLOR,
};

static bool read_file(struct sightings *sightings, const char *path, GError **error)
{
	bool is_input = strcmp(path, "-") == 0;
	FILE *in = is_input ? stdin : fopen(path, "re");

	if (!in) {
		g_set_error_literal(error, SIGHTINGS_ERROR, SIGHTINGS_ERROR_READ,
				    g_strerror(errno));
		return false;
	}
	bool good = sightings_read(sightings, in, error);

	if (!is_input)
		fclose(in);
	return good;
}

/* Told at once, and said in the report. */
static void note_refused(struct sightings *sightings, const char *path, const GError *error)
{
	bool at_line = error->code == SIGHTINGS_ERROR_FORMAT;
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *reason = g_strconcat(at_line ? "line " : "", error->message, NULL);

	complain(at_line ? "%s:%s" : "%s: %s", path, error->message);
	note_unreadable(sightings, name, reason);
}

/* The number of files that could be read. */
static unsigned read_files(struct sightings *sightings, char **paths)
{
	unsigned n = 0;

	for (; *paths; paths++) {
		GError *error = NULL;

		if (read_file(sightings, *paths, &error))
			n++;
		else
			note_refused(sightings, *paths, error);
		g_clear_error(&error);
	}
	return n;
}

static enum status read_and_think(const struct site *site, const struct options *options)
{
	struct sightings *sightings = sightings_new();
	enum status status = STATUS_INPUT;
	unsigned wanted = g_strv_length(options->arguments);
	unsigned read = read_files(sightings, options->arguments);

	if (read)
		status = think_and_write(sightings, site, options);
	if (read < wanted && status != STATUS_OUTPUT)
		status = STATUS_INPUT;
	sightings_free(sightings);
	return status;
}

/* Is |options|' output one of the files that are read? */
static bool output_is_input(const struct options *options)
{
	if (!options->output)
		return false;
	for (char **path = options->arguments; *path; path++)
		if (output_is_same_file(options->output, *path))
			return true;
	return options->site && output_is_same_file(options->output, options->site);
}

static enum status diagnose_files(const struct options *options)
{
	if (!options->arguments[0]) {
		complain("diagnose: no sightings given; see 'amtrace help diagnose'");
		return STATUS_USAGE;
	}
	struct site *site = load_records(options, output_is_input(options));

	if (!site)
		return STATUS_USAGE;
	enum status status = read_and_think(site, options);

	site_free(site);
	return status;
}

enum status command_diagnose(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = diagnose_files(&options);
	options_clear(&options);
	return status;
}
