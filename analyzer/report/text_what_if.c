/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_what_if.c - what record changes would do: the line of a finding, and
 * the section that orders all changes by the devices that they help.
 */
#include "text.h"
#include "tried.h"

#define COLUMN 6
#define CHANGES_SHOWN 4 /* of one list; a rule is seen in fewer than all */
#define DEVICES_SHOWN 6

/* What a device gets to, so that a sentence can be made of it. */
static const char *const goals[STEPS] = {
	[STEP_ADDRESS] = "the lease",
	[STEP_RESOLVE] = "the search for its server",
	[STEP_CONNECT] = "the connection",
	[STEP_HELLO] = "the hello",
	[STEP_IDENTIFY] = "its identification",
	[STEP_NAME] = "its naming",
	[STEP_PROFILE] = "the choice of its profile",
	[STEP_CALLBACK] = "the call-back",
};

static void append_changes(GString *text, const GPtrArray *set)
{
	for (guint i = 0; i < MIN(set->len, CHANGES_SHOWN); i++)
		g_string_append_printf(text, "%s%s", i ? " and " : "", (const char *)set->pdata[i]);
	if (set->len > CHANGES_SHOWN)
		g_string_append_printf(text, " and %u more changes", set->len - CHANGES_SHOWN);
}

char *tried_text(const struct verified_remedy *tried, unsigned devices)
{
	GString *text = g_string_new("with ");

	append_changes(text, tried->set);
	g_string_append_printf(text, " the device%s to %s", devices == 1 ? " gets" : "s get",
			       goals[tried->then]);
	if (tried->by)
		g_string_append_printf(text, ", where %s stops %s (%s).", tried->by->id,
				       devices == 1 ? "it" : "them", failure_title(tried->by));
	else
		g_string_append_printf(text, "; what follows is %s.", tried->beyond);
	return g_string_free(text, FALSE);
}

static char *devices_text(const struct diagnosis *diagnosis, const GArray *devices)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < MIN(devices->len, DEVICES_SHOWN); i++) {
		unsigned device = g_array_index(devices, unsigned, i);
		char *name = text_device_name(diagnosis->devices->pdata[device]);

		g_string_append_printf(text, "%s%u (%s)", i ? ", " : "", device + 1, name);
		g_free(name);
	}
	if (devices->len > DEVICES_SHOWN)
		g_string_append_printf(text, " and %u more", devices->len - DEVICES_SHOWN);
	return g_string_free(text, FALSE);
}

static void put_change(const struct page *page, const struct diagnosis *diagnosis,
		       const struct what_if_change *change)
{
	char *what = tried_text(&change->tried, change->helps->len);
	char *whom = devices_text(diagnosis, change->helps);

	page_rowf(page, 2, PAINT_NONE, "-", 4, "helps %u: %s", change->helps->len, whom);
	page_row(page, COLUMN, PAINT_NONE, NULL, COLUMN, what);
	g_free(what);
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
	char *whom = devices_text(diagnosis, what_if->beyond_records);

	page_rowf(page, 2, PAINT_NONE, "-", 4, "no record helps %u: %s",
		  what_if->beyond_records->len, whom);
	g_free(whom);
}
