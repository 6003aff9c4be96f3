/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setup_words.c - see setup_words.h. */
#include "setup_words.h"

#include "setup_comparison.h"

#define ROOTS_NAMED 8 /* of those offered; JSON has all */
#define SIDES_SHOWN 8 /* certificates; likewise */

static const char *const sources[] = {
	[SETUP_SUFFIX_MEBX] = "MEBx, by the records",
	[SETUP_SUFFIX_DHCP] = "DHCP",
	[SETUP_SUFFIX_ASKED] = "asked under",
};

static const char *const listings[] = {
	[SETUP_ROOT_UNKNOWN] = "not compared",
	[SETUP_ROOT_LISTED] = "offered",
	[SETUP_ROOT_NOT_LISTED] = "not offered",
	[SETUP_ROOT_PERHAPS_NOT] = "not offered, but the hello may leave some out",
};

static char *suffixes_text(const struct setup_comparison *c)
{
	GString *text = g_string_new(c->suffix_count ? NULL : "none known");

	for (unsigned i = 0; i < c->suffix_count; i++)
		g_string_append_printf(text, "%s%s (%s)", i ? ", " : "", c->suffix[i].text,
				       sources[c->suffix[i].source]);
	return g_string_free(text, FALSE);
}

static char *side_text(const struct setup_comparison *c, const struct setup_side *side)
{
	GString *text = g_string_new(NULL);

	if (side->label)
		g_string_append_printf(text, "%s (%s): ", side->label,
				       side->has_key ? "with its key" : "without its key");
	g_string_append_printf(text, "CN %s", side->leaf->common_name);
	for (unsigned i = 0; i < side->leaf->dns_name_count; i++)
		g_string_append_printf(text, ", DNS %s", side->leaf->dns_names[i]);
	if (c->suffix_known)
		g_string_append_printf(text, " (%s the suffix)",
				       side->fit == SUFFIX_FITS_NOT ? "does not fit" : "fits");
	g_string_append_printf(text, "; root %s (%s)",
			       side->root ? side->root->subject : "not there",
			       listings[side->listed]);
	return g_string_free(text, FALSE);
}

static char *roots_text(const struct seen_hashes *offered)
{
	GString *text = g_string_new(NULL);
	unsigned named = 0;

	g_string_printf(text, "%u:", offered->n);
	for (unsigned i = 0; i < offered->n && named < ROOTS_NAMED; i++) {
		const char *name = setup_offered_name(&offered->hash[i]);

		if (name)
			g_string_append_printf(text, "%s %s", named++ ? "," : "", name);
	}
	if (named < offered->n)
		g_string_append_printf(text, "%s %u %s", named ? "," : "", offered->n - named,
				       named < ROOTS_NAMED ? "of no known CA" : "more");
	return g_string_free(text, FALSE);
}

struct rows {
	setup_row_function *row;
	void *user;
};

/* Takes |text|. */
static void put(const struct rows *rows, const char *label, char *text)
{
	rows->row(rows->user, label, text);
	g_free(text);
}

static void put_sides(const struct rows *rows, const struct setup_comparison *c)
{
	const char *label = "Owned";

	for (unsigned i = 0; i < MIN(c->sides->len, SIDES_SHOWN); i++) {
		const struct setup_side *side = &g_array_index(c->sides, struct setup_side, i);

		put(rows, side->label ? label : "Sent", side_text(c, side));
		label = side->label ? NULL : label;
	}
	if (c->sides->len > SIDES_SHOWN)
		put(rows, NULL, g_strdup_printf("and %u more", c->sides->len - SIDES_SHOWN));
}

void setup_words(const struct diagnosis *diagnosis, const struct device *device,
		 setup_row_function *row, void *user)
{
	struct setup_comparison *c = setup_comparison_of(diagnosis, device);
	const struct rows rows = {row, user};

	if (!c)
		return;
	put(&rows, "Suffix", suffixes_text(c));
	put_sides(&rows, c);
	if (c->offered)
		put(&rows, "Roots", roots_text(c->offered));
	setup_comparison_free(c);
}
