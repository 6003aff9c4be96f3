/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_manual.c - the manual pages, for 'man -l -' and for those who install them. */
#include <stdio.h>

#include "complain.h"
#include "manual.h"
#include "options.h"

static const struct usage usage = {
	.command = "manual",
	.arguments = "[PAGE]",
	.summary = "Prints a manual page; without PAGE, the names of all pages.",
	.details = "  amtrace manual analyze | man -l -\n",
};

static enum status print(const struct options *options)
{
	const char *wanted = options->arguments[0];
	char *name;

	if (wanted && !manual_write(stdout, wanted)) {
		complain("manual: no page '%s'; 'amtrace manual' lists them", wanted);
		return STATUS_USAGE;
	}
	for (size_t i = 0; !wanted && (name = manual_page_name(i)); i++) {
		puts(name);
		g_free(name);
	}
	return STATUS_DONE;
}

enum status command_manual(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = print(&options);
	options_clear(&options);
	return status;
}
