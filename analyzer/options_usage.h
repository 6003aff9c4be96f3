/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options_usage.h - what a command's options are, said to GOption and to people. */
#ifndef ANALYZER_OPTIONS_USAGE_H
#define ANALYZER_OPTIONS_USAGE_H

#include "options.h"

/* The options of a command, to be parsed or shown. */
GOptionContext *usage_context(const struct usage *usage, GOptionEntry *arguments);

/* Prints the help of |context|. */
enum status usage_show(GOptionContext *context);

/* Says what is wrong with the options, and what was probably meant. */
void usage_complain(const struct usage *usage, const GError *error);

/*
 * Is a command asked for its usage instead of run (options_ask)? |usage| is then
 * the answer, unless it is NULL.
 */
bool usage_is_asked(const struct usage *usage);

/* All that stands under the options of the help. Free it. */
char *usage_details(const struct usage *usage);

#endif
