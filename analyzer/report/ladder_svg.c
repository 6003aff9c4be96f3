/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ladder_svg.c - a ladder as a drawing, alone or as a part of a page.
 *
 * Colours are the reader's: light or dark, as the system says. Arrowheads are
 * triangles of their own, so that several drawings on one page share no ids.
 * The title says in words what the drawing shows. Source: SVG 1.1.
 */
#include <string.h>

#include "escape.h"
#include "ladder.h"

enum {
	LEFT = 120, /* of the device's rail; times stand before it */
	APART = 230,
	RIGHT = 190, /* behind the last rail: long words go on there */
	TOP = 50,
	HEIGHT = 38, /* of a rung */
	HEAD = 8,    /* of an arrow */
};

const char ladder_style[] =
	"svg.ladder{color-scheme:light dark;font:13px system-ui,sans-serif;max-width:100%;height:auto}"
	"svg.ladder text{fill:#1b1f24}svg.ladder .t{fill:#59636e;font-size:11px}"
	"svg.ladder line{stroke:#59636e}svg.ladder .m{stroke:#0550ae;stroke-width:1.6}"
	"svg.ladder polygon{fill:#0550ae}svg.ladder .a{stroke:#b35900;stroke-dasharray:3 5}"
	"svg.ladder .w{fill:#b35900;font-style:italic}svg.ladder .d{fill:#ffd8a8;opacity:.7}"
	"@media(prefers-color-scheme:dark){svg.ladder text{fill:#e6edf3}svg.ladder .t{fill:#9198a1}"
	"svg.ladder line{stroke:#9198a1}svg.ladder .m{stroke:#79c0ff}svg.ladder polygon{fill:#79c0ff}"
	"svg.ladder .a{stroke:#ffa657}svg.ladder .w{fill:#ffa657}svg.ladder .d{fill:#6b3f00}}";

/* What XML cannot hold was made ASCII before. */
char *ladder_xml(const char *text)
{
	g_autofree char *ascii = escape_ascii(text);

	return g_markup_escape_text(ascii, -1);
}

static void place_rails(const struct ladder *ladder, int x[RAILS])
{
	int at = LEFT;

	for (unsigned rail = 0; rail < RAILS; rail++) {
		x[rail] = at;
		at += ladder->used[rail] ? APART : 0;
	}
}

static int width_of(const struct ladder *ladder)
{
	int width = LEFT - APART + RIGHT;

	for (unsigned rail = 0; rail < RAILS; rail++)
		width += ladder->used[rail] ? APART : 0;
	return width;
}

static int height_of(const struct ladder *ladder)
{
	return TOP + HEIGHT * (int)ladder->rungs->len + HEIGHT / 2;
}

static void put_rails(FILE *out, const struct ladder *ladder, const int x[RAILS])
{
	for (unsigned rail = 0; rail < RAILS; rail++)
		if (ladder->used[rail])
			fprintf(out,
				"<text x=\"%d\" y=\"20\" text-anchor=\"middle\">%s</text>"
				"<line x1=\"%d\" y1=\"28\" x2=\"%d\" y2=\"%d\"/>\n",
				x[rail], rail_names[rail], x[rail], x[rail], height_of(ladder));
}

/* At the end an arrow, or of what did not come a cross. */
static void put_end(FILE *out, int x, int y, int direction, bool absent)
{
	if (absent)
		fprintf(out,
			"<line class=\"a\" style=\"stroke-dasharray:none\" x1=\"%d\" y1=\"%d\" "
			"x2=\"%d\" y2=\"%d\"/><line class=\"a\" style=\"stroke-dasharray:none\" "
			"x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
			x - 5 - 6 * direction, y - 5, x + 5 - 6 * direction, y + 5,
			x - 5 - 6 * direction, y + 5, x + 5 - 6 * direction, y - 5);
	else
		fprintf(out, "<polygon points=\"%d,%d %d,%d %d,%d\"/>", x, y, x - HEAD * direction,
			y - 4, x - HEAD * direction, y + 4);
}

static void put_rung(FILE *out, const struct ladder *ladder, const int x[RAILS],
		     const struct rung *rung, int y, bool marked)
{
	char text[LADDER_TIME];
	g_autofree char *words = ladder_xml(rung->text);
	int from = x[rung->from], to = x[rung->to];

	if (marked)
		fprintf(out, "<rect class=\"d\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
			y - 24, width_of(ladder), HEIGHT - 4);
	fprintf(out, "<text class=\"t\" x=\"6\" y=\"%d\">%s</text>", y + 4,
		ladder_time(ladder, rung, text));
	fprintf(out, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
		rung->absent ? "a" : "m", from, y, to, y);
	put_end(out, to, y, to > from ? 1 : -1, rung->absent);
	fprintf(out, "<text%s x=\"%d\" y=\"%d\">%s", rung->absent ? " class=\"w\"" : "",
		MIN(from, to) + 10, y - 6, words);
	if (rung->absent)
		fprintf(out, " for %s (absent)", ladder_waited(rung, text));
	fputs("</text>\n", out);
}

static void put_body(FILE *out, const struct ladder *ladder)
{
	int x[RAILS];

	place_rails(ladder, x);
	put_rails(out, ladder, x);
	for (unsigned i = 0; i < ladder->rungs->len; i++)
		put_rung(out, ladder, x, ladder_rung(ladder, i), TOP + HEIGHT * (int)i + 20,
			 (int)i == ladder->diverges);
}

static void put_title(FILE *out, const struct ladder *ladder)
{
	g_autofree char *name = ladder_xml(ladder->name);
	g_autofree char *verdict = ladder_xml(ladder->verdict);

	fprintf(out, "<title>Messages of %s: %s</title>\n", name, verdict);
}

void ladder_put_svg(FILE *out, const struct ladder *ladder)
{
	fprintf(out,
		"<svg class=\"ladder\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		"width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n",
		width_of(ladder), height_of(ladder), width_of(ladder), height_of(ladder));
	put_title(out, ladder);
	put_body(out, ladder);
	fputs("</svg>\n", out);
}

/* Beside each other, each under its name. */
bool ladder_write_svg(FILE *out, const struct ladder *ladder, const struct ladder *other)
{
	const struct ladder *both[] = {ladder, other};
	int width = width_of(ladder) + (other ? width_of(other) : 0);
	int height = 30 + MAX(height_of(ladder), other ? height_of(other) : 0);

	fprintf(out,
		"<svg class=\"ladder\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		"width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n<style>%s</style>\n",
		width, height, width, height, ladder_style);
	put_title(out, ladder);
	for (unsigned i = 0, x = 0; i < G_N_ELEMENTS(both) && both[i]; i++) {
		g_autofree char *name = ladder_xml(both[i]->name);

		fprintf(out,
			"<g transform=\"translate(%u,30)\"><text x=\"6\" y=\"-10\">%s</text>\n", x,
			name);
		put_body(out, both[i]);
		fputs("</g>\n", out);
		x += (unsigned)width_of(both[i]);
	}
	fputs("</svg>\n", out);
	return fflush(out) == 0 && !ferror(out);
}
