/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.c - GOption tables and the words that option values may be.
 *
 * File names and records are taken as bytes (GOption's FILENAME): as strings
 * they would have to be valid in the locale, and captures are named by others.
 */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "complain.h"
#include "option_tables.h"
#include "options_usage.h"
#include "settings.h"

/* As typed, before any of it has been understood. */
static struct typed {
	char *site, *vantage, *format, *output, *fail_on, *min_certainty, *color, *progress, *jobs;
	char *key_password, **keys, **rsa_keys, *baseline;
	char **set, **ports, **suppress, **arguments;
	gboolean show_pids, summary, quiet, verbose, allow_incomplete, require_traffic, what_if;
	char *device, *keep, *beside, *to, *wait;
	gboolean each, ring, help, no_settings, update;
} typed;

#define FLAG(name, variable, text)                                         \
	{                                                                  \
		name, 0, 0, G_OPTION_ARG_NONE, &typed.variable, text, NULL \
	}
#define WORD(name, variable, text, value)                                       \
	{                                                                       \
		name, 0, 0, G_OPTION_ARG_FILENAME, &typed.variable, text, value \
	}
#define LIST(name, variable, text, value)                                             \
	{                                                                             \
		name, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed.variable, text, value \
	}

static const GOptionEntry record_options[] = {
	WORD("site", site, "the server's records: database or CSV folder", "PATH"),
	LIST("set", set, "what if: change a record, for this run only", "CHANGE"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry look_options[] = {
	LIST("port", ports, "where the site speaks NAME: hello, http, tls", "NAME=N"),
	WORD("vantage", vantage, "where it was captured: client, server, between", "PLACE"),
	FLAG("ring", ring, "captures are pieces of one, in this order"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry reading_options[] = {
	WORD("jobs", jobs, "threads that read captures (default 1)", "N"),
	WORD("progress", progress, "auto (default), always or never", "WHEN"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry secret_options[] = {
	LIST("keys", keys, "a key log (SSLKEYLOGFILE) opens TLS sessions", "FILE"),
	LIST("rsa-key", rsa_keys, "a private key of the TLS server (static RSA)", "FILE"),
	WORD("key-password", key_password, "its first line is the --rsa-key's password", "FILE"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry each_options[] = {
	FLAG("each", each, "each CAPTURE is a network with a report"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry output_options[] = {
	{"output", 'o', 0, G_OPTION_ARG_FILENAME, &typed.output,
	 "write there; the old file stands on failure", "FILE"},
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry format_options[] = {
	WORD("format", format, "how it is written (default: text), see below", "FORMAT"),
	FLAG("what-if", what_if, "also what changing the records would do"),
	FLAG("summary", summary, "the verdict and the counts alone (text, json)"),
	FLAG("quiet", quiet, "the verdict and one line a device"),
	FLAG("verbose", verbose, "each device's story, and notes, too"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry part_options[] = {
	FLAG("allow-incomplete", allow_incomplete, "a cut capture counts as what it holds"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry limit_options[] = {
	WORD("fail-on", fail_on, "error (default), warning, note or never", "SEVERITY"),
	WORD("min-certainty", min_certainty, "certain, likely (default) or possible", "CERTAINTY"),
	FLAG("require-traffic", require_traffic, "no AMT traffic at all is exit status 3"),
	WORD("baseline", baseline, "what this JSON report has does not count", "FILE"),
	LIST("suppress", suppress, "what does not count, see below", "ID[:DEVICE]"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry pid_options[] = {
	FLAG("show-pids", show_pids, "write PIDs in full"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry color_options[] = {
	WORD("color", color, "auto (default), always or never", "WHEN"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry device_options[] = {
	WORD("device", device, "its number, UUID, address, MAC, name or PID", "DEVICE"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry case_options[] = {
	WORD("keep", keep, "addresses, macs, uuids, pids, names: leave as they are", "WHAT,..."),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry check_options[] = {
	WORD("format", format, "text (default) or junit", "FORMAT"),
	FLAG("update", update, "write what is said now as what is expected"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry ladder_options[] = {
	WORD("format", format, "text (default), mermaid or svg", "FORMAT"),
	WORD("beside", beside, "another network, whose best device stands beside", "CAPTURE"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry key_options[] = {
	WORD("format", format, "log (default), or pcapng: with the captures' frames", "FORMAT"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry replay_options[] = {
	WORD("to", to, "the live server, e.g. 127.0.0.1:9971", "ADDRESS:PORT"),
	WORD("wait", wait, "how long for a call-back: 10 (default), at most 600", "SECONDS"),
	G_OPTION_ENTRY_NULL,
};

static const GOptionEntry every_command[] = {
	FLAG("no-settings", no_settings, "heed no environment and no settings file"),
	FLAG("help", help, "show this"),
	G_OPTION_ENTRY_NULL,
};

static GOptionEntry arguments = {
	.long_name = G_OPTION_REMAINING,
	.arg = G_OPTION_ARG_FILENAME_ARRAY,
	.arg_data = &typed.arguments,
};

const struct option_table option_tables[] = {
	{OPTIONS_RECORDS, record_options}, /* in the order of --help */
	{OPTIONS_LOOK, look_options},      {OPTIONS_SECRETS, secret_options},
	{OPTIONS_EACH, each_options},      {OPTIONS_FORMAT, format_options},
	{OPTIONS_OUTPUT, output_options},  {OPTIONS_LIMITS, limit_options},
	{OPTIONS_PARTS, part_options},     {OPTIONS_PIDS, pid_options},
	{OPTIONS_COLOR, color_options},    {OPTIONS_READING, reading_options},
	{OPTIONS_DEVICE, device_options},  {OPTIONS_CASE, case_options},
	{OPTIONS_CHECK, check_options},    {OPTIONS_LADDER, ladder_options},
	{OPTIONS_REPLAY, replay_options},  {OPTIONS_KEYS, key_options},
	{OPTIONS_ALL, every_command},      {0, NULL},
};

static const struct word vantage_words[] = {
	{"client", VANTAGE_CLIENT},
	{"server", VANTAGE_SERVER},
	{"between", VANTAGE_BETWEEN},
	{NULL, 0},
};

/* Those that check and ladder take; they look them up themselves. */
static const struct word check_formats[] = {
	{"text", 0},
	{"junit", 0},
	{NULL, 0},
};

static const struct word ladder_formats[] = {
	{"text", 0},
	{"mermaid", 0},
	{"svg", 0},
	{NULL, 0},
};

enum {
	FAIL_NEVER = -1
};

static const struct word fail_words[] = {
	{"error", SEVERITY_ERROR},
	{"warning", SEVERITY_WARNING},
	{"note", SEVERITY_NOTE},
	{"never", FAIL_NEVER},
	{NULL, 0},
};

static const struct word certainty_words[] = {
	{"certain", CERTAINTY_CERTAIN},
	{"likely", CERTAINTY_LIKELY},
	{"possible", CERTAINTY_POSSIBLE},
	{NULL, 0},
};

enum {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER
};

static const struct word color_words[] = {
	{"auto", COLOR_AUTO},
	{"always", COLOR_ALWAYS},
	{"never", COLOR_NEVER},
	{NULL, 0},
};

static const struct word progress_words[] = {
	{"auto", PROGRESS_AUTO},
	{"always", PROGRESS_ALWAYS},
	{"never", PROGRESS_NEVER},
	{NULL, 0},
};

static const struct word port_words[] = {
	{"hello", SERVICE_HELLO},
	{"http", SERVICE_HTTP},
	{"tls", SERVICE_TLS},
	{NULL, 0},
};

/* |value| stays as it is when nothing was typed. */
static bool read_word(int *value, const char *option, const char *text, const struct word *words)
{
	GString *known = g_string_new(NULL);

	for (const struct word *w = words; text && w->word; w++) {
		if (strcmp(w->word, text) == 0) {
			*value = w->value;
			text = NULL;
		}
		g_string_append_printf(known, "%s%s", known->len ? ", " : "", w->word);
	}
	if (text)
		complain("--%s: '%s' is none of %s", option, text, known->str);
	g_string_free(known, TRUE);
	return !text;
}

const struct worded_option worded_options[] = {
	{look_options, "vantage", vantage_words, NULL},
	{limit_options, "fail-on", fail_words, "error"},
	{limit_options, "min-certainty", certainty_words, "likely"},
	{color_options, "color", color_words, "auto"},
	{format_options, "format", NULL, "text"},
	{check_options, "format", check_formats, "text"},
	{ladder_options, "format", ladder_formats, "text"},
	{NULL, NULL, NULL, NULL},
};

static bool read_port(struct look_options *look, const char *text)
{
	const char *equals = strchr(text, '=');
	int service = -1;
	guint64 port;

	if (!equals || !g_ascii_string_to_unsigned(equals + 1, 10, 1, UINT16_MAX, &port, NULL)) {
		complain("--port: '%s' is not NAME=N with a port of 1 to 65535", text);
		return false;
	}
	char *name = g_strndup(text, (gsize)(equals - text));
	bool known = read_word(&service, "port", name, port_words);

	g_free(name);
	if (known)
		look->ports[service] = (uint16_t)port;
	return known;
}

static bool read_look(struct look_options *look)
{
	int vantage = VANTAGE_UNKNOWN;

	memcpy(look->ports, look_default_ports, sizeof look->ports);
	for (char **port = typed.ports; port && *port; port++)
		if (!read_port(look, *port))
			return false;
	if (!read_word(&vantage, "vantage", typed.vantage, vantage_words))
		return false;
	look->vantage = (enum vantage)vantage;
	return true;
}

static bool read_threshold(struct threshold *fail)
{
	int severity = SEVERITY_ERROR, certainty = CERTAINTY_LIKELY;

	if (!read_word(&severity, "fail-on", typed.fail_on, fail_words) ||
	    !read_word(&certainty, "min-certainty", typed.min_certainty, certainty_words))
		return false;
	fail->never = severity == FAIL_NEVER;
	fail->severity = fail->never ? SEVERITY_ERROR : (enum severity)severity;
	fail->certainty = (enum certainty)certainty;
	return true;
}

/* https://no-color.org: set and not empty; a word on the command line wins over it. */
static bool color_is_welcome(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color && *no_color)
		return false;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

static bool read_color(bool *color)
{
	int when = COLOR_AUTO;

	if (!read_word(&when, "color", typed.color, color_words))
		return false;
	if (when == COLOR_AUTO)
		*color = !typed.output && color_is_welcome();
	else
		*color = when == COLOR_ALWAYS;
	return true;
}

static bool read_progress(enum progress_when *progress)
{
	int when = PROGRESS_AUTO;
	bool known = read_word(&when, "progress", typed.progress, progress_words);

	*progress = (enum progress_when)when;
	return known;
}

static bool read_jobs(unsigned *jobs)
{
	const unsigned most = 256;
	guint64 n = 1;

	if (typed.jobs && !g_ascii_string_to_unsigned(typed.jobs, 10, 1, most, &n, NULL)) {
		complain("--jobs: '%s' is no number from 1 to %u", typed.jobs, most);
		return false;
	}
	*jobs = (unsigned)n;
	return true;
}

static bool read_format(const struct report_format **format)
{
	*format = report_format_find(typed.format ? typed.format : "text");
	if (*format)
		return true;
	GString *known = g_string_new(NULL);
	const struct report_format *row;

	for (size_t i = 0; (row = report_format_at(i)); i++)
		g_string_append_printf(known, "%s%s", i ? ", " : "", row->name);
	complain("--format: '%s' is none of %s", typed.format, known->str);
	g_string_free(known, TRUE);
	return false;
}

static bool read_known(struct known_findings **known)
{
	*known = known_findings_new(typed.baseline, typed.suppress);
	return *known;
}

static bool read_values(struct options *options, const struct usage *usage)
{
	static char *none[] = {NULL};

	options->site = typed.site;
	options->set = typed.set;
	options->keys = typed.keys;
	options->rsa_keys = typed.rsa_keys;
	options->key_password = typed.key_password;
	options->output = typed.output && strcmp(typed.output, "-") != 0 ? typed.output : NULL;
	options->show_pids = typed.show_pids;
	options->summary = typed.summary;
	options->quiet = typed.quiet;
	options->verbose = typed.verbose;
	options->what_if = typed.what_if;
	options->allow_incomplete = typed.allow_incomplete;
	options->require_traffic = typed.require_traffic;
	options->each = typed.each;
	options->ring = typed.ring;
	options->device = typed.device;
	options->keep = typed.keep;
	options->beside = typed.beside;
	options->to = typed.to;
	options->wait = typed.wait;
	options->format_word = typed.format;
	options->update = typed.update;
	options->arguments = typed.arguments ? typed.arguments : none;
	if (options->summary + options->quiet + options->verbose > 1) {
		complain("--summary, --quiet and --verbose exclude each other");
		return false;
	}
	if (options->key_password && !options->rsa_keys) {
		complain("--key-password: there is no --rsa-key that it could open");
		return false;
	}
	return read_look(&options->look) && read_threshold(&options->fail) &&
	       read_color(&options->color) && read_progress(&options->progress) &&
	       read_jobs(&options->jobs) && read_known(&options->known) &&
	       (!(usage->groups & OPTIONS_FORMAT) || read_format(&options->format));
}

static bool settle(unsigned groups)
{
	if (!groups || typed.no_settings == TRUE) {
		settings_skip(groups);
		return true;
	}
	return settings_fill(groups);
}

static bool read_all(struct options *options, const struct usage *usage, int argc, char **argv,
		     enum status *status)
{
	GOptionContext *context = usage_context(usage, &arguments);
	GError *error = NULL;
	bool go_on = false;

	settings_prepare(usage->groups);
	if (!g_option_context_parse(context, &argc, &argv, &error))
		usage_complain(usage, error);
	else if (typed.help == TRUE)
		*status = usage_show(context);
	else
		go_on = settle(usage->groups) && read_values(options, usage);
	g_clear_error(&error);
	g_option_context_free(context);
	return go_on;
}

bool options_read(struct options *options, const struct usage *usage, int argc, char **argv,
		  enum status *status)
{
	*options = (struct options){0};
	*status = STATUS_USAGE;
	if (usage_is_asked(usage))
		return false;
	g_autofree char *program = g_strdup_printf("amtrace %s", usage->command);

	g_set_prgname(program);
	return read_all(options, usage, argc, argv, status);
}

void options_clear(struct options *options)
{
	if (usage_is_asked(NULL)) /* what was typed belongs to the one who asks */
		return;
	option_values_drop();
	option_list_drop(typed.arguments);
	typed = (struct typed){0};
	known_findings_free(options->known);
	settings_clear();
	*options = (struct options){0};
}
