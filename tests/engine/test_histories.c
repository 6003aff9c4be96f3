/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_histories.c - for each row of the catalogue the smallest history that
 * triggers it and the nearest that must not. What must come out follows from
 * the row's meaning (given in words beside it), not from what the engine says.
 */
#include "diagnosis.h"
#include "histories.h"
#include "suite.h"

static bool finds(const struct diagnosis *d, const char *what)
{
	g_auto(GStrv) part = g_strsplit(what, "/", 3);

	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		if (strcmp(f->row->id, part[0]) == 0 &&
		    (!part[1] || strcmp(severity_names[f->severity], part[1]) == 0) &&
		    (!part[1] || !part[2] || strcmp(certainty_names[f->certainty], part[2]) == 0))
			return true;
	}
	return false;
}

static char *all_findings(const struct diagnosis *d)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		g_string_append_printf(text, "%s/%s/%s ", f->row->id, severity_names[f->severity],
				       certainty_names[f->certainty]);
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

	tcase_add_loop_test(tcase, history_gives_its_findings, 0, G_N_ELEMENTS(histories));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
