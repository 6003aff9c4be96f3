/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_diagnose.c - any sightings that are well written, thought about without
 * records and reported: what no network can have shown is no reason to fall over.
 */
#include "every_report.h"
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void think(struct sightings *sightings, const struct site *site)
{
	struct diagnosis *d =
		diagnose(sightings, site, &(struct diagnose_options){.what_if = true});

	g_assert(d->verdict);
	expect_every_report(d);
	diagnosis_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct site *site;
	struct sightings *sightings = sightings_new();
	FILE *in = n ? fmemopen((void *)data, n, "r") : NULL;

	if (!site)
		site = site_load(NULL, NULL, NULL);
	g_assert(site);
	if (in && sightings_read(sightings, in, NULL))
		think(sightings, site);
	if (in)
		fclose(in);
	sightings_free(sightings);
	return 0;
}
