/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options_usage.c - GOption's context of a command, made of the option tables.
 *
 * Each flag that may be a setting has a twin --no-FLAG, which takes it back;
 * twins are the same everywhere and not listed.
 */
#include "options_usage.h"

#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "option_tables.h"
#include "settings.h"

/* GOption says "Unknown option --fomat=x": the "fomat" of it. Free it. */
static char *unknown_name(const GError *error)
{
	const char *word = strrchr(error->message, ' ');

	if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !word)
		return NULL;
	word += 1 + strspn(word + 1, "-");
	return g_strndup(word, strcspn(word, "="));
}

void usage_complain(const struct usage *usage, const GError *error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct option_walk walk = {.groups = usage->groups};
	g_autofree char *unknown = unknown_name(error);
	const GOptionEntry *entry;

	while ((entry = option_next(&walk)))
		g_ptr_array_add(names, (gpointer)entry->long_name);
	g_ptr_array_add(names, NULL);
	const char *meant = unknown ? nearest(unknown, (const char *const *)names->pdata) : NULL;

	if (meant)
		complain("%s: %s; did you mean --%s?", usage->command, error->message, meant);
	else
		complain("%s: %s; see 'amtrace help %s'", usage->command, error->message,
			 usage->command);
}

static char *formats_text(void)
{
	GString *text = g_string_new("\nFormats\n");
	const struct report_format *format;

	for (size_t i = 0; (format = report_format_at(i)); i++)
		g_string_append_printf(text, "  %-9s %s\n", format->name, format->description);
	return g_string_free(text, FALSE);
}

static const char suppress_text[] =
	"\nSuppressions\n"
	"  ID[:DEVICE][@DAY][=REASON] keeps a finding from counting for the exit status:\n"
	"  of one device (name, address, MAC or UUID), until the end of a day, because.\n"
	"  --suppress 'AMT-H07:192.0.2.50@2027-01-31=the switch is replaced in January'\n";

char *usage_details(const struct usage *usage)
{
	g_autofree char *formats = usage->groups & OPTIONS_FORMAT ? formats_text() : NULL;
	g_autofree char *more = usage->more ? usage->more() : NULL;

	return g_strconcat(usage->details ? usage->details : "", formats ? formats : "",
			   usage->groups & OPTIONS_LIMITS ? suppress_text : "", more, NULL);
}

static GOptionEntry twin_of(const GOptionEntry *flag)
{
	GOptionEntry twin = *flag;
	g_autofree char *name = g_strconcat("no-", flag->long_name, NULL);

	twin.long_name = g_intern_string(name);
	twin.flags |= G_OPTION_FLAG_REVERSE | G_OPTION_FLAG_HIDDEN;
	return twin;
}

GOptionContext *usage_context(const struct usage *usage, GOptionEntry *arguments)
{
	GOptionContext *context = g_option_context_new(usage->arguments);
	g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
	struct option_walk walk = {.groups = usage->groups};
	g_autofree char *details = usage_details(usage);
	const GOptionEntry *entry;

	while ((entry = option_next(&walk))) {
		GOptionEntry twin = twin_of(entry);

		g_array_append_vals(entries, entry, 1);
		if (entry->arg == G_OPTION_ARG_NONE && settings_has(entry->long_name))
			g_array_append_val(entries, twin);
	}
	g_array_append_vals(entries, arguments, 1);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, usage->summary);
	/* GLib ends it with a line break of its own. */
	g_option_context_set_description(context, *g_strchomp(details) ? details : NULL);
	g_option_context_add_main_entries(context, (GOptionEntry *)(void *)entries->data, NULL);
	return context;
}

enum status usage_show(GOptionContext *context)
{
	g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
	GString *ascii = g_string_new(help);

	g_string_replace(ascii, "\342\200\246", "...", 0); /* GOption's ellipsis */
	fputs(ascii->str, stdout);
	g_string_free(ascii, TRUE);
	return STATUS_DONE;
}

static bool asked;
static const struct usage *answer;

const struct usage *options_ask(enum status (*run)(int argc, char **argv))
{
	char none[] = "";

	asked = true;
	answer = NULL;
	run(1, (char *[]){none, NULL});
	asked = false;
	return answer;
}

bool usage_is_asked(const struct usage *usage)
{
	if (asked && usage)
		answer = usage;
	return asked;
}
