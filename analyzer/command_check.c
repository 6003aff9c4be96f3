/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_check.c - do cases still say what their expect.json expects?
 *
 * A folder of cases is a regression suite: it is searched, in the order of
 * names. A case that cannot be read does not stop the others.
 */
#include <string.h>

#include "case_file.h"
#include "complain.h"
#include "escape.h"
#include "options.h"
#include "output.h"

static const struct usage usage = {
	.command = "check",
	.arguments = "CASE...",
	.summary = "Looks at cases that 'amtrace reproduce' made, and compares what is said of\n"
		   "them with what their expect.json expects. A folder of cases stands for all\n"
		   "cases in it.",
	.details = "Exit status: 0 all as expected, 1 a case differs, 2 wrong use, 3 a case was\n"
		   "not read, 4 the output was not written.\n",
	.groups = OPTIONS_CHECK | OPTIONS_OUTPUT,
};

/* One case, checked. */
struct checked {
	char *folder;
	GPtrArray *differences; /* NULL when it could not be read */
	char *error;
	bool updated;
};

static void checked_free(void *p)
{
	struct checked *checked = p;

	g_free(checked->folder);
	g_free(checked->error);
	g_clear_pointer(&checked->differences, g_ptr_array_unref);
	g_free(checked);
}

static bool is_case(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, CASE_EXPECT, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The cases in |folder|, which is none itself, in the order of their names. */
static GPtrArray *cases_in(const char *folder)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		char *path = g_build_filename(folder, name, NULL);

		if (is_case(path))
			g_ptr_array_add(found, path);
		else
			g_free(path);
	}
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(found, compare_names);
	return found;
}

static bool compare(struct checked *checked, struct case_file *file, bool update, GError **error)
{
	json_t *said = case_says(file, error);
	bool ok = said;

	if (!said)
		return false;
	checked->differences = said_differences(case_expects(file), said);
	if (update && checked->differences->len) {
		ok = case_update(file, said, error);
		checked->updated = ok;
	}
	json_decref(said);
	return ok;
}

static struct checked *check_case(const char *folder, bool update)
{
	struct checked *checked = g_new0(struct checked, 1);
	GError *error = NULL;
	struct case_file *file = case_open(folder, &error);

	checked->folder = g_strdup(folder);
	if (!file || !compare(checked, file, update, &error)) {
		checked->error = g_strdup(error->message);
		complain("%s", error->message);
		g_error_free(error);
	}
	case_close(file);
	return checked;
}

static GPtrArray *check_all(char **arguments, bool update)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(checked_free);

	for (char **argument = arguments; *argument; argument++) {
		g_autoptr(GPtrArray) inside = is_case(*argument) ? NULL : cases_in(*argument);

		if (!inside || !inside->len)
			g_ptr_array_add(all, check_case(*argument, update));
		for (guint i = 0; inside && i < inside->len; i++)
			g_ptr_array_add(all, check_case(inside->pdata[i], update));
	}
	return all;
}

static bool differs(const struct checked *checked)
{
	return checked->differences && checked->differences->len && !checked->updated;
}

static void put_text(FILE *out, const GPtrArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		const struct checked *checked = all->pdata[i];
		g_autofree char *name = escape_ascii(checked->folder);

		fprintf(out, "%s %s\n",
			checked->error     ? "unread "
			: checked->updated ? "updated"
			: differs(checked) ? "differs"
					   : "ok     ",
			name);
		for (guint d = 0; checked->differences && d < checked->differences->len; d++) {
			g_autofree char *line = escape_ascii(checked->differences->pdata[d]);

			fprintf(out, "        %s\n", line);
		}
	}
}

static unsigned count(const GPtrArray *all, bool errors)
{
	unsigned n = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct checked *checked = all->pdata[i];

		n += errors ? checked->error != NULL : differs(checked);
	}
	return n;
}

/* Text of an attribute or an element; what XML 1.0 cannot hold was made ASCII before. */
static char *xml(const char *text)
{
	g_autofree char *ascii = escape_ascii(text);

	return g_markup_escape_text(ascii, -1);
}

static void put_junit_case(FILE *out, const struct checked *checked)
{
	g_autofree char *name = xml(checked->folder);
	g_autofree char *error = checked->error ? xml(checked->error) : NULL;

	fprintf(out, "  <testcase classname=\"amtrace.check\" name=\"%s\">\n", name);
	if (error)
		fprintf(out, "    <error message=\"%s\"/>\n", error);
	if (differs(checked)) {
		fputs("    <failure message=\"differs from what is expected\">", out);
		for (guint d = 0; d < checked->differences->len; d++) {
			g_autofree char *line = xml(checked->differences->pdata[d]);

			fprintf(out, "%s%s", d ? "\n" : "", line);
		}
		fputs("</failure>\n", out);
	}
	fputs("  </testcase>\n", out);
}

static void put_junit(FILE *out, const GPtrArray *all)
{
	fprintf(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuite name=\"amtrace check\" tests=\"%u\" failures=\"%u\" errors=\"%u\">\n",
		all->len, count(all, false), count(all, true));
	for (guint i = 0; i < all->len; i++)
		put_junit_case(out, all->pdata[i]);
	fputs("</testsuite>\n", out);
}

static enum status write_checked(const GPtrArray *all, bool junit, const char *path)
{
	GError *error = NULL;
	struct output *output = output_open(path, &error);
	bool written = output;

	if (output) {
		(junit ? put_junit : put_text)(output_stream(output), all);
		written = output_close(output, !ferror(output_stream(output)), &error);
	}
	if (!written) {
		complain("%s: %s", path ? path : "standard output", error->message);
		g_error_free(error);
		return STATUS_OUTPUT;
	}
	if (count(all, true))
		return STATUS_INPUT;
	return count(all, false) ? STATUS_FINDINGS : STATUS_DONE;
}

static enum status check(const struct options *options)
{
	const char *format = options->format_word ? options->format_word : "text";
	bool junit = strcmp(format, "junit") == 0;

	if (!junit && strcmp(format, "text") != 0) {
		complain("--format: '%s' is none of text, junit", format);
		return STATUS_USAGE;
	}
	if (!options->arguments[0]) {
		complain("check: no case given; see 'amtrace help check'");
		return STATUS_USAGE;
	}
	g_autoptr(GPtrArray) all = check_all(options->arguments, options->update);

	return write_checked(all, junit, options->output);
}

enum status command_check(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = check(&options);
	options_clear(&options);
	return status;
}
