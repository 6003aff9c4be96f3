/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.c - wraps by words after everything was escaped to ASCII, so that a
 * byte is a column and no terminal's idea of width matters.
 */
#include "page.h"

#include <stdarg.h>
#include <string.h>

#include <glib.h>

#include "escape.h"

/* ECMA-48, 8.3.117 Select Graphic Rendition. */
static const char *const paints[] = {
	[PAINT_NONE] = "",           [PAINT_BOLD] = "\033[1m",   [PAINT_RED] = "\033[31m",
	[PAINT_YELLOW] = "\033[33m", [PAINT_GREEN] = "\033[32m",
};

static const char paint_end[] = "\033[0m";

static void put_painted(const struct page *page, enum paint paint, const char *text)
{
	bool painted = page->color && paint != PAINT_NONE && *text;

	fprintf(page->out, "%s%s%s", painted ? paints[paint] : "", text, painted ? paint_end : "");
}

/* How much of |text| goes into |room| columns: up to a space if there is one. */
static size_t line_length(const char *text, size_t room)
{
	size_t n = strlen(text);

	if (n <= room)
		return n;
	for (size_t i = room; i > 0; i--)
		if (text[i] == ' ')
			return i;
	return room;
}

static void put_wrapped(const struct page *page, unsigned column, const char *text)
{
	size_t room = page->width > column + 8 ? page->width - column : 8;

	for (;;) {
		size_t n = line_length(text, room);

		fprintf(page->out, "%.*s\n", (int)n, text);
		text += n;
		text += strspn(text, " ");
		if (!*text)
			return;
		fprintf(page->out, "%*s", (int)column, "");
	}
}

void page_row(const struct page *page, unsigned indent, enum paint paint, const char *label,
	      unsigned column, const char *text)
{
	char *shown_label = escape_ascii(label);
	char *shown_text = g_strchomp(escape_ascii(text));
	unsigned end = indent + (unsigned)strlen(shown_label);

	fprintf(page->out, "%*s", (int)indent, "");
	put_painted(page, paint, shown_label);
	if (*shown_text) {
		unsigned gap = end < column ? column - end : (end > indent);

		fprintf(page->out, "%*s", (int)gap, "");
		/* A label that runs over its column takes the text's first line with it. */
		put_wrapped(page, MAX(end + gap, column), shown_text);
	} else {
		fputc('\n', page->out);
	}
	g_free(shown_label);
	g_free(shown_text);
}

void page_rowf(const struct page *page, unsigned indent, enum paint paint, const char *label,
	       unsigned column, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *text = g_strdup_vprintf(format, arguments);

	va_end(arguments);
	page_row(page, indent, paint, label, column, text);
	g_free(text);
}

void page_heading(const struct page *page, const char *heading)
{
	fputc('\n', page->out);
	page_row(page, 0, PAINT_BOLD, heading, 0, NULL);
}
