/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_analyze.c - the whole analyzer: bytes as a capture, to both reports.
 *
 * The records are none, as when no --site is given. Evidence must name a file
 * of the report and a frame that it has.
 */
#include "every_report.h"
#include "look.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void expect_evidence(const struct diagnosis *d, const struct finding *finding)
{
	for (unsigned i = 0; i < finding->evidence->len; i++) {
		const struct evidence *e = &g_array_index(finding->evidence, struct evidence, i);
		const struct capture_facts *facts = sightings_file(d->sightings, e->capture);

		g_assert(!e->place.frame || (facts && e->place.frame <= facts->frames));
	}
}

static void analyze(struct capture *capture, const struct site *site)
{
	struct sightings *sightings = sightings_new();
	struct look_options options = {.site = site};

	memcpy(options.ports, look_default_ports, sizeof options.ports);
	look_through(sightings, capture, (const char *[]){"fuzz", NULL}, &options);
	struct diagnosis *d = diagnose(sightings, site, &(struct diagnose_options){0});

	for (unsigned i = 0; i < d->findings->len; i++)
		expect_evidence(d, d->findings->pdata[i]);
	expect_every_report(d);
	diagnosis_free(d);
	sightings_free(sightings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct site *site;
	struct capture *capture = capture_open_bytes(bytes_of(data, n), NULL);

	if (!site)
		site = site_load(NULL, NULL, NULL);
	g_assert(site);
	if (capture)
		analyze(capture, site);
	return 0;
}
