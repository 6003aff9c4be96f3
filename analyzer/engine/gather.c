/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gather.c - one table from what a finding says to the finding; see gather.h. */
#include "gather.h"

#define EVIDENCE_MAX 32 /* of one finding; more would hide what it says */

struct gather {
	GPtrArray *findings;
	GHashTable *known; /* struct finding * -> itself, by what it says */
};

static guint says_hash(gconstpointer p)
{
	const struct finding *f = p;

	return g_str_hash(f->message) ^ g_str_hash(f->row->id) ^ (guint)f->severity;
}

static gboolean says_same(gconstpointer a, gconstpointer b)
{
	const struct finding *x = a, *y = b;

	return x->row == y->row && x->severity == y->severity && x->step == y->step &&
	       strcmp(x->message, y->message) == 0;
}

struct gather *gather_new(void)
{
	struct gather *gather = g_new(struct gather, 1);

	gather->findings = g_ptr_array_new();
	gather->known = g_hash_table_new(says_hash, says_same);
	return gather;
}

static void merge(struct finding *into, struct finding *from)
{
	unsigned room = EVIDENCE_MAX - MIN(EVIDENCE_MAX, into->evidence->len);

	for (unsigned i = 0; i < MIN(from->evidence->len, room); i++) {
		struct evidence *e = &g_array_index(from->evidence, struct evidence, i);

		g_array_append_val(into->evidence, *e);
		e->text = NULL;
	}
	into->certainty = MAX(into->certainty, from->certainty);
}

void gather_add(struct gather *gather, struct finding *finding, unsigned device)
{
	struct finding *same = g_hash_table_lookup(gather->known, finding);

	if (same) {
		merge(same, finding);
		finding_free(finding);
	} else {
		g_hash_table_add(gather->known, finding);
		g_ptr_array_add(gather->findings, finding);
		same = finding;
	}
	g_array_append_val(same->devices, device);
}

static int number_order(gconstpointer a, gconstpointer b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

static void renumber(GArray *devices, const unsigned *place)
{
	for (unsigned i = 0; i < devices->len; i++)
		g_array_index(devices, unsigned, i) = place[g_array_index(devices, unsigned, i)];
	g_array_sort(devices, number_order);
}

static int finding_order(gconstpointer a, gconstpointer b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	int order = (int)y->severity - (int)x->severity;

	if (!order)
		order = (int)x->step - (int)y->step;
	if (!order)
		order = strcmp(x->row->id, y->row->id);
	if (!order)
		order = number_order(x->devices->data, y->devices->data);
	return order ? order : strcmp(x->message, y->message);
}

GPtrArray *gather_end(struct gather *gather, const unsigned *place)
{
	GPtrArray *findings = gather->findings;

	for (unsigned i = 0; i < findings->len; i++)
		renumber(((struct finding *)findings->pdata[i])->devices, place);
	g_ptr_array_sort(findings, finding_order);
	g_hash_table_destroy(gather->known);
	g_free(gather);
	return findings;
}
