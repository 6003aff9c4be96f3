/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * settings.c - places are asked from the nearest on, each for every option.
 *
 * Where to write is never a setting: a folder that somebody sent, with a
 * settings file in it, must not be able to overwrite a file. Nor are changes to
 * records, which are for one run and may hold keys.
 */
#include "settings.h"

#include <string.h>

#include "complain.h"
#include "page.h"

#define FILE_NAME ".amtrace.ini"
#define FILE_IN_FOLDER "amtrace/config.ini"
#define NOT_TYPED (-1) /* of a flag, while places are asked */

/* A place where options may stand. */
struct source {
	char *name;
	char *folder;   /* what relative paths in it start from; NULL: the working folder */
	GKeyFile *file; /* NULL: the environment */
};

/* Options of OPTIONS_SETTINGS that only the command line has all the same. */
static const char *const never[] = {"help", "no-settings", "set", NULL};

/* Of each pair a nearer place's word silences the farther one's. */
static const char *const opposites[][2] = {
	{"quiet", "verbose"},
	{"verbose", "quiet"},
};

static GHashTable *origins; /* option -> where from */

static const GOptionEntry *next_setting(struct option_walk *walk)
{
	const GOptionEntry *entry;

	walk->groups &= OPTIONS_SETTINGS;
	do
		entry = option_next(walk);
	while (entry && g_strv_contains(never, entry->long_name));
	return entry;
}

static void source_free(gpointer memory)
{
	struct source *place = memory;

	g_free(place->name);
	g_free(place->folder);
	if (place->file)
		g_key_file_unref(place->file);
	g_free(place);
}

/* The files that may be there, nearest first: char * each. */
static GPtrArray *file_names(void)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(names, g_strdup(FILE_NAME));
	g_ptr_array_add(names, g_build_filename(g_get_user_config_dir(), FILE_IN_FOLDER, NULL));
	for (const char *const *folder = g_get_system_config_dirs(); *folder; folder++)
		g_ptr_array_add(names, g_build_filename(*folder, FILE_IN_FOLDER, NULL));
	return names;
}

bool settings_has(const char *option)
{
	struct option_walk walk = {.groups = OPTIONS_ALL};
	const GOptionEntry *entry;

	while ((entry = next_setting(&walk)))
		if (strcmp(entry->long_name, option) == 0)
			return true;
	return false;
}

/* A word that nothing heeds would be heeded by nobody's eyes either. */
static bool check_keys(const struct source *place)
{
	g_auto(GStrv) groups = g_key_file_get_groups(place->file, NULL);
	g_auto(GStrv) keys = g_key_file_get_keys(place->file, "options", NULL, NULL);

	for (char **group = groups; *group; group++)
		if (strcmp(*group, "options") != 0 && strcmp(*group, "suppress") != 0) {
			complain("%s: no group [%s]; there are [options] and [suppress]",
				 place->name, *group);
			return false;
		}
	for (char **key = keys; key && *key; key++)
		if (!settings_has(*key)) {
			complain("%s: no setting '%s'; 'amtrace config show' lists them",
				 place->name, *key);
			return false;
		}
	return true;
}

static bool add_file(GPtrArray *places, const char *name)
{
	GError *error = NULL;

	if (!g_file_test(name, G_FILE_TEST_IS_REGULAR))
		return true;
	struct source *place = g_new0(struct source, 1);

	g_ptr_array_add(places, place);
	place->name = g_strdup(name);
	place->folder = strchr(name, '/') ? g_path_get_dirname(name) : NULL;
	place->file = g_key_file_new();
	if (g_key_file_load_from_file(place->file, name, G_KEY_FILE_NONE, &error))
		return check_keys(place);
	complain("%s: %s", name, error->message);
	g_error_free(error);
	return false;
}

static bool list_places(GPtrArray *places)
{
	g_autoptr(GPtrArray) names = file_names();
	struct source *environment = g_new0(struct source, 1);

	environment->name = g_strdup("the environment");
	g_ptr_array_add(places, environment);
	for (guint i = 0; i < names->len; i++)
		if (!add_file(places, names->pdata[i]))
			return false;
	return true;
}

/* "fail-on" is AMTRACE_FAIL_ON. */
static char *variable_of(const char *option)
{
	g_autofree char *upper = g_ascii_strup(option, -1);

	return g_strconcat("AMTRACE_", g_strdelimit(upper, "-", '_'), NULL);
}

static char *value_at(const struct source *place, const char *option)
{
	g_autofree char *variable = variable_of(option);

	return place->file ? g_key_file_get_string(place->file, "options", option, NULL)
			   : g_strdup(g_getenv(variable));
}

/* "ID:DEVICE@DAY = REASON", as it would be typed. */
static void append_suppressions(GPtrArray *list, GKeyFile *file)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, "suppress", NULL, NULL);

	for (char **key = keys; key && *key; key++) {
		g_autofree char *reason = g_key_file_get_string(file, "suppress", *key, NULL);

		g_ptr_array_add(list, g_strconcat(*key, "=", reason, NULL));
	}
}

static char *path_at(const struct source *place, const GOptionEntry *entry, char *value)
{
	if (!place->folder || !option_is_path(entry) || g_path_is_absolute(value))
		return value;
	char *path = g_build_filename(place->folder, value, NULL);

	g_free(value);
	return path;
}

