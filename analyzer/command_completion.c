/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_completion.c - completion for a shell, printed where the shell looks for it. */
#include <string.h>

#include "complain.h"
#include "completion.h"

static const struct usage usage = {
	.command = "completion",
	.arguments = "bash|zsh|fish",
	.summary = "Prints command completion for a shell, for those who did not install it.",
	.details = "  bash   . <(amtrace completion bash)\n"
		   "  zsh    amtrace completion zsh > DIRECTORY OF fpath/_amtrace\n"
		   "  fish   amtrace completion fish > ~/.config/fish/completions/amtrace.fish\n",
};

static const struct {
	const char *name;
	void (*write)(FILE *out);
} shells[] = {
	{"bash", completion_bash},
	{"zsh", completion_zsh},
	{"fish", completion_fish},
};

static enum status print(const struct options *options)
{
	const char *name = options->arguments[0];

	for (size_t i = 0; name && i < G_N_ELEMENTS(shells); i++) {
		if (strcmp(shells[i].name, name) != 0)
			continue;
		shells[i].write(stdout);
		return STATUS_DONE;
	}
	complain("completion: for bash, zsh or fish?");
	return STATUS_USAGE;
}

enum status command_completion(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = print(&options);
	options_clear(&options);
	return status;
}
