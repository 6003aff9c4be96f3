/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_analyze.c - the main job, and it reads as the path of a packet:
 * captures are looked at, the sightings thought about, the diagnosis written.
 *
 * A capture that cannot be read does not stop the others: it is told at once,
 * stands in the report as missing, and makes the exit status.
 */
#include "analyze.h"

#include "ahead.h"
#include "complain.h"
#include "diagnosis.h"
#include "formats.h"
#include "input.h"
#include "look_jobs.h"
#include "options.h"
#include "output.h"
#include "page.h"
#include "quote.h"
#include "stop.h"

static const struct usage usage = {
	.command = "analyze",
	.arguments = "CAPTURE...",
	.summary = "Replays captures through the reference provisioning engine and says, device\n"
		   "by device, why provisioning did not happen. All captures of one call are\n"
		   "observations of one network.",
	.details =
		"CAPTURE is a pcap or pcapng file, also compressed (.gz, .zst, .lz4), a folder,\n"
		"or - for standard input. FILE@client, FILE@server and FILE@between say where\n"
		"it was captured.\n\n"
		"The call-back is followed inside TLS with the PPSs of the records, the secrets\n"
		"that a pcapng file carries, and what --keys and --rsa-key give.\n\n"
		"With --each, text reports come one behind the other under the names of their\n"
		"captures, and JSON reports as an array.\n\n"
		"CHANGE is configuration.NAME=VALUE, TABLE+COLUMN=VALUE,... to add a row,\n"
		"TABLE-COLUMN=VALUE to remove, TABLE[COLUMN=VALUE].COLUMN=VALUE to change.\n\n"
		"Exit status: 0 nothing found, 1 findings, 2 wrong use, 3 an input was not\n"
		"read or only in part, 4 the output was not written.\n",
	.groups = OPTIONS_INPUT | OPTIONS_SECRETS | OPTIONS_EACH | OPTIONS_REPORT |
		  OPTIONS_VERDICT | OPTIONS_PIDS | OPTIONS_COLOR | OPTIONS_READING,
};

/* What became of the captures. */
struct looked {
	unsigned read;   /* whole or in part */
	unsigned failed; /* not at all */
};

void note_unreadable(struct sightings *sightings, const char *shown_as, const char *reason)
{
	const char **problem = sightings_room(sightings, sizeof *problem);

	*problem = sightings_intern(sightings, reason);
	sightings_add_capture(sightings, &(struct capture_facts){
						 .file = sightings_intern(sightings, shown_as),
						 .problem = problem,
						 .problem_count = 1,
					 });
}

static struct look_options options_for(const struct input *input,
				       const struct look_options *options)
{
	struct look_options own = *options;

	if (input->vantage != INPUT_VANTAGE_UNKNOWN)
		own.vantage = (enum vantage)input->vantage;
	return own;
}

/* Takes |error|, NULL when the capture could be read. */
static void note_looked(struct looked *looked, struct sightings *sightings, const char *path,
			const char *shown_as, GError *error)
{
	if (!error) {
		looked->read++;
		return;
	}
	looked->failed++;
	if (!capture_stopped())
		complain("%s: %s", path, error->message);
	note_unreadable(sightings, shown_as, error->message);
	g_error_free(error);
}

static void look_at(struct looked *looked, struct sightings *sightings, const struct input *input,
		    const struct look_options *options)
{
	struct look_options own = options_for(input, options);
	GError *error = NULL;

	look(sightings, input->path, input->name, &own, &error);
	note_looked(looked, sightings, input->path, input->name, error);
}

/* What comes of several captures at once. */
struct gathering {
	struct looked *looked;
	struct sightings *sightings;
};

static void gather(void *user, struct look_job *job)
{
	struct gathering *g = user;

	sightings_adopt(g->sightings, job->seen);
	note_looked(g->looked, g->sightings, job->path, job->shown_as,
		    g_steal_pointer(&job->error));
}

static void look_side_by_side(struct looked *looked, struct sightings *sightings,
			      const GPtrArray *inputs, const struct look_options *options,
			      unsigned threads)
{
	g_autofree struct look_job *jobs = g_new0(struct look_job, inputs->len);
	struct gathering g = {looked, sightings};

	for (guint i = 0; i < inputs->len; i++) {
		const struct input *input = inputs->pdata[i];

		jobs[i].path = input->path;
		jobs[i].shown_as = input->name;
		jobs[i].options = options_for(input, options);
	}
	look_jobs(jobs, inputs->len, MIN(threads, inputs->len), gather, &g);
}

static bool complain_of_output(const struct options *options, GError *error)
{
	complain("%s: %s", options->output ? options->output : "standard output", error->message);
	g_error_free(error);
	return false;
}

static bool write_one(const struct diagnosis *diagnosis, const struct options *options,
		      const struct report_options *shown)
{
	GError *error = NULL;
	struct output *output = output_open(options->output, &error);
	bool written = output;

	if (output) {
		written = options->format->write(output_stream(output), diagnosis, shown);
		written = output_close(output, written, &error);
	}
	return written || complain_of_output(options, error);
}

