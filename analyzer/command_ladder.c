/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_ladder.c - who said what to whom: one device's messages, drawn.
 *
 * A second network, for a good device beside a bad one, is looked at by
 * itself: nothing of it counts for the verdicts of the first.
 */
#include <string.h>

#include "analyze.h"
#include "complain.h"
#include "ladder.h"
#include "output.h"
#include "said.h"

static const struct usage usage = {
	.command = "ladder",
	.arguments = "CAPTURE...",
	.summary = "Draws the messages between a device, DHCP, DNS and the server. What should\n"
		   "have come and did not is drawn as absent, with how long was waited.",
	.details = "Without --device it is the worst one. --beside draws a device of another\n"
		   "network too, the best one there, and marks where the two part first.\n\n"
		   "Exit status: 0 done, 2 wrong use, 3 an input was not read, 4 the output was\n"
		   "not written.\n",
	.groups = OPTIONS_INPUT | OPTIONS_SECRETS | OPTIONS_OUTPUT | OPTIONS_DEVICE |
		  OPTIONS_LADDER | OPTIONS_PIDS,
};

/* One network looked at. */
struct drawn {
	struct ladder *ladder;
	bool best; /* of its devices, not the worst */
};

static struct drawn *asked_for; /* look_and() hands nothing through */

static int choose(const struct diagnosis *diagnosis, const struct options *options, bool best)
{
	int last = (int)diagnosis->devices->len - 1;

	if (best)
		return last;
	return options->device ? device_named(diagnosis, options->device) : last < 0 ? -1 : 0;
}

static enum status draw(struct sightings *sightings, const struct site *site,
			const struct options *options)
{
	struct diagnosis *diagnosis = diagnose(
		sightings, site, &(struct diagnose_options){.show_pids = options->show_pids});
	int device = choose(diagnosis, options, asked_for->best);

	if (device >= 0)
		asked_for->ladder = ladder_of(diagnosis, (unsigned)device, options->show_pids);
	else
		complain("%s", options->device && !asked_for->best
				       ? "--device: there is no such device in these captures"
				       : "there is no AMT device in these captures");
	diagnosis_free(diagnosis);
	return device >= 0 ? STATUS_DONE : STATUS_USAGE;
}

static enum status look_at(struct drawn *drawn, const struct options *options)
{
	asked_for = drawn;
	enum status status = look_and(draw, usage.command, options);

	return drawn->ladder || status != STATUS_DONE ? status : STATUS_INPUT;
}

static enum status write_ladders(const struct ladder_format *format, const struct drawn *one,
				 const struct drawn *other, const struct options *options)
{
	GError *error = NULL;
	struct output *output = output_open(options->output, &error);
	bool written = output;

	if (output) {
		written = format->write(output_stream(output), one->ladder, other->ladder);
		written = output_close(output, written, &error);
	}
	if (written)
		return STATUS_DONE;
	complain("%s: %s", options->output ? options->output : "standard output", error->message);
	g_error_free(error);
	return STATUS_OUTPUT;
}

/* The captures that |options| name, and those to be drawn beside them. */
static enum status look_at_both(struct drawn *one, struct drawn *other,
				const struct options *options)
{
	struct options beside = *options;
	enum status status = look_at(one, options), second;

	if (status == STATUS_USAGE || !one->ladder || !options->beside)
		return status;
	beside.arguments = (char *[]){options->beside, NULL};
	other->best = true;
	second = look_at(other, &beside);
	if (one->ladder && other->ladder)
		ladder_compare(one->ladder, other->ladder);
	return MAX(status, second);
}

static enum status ladder(const struct options *options)
{
	const char *name = options->format_word ? options->format_word : "text";
	const struct ladder_format *format = ladder_format_find(name);
	struct drawn one = {0}, other = {0};

	if (!format) {
		complain("--format: '%s' is none of text, mermaid, svg", name);
		return STATUS_USAGE;
	}
	enum status status = look_at_both(&one, &other, options);

	if (one.ladder && status != STATUS_USAGE) {
		enum status written = write_ladders(format, &one, &other, options);

		status = MAX(status, written);
	}
	ladder_free(one.ladder);
	ladder_free(other.ladder);
	return status;
}

enum status command_ladder(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = ladder(&options);
	options_clear(&options);
	return status;
}
