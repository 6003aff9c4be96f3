/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_what_if.c - what record changes would do: the line of a finding, and
 * the section that orders all changes by the devices that they help.
 */
#include "text.h"
#include "tried.h"

#define COLUMN 10
#define CHANGES_SHOWN 4 /* of one list; a rule is seen in fewer than all */

/* What a device gets to, so that a sentence can be made of it. */
static const char *const goals[STEPS] = {
	[STEP_ADDRESS] = "its lease",
	[STEP_RESOLVE] = "the search for its server",
	[STEP_CONNECT] = "the connection",
	[STEP_HELLO] = "the hello",
	[STEP_IDENTIFY] = "the check of its key or certificate",
	[STEP_NAME] = "the look-up of its name",
	[STEP_PROFILE] = "the choice of its profile",
	[STEP_CALLBACK] = "the call-back",
	[STEP_SECURE] = "the TLS handshake",
};

static void append_changes(GString *text, const GPtrArray *set)
{
	for (guint i = 0; i < MIN(set->len, CHANGES_SHOWN); i++)
		g_string_append_printf(text, "%s%s", i ? " and " : "", (const char *)set->pdata[i]);
	if (set->len > CHANGES_SHOWN)
		g_string_append_printf(text, " and %u more", set->len - CHANGES_SHOWN);
}

/* Where it leads, and why no further. */
static void append_fate(GString *text, const struct verified_remedy *tried)
{
	g_string_append(text, goals[tried->then]);
	if (tried->by)
		g_string_append_printf(text, ", where %s says: %s.", tried->by->id,
				       failure_title(tried->by));
	else
		g_string_append_printf(text, "; what follows is %s.", tried->beyond);
}

char *tried_text(const struct verified_remedy *tried, unsigned devices)
{
	GString *text = g_string_new("with ");

	append_changes(text, tried->set);
	g_string_append_printf(text, " %s to ", devices == 1 ? "the device gets" : "each gets");
	append_fate(text, tried);
	return g_string_free(text, FALSE);
}

/* A change a line, so that it can be taken from there. */
static void put_change(const struct page *page, const struct diagnosis *diagnosis,
		       const struct what_if_change *change)
{
	const GPtrArray *set = change->tried.set;
	unsigned count = change->helps->len;
	char *whom = text_device_list(diagnosis, change->helps);
	GString *fate = g_string_new(count == 1 ? "It then gets to " : "Each then gets to ");

	append_fate(fate, &change->tried);
	page_rowf(page, 2, PAINT_NONE, "-", 4, "helps %u device%s: %s", count,
		  count == 1 ? "" : "s", whom);
	for (guint i = 0; i < set->len; i++)
		page_row(page, 4, PAINT_NONE, "--set", COLUMN, set->pdata[i]);
	page_row(page, 4, PAINT_NONE, NULL, 4, fate->str);
	g_string_free(fate, TRUE);
	g_free(whom);
}

void text_what_if(const struct page *page, const struct diagnosis *diagnosis)
{
	const struct what_if *what_if = diagnosis->what_if;

	if (!what_if)
		return;
	page_heading(page, "What if: record changes, those that help most devices first");
	for (guint i = 0; i < what_if->changes->len; i++)
		put_change(page, diagnosis, what_if->changes->pdata[i]);
	if (!what_if->changes->len)
		page_row(page, 2, PAINT_NONE, "-", 4, "no change of the records helps a device");
	if (!what_if->beyond_records->len)
		return;
	char *whom = text_device_list(diagnosis, what_if->beyond_records);

	page_rowf(page, 2, PAINT_NONE, "-", 4, "no record helps %u device%s: %s",
		  what_if->beyond_records->len, what_if->beyond_records->len == 1 ? "" : "s", whom);
	g_free(whom);
}