static bool write_report(const struct diagnosis *diagnosis, const struct options *options)
{
	bool quoting = options->format->write == report_write_html;
	struct quotes *quotes = quoting ? quotes_read(diagnosis, options) : NULL;
	const struct report_options shown = {
		.quote = quotes ? quote : NULL,
		.quote_from = quotes,
		.color = options->color,
		.summary = options->summary,
		.quiet = options->quiet,
		.verbose = options->verbose,
		.show_pids = options->show_pids,
		.width = PAGE_WIDTH,
	};

	if (!options->series) {
		bool written = write_one(diagnosis, options, &shown);

		quotes_free(quotes);
		return written;
	}
	quotes_free(quotes);
	g_autofree char *name = g_path_get_basename(options->arguments[0]);

	return report_series_add(options->series, name, diagnosis, &shown);
}

bool all_complete(const struct sightings *sightings)
{
	for (unsigned i = 0; i < sightings_captures(sightings); i++)
		if (!sightings_capture((struct sightings *)sightings, i)->complete)
			return false;
	return true;
}

/* Devices may be known from the records alone; this asks for one that was seen. */
static bool has_traffic(const struct diagnosis *diagnosis)
{
	for (guint i = 0; i < diagnosis->devices->len; i++) {
		const struct device *device = diagnosis->devices->pdata[i];

		if (device->hellos || device->observed.started)
			return true;
	}
	return false;
}

static enum status status_of(const struct diagnosis *diagnosis, const struct options *options)
{
	if (!options->allow_incomplete && !all_complete(diagnosis->sightings))
		return STATUS_INPUT;
	if (options->require_traffic && !has_traffic(diagnosis)) {
		complain("no AMT traffic in any capture");
		return STATUS_INPUT;
	}
	for (guint i = 0; i < diagnosis->findings->len; i++)
		if (((const struct finding *)diagnosis->findings->pdata[i])->counts)
			return STATUS_FINDINGS;
	return STATUS_DONE;
}

enum status think_and_write(struct sightings *sightings, const struct site *site,
			    const struct options *options)
{
	struct diagnosis *diagnosis =
		diagnose(sightings, site,
			 &(struct diagnose_options){.show_pids = options->show_pids,
						    .what_if = options->what_if});
	enum status status = STATUS_OUTPUT;

	accept_known(diagnosis, options->known);
	mark_counting(diagnosis, &options->fail);
	if (write_report(diagnosis, options))
		status = status_of(diagnosis, options);
	diagnosis_free(diagnosis);
	return status;
}

static enum input_vantage vantage_of_all(const GPtrArray *inputs)
{
	enum input_vantage vantage = INPUT_VANTAGE_UNKNOWN;

	for (guint i = 0; i < inputs->len && vantage == INPUT_VANTAGE_UNKNOWN; i++)
		vantage = ((const struct input *)inputs->pdata[i])->vantage;
	return vantage;
}

/* All inputs are pieces of one capture. */
static void look_at_ring(struct looked *looked, struct sightings *sightings,
			 const GPtrArray *inputs, const struct look_options *options)
{
	g_autofree const char **paths = g_new0(const char *, inputs->len + 1);
	g_autofree const char **names = g_new0(const char *, inputs->len + 1);
	struct look_options look_options = *options;
	GError *error = NULL;

	for (guint i = 0; i < inputs->len; i++) {
		const struct input *input = inputs->pdata[i];

		paths[i] = input->path;
		names[i] = input->name;
	}
	if (vantage_of_all(inputs) != INPUT_VANTAGE_UNKNOWN)
		look_options.vantage = (enum vantage)vantage_of_all(inputs);
	if (look_ring(sightings, paths, names, &look_options, &error)) {
		looked->read++;
		return;
	}
	looked->failed++;
	complain("%s: %s", paths[0], error->message);
	g_error_free(error);
}

/* One capture has one reader; a second thread may still read ahead for it. */
static void look_at_inputs(struct looked *looked, struct sightings *sightings,
			   const GPtrArray *inputs, const struct look_options *look_options,
			   const struct options *options)
{
	bool many = inputs->len > 1 && !options->ring;

	if (many && options->jobs > 1) {
		look_side_by_side(looked, sightings, inputs, look_options, options->jobs);
		return;
	}
	if (options->jobs > 1)
		ahead_allow_plain();
	if (options->ring)
		look_at_ring(looked, sightings, inputs, look_options);
	for (guint i = 0; i < inputs->len && !options->ring; i++)
		look_at(looked, sightings, inputs->pdata[i], look_options);
}

/* Wrong files are said at once: sessions that stay closed would only be a riddle. */
static bool load_secrets(struct look_secrets *secrets, const struct options *options)
{
	GError *error = NULL;
	bool good = true;

	for (char **path = options->keys; path && *path && good; path++)
		good = look_secrets_add_keylog(secrets, *path, &error);
	for (char **path = options->rsa_keys; path && *path && good; path++)
		good = look_secrets_add_rsa_key(secrets, *path, options->key_password, &error);
	if (!good)
		complain("%s", error->message);
	g_clear_error(&error);
	return good;
}

