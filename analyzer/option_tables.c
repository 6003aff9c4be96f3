/* SPDX-License-Identifier: GPL-2.0-or-later */
/* option_tables.c - see option_tables.h; the tables themselves stand in options.c. */
#include "option_tables.h"

#include <string.h>

static bool is_taken(const struct option_walk *walk, const struct option_table *table)
{
	return (walk->groups & table->group) || table->group == OPTIONS_ALL;
}

/* Is there one of that name in a table before? */
static bool is_repeated(const struct option_walk *walk, const char *name)
{
	for (size_t i = 0; i < walk->table; i++) {
		const GOptionEntry *entry = option_tables[i].entries;

		for (; is_taken(walk, &option_tables[i]) && entry->long_name; entry++)
			if (strcmp(entry->long_name, name) == 0)
				return true;
	}
	return false;
}

const GOptionEntry *option_next(struct option_walk *walk)
{
	for (; option_tables[walk->table].entries; walk->table++, walk->entry = 0) {
		const struct option_table *table = &option_tables[walk->table];
		const GOptionEntry *entry;

		while (is_taken(walk, table) && (entry = &table->entries[walk->entry])->long_name) {
			walk->entry++;
			if (!is_repeated(walk, entry->long_name))
				return entry;
		}
	}
	return NULL;
}

static const struct worded_option *worded(const GOptionEntry *option)
{
	for (const struct worded_option *row = worded_options; row->table; row++)
		for (const GOptionEntry *entry = row->table; entry->long_name; entry++)
			if (entry == option && strcmp(entry->long_name, row->option) == 0)
				return row;
	return NULL;
}

const char **option_words(const GOptionEntry *option)
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

const char *option_default(const GOptionEntry *option)
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
