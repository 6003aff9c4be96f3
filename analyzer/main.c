/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - the commands of amtrace: a row each, and the way to them.
 *
 * Records hold keys, so the program leaves no core dump. Standard streams
 * that were closed stay reserved, lest a capture be opened in their place.
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "command.h"
#include "complain.h"
#include "json.h"
#include "option_tables.h"
#include "page.h"
#include "report.h"
#include "wiping.h"

static enum status command_help(int argc, char **argv);

static const struct command commands[] = {
	{"analyze", "[options] CAPTURE...", "why provisioning did not happen, device by device",
	 command_analyze},
	{"observe", "[options] CAPTURE...", "only look: what was seen, as JSON lines",
	 command_observe},
	{"diagnose", "[options] SIGHTINGS...", "only think: analyze what observe wrote",
	 command_diagnose},
	{"site", "init|import|check|show PATH", "the server's records: make, fill, check, show",
	 command_site},
	{"keys", "[options] CAPTURE...", "a TLS key log for Wireshark, from the records' PPSs",
	 command_keys},
	{"ladder", "[options] CAPTURE...", "who said what to whom, drawn", command_ladder},
	{"reproduce", "[options] CAPTURE...", "a small, anonymous case out of captures",
	 command_reproduce},
	{"check", "[options] CASE...", "do cases still say what is expected?", command_check},
	{"replay", "--to ADDRESS:PORT CASE", "play a case's device against a live server",
	 command_replay},
	{"explain", "[ID]", "what a finding means, how it is known, what to do", command_explain},
	{"config", "show [options]", "which settings are in force, and from where", command_config},
	{"schema", "[NAME]", "the JSON Schema of what programs read", command_schema},
	{"manual", "[PAGE]", "a manual page, for 'man -l -'", command_manual},
	{"completion", "bash|zsh|fish", "command completion for a shell", command_completion},
	{"help", "[COMMAND]", "this, or the options of a command", command_help},
};

const struct command *command_at(size_t i)
{
	return i < G_N_ELEMENTS(commands) ? &commands[i] : NULL;
}

const struct usage *command_usage(const struct command *command)
{
	return command->run == command_help ? NULL : options_ask(command->run);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static enum status complain_of_command(const char *name)
{
	const char *names[G_N_ELEMENTS(commands) + 1] = {NULL};

	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		names[i] = commands[i].name;
	const char *meant = nearest(name, names);

	if (meant)
		complain("no command '%s'; did you mean '%s'?", name, meant);
	else
		complain("no command '%s'; 'amtrace help' lists them", name);
	return STATUS_USAGE;
}

static void put_commands(const struct page *page)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
		char *call =
			g_strdup_printf("amtrace %s %s", commands[i].name, commands[i].arguments);

		page_row(page, 2, PAINT_NONE, call, 42, commands[i].summary);
		g_free(call);
	}
}

static const struct {
	enum status status;
	const char *meaning;
} statuses[] = {
	{STATUS_DONE, "done, nothing at or above --fail-on and --min-certainty"},
	{STATUS_FINDINGS, "done, at least one finding at or above both"},
	{STATUS_USAGE, "wrong use, or records, a baseline or settings that cannot be used"},
	{STATUS_INPUT, "an input could not be read, or only in part"},
	{STATUS_OUTPUT, "the output could not be written whole"},
};

const char *status_meaning(size_t status)
{
	return status < G_N_ELEMENTS(statuses) ? statuses[status].meaning : NULL;
}

static enum status show_help(void)
{
	struct page page = {.out = stdout, .width = PAGE_WIDTH};

	page_row(
		&page, 0, PAINT_NONE, NULL, 0,
		"amtrace says why Intel AMT provisioning did not happen, from network captures and "
		"the server's records.");
	page_heading(&page, "Commands");
	put_commands(&page);
	page_heading(&page, "Exit status");
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
		page_rowf(&page, 2, PAINT_NONE, NULL, 2, "%d  %s", (int)statuses[i].status,
			  statuses[i].meaning);
	return STATUS_DONE;
}

static enum status command_help(int argc, char **argv)
{
	if (argc < 2)
		return show_help();
	const struct command *command = find_command(argv[1]);
	char option[] = "--help";

	if (!command)
		return complain_of_command(argv[1]);
	if (command->run == command_help)
		return show_help();
	return command->run(2, (char *[]){argv[1], option, NULL});
}

static enum status show_version(void)
{
	printf("amtrace %s\n"
	       "report schema %s\n"
	       "sightings schema %s\n"
	       "GLib %u.%u.%u\n"
	       "GPL-2.0-or-later: free software without any warranty\n",
	       AMTRACE_VERSION, REPORT_SCHEMA, SIGHTINGS_SCHEMA, glib_major_version,
	       glib_minor_version, glib_micro_version);
	return STATUS_DONE;
}

static enum status dispatch(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : NULL;
	const struct command *command;

	if (!word) {
		complain("no command given; 'amtrace help' lists them");
		return STATUS_USAGE;
	}
	if (strcmp(word, "--help") == 0)
		return show_help();
	if (strcmp(word, "--version") == 0)
		return show_version();
	command = find_command(word);
	return command ? command->run(argc - 1, argv + 1) : complain_of_command(word);
}

/* The leak check of a sanitizer build has to look into its own process. */
#ifdef __SANITIZE_ADDRESS__
#define DUMPABLE 1
#else
#define DUMPABLE 0
#endif

/* Of many small captures each wants the buffers of the one before: they are not given back between. */
static void settle_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
}

static void settle_process(void)
{
	wiping_begin();
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	prctl(PR_SET_DUMPABLE, DUMPABLE, 0, 0, 0);
	signal(SIGPIPE, SIG_DFL); /* a closed pipe ends us without a word */
	signal(SIGXFSZ, SIG_IGN); /* too large is an error of write() */
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			open("/dev/null", O_RDONLY);
}

int main(int argc, char **argv)
{
	settle_process();
	settle_memory();
	enum status status = dispatch(argc, argv);

	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("standard output: %s", g_strerror(errno));
		return STATUS_OUTPUT;
	}
	return (int)status;
}
