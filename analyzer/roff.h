/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roff.h - the few requests of man(7) that the pages are made of; text is escaped here. */
#ifndef ANALYZER_ROFF_H
#define ANALYZER_ROFF_H

#include <stdio.h>

void roff_title(FILE *out, const char *name, unsigned section);
void roff_heading(FILE *out, const char *heading);
void roff_subheading(FILE *out, const char *heading);

/* A line of running text. */
void roff_line(FILE *out, const char *text);

/* A tagged paragraph: |tag| in bold, then |value| in italics (NULL: none), then the text. */
void roff_item(FILE *out, const char *tag, const char *value, const char *text);

/*
 * Paragraphs divided by empty lines. Lines that begin with a space are shown
 * as they are.
 */
void roff_prose(FILE *out, const char *text);

#endif
