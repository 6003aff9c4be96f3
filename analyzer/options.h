/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - the options of all commands, each described once.
 *
 * A command takes whole groups, so that an option means the same wherever it
 * is taken. The values stand in one struct that is parsed once per run.
 */
#ifndef ANALYZER_OPTIONS_H
#define ANALYZER_OPTIONS_H

#include <glib.h>

#include "accept.h"
#include "command.h"
#include "look.h"
#include "progress.h"
#include "report.h"

enum option_group {
	OPTIONS_LOOK = 1 << 0,   /* how captures are read */
	OPTIONS_FORMAT = 1 << 1, /* what is written */
	OPTIONS_LIMITS = 1 << 2, /* what makes the exit status */
	OPTIONS_PIDS = 1 << 3,   /* whether PIDs are written in full */
	OPTIONS_COLOR = 1 << 4,
	OPTIONS_RECORDS = 1 << 5,  /* the server's records */
	OPTIONS_OUTPUT = 1 << 6,   /* where it is written */
	OPTIONS_PARTS = 1 << 7,    /* whether a part of a capture is enough */
	OPTIONS_EACH = 1 << 8,     /* whether arguments belong together */
	OPTIONS_SECRETS = 1 << 9,  /* what opens TLS sessions, beside the records */
	OPTIONS_READING = 1 << 11, /* how captures are read, which no report shows */
	OPTIONS_DEVICE = 1 << 20,  /* which device it is about */
	OPTIONS_CASE = 1 << 21,    /* how a case is made */
	OPTIONS_CHECK = 1 << 22,   /* how cases are checked */
	OPTIONS_LADDER = 1 << 23,  /* how a ladder is drawn */
	OPTIONS_REPLAY = 1 << 24,  /* against whom a case is played */
	OPTIONS_KEYS = 1 << 25,    /* in what form keys are written */

	/* What is only said of one call, so is no setting. */
	OPTIONS_ONE_CALL = OPTIONS_DEVICE | OPTIONS_CASE | OPTIONS_CHECK | OPTIONS_LADDER |
			   OPTIONS_REPLAY | OPTIONS_KEYS,

	OPTIONS_INPUT = OPTIONS_RECORDS | OPTIONS_LOOK,
	OPTIONS_REPORT = OPTIONS_FORMAT | OPTIONS_OUTPUT,
	OPTIONS_VERDICT = OPTIONS_LIMITS | OPTIONS_PARTS,
};

/* Findings below both do not count for the exit status. */
struct threshold {
	bool never;
	enum severity severity;
	enum certainty certainty;
};

struct options {
	char *site;               /* NULL: no records */
	char **set;               /* NULL or a list */
	char **keys, **rsa_keys;  /* files; NULL or a list */
	char *key_password;       /* a file; NULL: none */
	struct look_options look; /* its records are still missing */
	const struct report_format *format;
	char *output; /* NULL: standard output */
	struct threshold fail;
	struct known_findings *known; /* what does not count */
	gboolean show_pids, summary, quiet, verbose, allow_incomplete, require_traffic, what_if;
	gboolean each, ring;
	enum progress_when progress;
	unsigned jobs;                /* threads that look at captures */
	struct report_series *series; /* of --each, once its output is open; else NULL */
	bool color;
	char *device;      /* NULL: none named */
	char *keep;        /* NULL: nothing */
	char *to, *wait;   /* as typed, or NULL */
	char *beside;      /* a capture of another network, or NULL */
	char *format_word; /* --format as typed, for commands that write no report; or NULL */
	gboolean update;
	char **arguments; /* never NULL */
};

/* A command's own words of its --help. */
struct usage {
	const char *command;
	const char *arguments; /* "CAPTURE..." */
	const char *summary;   /* one line */
	const char *details;   /* what stands under the options, may be NULL */
	char *(*more)(void);   /* what stands under them, made when asked for; may be NULL */
	unsigned groups;       /* enum option_group */
};

/*
 * Reads |argv| into |options|. False when the command is over: --help was
 * answered or the use was wrong; |status| is then how it ends.
 */
bool options_read(struct options *options, const struct usage *usage, int argc, char **argv,
		  enum status *status);
void options_clear(struct options *options);

#endif
