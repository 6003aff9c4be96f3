/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificates.c - a table by what certificates say: a hash alone would let
 * lines of sightings that lie about it decide by their order. See certificates.h.
 */
#include "certificates.h"

#include <string.h>

#include "layout.h"
#include "watch.h"

struct certificates {
	GHashTable *table; /* struct certificate_facts * -> itself */
};

static guint facts_hash(gconstpointer key)
{
	const struct certificate_facts *facts = key;

	return keyed_hash(facts->sha256, sizeof facts->sha256);
}

static gboolean facts_equal(gconstpointer a, gconstpointer b)
{
	return layout_compare(&layout_certificate, a, b) == 0;
}

struct certificates *certificates_new(void)
{
	struct certificates *certificates = g_new0(struct certificates, 1);

	certificates->table = g_hash_table_new(facts_hash, facts_equal);
	return certificates;
}

void certificates_free(struct certificates *certificates)
{
	g_hash_table_destroy(certificates->table);
	g_free(certificates);
}

/* What the store can hold: times are within reach. */
static struct certificate_facts storable(const struct certificate_facts *facts)
{
	struct certificate_facts copy = *facts;

	copy.not_before = time_within_reach(copy.not_before);
	copy.not_after = time_within_reach(copy.not_after);
	return copy;
}

static const char **keep_list(struct sightings *s, const char *const *list, unsigned n)
{
	const char **kept = n ? sightings_room(s, n * sizeof *kept) : NULL;

	for (unsigned i = 0; i < n; i++)
		kept[i] = sightings_intern(s, list[i]);
	return kept;
}

static void keep_texts(struct sightings *s, struct certificate_facts *facts)
{
	const char **texts[] = {&facts->subject, &facts->issuer,    &facts->common_name,
				&facts->key,     &facts->signature, &facts->signature_hash};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = sightings_intern(s, *texts[i]);
	facts->units = keep_list(s, (const char *const *)facts->units, facts->unit_count);
	facts->dns_names =
		keep_list(s, (const char *const *)facts->dns_names, facts->dns_name_count);
	facts->usages = keep_list(s, (const char *const *)facts->usages, facts->usage_count);
}

const struct certificate_facts *certificates_intern(struct certificates *certificates,
						    struct sightings *sightings,
						    const struct certificate_facts *facts)
{
	struct certificate_facts copy = storable(facts);
	struct certificate_facts *kept = g_hash_table_lookup(certificates->table, &copy);

	if (kept)
		return kept;
	kept = sightings_room(sightings, sizeof *kept);
	*kept = copy;
	keep_texts(sightings, kept);
	g_hash_table_add(certificates->table, kept);
	return kept;
}

static size_t list_room(const char *const *list, unsigned n)
{
	size_t room = n * sizeof *list;

	for (unsigned i = 0; i < n; i++)
		room += strlen(list[i]) + 1;
	return room;
}

size_t certificates_new_room(const struct certificates *certificates,
			     const struct certificate_facts *facts)
{
	struct certificate_facts copy = storable(facts);

	if (g_hash_table_contains(certificates->table, &copy))
		return 0;
	return sizeof *facts + strlen(facts->subject) + strlen(facts->issuer) +
	       strlen(facts->common_name) +
	       list_room((const char *const *)facts->units, facts->unit_count) +
	       list_room((const char *const *)facts->dns_names, facts->dns_name_count) +
	       list_room((const char *const *)facts->usages, facts->usage_count);
}
