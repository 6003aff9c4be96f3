/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line.h - one line of text for people, written into somebody's room.
 *
 * What does not fit is left out. Text of a sender passes line_put_bytes(),
 * which lets only printable ASCII through.
 */
#ifndef WIRE_LINE_H
#define WIRE_LINE_H

#include "bytes.h"
#include "names.h"

struct line {
	char *at, *end; /* |end| is the place of the last possible NUL */
};

void line_put(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The sender's own characters; what is not printable ASCII is written \xNN. */
void line_put_bytes(struct line *line, struct bytes text);
void line_put_text(struct line *line, const char *text);

/* " name" of |value|, or its number. */
void line_put_named(struct line *line, const struct name table[], uint32_t value);

#endif
