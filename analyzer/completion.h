/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * completion.h - what can be typed after "amtrace", as data; and the shells
 * that it is written for, a file each.
 *
 * All of it is made of the commands and the option tables.
 */
#ifndef ANALYZER_COMPLETION_H
#define ANALYZER_COMPLETION_H

#include <stdio.h>

#include "option_tables.h"

void completion_bash(FILE *out);
void completion_zsh(FILE *out);
void completion_fish(FILE *out);

/* The words that may follow |command|, or NULL: files. Free with g_strfreev(). */
char **completion_operands(const struct command *command);
/* Do files follow, at once or behind the first word? */
bool completion_takes_files(const struct command *command);

/* The next option of |command|, or NULL behind the last. |walk| begins zeroed. */
const GOptionEntry *completion_option(const struct command *command, struct option_walk *walk);

/* |text| in single quotes, as a POSIX shell and zsh read it. Free it. */
char *completion_quoted(const char *text);

#endif
