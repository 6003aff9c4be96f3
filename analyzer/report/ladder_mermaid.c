/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ladder_mermaid.c - a ladder as a sequence diagram that GitHub and GitLab draw.
 *
 * Text is letters, digits and a few harmless signs; all else becomes an entity
 * code of Mermaid ("#59;"), so no name of a capture can end a line or a
 * diagram. Source: https://mermaid.js.org/syntax/sequenceDiagram.html
 */
#include <string.h>

#include "escape.h"
#include "ladder.h"

static void put_text(FILE *out, const char *text)
{
	g_autofree char *ascii = escape_ascii(text);

	for (const char *c = ascii; *c; c++) {
		/* The word "end" closes a block, wherever it stands. */
		bool ends = g_ascii_strncasecmp(c, "end", 3) == 0;

		if (!ends && (g_ascii_isalnum(*c) || strchr(" .,?/_+-", *c)))
			fputc(*c, out);
		else
			fprintf(out, "#%u;", (unsigned char)*c);
	}
}

/* "D2": the rail's own letter, and which of two ladders it is of. */
static void put_rail(FILE *out, enum rail rail, unsigned which)
{
	static const char letters[RAILS] = {'D', 'H', 'N', 'S'};

	fprintf(out, "%c%u", letters[rail], which);
}

static void put_rung(FILE *out, const struct ladder *ladder, const struct rung *rung,
		     unsigned which, bool marked)
{
	char text[LADDER_TIME];

	fputs(marked ? "    rect rgba(255, 165, 0, 0.3)\n    " : "    ", out);
	put_rail(out, rung->from, which);
	fputs(rung->absent ? "--x" : "->>", out);
	put_rail(out, rung->to, which);
	fputs(": ", out);
	put_text(out, ladder_time(ladder, rung, text));
	fputs(rung->absent ? " absent, " : " ", out);
	put_text(out, rung->text);
	if (rung->absent) {
		fputs(" for ", out);
		put_text(out, ladder_waited(rung, text));
	}
	fputs(marked ? "\n    end\n" : "\n", out);
}

static void put_rails(FILE *out, const struct ladder *ladder, unsigned which)
{
	for (enum rail rail = 0; rail < RAILS; rail++) {
		if (!ladder->used[rail])
			continue;
		fputs("    participant ", out);
		put_rail(out, rail, which);
		fputs(" as ", out);
		put_text(out, rail == RAIL_DEVICE ? ladder->name : rail_names[rail]);
		fputc('\n', out);
	}
}

static void put_ladder(FILE *out, const struct ladder *ladder, unsigned which)
{
	fputs("    Note over ", out);
	put_rail(out, RAIL_DEVICE, which);
	fputs(": ", out);
	put_text(out, ladder->verdict ? ladder->verdict : "");
	fputc('\n', out);
	for (unsigned i = 0; i < ladder->rungs->len; i++)
		put_rung(out, ladder, ladder_rung(ladder, i), which, (int)i == ladder->diverges);
}

bool ladder_write_mermaid(FILE *out, const struct ladder *ladder, const struct ladder *other)
{
	fputs("sequenceDiagram\n", out);
	put_rails(out, ladder, 1);
	if (other)
		put_rails(out, other, 2);
	put_ladder(out, ladder, 1);
	if (other)
		put_ladder(out, other, 2);
	return fflush(out) == 0 && !ferror(out);
}
