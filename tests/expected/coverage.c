/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * coverage.c - the catalogue beside the table.
 *
 * The ids are taken from the program's own listing, so that a new row of the
 * catalogue is missed here on the day it is written.
 */
#include "coverage.h"

#include <stdio.h>
#include <string.h>

static gint id_order(gconstpointer left, gconstpointer right, gpointer unused)
{
	(void)unused;
	return strcmp(left, right);
}

/* What |amtrace| explain says, of |id| or, without one, of all. The caller frees. */
static char *explained(const char *amtrace, const char *id)
{
	char *arguments[] = {(char *)amtrace, (char *)"explain", (char *)id, NULL}, *text = NULL;

	g_spawn_sync(NULL, arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text, NULL,
		     NULL, NULL);
	return text ? text : g_strdup("");
}

/* One that is never reported by itself. */
static bool is_candidate(const char *amtrace, const char *id)
{
	char *text = explained(amtrace, id);
	bool candidate = strstr(text, "other findings name it") != NULL;

	g_free(text);
	return candidate;
}

/* Each id to whether it is a candidate. */
static GTree *catalogue_ids(const char *amtrace, const char *listing)
{
	GTree *ids = g_tree_new_full(id_order, NULL, g_free, NULL);
	GRegex *id = g_regex_new("AMT-[A-Z][0-9]{2}", 0, 0, NULL);
	GMatchInfo *match;

	for (g_regex_match(id, listing, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		char *name = g_match_info_fetch(match, 0);

		g_tree_insert(ids, name, GINT_TO_POINTER(is_candidate(amtrace, name)));
	}
	g_match_info_free(match);
	g_regex_unref(id);
	return ids;
}

/* A candidate is shown where a finding names it, any other where it is reported. */
static bool is_shown(const struct row *row, const char *id, bool candidate)
{
	for (unsigned i = 0; i < row->findings->len; i++) {
		const struct wanted_finding *wanted = g_ptr_array_index(row->findings, i);

		if (!wanted->optional && wanted->named == candidate && !strcmp(wanted->id, id))
			return true;
	}
	return false;
}

static bool is_missed(const struct row *row, const char *id, bool candidate)
{
	for (unsigned i = 0; i < row->absent->len; i++) {
		const char *text = g_ptr_array_index(row->absent, i);

		if (!strcmp(table_id(text), id) && (table_id(text) != text) == candidate)
			return true;
	}
	return false;
}

/* One of the two lists while it is gathered. */
struct gap {
	GPtrArray *rows;
	bool (*covers)(const struct row *row, const char *id, bool candidate);
	GString *text;
};

static gboolean note_gap(gpointer key, gpointer value, gpointer pointer)
{
	struct gap *gap = pointer;
	bool covered = false;

	for (unsigned i = 0; i < gap->rows->len && !covered; i++)
		covered = gap->covers(g_ptr_array_index(gap->rows, i), key, value != NULL);
	if (!covered)
		g_string_append_printf(gap->text, " %s", (const char *)key);
	return FALSE;
}

static void print_gap(GTree *ids, struct gap gap, const char *title)
{
	gap.text = g_string_new(NULL);
	g_tree_foreach(ids, note_gap, &gap);
	printf("%s:%s\n", title, gap.text->len ? gap.text->str : " none");
	g_string_free(gap.text, TRUE);
}

void coverage_print(const char *amtrace, GPtrArray *rows)
{
	char *listing = explained(amtrace, NULL);

	if (!strstr(listing, "AMT-")) {
		printf("coverage: %s explain lists no catalogue\n", amtrace);
		g_free(listing);
		return;
	}
	GTree *ids = catalogue_ids(amtrace, listing);

	print_gap(ids, (struct gap){.rows = rows, .covers = is_shown}, "no capture shows");
	print_gap(ids, (struct gap){.rows = rows, .covers = is_missed}, "no near miss of");
	g_tree_unref(ids);
	g_free(listing);
}

static const char *const certainties[VERDICTS] = {"certain", "likely", "possible"};

void coverage_count(struct verdicts *verdicts, const json_t *report)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		const char *is = json_string_value(json_object_get(finding, "certainty"));

		for (unsigned known = 0; known < VERDICTS; known++)
			verdicts->count[known] += is && !strcmp(is, certainties[known]);
	}
}

void coverage_print_verdicts(const struct verdicts *verdicts)
{
	printf("verdicts:");
	for (unsigned known = 0; known < VERDICTS; known++)
		printf("%s %u %s", known ? "," : "", verdicts->count[known], certainties[known]);
	printf("\n");
}
