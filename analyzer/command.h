/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command.h - the commands of amtrace and how they end. */
#ifndef ANALYZER_COMMAND_H
#define ANALYZER_COMMAND_H

#include <stddef.h>

/* Exit status of every command; the numbers do not change. */
enum status {
	STATUS_DONE = 0,     /* nothing at or above --fail-on and --min-certainty */
	STATUS_FINDINGS = 1, /* at least one finding at or above both */
	STATUS_USAGE = 2,    /* wrong use, or records, a baseline or settings that cannot be used */
	STATUS_INPUT = 3,    /* a capture could not be read, or only in part */
	STATUS_OUTPUT = 4,   /* the output could not be written whole */
};

/* A row of the list of commands. */
struct command {
	const char *name, *arguments, *summary;
	enum status (*run)(int argc, char **argv);
};

/* The i-th command, NULL behind the last. */
const struct command *command_at(size_t i);

struct usage;

/* Its own words of its help; NULL for help itself. */
const struct usage *command_usage(const struct command *command);

/* What an exit status means, NULL behind the last. */
const char *status_meaning(size_t status);

/* Each runs one command; |argv[0]| is its name. */
enum status command_analyze(int argc, char **argv);
enum status command_observe(int argc, char **argv);
enum status command_diagnose(int argc, char **argv);
enum status command_explain(int argc, char **argv);
enum status command_keys(int argc, char **argv);
enum status command_site(int argc, char **argv);
enum status command_reproduce(int argc, char **argv);
enum status command_ladder(int argc, char **argv);
enum status command_replay(int argc, char **argv);
enum status command_check(int argc, char **argv);
enum status command_config(int argc, char **argv);
enum status command_schema(int argc, char **argv);
enum status command_manual(int argc, char **argv);
enum status command_completion(int argc, char **argv);

#endif
