/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * completion_bash.c - completion for bash 4 and newer, without further packages.
 *
 * bash divides "--format=js" at the "=", which is therefore looked for among
 * the words before.
 */
#include <string.h>

#include "completion.h"

static const char head[] =
	"# bash completion for amtrace\n"
	"_amtrace()\n"
	"{\n"
	"\tlocal current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}\n"
	"\tlocal command=${COMP_WORDS[1]} options=\"\" operands=\"\" files=\"\"\n"
	"\tif [ \"$current\" = = ]; then\n"
	"\t\tcurrent=\n"
	"\telif [ \"$option\" = = ]; then\n"
	"\t\toption=${COMP_WORDS[COMP_CWORD-2]}\n"
	"\tfi\n";

static const char tail[] =
	"\tif [[ $current == -* ]]; then\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
	"\t\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2> /dev/null\n"
	"\t\treturn 0\n"
	"\tfi\n"
	"\tif [ -n \"$operands\" ] && [ \"$COMP_CWORD\" = 2 ]; then\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -W \"$operands\" -- \"$current\")\n"
	"\telif [ -n \"$files\" ]; then\n"
	"\t\tcompopt -o filenames 2> /dev/null\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
	"\tfi\n"
	"}\n"
	"complete -F _amtrace amtrace\n";

static void put_commands(FILE *out)
{
	const struct command *command;

	fputs("\tif [ \"$COMP_CWORD\" = 1 ]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W \"",
	      out);
	for (size_t i = 0; (command = command_at(i)); i++)
		fprintf(out, "%s ", command->name);
	fputs("--help --version\" -- \"$current\")\n\t\treturn 0\n\tfi\n", out);
}

static void put_values(FILE *out, const struct command *command, const GOptionEntry *entry)
{
	g_autofree const char **words = option_words(entry);
	g_autofree char *list = words ? g_strjoinv(" ", (char **)words) : NULL;

	fprintf(out, "\t%s--%s)\n", command->name, entry->long_name);
	if (list)
		fprintf(out, "\t\tmapfile -t COMPREPLY < <(compgen -W \"%s\" -- \"$current\")\n",
			list);
	else if (option_is_path(entry))
		fputs("\t\tcompopt -o filenames 2> /dev/null\n"
		      "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n",
		      out);
	fputs("\t\treturn 0 ;;\n", out);
}

static void put_all_values(FILE *out)
{
	const struct command *command;

	fputs("\tcase $command$option in\n", out);
	for (size_t i = 0; (command = command_at(i)); i++) {
		struct option_walk walk = {0};
		const GOptionEntry *entry;

		while ((entry = completion_option(command, &walk)))
			if (entry->arg != G_OPTION_ARG_NONE)
				put_values(out, command, entry);
	}
	fputs("\tesac\n", out);
}

static void put_command(FILE *out, const struct command *command)
{
	g_auto(GStrv) operands = completion_operands(command);
	g_autofree char *list = operands ? g_strjoinv(" ", operands) : g_strdup("");
	struct option_walk walk = {0};
	const GOptionEntry *entry;

	fprintf(out, "\t%s)\n\t\toptions=\"", command->name);
	while ((entry = completion_option(command, &walk)))
		fprintf(out, "--%s%s ", entry->long_name,
			entry->arg == G_OPTION_ARG_NONE ? "" : "=");
	fprintf(out, "\"\n\t\toperands=\"%s\"\n\t\tfiles=%s ;;\n", list,
		completion_takes_files(command) ? "yes" : "\"\"");
}

void completion_bash(FILE *out)
{
	const struct command *command;

	fputs(head, out);
	put_commands(out);
	put_all_values(out);
	fputs("\tcase $command in\n", out);
	for (size_t i = 0; (command = command_at(i)); i++)
		put_command(out, command);
	fputs("\tesac\n", out);
	fputs(tail, out);
}
