/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ladder_text.c - a ladder in 80 columns of ASCII.
 *
 * A rung takes two lines: what is said, then the arrow with its time before
 * it. An absent one is dotted, and says how long it did not come.
 */
#include <string.h>

#include "escape.h"
#include "ladder.h"
#include "page.h"

enum {
	FIRST = 18,  /* column of the device's rail */
	STEP = 20,   /* to the next one */
	MARGIN = 16, /* for times */
};

/* Columns of the rails that are used; others have none. */
static void place_rails(const struct ladder *ladder, unsigned column[RAILS])
{
	unsigned at = FIRST;

	for (unsigned rail = 0; rail < RAILS; rail++) {
		column[rail] = at;
		at += ladder->used[rail] ? STEP : 0;
	}
}

static void draw_rails(const struct ladder *ladder, const unsigned column[RAILS],
		       char line[PAGE_WIDTH + 1])
{
	memset(line, ' ', PAGE_WIDTH);
	line[PAGE_WIDTH] = '\0';
	for (unsigned rail = 0; rail < RAILS; rail++)
		if (ladder->used[rail])
			line[column[rail]] = '|';
}

static void put_line(FILE *out, char *line)
{
	fprintf(out, "%s\n", g_strchomp(line));
}

static void put_names(FILE *out, const struct ladder *ladder, const unsigned column[RAILS])
{
	char line[PAGE_WIDTH + 1];

	memset(line, ' ', PAGE_WIDTH);
	line[PAGE_WIDTH] = '\0';
	for (unsigned rail = 0; rail < RAILS; rail++) {
		size_t length = strlen(rail_names[rail]);

		if (ladder->used[rail])
			memcpy(line + MIN(column[rail] - length / 2, PAGE_WIDTH - length),
			       rail_names[rail], length);
	}
	put_line(out, line);
}

/* The words of a rung; what does not fit goes on in lines of its own. */
static void put_words(FILE *out, const struct ladder *ladder, const unsigned column[RAILS],
		      const struct rung *rung)
{
	unsigned at = column[MIN(rung->from, rung->to)] + 2;
	char waited[LADDER_TIME], line[PAGE_WIDTH + 1];
	g_autofree char *whole = rung->absent ? g_strdup_printf("(absent) %s for %s", rung->text,
								ladder_waited(rung, waited))
					      : g_strdup(rung->text);
	g_autofree char *text = escape_ascii(whole);

	for (size_t done = 0, n; text[done]; done += n) {
		n = MIN(strlen(text + done), PAGE_WIDTH - at);
		draw_rails(ladder, column, line);
		memcpy(line + at, text + done, n);
		put_line(out, line);
	}
}

static void put_arrow(FILE *out, const struct ladder *ladder, const unsigned column[RAILS],
		      const struct rung *rung, bool marked)
{
	unsigned from = column[rung->from], to = column[rung->to];
	char time[LADDER_TIME], line[PAGE_WIDTH + 1];
	bool right = to > from;

	draw_rails(ladder, column, line);
	for (unsigned i = MIN(from, to) + 1; i < MAX(from, to); i++)
		line[i] = !rung->absent ? '-' : i % 2 ? '.' : ' ';
	if (from != to)
		line[right ? to - 1 : to + 1] = rung->absent ? 'x' : right ? '>' : '<';
	ladder_time(ladder, rung, time);
	memcpy(line + 2, time, MIN(strlen(time), MARGIN - 2));
	if (marked)
		memcpy(line, ">>", 2);
	put_line(out, line);
}

static void put_ladder(FILE *out, const struct ladder *ladder)
{
	unsigned column[RAILS];
	char line[PAGE_WIDTH + 1];

	place_rails(ladder, column);
	put_names(out, ladder, column);
	for (unsigned i = 0; i < ladder->rungs->len; i++) {
		const struct rung *rung = ladder_rung(ladder, i);

		put_words(out, ladder, column, rung);
		put_arrow(out, ladder, column, rung, (int)i == ladder->diverges);
	}
	draw_rails(ladder, column, line);
	put_line(out, line);
}

static void put_whole(FILE *out, const struct ladder *ladder)
{
	struct page page = {.out = out, .width = PAGE_WIDTH};

	page_row(&page, 0, PAINT_NONE, NULL, 0, ladder->name);
	page_row(&page, 2, PAINT_NONE, NULL, 2, ladder->verdict);
	if (ladder->left_out)
		page_rowf(&page, 2, PAINT_NONE, NULL, 2, "%u sightings in the middle are not drawn",
			  ladder->left_out);
	fputc('\n', out);
	if (ladder->rungs->len)
		put_ladder(out, ladder);
	else
		fputs("  nothing was seen of it\n", out);
}

/* What each of the two does where they part. */
static void put_divergence(FILE *out, const struct ladder *ladder, const struct ladder *other)
{
	struct page page = {.out = out, .width = PAGE_WIDTH};
	const struct ladder *both[] = {ladder, other};

	fputc('\n', out);
	if (ladder->diverges < 0 && other->diverges < 0) {
		page_row(&page, 0, PAINT_NONE, NULL, 0, "Both do the same.");
		return;
	}
	page_row(&page, 0, PAINT_NONE, NULL, 0, "They part where \">>\" stands:");
	for (unsigned i = 0; i < G_N_ELEMENTS(both); i++)
		page_rowf(&page, 2, PAINT_NONE, NULL, 4, "%s: %s", both[i]->name,
			  both[i]->diverges < 0
				  ? "nothing more is seen"
				  : ladder_rung(both[i], (unsigned)both[i]->diverges)->text);
}

bool ladder_write_text(FILE *out, const struct ladder *ladder, const struct ladder *other)
{
	put_whole(out, ladder);
	if (other) {
		fputc('\n', out);
		put_whole(out, other);
		put_divergence(out, ladder, other);
	}
	return fflush(out) == 0 && !ferror(out);
}
