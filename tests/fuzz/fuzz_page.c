/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_page.c - whatever text comes, a row of the report is printable ASCII
 * and no line is longer than the page is wide.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "page.h"

static void check_lines(const char *text)
{
	size_t column = 0;

	for (; *text; text++) {
		g_assert(*text == '\n' || (*text >= 0x20 && *text <= 0x7e));
		column = *text == '\n' ? 0 : column + 1;
		g_assert(column <= PAGE_WIDTH);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The first two bytes choose the columns, the rest is the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *written = NULL;
	size_t size = 0;

	if (n < 2)
		return 0;
	char *text = g_strndup((const char *)data + 2, n - 2);
	struct page page = {.out = open_memstream(&written, &size), .width = PAGE_WIDTH};

	page_row(&page, data[0] % 8, PAINT_RED, "label", data[1] % 32, text);
	fclose(page.out);
	check_lines(written);
	free(written);
	g_free(text);
	return 0;
}
