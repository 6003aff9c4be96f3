/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thinking.h - a history thought about with records and changes of them, and remedies in words. */
#ifndef TESTS_ENGINE_THINKING_H
#define TESTS_ENGINE_THINKING_H

#include "diagnosis.h"
#include "histories.h"
#include "history.h"
#include "suite.h"

#define ASK "ask 1 provisionserver.example.test 192.0.2.10; "
#define HELLO "cover 0 300; hello 2 0 pid " PID
#define OTHER_UUID "11111111-1111-1111-1111-111111111111"

/* The records, with the changes of |set| (may be NULL) made. */
static inline struct site *load(const char *const *records, const GPtrArray *set)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	GError *error = NULL;

	for (; *records; records++)
		g_ptr_array_add(all, (gpointer)*records);
	for (unsigned i = 0; set && i < set->len; i++)
		g_ptr_array_add(all, set->pdata[i]);
	g_ptr_array_add(all, NULL);
	struct site *site = site_load(NULL, (const char *const *)all->pdata, &error);

	ck_assert_msg(site != NULL, "%s", error ? error->message : "");
	return site;
}

static inline struct diagnosis *think(struct sightings *sightings, const struct site *site)
{
	return diagnose(sightings, site,
			&(struct diagnose_options){.show_pids = true, .what_if = true});
}

static inline const struct finding *finding_of(const struct diagnosis *d, const char *id)
{
	for (unsigned i = 0; i < d->findings->len; i++)
		if (strcmp(((const struct finding *)d->findings->pdata[i])->row->id, id) == 0)
			return d->findings->pdata[i];
	return NULL;
}

static inline char *joined(const struct verified_remedy *verified)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < verified->set->len; i++)
		g_string_append_printf(text, "%s%s", i ? " " : "",
				       (const char *)verified->set->pdata[i]);
	return g_string_free(text, FALSE);
}

static inline char *fate(const struct verified_remedy *verified)
{
	return g_strdup_printf("%s%s%s", step_names[verified->then], verified->by ? "/" : "",
			       verified->by ? verified->by->id : "");
}

#endif
