/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * odbc_tool.c - reads a source under bounds of the caller's, for scripts.
 * usage: odbc_tool SOURCE SECONDS ROWS CHARACTERS BYTES; prints "TABLE ROWS" lines.
 */
#include <stdio.h>
#include <stdlib.h>

#include "read_odbc.h"

static unsigned number(const char *text)
{
	return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	GError *error = NULL;

	if (argc != 6)
		return 2;
	struct odbc_bounds bounds = {number(argv[2]), number(argv[3]), number(argv[4]),
				     number(argv[5])};
	struct odbc_source *source = odbc_source_new(argv[1]);
	struct records *records = records_new();
	bool ok = read_odbc(records, source, &bounds, &error);

	for (unsigned t = 0; ok && t < SITE_TABLES; t++)
		if (records->has[t])
			printf("%s %u\n", site_table_names[t], records->rows[t]->len);
	if (!ok)
		fprintf(stderr, "odbc_tool: %s\n", error->message);
	g_clear_error(&error);
	records_free(records);
	odbc_source_free(source);
	return ok ? 0 : 1;
}
