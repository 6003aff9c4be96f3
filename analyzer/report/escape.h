/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * escape.h - text from captures and file names, made harmless.
 *
 * A name in a capture may hold terminal sequences, line breaks and characters
 * that reverse the direction of writing. What leaves the program is therefore
 * plain ASCII, whatever the terminal understands.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

/*
 * |text| in printable ASCII: other characters as \u{202e}, control characters
 * and bytes that are no UTF-8 as \x1b. NULL gives "". Free with g_free().
 */
char *escape_ascii(const char *text);

/* |text| in valid UTF-8: DEL and bytes that are none as \xff. Free with g_free(). */
char *escape_utf8(const char *text);

#endif
