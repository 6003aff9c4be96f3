/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ladder_compare.c - a good device beside a bad one: where they part.
 *
 * Rungs are compared by what they are, not by addresses, names and times; one
 * that follows its like (a retransmission, a retry) counts once.
 */
#include <string.h>

#include "ladder.h"

/* The next rung at or behind |i| that is not like the one before it, or the end. */
static unsigned next_new(const struct ladder *ladder, unsigned i)
{
	while (i > 0 && i < ladder->rungs->len &&
	       strcmp(ladder_rung(ladder, i)->key, ladder_rung(ladder, i - 1)->key) == 0)
		i++;
	return i;
}

void ladder_compare(struct ladder *a, struct ladder *b)
{
	unsigned i = 0, j = 0;

	while (i < a->rungs->len && j < b->rungs->len &&
	       strcmp(ladder_rung(a, i)->key, ladder_rung(b, j)->key) == 0) {
		i = next_new(a, i + 1);
		j = next_new(b, j + 1);
	}
	a->diverges = i < a->rungs->len ? (int)i : -1;
	b->diverges = j < b->rungs->len ? (int)j : -1;
}

static const struct ladder_format formats[] = {
	{"text", ladder_write_text},
	{"mermaid", ladder_write_mermaid},
	{"svg", ladder_write_svg},
};

const struct ladder_format *ladder_format_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
