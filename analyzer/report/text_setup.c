/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text_setup.c - the rows of setup_words.h in the text report. */
#include "setup_words.h"
#include "text.h"

struct placed {
	const struct page *page;
	unsigned column;
};

static void put_row(void *user, const char *label, const char *text)
{
	const struct placed *placed = user;

	page_row(placed->page, 2, PAINT_NONE, label, placed->column, text);
}

void text_setup(const struct page *page, const struct diagnosis *diagnosis,
		const struct device *device, unsigned column)
{
	struct placed placed = {page, column};

	setup_words(diagnosis, device, put_row, &placed);
}
