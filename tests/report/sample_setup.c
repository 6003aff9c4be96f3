/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sample_setup.c - see sample_setup.h. */
#include "sample_setup.h"

#include "setup_comparison.h"

#define DAY (INT64_C(86400) * NANOSECONDS)

static struct certificate_facts *certificate(struct sightings *sightings, const char *text)
{
	struct certificate_facts *facts = sightings_room(sightings, sizeof *facts);
	const char **names = sightings_room(sightings, 2 * sizeof *names);

	names[0] = text;
	names[1] = "*.example.test";
	facts->subject = facts->issuer = facts->common_name = text;
	facts->key = facts->signature = facts->signature_hash = "";
	facts->dns_names = names;
	facts->dns_name_count = 2;
	facts->not_before = 365 * DAY;
	facts->not_after = INT64_MAX;
	memset(facts->sha256, 0xab, sizeof facts->sha256);
	return facts;
}

/* One of a known CA (Go Daddy Root CA - G2), one of nobody, one of no known algorithm. */
static const struct seen_hashes *hashes(struct sightings *sightings)
{
	static const uint8_t known[32] = {0x45, 0x14, 0x0b, 0x32, 0x47, 0xeb, 0x9c, 0xc8,
					  0xc5, 0xb4, 0xf0, 0xd7, 0xb5, 0x30, 0x91, 0xf7,
					  0x32, 0x92, 0x08, 0x9e, 0x6e, 0x5a, 0x63, 0xe2,
					  0x74, 0x9d, 0xd3, 0xac, 0xa9, 0x19, 0x8e, 0xda};
	struct seen_hashes *list = sightings_room(sightings, sizeof *list + 3 * sizeof *list->hash);

	list->n = 3;
	list->hash[0] = (struct seen_hash){.algorithm = 2, .length = sizeof known};
	memcpy(list->hash[0].value, known, sizeof known);
	list->hash[1] = (struct seen_hash){.algorithm = 1, .length = 20, .value = {1}};
	list->hash[2] = (struct seen_hash){.algorithm = 99, .length = 0};
	return list;
}

void sample_add_setup(struct device *device, struct sightings *sightings, const char *text)
{
	const struct certificate_facts *facts = certificate(sightings, text);
	const struct setup_side sides[] = {
		{.leaf = facts, .root = facts, .count = 3, .listed = SETUP_ROOT_NOT_LISTED},
		{.label = text, .leaf = facts, .count = 1, .fit = SUFFIX_FITS},
		{.label = "b",
		 .leaf = facts,
		 .root = facts,
		 .count = 2,
		 .has_key = true,
		 .listed = SETUP_ROOT_PERHAPS_NOT,
		 .fit = SUFFIX_FITS_LABELS},
	};
	struct setup_comparison *c = setup_comparison_new();

	c->suffix[0] = (struct setup_suffix){.text = text, .source = SETUP_SUFFIX_MEBX};
	c->suffix[1] = (struct setup_suffix){.text = "example.test", .source = SETUP_SUFFIX_DHCP};
	c->suffix[2] = (struct setup_suffix){.text = "other.test", .source = SETUP_SUFFIX_ASKED};
	c->suffix_count = 3;
	c->suffix_known = true;
	g_array_append_vals(c->sides, sides, G_N_ELEMENTS(sides));
	c->offered = hashes(sightings);
	device->method = METHOD_PKI;
	device->setup = c;
}

void sample_free_setup(struct device *device)
{
	setup_comparison_free(device->setup);
}
