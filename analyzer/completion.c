/* SPDX-License-Identifier: GPL-2.0-or-later */
/* completion.c - see completion.h. */
#include "completion.h"

#include <string.h>

#include "diagnosis.h"
#include "manual.h"

/* Help has no options of its own to be asked for. */
static const char *arguments_of(const struct command *command)
{
	const struct usage *usage = command_usage(command);

	return usage ? usage->arguments : command->arguments;
}

static char **steal(GPtrArray *words)
{
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

static char **finding_ids(void)
{
	GPtrArray *words = g_ptr_array_new();
	const struct failure *row;

	for (size_t i = 0; (row = catalogue_row(i)); i++)
		g_ptr_array_add(words, g_strdup(row->id));
	return steal(words);
}

static char **command_names(void)
{
	GPtrArray *words = g_ptr_array_new();
	const struct command *command;

	for (size_t i = 0; (command = command_at(i)); i++)
		g_ptr_array_add(words, g_strdup(command->name));
	return steal(words);
}

static char **page_names(void)
{
	GPtrArray *words = g_ptr_array_new();
	char *name;

	for (size_t i = 0; (name = manual_page_name(i)); i++)
		g_ptr_array_add(words, name);
	return steal(words);
}

/* Placeholders for which all words are known. */
static const struct {
	const char *placeholder;
	char **(*words)(void);
} known[] = {
	{"ID", finding_ids},
	{"COMMAND", command_names},
	{"PAGE", page_names},
};

/* "[report|lines]", "show PATH": the first operand, without brackets. Free it. */
static char *first_operand(const char *arguments)
{
	const char *start = arguments ? arguments + (*arguments == '[') : "";

	return g_strndup(start, strcspn(start, " ]"));
}

char **completion_operands(const struct command *command)
{
	g_autofree char *first = first_operand(arguments_of(command));

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].placeholder, first) == 0)
			return known[i].words();
	return g_ascii_islower(*first) ? g_strsplit(first, "|", -1) : NULL;
}

bool completion_takes_files(const struct command *command)
{
	const char *arguments = arguments_of(command);

	return strstr(arguments, "PATH") || strstr(arguments, "CAPTURE") ||
	       strstr(arguments, "SIGHTINGS") || strstr(arguments, "CASE");
}

const GOptionEntry *completion_option(const struct command *command, struct option_walk *walk)
{
	const struct usage *usage = command_usage(command);

	if (!usage)
		return NULL;
	walk->groups = usage->groups;
	return option_next(walk);
}

char *completion_quoted(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "'", -1);
	g_autofree char *inside = g_strjoinv("'\\''", parts);

	return g_strconcat("'", inside, "'", NULL);
}
