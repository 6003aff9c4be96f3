/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * roff.c - see roff.h. A backslash begins an escape, a point or an apostrophe at
 * the beginning of a line a request, and "-" alone would be a hyphen (man(7)).
 */
#include "roff.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

static void put(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
	}
}

void roff_title(FILE *out, const char *name, unsigned section)
{
	g_autofree char *upper = g_ascii_strup(name, -1);

	fputs(".TH ", out);
	put(out, upper);
	fprintf(out, " %u \"%s\" \"amtrace %s\" \"amtrace\"\n", section, AMTRACE_DATE,
		AMTRACE_VERSION);
}

static void put_heading(FILE *out, const char *request, const char *heading)
{
	fprintf(out, ".%s \"", request);
	put(out, heading);
	fputs("\"\n", out);
}

void roff_heading(FILE *out, const char *heading)
{
	put_heading(out, "SH", heading);
}

void roff_subheading(FILE *out, const char *heading)
{
	put_heading(out, "SS", heading);
}

void roff_line(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	put(out, text);
	fputc('\n', out);
}

void roff_item(FILE *out, const char *tag, const char *value, const char *text)
{
	fputs(".TP\n\\fB", out);
	put(out, tag);
	fputs("\\fR", out);
	if (value) {
		fputs("=\\fI", out);
		put(out, value);
		fputs("\\fR", out);
	}
	fputc('\n', out);
	roff_line(out, text);
}

/* What stands before a line of another kind than the last. */
static void change(FILE *out, char from, char to)
{
	if (from == ' ')
		fputs(".fi\n", out);
	if (to && from)
		fputs(".PP\n", out);
	if (to == ' ')
		fputs(".nf\n", out);
}

/* |kind| of a line: ' ' shown as it is, 'x' running text. */
void roff_prose(FILE *out, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool gap = false;
	char last = 0;

	for (char **line = lines; *line; line++) {
		char kind = **line == ' ' ? ' ' : 'x';

		if (!**line) {
			gap = true;
			continue;
		}
		if (kind != last || gap)
			change(out, last, kind);
		roff_line(out, *line);
		last = kind;
		gap = false;
	}
	change(out, last, 0);
}
