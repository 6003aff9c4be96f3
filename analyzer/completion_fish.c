/* SPDX-License-Identifier: GPL-2.0-or-later */
/* completion_fish.c - completion for fish: a line for each option of each command. */
#include <string.h>

#include "completion.h"

/* In fish's single quotes only \ and ' are escaped, both by a backslash. */
static void put_quoted(FILE *out, const char *text)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (strchr("\\'", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

static void begin(FILE *out, const struct command *command)
{
	fprintf(out, "complete -c amtrace -n '__fish_seen_subcommand_from %s'", command->name);
}

static void put_option(FILE *out, const struct command *command, const GOptionEntry *entry)
{
	g_autofree const char **words = option_words(entry);
	g_autofree char *list = words ? g_strjoinv(" ", (char **)words) : NULL;

	begin(out, command);
	fprintf(out, " -l %s", entry->long_name);
	if (entry->arg != G_OPTION_ARG_NONE)
		fputs(option_is_path(entry) ? " -r -F" : " -x", out);
	if (list) {
		fputs(" -a ", out);
		put_quoted(out, list);
	}
	fputs(" -d ", out);
	put_quoted(out, entry->description);
	fputc('\n', out);
}

static void put_operands(FILE *out, const struct command *command)
{
	g_auto(GStrv) operands = completion_operands(command);
	g_autofree char *list = operands ? g_strjoinv(" ", operands) : NULL;

	if (list) {
		begin(out, command);
		fputs(" -a ", out);
		put_quoted(out, list);
		fputc('\n', out);
	}
	if (completion_takes_files(command)) {
		begin(out, command);
		fputs(" -F\n", out);
	}
}

void completion_fish(FILE *out)
{
	const struct command *command;

	fputs("# fish completion for amtrace\ncomplete -c amtrace -f\n", out);
	for (size_t i = 0; (command = command_at(i)); i++) {
		struct option_walk walk = {0};
		const GOptionEntry *entry;

		fprintf(out, "complete -c amtrace -n __fish_use_subcommand -a %s -d ",
			command->name);
		put_quoted(out, command->summary);
		fputc('\n', out);
		while ((entry = completion_option(command, &walk)))
			put_option(out, command, entry);
		put_operands(out, command);
	}
}
