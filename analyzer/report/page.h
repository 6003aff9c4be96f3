/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h - rows of text in columns, wrapped by words.
 *
 * Everything that people read is made of one shape: a label, then a text that
 * keeps to its own column. Escaping happens here, so no caller can forget it.
 * Colour is laid over the label and never the only sign.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#define PAGE_WIDTH 80

enum paint {
	PAINT_NONE,
	PAINT_BOLD,
	PAINT_RED,
	PAINT_YELLOW,
	PAINT_GREEN,
};

struct page {
	FILE *out;
	unsigned width;
	bool color;
};

/*
 * |indent| spaces, |label|, and |text| from |column| on (one space behind a
 * label that reaches it), in as many lines as it needs. None is longer than
 * the page is wide: a word that is gets broken. Label and text may be NULL.
 */
void page_row(const struct page *page, unsigned indent, enum paint paint, const char *label,
	      unsigned column, const char *text);

/* The same with a formatted text. */
void page_rowf(const struct page *page, unsigned indent, enum paint paint, const char *label,
	       unsigned column, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* A blank line and a heading. */
void page_heading(const struct page *page, const char *heading);

#endif
