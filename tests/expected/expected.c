/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expected.c - runs the analyzer over every row of a table and compares.
 *
 *   expected --amtrace PROGRAM FOLDER TABLE    captures and sites lie in FOLDER
 *   expected --report FILE FOLDER TABLE        a report made before, for every row
 *
 * Exit status 77, which ctest takes for "skipped", when FOLDER is not there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "compare.h"
#include "coverage.h"

#define EXIT_SKIPPED 77

struct run {
	char *amtrace, *report;
	const char *folder, *table;
	struct verdicts verdicts;
};

/* Does the word behind |option| name a file? It lies in the folder, too. */
static bool names_file(const char *option)
{
	static const char *const options[] = {"--keys", "--rsa-key", "--key-password"};

	for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
		if (!strcmp(option, options[i]))
			return true;
	return false;
}

static void add_options(GPtrArray *words, const struct run *run, const struct row *row)
{
	const char *before = "";

	for (unsigned i = 0; i < row->options->len; i++) {
		const char *word = g_ptr_array_index(row->options, i);

		g_ptr_array_add(words, names_file(before)
					       ? g_build_filename(run->folder, word, NULL)
					       : g_strdup(word));
		before = word;
	}
}

/* Of a row: the command line, from its first word on. The caller frees. */
static char **command_of(const struct run *run, const struct row *row)
{
	static const char *const always[] = {"analyze", "--format", "json", "--fail-on", "never"};
	GPtrArray *words = g_ptr_array_new();

	g_ptr_array_add(words, g_strdup(run->amtrace));
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		g_ptr_array_add(words, g_strdup(always[i]));
	if (row->site) {
		g_ptr_array_add(words, g_strdup("--site"));
		g_ptr_array_add(words, g_build_filename(run->folder, row->site, NULL));
	}
	add_options(words, run, row);
	for (unsigned i = 0; i < row->captures->len; i++)
		g_ptr_array_add(words, g_build_filename(run->folder,
							g_ptr_array_index(row->captures, i), NULL));
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

/* Standard output of the row's command; NULL, said, when that crashed. The caller frees. */
static char *output_of(const struct run *run, const struct row *row)
{
	char **command = command_of(run, row), *output = NULL;
	char *shown = g_strjoinv(" ", command);
	GError *error = NULL;
	int status = 0;

	printf("%s:%u: %s\n", run->table, row->number, shown);
	fflush(stdout);
	if (!g_spawn_sync(NULL, command, NULL, 0, NULL, NULL, &output, NULL, &status, &error)) {
		printf("  + %s\n", error->message);
		g_error_free(error);
	} else if (WIFSIGNALED(status)) {
		printf("  + ended by signal %d\n", WTERMSIG(status));
		g_clear_pointer(&output, g_free);
	}
	g_free(shown);
	g_strfreev(command);
	return output;
}

static json_t *report_of(const struct run *run, const struct row *row)
{
	json_error_t error;
	json_t *report;

	if (run->report) {
		printf("%s:%u: %s\n", run->table, row->number, run->report);
		report = json_load_file(run->report, 0, &error);
	} else {
		char *output = output_of(run, row);

		report = json_loads(output ? output : "", 0, &error);
		g_free(output);
	}
	if (!report)
		printf("  + no report: %s\n", error.text);
	return report;
}

static bool row_holds(struct run *run, struct row *row)
{
	json_t *report = report_of(run, row);

	if (!report)
		return false;
	coverage_count(&run->verdicts, report);
	GString *difference = compare(row, report);
	bool same = difference->len == 0;

	printf("%s", difference->str);
	g_string_free(difference, TRUE);
	json_decref(report);
	return same;
}

static int run_table(struct run *run)
{
	GPtrArray *rows = table_read(run->table);
	unsigned failed = 0;

	if (!rows)
		return EXIT_FAILURE;
	for (unsigned i = 0; i < rows->len; i++)
		failed += !row_holds(run, g_ptr_array_index(rows, i));
	printf("%u rows, %u differ\n", rows->len, failed);
	coverage_print_verdicts(&run->verdicts);
	if (run->amtrace)
		coverage_print(run->amtrace, rows);
	g_ptr_array_unref(rows);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int usage(void)
{
	fprintf(stderr, "usage: expected --amtrace PROGRAM | --report FILE  FOLDER TABLE\n");
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct run run = {0};

	if (argc != 5)
		return usage();
	if (!strcmp(argv[1], "--amtrace"))
		run.amtrace = argv[2];
	else if (!strcmp(argv[1], "--report"))
		run.report = argv[2];
	else
		return usage();
	run.folder = argv[3];
	run.table = argv[4];
	if (g_file_test(run.folder, G_FILE_TEST_IS_DIR))
		return run_table(&run);
	printf("skipped: %s is not here\n", run.folder);
	return EXIT_SKIPPED;
}