static GPtrArray *list_at(const struct source *place, const GOptionEntry *entry)
{
	const char *option = entry->long_name;
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *value = place->file ? NULL : value_at(place, option);
	g_auto(GStrv) values =
		place->file ? g_key_file_get_string_list(place->file, "options", option, NULL, NULL)
			    : g_strsplit(value ? value : "", ";", -1);

	for (char **one = values; one && *one; one++)
		g_ptr_array_add(list, path_at(place, entry, g_strdup(*one)));
	if (place->file && strcmp(option, "suppress") == 0)
		append_suppressions(list, place->file);
	return list;
}

static void note_origin(const struct source *place, const char *option)
{
	char *from = place->file ? g_strdup(place->name) : variable_of(option);

	if (g_hash_table_contains(origins, option))
		g_free(from);
	else
		g_hash_table_insert(origins, g_strdup(option), from);
}

static bool fill_word(const struct source *place, const GOptionEntry *entry)
{
	char **variable = entry->arg_data, *value;

	if (*variable)
		return true;
	value = value_at(place, entry->long_name);
	if (!value)
		return true;
	*variable = path_at(place, entry, value);
	note_origin(place, entry->long_name);
	return true;
}

/* What farther places say comes first, so that the nearest has the last word. */
static bool fill_list(const struct source *place, const GOptionEntry *entry)
{
	g_autoptr(GPtrArray) list = list_at(place, entry);
	char ***variable = entry->arg_data;

	if (!list->len)
		return true;
	note_origin(place, entry->long_name);
	g_ptr_array_set_free_func(list, NULL);
	for (char **old = *variable; old && *old; old++)
		g_ptr_array_add(list, *old);
	g_free(*variable);
	g_ptr_array_add(list, NULL);
	*variable = (char **)g_ptr_array_steal(list, NULL);
	return true;
}

static bool opposite_is_on(const char *option)
{
	struct option_walk walk = {.groups = OPTIONS_ALL};
	const GOptionEntry *entry;

	while ((entry = next_setting(&walk)))
		for (size_t i = 0; i < G_N_ELEMENTS(opposites); i++)
			if (strcmp(opposites[i][0], option) == 0 &&
			    strcmp(opposites[i][1], entry->long_name) == 0)
				return *(gboolean *)entry->arg_data == TRUE;
	return false;
}

static bool fill_flag(const struct source *place, const GOptionEntry *entry)
{
	g_autofree char *value = NULL;
	gboolean *variable = entry->arg_data;

	if (*variable != NOT_TYPED)
		return true;
	value = value_at(place, entry->long_name);
	if (!value || opposite_is_on(entry->long_name))
		return true;
	if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
		complain("%s: %s is true or false, not '%s'", place->name, entry->long_name, value);
		return false;
	}
	*variable = strcmp(value, "true") == 0;
	note_origin(place, entry->long_name);
	return true;
}

static bool fill(const struct source *place, const GOptionEntry *entry)
{
	switch (entry->arg) {
	case G_OPTION_ARG_NONE:
		return fill_flag(place, entry);
	case G_OPTION_ARG_FILENAME_ARRAY:
		return fill_list(place, entry);
	default:
		return fill_word(place, entry);
	}
}

static bool fill_all(const struct source *place, unsigned groups)
{
	struct option_walk walk = {.groups = groups};
	const GOptionEntry *entry;

	while ((entry = next_setting(&walk)))
		if (!fill(place, entry))
			return false;
	return true;
}

static bool is_typed(const GOptionEntry *entry)
{
	return entry->arg == G_OPTION_ARG_NONE ? *(gboolean *)entry->arg_data != NOT_TYPED
					       : *(void **)entry->arg_data != NULL;
}

static void note_typed(unsigned groups)
{
	struct option_walk walk = {.groups = groups};
	const GOptionEntry *entry;

	origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	while ((entry = next_setting(&walk)))
		if (is_typed(entry))
			g_hash_table_insert(origins, g_strdup(entry->long_name),
					    g_strdup("command line"));
}

static void set_flags(unsigned groups, gboolean from, gboolean to)
{
	struct option_walk walk = {.groups = groups};
	const GOptionEntry *entry;

	while ((entry = next_setting(&walk)))
		if (entry->arg == G_OPTION_ARG_NONE && *(gboolean *)entry->arg_data == from)
			*(gboolean *)entry->arg_data = to;
}

void settings_prepare(unsigned groups)
{
	set_flags(groups, FALSE, NOT_TYPED);
}

void settings_skip(unsigned groups)
{
	note_typed(groups);
	set_flags(groups, NOT_TYPED, FALSE);
}

bool settings_fill(unsigned groups)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(source_free);
	bool good = list_places(places);

	note_typed(groups);
	for (guint i = 0; good && i < places->len; i++)
		good = fill_all(places->pdata[i], groups);
	set_flags(groups, NOT_TYPED, FALSE);
	return good;
}

const char *settings_origin(const char *option)
{
	return origins ? g_hash_table_lookup(origins, option) : NULL;
}

void settings_list_places(FILE *out)
{
	g_autoptr(GPtrArray) names = file_names();
	struct page page = {.out = out, .width = PAGE_WIDTH};

	page_heading(&page, "Settings files, the nearest first");
	for (guint i = 0; i < names->len; i++) {
		bool there = g_file_test(names->pdata[i], G_FILE_TEST_IS_REGULAR);

		page_row(&page, 2, PAINT_NONE, there ? "there" : "absent", 10, names->pdata[i]);
	}
}

void settings_clear(void)
{
	g_clear_pointer(&origins, g_hash_table_destroy);
}
