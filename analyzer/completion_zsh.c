/* SPDX-License-Identifier: GPL-2.0-or-later */
/* completion_zsh.c - completion for zsh, in the words of its _arguments (zshcompsys(1)). */
#include <string.h>

#include "completion.h"

/* What _arguments reads as a mark stands behind a backslash. */
static char *escaped(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		if (strchr("[]:\\", *text))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

static void put_quoted(FILE *out, char *text)
{
	g_autofree char *quoted = completion_quoted(text);

	fprintf(out, " \\\n\t\t\t%s", quoted);
	g_free(text);
}

/* "PLACEHOLDER:ACTION" of an option's value. */
static char *value_of(const GOptionEntry *entry)
{
	g_autofree const char **words = option_words(entry);
	g_autofree char *list = words ? g_strjoinv(" ", (char **)words) : NULL;
	g_autofree char *name = escaped(entry->arg_description);

	if (list)
		return g_strdup_printf("%s:(%s)", name, list);
	return g_strdup_printf("%s:%s", name, option_is_path(entry) ? "_files" : " ");
}

static void put_option(FILE *out, const GOptionEntry *entry)
{
	g_autofree char *about = escaped(entry->description);
	g_autofree char *value = entry->arg == G_OPTION_ARG_NONE ? NULL : value_of(entry);
	bool again = entry->arg == G_OPTION_ARG_FILENAME_ARRAY;

	if (value)
		put_quoted(out, g_strdup_printf("%s--%s=[%s]:%s", again ? "*" : "",
						entry->long_name, about, value));
	else
		put_quoted(out, g_strdup_printf("--%s[%s]", entry->long_name, about));
}

static void put_operands(FILE *out, const struct command *command)
{
	g_auto(GStrv) operands = completion_operands(command);
	g_autofree char *list = operands ? g_strjoinv(" ", operands) : NULL;

	if (list)
		put_quoted(out, g_strdup_printf("1:what:(%s)", list));
	if (completion_takes_files(command))
		put_quoted(out, g_strdup("*:file:_files"));
}

static void put_command(FILE *out, const struct command *command)
{
	struct option_walk walk = {0};
	const GOptionEntry *entry;

	fprintf(out, "\t%s)\n\t\t_arguments", command->name);
	while ((entry = completion_option(command, &walk)))
		put_option(out, entry);
	put_operands(out, command);
	fputs(" ;;\n", out);
}

void completion_zsh(FILE *out)
{
	const struct command *command;

	fputs("#compdef amtrace\n"
	      "local context state state_descr line\n"
	      "typeset -A opt_args\n"
	      "local -a commands=(",
	      out);
	for (size_t i = 0; (command = command_at(i)); i++) {
		g_autofree char *about = escaped(command->summary);

		put_quoted(out, g_strdup_printf("%s:%s", command->name, about));
	}
	fputs(")\n"
	      "_arguments -C --help'[list the commands]' --version'[say which version]' \\\n"
	      "\t'1:command:->command' '*::argument:->argument'\n"
	      "case $state in\n"
	      "command) _describe command commands ;;\n"
	      "argument)\n"
	      "\tcase $words[1] in\n",
	      out);
	for (size_t i = 0; (command = command_at(i)); i++)
		put_command(out, command);
	fputs("\tesac ;;\nesac\n", out);
}
