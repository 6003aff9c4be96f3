/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * settings.h - what options are when they were not typed: the environment, then
 * settings files.
 *
 * AMTRACE_FAIL_ON is --fail-on. A file is .amtrace.ini of the working folder,
 * then amtrace/config.ini of the user's and the system's XDG configuration
 * folders; its group [options] holds long names without dashes, and [suppress]
 * what --suppress takes, divided at the "=". The nearest place wins; an option
 * that may be repeated takes what all places say, the nearest last. A command
 * without options heeds none of it.
 */
#ifndef ANALYZER_SETTINGS_H
#define ANALYZER_SETTINGS_H

#include "option_tables.h"

/* Before options are parsed: flags are marked as not typed. */
void settings_prepare(unsigned groups);

/* Fills what was not typed. False, and said why, when a place cannot be understood. */
bool settings_fill(unsigned groups);

/* Without places: flags that were not typed are off. */
void settings_skip(unsigned groups);

/* Is |option| one that may stand in the environment or a file? */
bool settings_has(const char *option);

/* Where |option| comes from: "command line", a variable, a file; NULL when it is the default. */
const char *settings_origin(const char *option);

/* Prints the places, and which of them are there. */
void settings_list_places(FILE *out);

void settings_clear(void);

#endif
