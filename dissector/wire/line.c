/* SPDX-License-Identifier: GPL-2.0-or-later */
/* line.c - see line.h. */
#include "line.h"

#include <stdarg.h>
#include <stdio.h>

void line_put(struct line *line, const char *format, ...)
{
	size_t room = (size_t)(line->end - line->at);
	va_list arguments;

	va_start(arguments, format);
	int n = vsnprintf(line->at, room + 1, format, arguments);

	va_end(arguments);
	if (n > 0)
		line->at += (size_t)n < room ? (size_t)n : room;
}

void line_put_bytes(struct line *line, struct bytes text)
{
	for (size_t i = 0; i < text.n; i++) {
		bool plain = text.p[i] >= ' ' && text.p[i] <= '~' && text.p[i] != '\\';

		line_put(line, plain ? "%c" : "\\x%02x", text.p[i]);
	}
}

void line_put_text(struct line *line, const char *text)
{
	line_put_bytes(line, bytes_of(text, strlen(text)));
}

void line_put_named(struct line *line, const struct name table[], uint32_t value)
{
	const char *text = name_of(table, value);

	if (text)
		line_put(line, " %s", text);
	else
		line_put(line, " %u", value);
}
