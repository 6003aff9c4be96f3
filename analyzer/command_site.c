/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_site.c - the server's records: make them, fill them, check them, show them.
 *
 * An action is a row: its name, how many arguments it takes, and a function.
 */
#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "options.h"
#include "site_edit.h"

static char *settings_text(void)
{
	GString *text = g_string_new(
		"\nSettings that the engine asks for (rows of configuration), and their "
		"default\n");
	const char *name, *fallback, *values, *about;

	for (size_t i = 0; site_setting(i, &name, &fallback, &values, &about); i++)
		g_string_append_printf(text, "  %-27s %s; default: %s\n      %s\n", name, values,
				       fallback ? fallback : "not known", about);
	return g_string_free(text, FALSE);
}

static const struct usage usage = {
	.command = "site",
	.arguments = "init|import|check|show PATH...",
	.summary = "Makes, fills, checks and shows the server's records.",
	.details =
		"  init PATH               empty records; a folder of CSV if PATH ends in '/'\n"
		"  import PATH SOURCE...   merge databases, folders, CSV files, Setup.bin\n"
		"                          or odbc:CONNECTION STRING (odbc:DSN=scs): the\n"
		"                          tables of a server's database, which is only read\n"
		"  check PATH              every problem of the records; status 1 if there is one\n"
		"  show PATH [TABLE]       the records as text; keys are never shown\n\n"
		"PATH is a SQLite database or a folder of CSV files, one a table. Files of setup\n"
		"certificates (PEM, DER, PFX) lie beside it; certificate.file names them, and\n"
		"certificate.password_file the file whose first line opens them. check and show\n"
		"say what they hold and lack.\n",
	.more = settings_text,
	.groups = OPTIONS_PIDS,
};

static bool run_init(enum status *status, char **arguments, const struct options *options,
		     GError **error)
{
	(void)options;
	*status = STATUS_DONE;
	return site_init(arguments[0], error);
}

static bool run_import(enum status *status, char **arguments, const struct options *options,
		       GError **error)
{
	(void)options;
	*status = STATUS_DONE;
	return site_import(arguments[0], (const char *const *)&arguments[1], stdout, error);
}

static bool run_check(enum status *status, char **arguments, const struct options *options,
		      GError **error)
{
	unsigned errors = 0, warnings = 0;

	(void)options;
	if (!site_check(arguments[0], stdout, &errors, &warnings, error))
		return false;
	printf("%u error%s, %u warning%s\n", errors, errors == 1 ? "" : "s", warnings,
	       warnings == 1 ? "" : "s");
	*status = errors ? STATUS_FINDINGS : STATUS_DONE;
	return true;
}

static bool run_show(enum status *status, char **arguments, const struct options *options,
		     GError **error)
{
	*status = STATUS_DONE;
	return site_show(arguments[0], arguments[1], options->show_pids, stdout, error);
}

static const struct action {
	const char *name;
	unsigned least, most; /* arguments */
	/* False with |error| set when it could not be done. */
	bool (*run)(enum status *status, char **arguments, const struct options *options,
		    GError **error);
} actions[] = {
	{"init", 1, 1, run_init},
	{"import", 2, G_MAXUINT, run_import},
	{"check", 1, 1, run_check},
	{"show", 1, 2, run_show},
};

static const struct action *find_action(const char *name)
{
	const char *names[G_N_ELEMENTS(actions) + 1] = {NULL};

	for (size_t i = 0; name && i < G_N_ELEMENTS(actions); i++) {
		if (strcmp(actions[i].name, name) == 0)
			return &actions[i];
		names[i] = actions[i].name;
	}
	const char *meant = name ? nearest(name, names) : NULL;

	if (meant)
		complain("site: no '%s'; did you mean '%s'?", name, meant);
	else
		complain("site: init, import, check or show? See 'amtrace help site'");
	return NULL;
}

static enum status act(const struct options *options)
{
	const struct action *action = find_action(options->arguments[0]);
	enum status status = STATUS_USAGE;
	GError *error = NULL;

	if (!action)
		return STATUS_USAGE;
	char **arguments = options->arguments + 1;
	unsigned count = g_strv_length(arguments);

	if (count < action->least || count > action->most) {
		complain("site %s: %s; see 'amtrace help site'", action->name,
			 count < action->least ? "an argument is missing" : "too many arguments");
		return STATUS_USAGE;
	}
	if (action->run(&status, arguments, options, &error))
		return status;
	complain("%s", error->message);
	g_error_free(error);
	return STATUS_USAGE;
}

enum status command_site(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = act(&options);
	options_clear(&options);
	return status;
}
