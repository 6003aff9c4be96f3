/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_reproduce.c - a small, anonymous, self-checking case out of a field capture.
 *
 * What cannot be kept is said, on standard error and in the case.
 */
#include <string.h>

#include "analyze.h"
#include "answers.h"
#include "change.h"
#include "complain.h"
#include "input.h"
#include "oracle.h"
#include "read.h"
#include "reproduce.h"
#include "setup_files.h"

static const struct usage usage = {
	.command = "reproduce",
	.arguments = "CAPTURE...",
	.summary = "Makes a case: a folder with the smallest captures and records that still show\n"
		   "a device's findings, what is expected of them, and a page in words.",
	.details =
		"Without --device it is about the worst one. Addresses, MACs, UUIDs, PIDs, host\n"
		"and domain names get others, the same ones everywhere; --keep leaves some as\n"
		"they are. What is encrypted or not understood is not copied; of calls inside\n"
		"of opened sessions the case keeps names and results, for replay. --output names\n"
		"the folder, which must not be there yet; it appears whole or not at all.\n\n"
		"Exit status: 0 done, 1 done, but the case says something else in part,\n"
		"2 wrong use, 3 an input was not read, 4 the case was not written.\n",
	.groups = OPTIONS_INPUT | OPTIONS_SECRETS | OPTIONS_OUTPUT | OPTIONS_DEVICE | OPTIONS_CASE,
};

static const struct {
	const char *word;
	unsigned keep;
} keep_words[] = {
	{"addresses", KEEP_ADDRESSES}, {"macs", KEEP_MACS},   {"uuids", KEEP_UUIDS},
	{"pids", KEEP_PIDS},           {"names", KEEP_NAMES},
};

static bool read_keep(unsigned *keep, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text ? text : "", ",", -1);

	for (char **word = words; *word; word++) {
		unsigned bit = 0;

		for (size_t i = 0; i < G_N_ELEMENTS(keep_words); i++)
			if (strcmp(keep_words[i].word, *word) == 0)
				bit = keep_words[i].keep;
		if (!bit) {
			complain("--keep: '%s' is none of addresses, macs, uuids, pids, names",
				 *word);
			return false;
		}
		*keep |= bit;
	}
	return true;
}

/* The rows behind the site that was loaded, changes made. */
static struct records *read_records(const struct options *options, GError **error)
{
	struct records *records = records_new();
	bool ok = !options->site || records_read(records, options->site, NULL, error);

	for (char **change = options->set; ok && change && *change; change++)
		ok = change_make(records, *change, error);
	if (ok)
		return records;
	records_free(records);
	return NULL;
}

static bool read_frames(struct reproduction *r, const GPtrArray *inputs)
{
	GError *error = NULL;

	r->frames = frames_new();
	for (guint i = 0; i < inputs->len; i++) {
		const struct input *input = inputs->pdata[i];
		struct look_options look = r->look;

		if (input->vantage != INPUT_VANTAGE_UNKNOWN)
			look.vantage = (enum vantage)input->vantage;
		if (!frames_read(r->frames, input->path, &look, &error)) {
			complain("%s: %s", input->path, error->message);
			g_error_free(error);
			return false;
		}
	}
	return true;
}

/* Which device it is, and what the captures as they are say of it. */
static bool choose_device(struct reproduction *r, const struct diagnosis *diagnosis,
			  const char *named)
{
	int device = named ? device_named(diagnosis, named) : diagnosis->devices->len ? 0 : -1;

	if (device < 0) {
		if (named)
			complain("--device: there is no '%s' in these captures", named);
		else
			complain("there is no AMT device in these captures");
		return false;
	}
	r->whom = whom_of(diagnosis->devices->pdata[device]);
	r->said = said_of(diagnosis, device);
	r->answers = answers_describe(diagnosis, device);
	return true;
}

/* Called with all captures looked at. */
static struct reproduction *asked_for; /* look_and() hands nothing through */

static enum status note_what_is_said(struct sightings *sightings, const struct site *site,
				     const struct options *options)
{
	struct diagnosis *diagnosis = diagnose(sightings, site, &(struct diagnose_options){0});
	bool chosen = choose_device(asked_for, diagnosis, options->device);

	diagnosis_free(diagnosis);
	return chosen ? STATUS_DONE : STATUS_USAGE;
}

static enum status complain_of(GError *error, enum status status)
{
	complain("%s", error->message);
	g_error_free(error);
	return status;
}

static enum status write_case(struct reproduction *r, const struct options *options)
{
	GError *error = NULL;

	if (!reproduce(r, &error))
		return complain_of(error, STATUS_FINDINGS);
	if (!reproduction_write(r, options->output, &error))
		return complain_of(error, STATUS_OUTPUT);
	for (guint i = 0; i < r->lost->len; i++)
		complain("%s: %s", options->output, (const char *)r->lost->pdata[i]);
	printf("%s: %u of %u frames, %zu findings\n", options->output, r->frames->list->len,
	       r->frames_before, json_array_size(json_object_get(r->said, "findings")));
	return r->lost->len ? STATUS_FINDINGS : STATUS_DONE;
}

static enum status make_case(const GPtrArray *inputs, const struct site *site,
			     const struct options *options, void *user)
{
	struct reproduction *r = user;
	GError *error = NULL;

	(void)site;
	if (options->site || options->set)
		r->records = read_records(options, &error);
	if (error)
		return complain_of(error, STATUS_USAGE);
	r->look = options->look;
	r->folder = setup_files_folder(options->site);
	return read_frames(r, inputs) ? write_case(r, options) : STATUS_INPUT;
}

static enum status reproduce_of(const struct options *options)
{
	struct reproduction r = {0};
	enum status status;

	if (!read_keep(&r.keep, options->keep))
		return STATUS_USAGE;
	if (options->arguments[0] && (!options->output || options->ring)) {
		complain("reproduce: %s", options->ring ? "join the pieces first"
							: "say with --output where the case goes");
		return STATUS_USAGE;
	}
	if (g_strv_contains((const char *const *)options->arguments, "-")) {
		complain(
			"reproduce: captures are read twice, and standard input is not there twice");
		return STATUS_USAGE;
	}
	asked_for = &r;
	status = look_and(note_what_is_said, usage.command, options);
	if (status == STATUS_DONE)
		status = with_inputs(make_case, &r, usage.command, options);
	reproduction_clear(&r);
	return status;
}

enum status command_reproduce(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = reproduce_of(&options);
	options_clear(&options);
	return status;
}
