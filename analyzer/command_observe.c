/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_observe.c - the first half of analyze: captures are looked at where
 * they lie, and what was seen is written for 'amtrace diagnose'.
 *
 * Nothing is written before all captures were read, so that the header can
 * say what follows it.
 */
#include "analyze.h"
#include "complain.h"
#include "json.h"
#include "output.h"

static const struct usage usage = {
	.command = "observe",
	.arguments = "CAPTURE...",
	.summary =
		"Only looks: writes what captures show as JSON lines, for 'amtrace diagnose' here\n"
		"or elsewhere. Captures are named as for 'amtrace analyze'.",
	.details = "The records say which other names and addresses are worth keeping, and their\n"
		   "PPSs open TLS sessions; nothing of them is written. PIDs are written in full,\n"
		   "for diagnose needs them; passwords and keys never are.\n\n"
		   "Exit status: 0 done, 2 wrong use, 3 an input was not read or only in part,\n"
		   "4 the output was not written.\n",
	.groups =
		OPTIONS_INPUT | OPTIONS_SECRETS | OPTIONS_OUTPUT | OPTIONS_PARTS | OPTIONS_READING,
};

static enum status write_sightings(struct sightings *sightings, const struct site *site,
				   const struct options *options)
{
	GError *error = NULL;
	struct output *output = output_open(options->output, &error);
	bool written = output;

	(void)site;
	if (output) {
		written = sightings_write(output_stream(output), sightings);
		written = output_close(output, written, &error);
	}
	if (!written)
		complain("%s: %s", options->output ? options->output : "standard output",
			 error->message);
	g_clear_error(&error);
	if (!written)
		return STATUS_OUTPUT;
	return options->allow_incomplete || all_complete(sightings) ? STATUS_DONE : STATUS_INPUT;
}

enum status command_observe(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = look_and(write_sightings, usage.command, &options);
	options_clear(&options);
	return status;
}
