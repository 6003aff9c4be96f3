/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * input.c - arguments and folders.
 *
 * A file or folder is taken once, whatever links lead to it: that ends loops
 * and keeps one capture from being counted as two observations.
 */
#include "input.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recognise.h"

static const struct {
	const char *suffix;
	enum input_vantage vantage;
} vantages[] = {
	{"@client", INPUT_VANTAGE_CLIENT},
	{"@server", INPUT_VANTAGE_SERVER},
	{"@between", INPUT_VANTAGE_BETWEEN},
};

static void input_free(void *p)
{
	struct input *input = p;

	g_free(input->path);
	g_free(input->name);
	g_free(input);
}

/* Cuts the vantage off |path|, if there is one and no file has the whole name. */
static enum input_vantage cut_vantage(char *path)
{
	if (access(path, F_OK) == 0)
		return INPUT_VANTAGE_UNKNOWN;
	for (size_t i = 0; i < G_N_ELEMENTS(vantages); i++)
		if (g_str_has_suffix(path, vantages[i].suffix)) {
			path[strlen(path) - strlen(vantages[i].suffix)] = '\0';
			return vantages[i].vantage;
		}
	return INPUT_VANTAGE_UNKNOWN;
}

/* A search through one folder. */
struct search {
	const char *root;
	enum input_vantage vantage;
	GPtrArray *found;
	GHashTable *seen; /* "device:inode" */
	GError **error;
};

static bool seen_before(struct search *search, const struct stat *status)
{
	return !g_hash_table_add(search->seen,
				 g_strdup_printf("%" PRIu64 ":%" PRIu64, (uint64_t)status->st_dev,
						 (uint64_t)status->st_ino));
}

static bool search_folder(struct search *search, const char *folder);

static bool search_entry(struct search *search, char *path)
{
	struct stat status;

	/* A link that leads nowhere is nothing to read. */
	if (stat(path, &status) < 0 || (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) ||
	    seen_before(search, &status))
		return true;
	if (S_ISDIR(status.st_mode))
		return search_folder(search, path);
	if (!recognise_file(path))
		return true;
	struct input *input = g_new0(struct input, 1);
	const char *name = path + strlen(search->root);

	input->path = g_strdup(path);
	input->name = g_strdup(name + strspn(name, "/"));
	input->vantage = search->vantage;
	g_ptr_array_add(search->found, input);
	return true;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int by_name(const void *a, const void *b)
{
	const struct input *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* The visible entries of |folder|, as paths in order of their bytes. */
static GPtrArray *entries(const char *folder, GError **error)
{
	GError *why = NULL;
	GDir *dir = g_dir_open(folder, 0, &why);
	const char *name;

	if (!dir) {
		/* GLib's message names the folder, its way. */
		g_propagate_error(error, why);
		return NULL;
	}
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	while ((name = g_dir_read_name(dir)))
		if (*name != '.')
			g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
	g_dir_close(dir);
	g_ptr_array_sort(paths, by_text);
	return paths;
}

static bool search_folder(struct search *search, const char *folder)
{
	GPtrArray *paths = entries(folder, search->error);
	bool ok = paths != NULL;

	for (guint i = 0; ok && i < paths->len; i++)
		ok = search_entry(search, g_ptr_array_index(paths, i));
	if (paths)
		g_ptr_array_free(paths, TRUE);
	return ok;
}

static void move_all(GPtrArray *to, GPtrArray *from)
{
	for (guint i = 0; i < from->len; i++)
		g_ptr_array_add(to, g_ptr_array_index(from, i));
	g_ptr_array_set_free_func(from, NULL);
}

/* Adds the captures of |folder|, sorted by name. */
static bool add_folder(GPtrArray *inputs, const char *folder, enum input_vantage vantage,
		       GError **error)
{
	struct search search = {
		.root = folder,
		.vantage = vantage,
		.found = g_ptr_array_new_with_free_func(input_free),
		.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.error = error,
	};
	struct stat status;

	if (stat(folder, &status) == 0)
		seen_before(&search, &status);
	bool ok = search_folder(&search, folder);

	if (ok && !search.found->len) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
			    "%s: no capture is in this folder", folder);
		ok = false;
	}
	g_ptr_array_sort(search.found, by_name);
	if (ok)
		move_all(inputs, search.found);
	g_ptr_array_free(search.found, TRUE);
	g_hash_table_destroy(search.seen);
	return ok;
}

static void add_file(GPtrArray *inputs, const char *path, enum input_vantage vantage)
{
	struct input *input = g_new0(struct input, 1);

	input->path = g_strdup(path);
	input->name = g_path_get_basename(path);
	input->vantage = vantage;
	g_ptr_array_add(inputs, input);
}

static bool add_argument(GPtrArray *inputs, const char *argument, GError **error)
{
	char *path = g_strdup(argument);
	enum input_vantage vantage = cut_vantage(path);
	bool ok = true;

	if (strcmp(path, "-") != 0 && g_file_test(path, G_FILE_TEST_IS_DIR))
		ok = add_folder(inputs, path, vantage, error);
	else
		add_file(inputs, path, vantage);
	g_free(path);
	return ok;
}

GPtrArray *input_list(const char *const *arguments, GError **error)
{
	GPtrArray *inputs = g_ptr_array_new_with_free_func(input_free);

	for (; *arguments; arguments++)
		if (!add_argument(inputs, *arguments, error)) {
			g_ptr_array_free(inputs, TRUE);
			return NULL;
		}
	return inputs;
}
