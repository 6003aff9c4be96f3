/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * escape.c - one walk over the characters of a text, two ways to write them.
 *
 * What is UTF-8 is GLib's decision (g_utf8_get_char_validated: no surrogates,
 * no overlong forms, RFC 3629).
 */
#include "escape.h"

#include <stdbool.h>

#include <glib.h>

#define DELETE 0x7f /* the one control character that JSON does not escape */

static bool is_character(gunichar c)
{
	return c != (gunichar)-1 && c != (gunichar)-2;
}

static void append_ascii(GString *out, gunichar c)
{
	if (c >= 0x20 && c < 0x7f)
		g_string_append_c(out, (char)c);
	else if (c < 0x80)
		g_string_append_printf(out, "\\x%02x", c);
	else
		g_string_append_printf(out, "\\u{%x}", c);
}

/* Nearly every text is, and stays as it is either way. */
static bool is_plain(const char *text)
{
	while (*text >= ' ' && *text < DELETE)
		text++;
	return !*text;
}

static char *escape(const char *text, bool ascii)
{
	const char *at = text ? text : "";

	if (is_plain(at))
		return g_strdup(at);
	GString *out = g_string_new(NULL);

	while (*at) {
		gunichar c = g_utf8_get_char_validated(at, -1);

		if (!is_character(c) || c == DELETE) {
			g_string_append_printf(out, "\\x%02x", (unsigned char)*at++);
			continue;
		}
		if (ascii)
			append_ascii(out, c);
		else
			g_string_append_unichar(out, c);
		at = g_utf8_next_char(at);
	}
	return g_string_free(out, FALSE);
}

char *escape_ascii(const char *text)
{
	return escape(text, true);
}

char *escape_utf8(const char *text)
{
	return escape(text, false);
}
