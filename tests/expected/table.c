/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.c - reads a table of expectations; a row that does not parse is an error, not a comment. */
#include "table.h"

#include <stdio.h>
#include <string.h>

enum column {
	COLUMN_CAPTURE,
	COLUMN_SITE,
	COLUMN_OPTIONS,
	COLUMN_OUTCOMES,
	COLUMN_FINDINGS,
	COLUMN_ABSENT,
	COLUMNS
};

static const char *const severities[] = {"note", "warning", "error", NULL};
static const char *const certainties[] = {"possible", "likely", "certain", NULL};
static const char *const outcomes[] = {"provisioned", "failed", "in-progress", "unknown", NULL};

static void finding_free(gpointer pointer)
{
	struct wanted_finding *wanted = pointer;

	g_free(wanted->text);
	g_free(wanted->id);
	g_free(wanted->severity);
	g_free(wanted->certainty);
	g_free(wanted);
}

static void outcome_free(gpointer pointer)
{
	struct wanted_outcome *wanted = pointer;

	g_free(wanted->text);
	g_free(wanted->device);
	g_free(wanted->outcome);
	g_free(wanted);
}

static void row_free(gpointer pointer)
{
	struct row *row = pointer;

	g_free(row->site);
	g_ptr_array_unref(row->captures);
	g_ptr_array_unref(row->options);
	g_ptr_array_unref(row->outcomes);
	g_ptr_array_unref(row->findings);
	g_ptr_array_unref(row->absent);
	g_free(row);
}

/* The words of a column; "-" is none. The caller frees. */
static char **words_of(const char *column)
{
	char **words = NULL;

	if (!strcmp(column, "-") || !g_shell_parse_argv(column, NULL, &words, NULL))
		return g_new0(char *, 1);
	return words;
}

const char *table_id(const char *text)
{
	return g_str_has_prefix(text, NAMES) ? text + strlen(NAMES) : text;
}

static bool is_id(const char *text)
{
	return !strcmp(text, "*") ||
	       (strlen(text) == strlen("AMT-X00") && g_str_has_prefix(text, "AMT-") &&
		g_ascii_isupper(text[4]) && g_ascii_isdigit(text[5]) && g_ascii_isdigit(text[6]));
}

/* Cuts |suffix| off |text|. */
static bool take_suffix(char *text, char suffix)
{
	size_t n = strlen(text);

	if (n == 0 || text[n - 1] != suffix)
		return false;
	text[n - 1] = '\0';
	return true;
}

/* Cuts "50x" off the beginning of |*text|; 0 when there is none. */
static unsigned take_times(const char **text)
{
	char *end;
	guint64 times = g_ascii_strtoull(*text, &end, 10);

	if (end == *text || *end != 'x')
		return 0;
	*text = end + 1;
	return (unsigned)times;
}

static bool add_finding(struct row *row, const char *word)
{
	struct wanted_finding *wanted = g_new0(struct wanted_finding, 1);

	wanted->text = g_strdup(word);
	wanted->times = take_times(&word);
	char *text = g_strdup(word);

	wanted->optional = take_suffix(text, '?');
	wanted->at_least = take_suffix(text, '+');
	wanted->named = table_id(text) != text;
	char **parts = g_strsplit(table_id(text), "/", 3);
	unsigned n = g_strv_length(parts);

	wanted->id = g_strdup(parts[0]);
	wanted->severity = n > 1 ? g_strdup(parts[1]) : NULL;
	wanted->certainty = n > 2 ? g_strdup(parts[2]) : NULL;
	g_ptr_array_add(row->findings, wanted);
	g_strfreev(parts);
	g_free(text);
	return wanted->id && is_id(wanted->id) && (!wanted->named || n == 1) &&
	       (!wanted->severity || g_strv_contains(severities, wanted->severity)) &&
	       (!wanted->certainty || g_strv_contains(certainties, wanted->certainty));
}

static bool add_outcome(struct row *row, const char *word)
{
	const char *equals = strchr(word, '=');

	if (!strcmp(word, "*"))
		return row->any_outcomes = true;
	if (!equals || equals == word)
		return false;
	struct wanted_outcome *wanted = g_new0(struct wanted_outcome, 1);

	wanted->text = g_strdup(word);
	wanted->times = take_times(&word);
	wanted->negated = equals[-1] == '!';
	wanted->device = g_strndup(word, (gsize)(equals - word) - wanted->negated);
	wanted->outcome = g_strdup(equals + 1);
	g_ptr_array_add(row->outcomes, wanted);
	return g_strv_contains(outcomes, wanted->outcome);
}

static bool add_absent(struct row *row, const char *word)
{
	g_ptr_array_add(row->absent, g_strdup(word));
	return is_id(table_id(word));
}

static bool add_capture(struct row *row, const char *word)
{
	g_ptr_array_add(row->captures, g_strdup(word));
	return true;
}

static bool add_option(struct row *row, const char *word)
{
	g_ptr_array_add(row->options, g_strdup(word));
	return true;
}

static bool add_all(struct row *row, const char *column, bool (*add)(struct row *, const char *))
{
	char **words = words_of(column);
	bool good = true;

	for (unsigned i = 0; words[i]; i++)
		good &= add(row, words[i]);
	g_strfreev(words);
	return good;
}

static bool fill_row(struct row *row, char **columns)
{
	for (unsigned i = 0; i < COLUMNS; i++)
		g_strstrip(columns[i]);
	row->site = strcmp(columns[COLUMN_SITE], "-") ? g_strdup(columns[COLUMN_SITE]) : NULL;
	return *columns[COLUMN_CAPTURE] && add_all(row, columns[COLUMN_CAPTURE], add_capture) &&
	       add_all(row, columns[COLUMN_OPTIONS], add_option) &&
	       add_all(row, columns[COLUMN_OUTCOMES], add_outcome) &&
	       add_all(row, columns[COLUMN_FINDINGS], add_finding) &&
	       add_all(row, columns[COLUMN_ABSENT], add_absent);
}

static struct row *row_new(unsigned number)
{
	struct row *row = g_new0(struct row, 1);

	row->number = number;
	row->captures = g_ptr_array_new_with_free_func(g_free);
	row->options = g_ptr_array_new_with_free_func(g_free);
	row->outcomes = g_ptr_array_new_with_free_func(outcome_free);
	row->findings = g_ptr_array_new_with_free_func(finding_free);
	row->absent = g_ptr_array_new_with_free_func(g_free);
	return row;
}

static bool read_row(GPtrArray *rows, const char *line, unsigned number)
{
	char **columns = g_strsplit(line, "|", -1);
	struct row *row = row_new(number);

	g_ptr_array_add(rows, row);
	bool good = g_strv_length(columns) == COLUMNS && fill_row(row, columns);

	g_strfreev(columns);
	return good;
}

GPtrArray *table_read(const char *path)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	char *text = NULL;
	bool good = true;

	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		fprintf(stderr, "%s: cannot be read\n", path);
		g_ptr_array_unref(rows);
		return NULL;
	}
	char **lines = g_strsplit(text, "\n", -1);

	for (unsigned i = 0; lines[i]; i++) {
		if (!*lines[i] || *lines[i] == '#' || read_row(rows, lines[i], i + 1))
			continue;
		fprintf(stderr, "%s:%u: not a row: %s\n", path, i + 1, lines[i]);
		good = false;
	}
	g_strfreev(lines);
	g_free(text);
	if (good)
		return rows;
	g_ptr_array_unref(rows);
	return NULL;
}
