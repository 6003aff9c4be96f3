/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_analyze.c - the whole analyzer: bytes as a capture, to both reports.
 *
 * The records are none, as when no --site is given. The JSON report must be
 * JSON; evidence must name a file of the report and a frame that it has.
 */
#include <jansson.h>
#include <stdlib.h>

#include "look.h"
#include "report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void expect_evidence(const struct diagnosis *d, const struct finding *finding)
{
	for (unsigned i = 0; i < finding->evidence->len; i++) {
		const struct evidence *e = &g_array_index(finding->evidence, struct evidence, i);
		const struct capture_facts *facts = sightings_file(d->sightings, e->capture);

		g_assert(!e->place.frame || (facts && e->place.frame <= facts->frames));
	}
}

static void write_report(const struct diagnosis *d, const char *format, bool is_json)
{
	const struct report_options options = {.verbose = true, .width = 80};
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	g_assert(out && report_format_find(format)->write(out, d, &options));
	fclose(out);
	if (is_json) {
		json_t *report = json_loadb(text, length, 0, NULL);

		g_assert(report);
		json_decref(report);
	}
	free(text);
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
	write_report(d, "text", false);
	write_report(d, "json", true);
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
