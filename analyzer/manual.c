/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * manual.c - a page for the program, one for each command, one for all findings.
 *
 * Only what no table holds is written here as prose.
 */
#include "manual.h"

#include <string.h>

#include "findings.h"
#include "option_tables.h"
#include "options_usage.h"
#include "roff.h"

#define COMMANDS 1 /* section */
#define OVERVIEW 7

static const char description[] =
	"Intel AMT devices ask to be provisioned: they look up provisionserver, send one\n"
	"small hello to port 9971, and wait to be called back. amtrace reads captures of\n"
	"that traffic and the server's records, plays a reference server that is never\n"
	"wrong, and says device by device at which step it stopped, why, how sure that\n"
	"is, and what to do.\n\n"
	"All captures of one call are observations of one network. What is said depends\n"
	"on the captures and the records alone: not on the clock (but for the last days\n"
	"of suppressions), the locale or absolute paths, so that reports can be compared.\n\n"
	"  amtrace analyze --site records capture.pcapng\n"
	"  amtrace explain AMT-K01\n";

static const char environment[] =
	"Options may be set in the environment, and in files; see amtrace-config(1).\n"
	"SOURCE_DATE_EPOCH is the time at which suppressions are over or not. NO_COLOR\n"
	"turns colour off.\n";

static const struct {
	const char *name, *what;
} files[] = {
	{".amtrace.ini", "settings of the working folder"},
	{"$XDG_CONFIG_HOME/amtrace/config.ini", "the user's settings (~/.config)"},
	{"$XDG_CONFIG_DIRS/amtrace/config.ini", "the system's (/etc/xdg)"},
};

static void put_name(FILE *out, const char *name, const char *summary)
{
	g_autofree char *line = g_strdup_printf("%s - %s", name, summary);

	roff_heading(out, "NAME");
	/* The dash of this line alone divides what whatis(1) reads. */
	roff_line(out, line);
}

static void put_see_also(FILE *out, bool of_program)
{
	const struct command *command;

	roff_heading(out, "SEE ALSO");
	if (!of_program)
		fputs(".BR amtrace (1),\n", out);
	for (size_t i = 0; of_program && (command = command_at(i)); i++)
		if (command_usage(command))
			fprintf(out, ".BR amtrace\\-%s (1),\n", command->name);
	fputs(".BR amtrace\\-findings (7)\n", out);
}

static void put_statuses(FILE *out)
{
	const char *meaning;

	roff_heading(out, "EXIT STATUS");
	for (size_t i = 0; (meaning = status_meaning(i)); i++) {
		g_autofree char *number = g_strdup_printf("%zu", i);

		roff_item(out, number, NULL, meaning);
	}
}

static void write_program(FILE *out)
{
	const struct command *command;

	roff_title(out, "amtrace", COMMANDS);
	put_name(out, "amtrace", "says why Intel AMT provisioning did not happen");
	roff_heading(out, "SYNOPSIS");
	fputs(".B amtrace\n.I COMMAND\n[options] [arguments]\n", out);
	roff_heading(out, "DESCRIPTION");
	roff_prose(out, description);
	roff_heading(out, "COMMANDS");
	for (size_t i = 0; (command = command_at(i)); i++)
		roff_item(out, command->name, NULL, command->summary);
	put_statuses(out);
	roff_heading(out, "ENVIRONMENT");
	roff_prose(out, environment);
	roff_heading(out, "FILES");
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		roff_item(out, files[i].name, NULL, files[i].what);
	put_see_also(out, true);
}

static void put_options(FILE *out, const struct usage *usage)
{
	struct option_walk walk = {.groups = usage->groups};
	const GOptionEntry *entry;

	roff_heading(out, "OPTIONS");
	while ((entry = option_next(&walk))) {
		g_autofree const char **words = option_words(entry);
		g_autofree char *list = words ? g_strjoinv(", ", (char **)words) : NULL;
		g_autofree char *tag = g_strdup_printf("--%s", entry->long_name);
		g_autofree char *text = g_strdup_printf("%s%s%s.", entry->description,
							list ? ". One of " : "", list ? list : "");

		roff_item(out, tag, entry->arg_description, text);
	}
}

static void write_command(FILE *out, const struct command *command)
{
	const struct usage *usage = command_usage(command);
	g_autofree char *name = g_strdup_printf("amtrace-%s", command->name);
	g_autofree char *details = usage_details(usage);

	roff_title(out, name, COMMANDS);
	put_name(out, name, command->summary);
	roff_heading(out, "SYNOPSIS");
	fprintf(out, ".B amtrace %s\n", command->name);
	g_autofree char *synopsis =
		g_strdup_printf("[options] %s", usage->arguments ? usage->arguments : "");

	roff_line(out, g_strchomp(synopsis));
	roff_heading(out, "DESCRIPTION");
	roff_prose(out, usage->summary);
	put_options(out, usage);
	if (*details) {
		roff_heading(out, "NOTES");
		roff_prose(out, details);
	}
	put_see_also(out, false);
}

static void put_finding(FILE *out, const struct failure *row)
{
	g_autofree char *heading = g_strdup_printf("%s %s", row->id, failure_title(row));

	roff_subheading(out, heading);
	roff_item(out, "Step", NULL, step_names[row->step]);
	roff_item(out, "Severity", NULL, severity_names[findings_severity(row)]);
	roff_item(out, "Known", NULL, findings_known(row));
	roff_item(out, "Cause", NULL, failure_cause(row));
	roff_item(out, "Remedy", NULL, failure_remedy(row));
	roff_item(out, "Source", NULL, failure_source(row));
}

static void write_findings(FILE *out)
{
	g_autoptr(GPtrArray) rows = findings_for_reading();

	roff_title(out, "amtrace-findings", OVERVIEW);
	put_name(out, "amtrace-findings", "what amtrace can find, and what to do about it");
	roff_heading(out, "DESCRIPTION");
	roff_prose(out, "Each finding has an id that does not change. 'amtrace explain ID' shows\n"
			"one of them. Its certainty is that of what the title says, not of every\n"
			"cause that may stand behind it.\n");
	roff_heading(out, "FINDINGS");
	for (guint i = 0; i < rows->len; i++)
		put_finding(out, rows->pdata[i]);
	roff_heading(out, "SEE ALSO");
	fputs(".BR amtrace (1),\n.BR amtrace\\-explain (1)\n", out);
}

/* The i-th command that has options to tell of. */
static const struct command *documented(size_t i)
{
	const struct command *command;

	for (size_t k = 0; (command = command_at(k)); k++)
		if (command_usage(command) && i-- == 0)
			return command;
	return NULL;
}

char *manual_page_name(size_t i)
{
	const struct command *command = i ? documented(i - 1) : NULL;

	if (i == 0)
		return g_strdup("amtrace.1");
	if (command)
		return g_strdup_printf("amtrace-%s.1", command->name);
	return documented(i - 2) ? g_strdup("amtrace-findings.7") : NULL;
}

static bool is_called(const char *name, const char *page, const char *file)
{
	return strcmp(name, page) == 0 || strcmp(name, file) == 0;
}

bool manual_write(FILE *out, const char *name)
{
	const struct command *command;

	if (is_called(name, "amtrace", "amtrace.1")) {
		write_program(out);
		return true;
	}
	if (is_called(name, "findings", "amtrace-findings.7")) {
		write_findings(out);
		return true;
	}
	for (size_t i = 0; (command = documented(i)); i++) {
		g_autofree char *file = manual_page_name(i + 1);

		if (is_called(name, command->name, file)) {
			write_command(out, command);
			return true;
		}
	}
	return false;
}
