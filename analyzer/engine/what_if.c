/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * what_if.c - see what_if.h. Chains are followed one attempt at a time, so a
 * change that several of them need is met several times and counted once.
 */
#include "what_if.h"

#include "explain.h"
#include "remedy.h"

#define CHANGES_MAX 16 /* in one chain: more than there are rows that refuse a hello */

/* A change on its way into the list. */
struct met {
	unsigned number;
	GPtrArray *set; /* char * */
	GArray *helps;
	struct fate fate; /* the least */
};

struct following {
	const struct diagnosis *diagnosis;
	struct site_trial *trial;
	GHashTable *met; /* the change's text -> struct met * */
	GPtrArray *all;  /* struct met *, owned */
	struct what_if *result;
};

static void met_free(gpointer p)
{
	struct met *met = p;

	g_ptr_array_free(met->set, TRUE);
	if (met->helps)
		g_array_free(met->helps, TRUE);
	g_free(met);
}

static char *key_of(GPtrArray *set)
{
	g_autoptr(GString) key = g_string_new(NULL);

	for (unsigned i = 0; i < set->len; i++)
		g_string_append_printf(key, "%s\n", (const char *)set->pdata[i]);
	return g_strdup(key->str);
}

/* Takes |set|. */
static void note_help(struct following *f, GPtrArray *set, unsigned device, const struct fate *fate)
{
	char *key = key_of(set);
	struct met *met = g_hash_table_lookup(f->met, key);

	if (met) {
		g_ptr_array_free(set, TRUE);
		g_free(key);
	} else {
		met = g_new0(struct met, 1);
		met->set = set;
		met->helps = g_array_new(FALSE, FALSE, sizeof(unsigned));
		met->fate = *fate;
		met->number = f->all->len;
		g_hash_table_insert(f->met, key, met);
		g_ptr_array_add(f->all, met);
	}
	g_array_append_val(met->helps, device);
	if (fate_order(fate, &met->fate) < 0)
		met->fate = *fate;
}

/* The changes for the first refusal of |now|, or NULL. */
static GPtrArray *next_changes(const struct rerun *now)
{
	const struct finding *error = findings_error(now->findings);
	GPtrArray *set = g_ptr_array_new_with_free_func(g_free);

	if (error && error->row->remedy_changes)
		error->row->remedy_changes(now->last, set);
	if (set->len)
		return set;
	g_ptr_array_free(set, TRUE);
	return NULL;
}

static void run(struct following *f, struct rerun *now, unsigned device, const struct site *site)
{
	rerun_device(now, f->diagnosis->fleet, f->diagnosis->devices->pdata[device], site);
}

/* Makes |set| besides those of |chain|. False when it does not remove the refusal. */
static bool step_on(struct following *f, struct rerun *now, unsigned device, GPtrArray *chain,
		    const GPtrArray *set)
{
	const struct failure *refusal = findings_error(now->findings)->row;
	struct fate before = now->fate;

	for (unsigned i = 0; i < set->len; i++)
		g_ptr_array_add(chain, g_strdup(set->pdata[i]));
	const struct site *site = site_trial_with(f->trial, chain);

	if (!site)
		return false;
	rerun_clear(now);
	run(f, now, device, site);
	return rerun_is_rid_of(now, refusal, &before);
}

static void follow(struct following *f, unsigned device)
{
	g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func(g_free);
	struct rerun now;
	GPtrArray *set;
	bool helped = false;

	run(f, &now, device, f->diagnosis->fleet->site);
	bool stopped = findings_error(now.findings) != NULL;

	while (chain->len < CHANGES_MAX && (set = next_changes(&now))) {
		if (!step_on(f, &now, device, chain, set)) {
			g_ptr_array_free(set, TRUE);
			break;
		}
		note_help(f, set, device, &now.fate);
		helped = true;
	}
	if (stopped && !helped)
		g_array_append_val(f->result->beyond_records, device);
	rerun_clear(&now);
}

/* Those that help most first; the rest as they were met, so that a chain keeps its order. */
static int met_order(gconstpointer a, gconstpointer b)
{
	const struct met *x = *(const struct met *const *)a;
	const struct met *y = *(const struct met *const *)b;

	if (x->helps->len != y->helps->len)
		return x->helps->len < y->helps->len ? 1 : -1;
	return x->number < y->number ? -1 : 1;
}

static void list_changes(struct following *f)
{
	g_ptr_array_sort(f->all, met_order);
	for (unsigned i = 0; i < f->all->len; i++) {
		struct met *met = f->all->pdata[i];
		struct what_if_change *change = g_new0(struct what_if_change, 1);

		verified_fill(&change->tried, met->set, &met->fate, &f->diagnosis->fleet->options);
		change->helps = g_steal_pointer(&met->helps);
		g_ptr_array_add(f->result->changes, change);
	}
}

static void change_free(gpointer p)
{
	struct what_if_change *change = p;

	verified_clear(&change->tried);
	g_array_free(change->helps, TRUE);
	g_free(change);
}

struct what_if *what_if(const struct diagnosis *d)
{
	struct following f = {
		.diagnosis = d,
		.trial = site_trial_new(d->fleet->site),
		.met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.all = g_ptr_array_new_with_free_func(met_free),
		.result = g_new0(struct what_if, 1),
	};

	f.result->changes = g_ptr_array_new_with_free_func(change_free);
	f.result->beyond_records = g_array_new(FALSE, FALSE, sizeof(unsigned));
	for (unsigned i = 0; i < d->devices->len; i++)
		follow(&f, i);
	list_changes(&f);
	g_hash_table_destroy(f.met);
	g_ptr_array_free(f.all, TRUE);
	site_trial_free(f.trial);
	return f.result;
}

void what_if_free(struct what_if *what_if)
{
	if (!what_if)
		return;
	g_ptr_array_free(what_if->changes, TRUE);
	g_array_free(what_if->beyond_records, TRUE);
	g_free(what_if);
}
