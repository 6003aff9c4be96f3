/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server_records.c - the site's records: a folder of CSV files, one a table.
 *
 * Read from the file each time: a scenario may change them while it runs. Cells
 * hold no commas and no quotes here; GUIDs compare without braces and case.
 */
#include "server.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "words.h"

#define LINE 1024

static FILE *open_table(const char *table)
{
	char path[2 * TEXT];

	snprintf(path, sizeof path, "%s/%s.csv", word("site", "."), table);
	return fopen(path, "r");
}

/* Cell |number| of |line|, without line end and braces. */
static void cell(const char *line, int number, char value[TEXT])
{
	for (; number > 0 && *line; number--) {
		line += strcspn(line, ",");
		line += *line == ',';
	}
	if (*line == '{')
		line++;
	snprintf(value, TEXT, "%.*s", (int)strcspn(line, "},\r\n"), line);
}

static int column_of(const char *header, const char *name)
{
	char value[TEXT];

	for (int i = 0; i < 20; i++) {
		cell(header, i, value);
		if (strcmp(value, name) == 0)
			return i;
	}
	return -1;
}

void records_find(const char *table, const char *column, const char *value, const char *want,
		  char found[TEXT])
{
	char line[LINE], key[TEXT];
	FILE *f = open_table(table);

	*found = '\0';
	if (!f)
		return;
	if (fgets(line, sizeof line, f)) {
		int from = column_of(line, column), to = column_of(line, want);

		while (!*found && fgets(line, sizeof line, f)) {
			cell(line, from, key);
			if (strcasecmp(key, value) == 0)
				cell(line, to, found);
		}
	}
	fclose(f);
}

bool records_each(const char *table, const char *want, bool (*each)(const char *value, void *user),
		  void *user)
{
	char line[LINE], value[TEXT];
	FILE *f = open_table(table);
	bool on = true;

	if (!f)
		return false;
	if (fgets(line, sizeof line, f)) {
		int column = column_of(line, want);

		while (on && fgets(line, sizeof line, f)) {
			cell(line, column, value);
			on = each(value, user);
		}
	}
	fclose(f);
	return true;
}
