/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_config.c - which settings are in force, and from where.
 *
 * It takes all options that may be settings, so that what is typed behind it shows
 * how it would be understood.
 */
#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "page.h"
#include "settings.h"

#define COLUMN 20

static const struct usage usage = {
	.command = "config",
	.arguments = "show",
	.summary =
		"Shows which settings are in force, and from where each comes: the command line,\n"
		"the environment, a settings file, or the default.",
	.details =
		"AMTRACE_FAIL_ON=warning in the environment is --fail-on=warning; flags are true\n"
		"or false, and what may be repeated is divided by ';'. A settings file is\n"
		".amtrace.ini in the working folder, then amtrace/config.ini in the user's and in\n"
		"the system's XDG configuration folder. The nearest has the last word. --no-FLAG\n"
		"takes a flag back. --output and --set are never settings.\n\n"
		"  [options]\n"
		"  site = records\n"
		"  fail-on = warning\n"
		"  port = hello=8000;tls=17993\n"
		"  quiet = true\n\n"
		"  [suppress]\n"
		"  AMT-H07:192.0.2.50@2027-01-31 = the switch is replaced in January\n\n"
		"A path in a file begins at the file's folder.\n",
	.groups = OPTIONS_SETTINGS,
};

static void show_value(const struct page *page, const char *option, const char *value)
{
	const char *origin = settings_origin(option);

	page_rowf(page, 0, PAINT_NONE, option, COLUMN, "%s  (%s)", value,
		  origin ? origin : "default");
}

static void show_option(const struct page *page, const GOptionEntry *entry)
{
	const char *fallback = option_default(entry);

	switch (entry->arg) {
	case G_OPTION_ARG_NONE:
		show_value(page, entry->long_name, *(gboolean *)entry->arg_data ? "true" : "false");
		break;
	case G_OPTION_ARG_FILENAME_ARRAY:
		for (char **one = *(char ***)entry->arg_data; one && *one; one++)
			show_value(page, entry->long_name, *one);
		break;
	default:
		if (*(char **)entry->arg_data)
			show_value(page, entry->long_name, *(char **)entry->arg_data);
		else if (fallback)
			show_value(page, entry->long_name, fallback);
	}
}

static enum status show(const struct options *options)
{
	struct page page = {.out = stdout, .width = PAGE_WIDTH};
	struct option_walk walk = {.groups = OPTIONS_SETTINGS};
	const GOptionEntry *entry;

	if (g_strcmp0(options->arguments[0], "show") != 0 || options->arguments[1]) {
		complain("config: there is 'amtrace config show' only");
		return STATUS_USAGE;
	}
	while ((entry = option_next(&walk)))
		if (settings_has(entry->long_name))
			show_option(&page, entry);
	settings_list_places(stdout);
	return STATUS_DONE;
}

enum status command_config(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = show(&options);
	options_clear(&options);
	return status;
}
