/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_histories.c - for each row of the catalogue the smallest history that
 * triggers it and the nearest that must not. What must come out follows from
 * the row's meaning (given in words beside it), not from what the engine says.
 */
#include "diagnosis.h"
#include "histories.h"
#include "history.h"
#include "suite.h"

static bool names(const struct finding *f, const char *id, size_t length)
{
	for (unsigned i = 0; i < f->candidates->len; i++) {
		const char *candidate = f->candidates->pdata[i];

		if (strncmp(candidate + strlen("AMT-"), id, length) == 0)
			return true;
	}
	return false;
}

/* |marks| is "?F01!F09...": what must be named as possible, and what must not. */
static bool names_as_wanted(const struct finding *f, const char *marks)
{
	while (*marks) {
		size_t length = strcspn(marks + 1, "?!");

		if (names(f, marks + 1, length) != (*marks == '?'))
			return false;
		marks += 1 + length;
	}
	return true;
}

static bool finds(const struct diagnosis *d, const char *what)
{
	g_autofree char *marks = g_strdup(what + strcspn(what, "?!"));
	g_autofree char *plain = g_strndup(what, strcspn(what, "?!"));
	g_auto(GStrv) part = g_strsplit(plain, "/", 4);
	const unsigned n = g_strv_length(part);

	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		if (strcmp(f->row->id, part[0]) == 0 &&
		    (n < 2 || strcmp(severity_names[f->severity], part[1]) == 0) &&
		    (n < 3 || strcmp(certainty_names[f->certainty], part[2]) == 0) &&
		    (n < 4 || strcmp(known_names[f->known], part[3]) == 0) &&
		    names_as_wanted(f, marks))
			return true;
	}
	return false;
}

static char *all_findings(const struct diagnosis *d)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		g_string_append_printf(text, "%s/%s/%s/%s ", f->row->id,
				       severity_names[f->severity], certainty_names[f->certainty],
				       known_names[f->known]);
	}
	return g_string_free(text, FALSE);
}

static bool has_error(const struct diagnosis *d)
{
	return d->severities[SEVERITY_ERROR] > 0;
}

static void check_history(const struct history *h, const struct diagnosis *d)
{
	g_autofree char *found = all_findings(d);
	g_auto(GStrv) wanted = g_strsplit(h->finds ? h->finds : "", " ", -1);
	g_auto(GStrv) never = g_strsplit(h->never ? h->never : "", " ", -1);

	for (unsigned i = 0; wanted[i]; i++)
		ck_assert_msg(!*wanted[i] || finds(d, wanted[i]), "%s: no %s, but %s", h->name,
			      wanted[i], found);
	for (unsigned i = 0; never[i]; i++)
		ck_assert_msg(!*never[i] || !(strcmp(never[i], "*") == 0 ? has_error(d)
									 : finds(d, never[i])),
			      "%s: %s must not be found: %s", h->name, never[i], found);
}

START_TEST(history_gives_its_findings)
{
	const struct history *h = &histories[_i];
	struct sightings *sightings = history_tell(h->story);
	GError *error = NULL;
	struct site *site = site_load(NULL, h->records, &error);

	ck_assert_msg(site != NULL, "%s: %s", h->name, error ? error->message : "");
	struct diagnosis *d = diagnose(sightings, site, &(struct diagnose_options){0});

	check_history(h, d);
	diagnosis_free(d);
	site_free(site);
	sightings_free(sightings);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("histories");
	TCase *tcase = tcase_create("histories");

	tcase_add_loop_test(tcase, history_gives_its_findings, 0, HISTORIES);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
