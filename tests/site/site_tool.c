/* SPDX-License-Identifier: GPL-2.0-or-later */
/* site_tool.c - init, import, check and show of site_edit.h for scripts. */
#include <string.h>

#include "site_edit.h"

int main(int argc, char **argv)
{
	unsigned errors, warnings;
	GError *error = NULL;
	const char *command = argc > 2 ? argv[1] : "";
	bool ok = false;

	if (strcmp(command, "init") == 0)
		ok = site_init(argv[2], &error);
	if (strcmp(command, "import") == 0)
		ok = site_import(argv[2], (const char *const *)argv + 3, stdout, &error);
	if (strcmp(command, "check") == 0)
		ok = site_check(argv[2], stdout, &errors, &warnings, &error) && !errors;
	if (strcmp(command, "show") == 0)
		ok = site_show(argv[2], argv[3], false, stdout, &error);
	if (strcmp(command, "show-pids") == 0)
		ok = site_show(argv[2], argv[3], true, stdout, &error);
	if (error)
		fprintf(stderr, "site_tool: %s\n", error->message);
	g_clear_error(&error);
	return ok ? 0 : 1;
}