static enum status look_with(const GPtrArray *inputs, const struct site *site,
			     const struct look_secrets *secrets, const struct options *options,
			     finish_function *finish)
{
	struct look_options look_options = options->look;
	struct sightings *sightings = sightings_new();
	struct looked looked = {0};
	enum status status = STATUS_INPUT;

	look_options.site = site;
	look_options.secrets = secrets;
	progress_begin(inputs, options->progress);
	look_at_inputs(&looked, sightings, inputs, &look_options, options);
	progress_end();
	if (looked.read)
		status = finish(sightings, site, options);
	if (looked.failed && status != STATUS_OUTPUT)
		status = STATUS_INPUT;
	sightings_free(sightings);
	return status;
}

static enum status look_at_all(const GPtrArray *inputs, const struct site *site,
			       const struct options *options, void *user)
{
	finish_function *const *finish = user;
	enum status status = STATUS_USAGE;
	struct look_secrets secrets;

	look_secrets_open(&secrets, site);
	if (load_secrets(&secrets, options))
		status = look_with(inputs, site, &secrets, options, *finish);
	look_secrets_close(&secrets);
	return status;
}

/* Writing over what is being read would lose the only copy of a capture. */
static bool output_is_one_of(const struct options *options, char *const *paths)
{
	for (; paths && *paths; paths++)
		if (output_is_same_file(options->output, *paths))
			return true;
	return false;
}

static bool output_is_input(const GPtrArray *inputs, const struct options *options)
{
	char *const password[] = {options->key_password, NULL};

	if (!options->output)
		return false;
	if (output_is_one_of(options, options->keys) ||
	    output_is_one_of(options, options->rsa_keys) || output_is_one_of(options, password))
		return true;
	for (guint i = 0; i < inputs->len; i++) {
		const struct input *input = inputs->pdata[i];

		if (output_is_same_file(options->output, input->path))
			return true;
	}
	return options->site && output_is_same_file(options->output, options->site);
}

struct site *load_records(const struct options *options, bool output_is_input)
{
	GError *error = NULL;

	if (output_is_input) {
		complain("%s: is also an input; choose another --output", options->output);
		return NULL;
	}
	struct site *site = site_load(options->site, (const char *const *)options->set, &error);

	if (!site) {
		complain("%s", error->message);
		g_error_free(error);
	}
	return site;
}

static enum status load_and_run(const GPtrArray *inputs, const struct options *options,
				inputs_function *run, void *user)
{
	struct site *site = load_records(options, output_is_input(inputs, options));

	if (!site)
		return STATUS_USAGE;
	enum status status = run(inputs, site, options, user);

	site_free(site);
	return status;
}

enum status with_inputs(inputs_function *run, void *user, const char *command,
			const struct options *options)
{
	GError *error = NULL;

	if (!options->arguments[0]) {
		complain("%s: no capture given; see 'amtrace help %s'", command, command);
		return STATUS_USAGE;
	}
	GPtrArray *inputs = input_list((const char *const *)options->arguments, &error);

	if (!inputs) {
		complain("%s", error->message);
		g_error_free(error);
		return STATUS_INPUT;
	}
	enum status status = load_and_run(inputs, options, run, user);

	g_ptr_array_free(inputs, TRUE);
	return status;
}

enum status look_and(finish_function *finish, const char *command, const struct options *options)
{
	return with_inputs(look_at_all, &finish, command, options);
}

/* The arguments one by one; the worst that became of them. */
static enum status report_each(const struct options *options, FILE *out)
{
	struct report_series series = {.out = out, .format = options->format};
	struct options one = *options;
	enum status worst = STATUS_DONE;

	one.series = &series;
	for (char **argument = options->arguments; *argument; argument++) {
		one.arguments = (char *[]){*argument, NULL};
		enum status status = look_and(think_and_write, usage.command, &one);

		if (status == STATUS_USAGE || status == STATUS_OUTPUT)
			return status;
		worst = MAX(worst, status);
		if (capture_stopped())
			break;
	}
	return report_series_end(&series) ? worst : STATUS_OUTPUT;
}

static enum status analyze_each(const struct options *options)
{
	GError *error = NULL;
	struct output *output;
	enum status status;

	if (!options->format->begin) {
		complain("--each: one report is all that --format %s can hold",
			 options->format->name);
		return STATUS_USAGE;
	}
	output = output_open(options->output, &error);
	if (!output) {
		complain_of_output(options, error);
		return STATUS_OUTPUT;
	}
	status = report_each(options, output_stream(output));
	if (output_close(output, status != STATUS_USAGE && status != STATUS_OUTPUT, &error))
		return status;
	if (status == STATUS_USAGE) {
		g_error_free(error); /* said already */
		return status;
	}
	complain_of_output(options, error);
	return STATUS_OUTPUT;
}

enum status command_analyze(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = options.each && options.arguments[0]
				 ? analyze_each(&options)
				 : look_and(think_and_write, usage.command, &options);
	options_clear(&options);
	return status;
}
