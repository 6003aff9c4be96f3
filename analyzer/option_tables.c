/* SPDX-License-Identifier: GPL-2.0-or-later */
/* option_tables.c - see option_tables.h; the tables themselves stand in options.c. */
#include "option_tables.h"

#include <string.h>

const GOptionEntry *option_next(struct option_walk *walk)
{
	for (; option_tables[walk->table].entries; walk->table++, walk->entry = 0) {
		const struct option_table *table = &option_tables[walk->table];
		const GOptionEntry *entry = &table->entries[walk->entry];
		bool taken = (walk->groups & table->group) || table->group == OPTIONS_ALL;

		if (taken && entry->long_name) {
			walk->entry++;
			return entry;
		}
	}
	return NULL;
}

static const struct worded_option *worded(const char *option)
{
	for (const struct worded_option *row = worded_options; row->option; row++)
		if (strcmp(row->option, option) == 0)
			return row;
	return NULL;
}

const char **option_words(const char *option)
{
	const struct worded_option *row = worded(option);
	const struct report_format *format;

	if (!row)
		return NULL;
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (const struct word *w = row->words; w && w->word; w++)
		g_ptr_array_add(list, (gpointer)w->word);
	for (size_t i = 0; !row->words && (format = report_format_at(i)); i++)
		g_ptr_array_add(list, (gpointer)format->name);
	g_ptr_array_add(list, NULL);
	return (const char **)g_ptr_array_steal(list, NULL);
}

const char *option_default(const char *option)
{
	const struct worded_option *row = worded(option);

	return row ? row->fallback : NULL;
}

bool option_is_path(const GOptionEntry *option)
{
	return option->arg_description && (strcmp(option->arg_description, "FILE") == 0 ||
					   strcmp(option->arg_description, "PATH") == 0);
}

static void drop(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

void option_list_drop(char **texts)
{
	for (char **text = texts; text && *text; text++)
		drop(*text);
	g_free(texts);
}

/* Several commands may have one value: it is dropped once. */
static void drop_value(const GOptionEntry *entry)
{
	void **value = entry->arg_data;

	if (entry->arg == G_OPTION_ARG_FILENAME)
		drop(*value);
	else if (entry->arg == G_OPTION_ARG_FILENAME_ARRAY)
		option_list_drop(*value);
	else
		return;
	*value = NULL;
}

void option_values_drop(void)
{
	struct option_walk walk = {.groups = OPTIONS_ALL};
	const GOptionEntry *entry;

	while ((entry = option_next(&walk)))
		drop_value(entry);
}
