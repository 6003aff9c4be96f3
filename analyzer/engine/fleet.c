/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fleet.c - tables over all sightings and records, made once; see fleet.h. */
#include "fleet.h"

#include "clocks.h"
#include "near.h"
#include "subjects.h"
#include "watch.h"

static void index_answers(struct fleet *fleet)
{
	size_t count;
	const struct sighting *list = sightings_list(fleet->sightings, &count);

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == SIGHTING_NAME && list[i].name->address_count > 0 &&
		    !g_hash_table_contains(fleet->answers, list[i].name->question))
			g_hash_table_insert(fleet->answers, (gpointer)list[i].name->question,
					    (gpointer)&list[i]);
}

static void index_greeted(struct fleet *fleet)
{
	size_t count;
	const struct sighting *list = sightings_list(fleet->sightings, &count);

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == SIGHTING_CONNECTION && list[i].connection->hello)
			g_hash_table_add(fleet->greeted, &list[i].connection->server);
}

/* Devices whose MEBx names the server ask for that name, not for ProvisionServer. */
static void index_server_names(struct fleet *fleet)
{
	for (size_t i = 0; i < fleet->site->devices.n; i++)
		if (*fleet->site->devices.row[i].sca_fqdn)
			g_hash_table_add(fleet->server_names,
					 g_ascii_strdown(fleet->site->devices.row[i].sca_fqdn, -1));
}

bool fleet_is_server_name(const struct fleet *fleet, const char *name)
{
	return name_is_provisionserver(name) || g_hash_table_contains(fleet->server_names, name);
}

/* A resource that stands for several UUIDs is counted once for each. */
static void index_resources(struct fleet *fleet)
{
	const struct site *site = fleet->site;

	for (size_t i = 0; i < site->capabilities.n; i++) {
		const struct site_capability *row = &site->capabilities.row[i];
		const struct site_capability *known =
			g_hash_table_lookup(fleet->resources, row->resource_guid);

		if (!known)
			g_hash_table_insert(fleet->resources, (gpointer)row->resource_guid,
					    (gpointer)row);
		else if (!uuid_equal(&known->uuid, &row->uuid))
			g_hash_table_add(fleet->merged, (gpointer)row->resource_guid);
	}
}

/* Is it the server's try to reach a device that said hello? */
static bool is_call(const struct sighting *s)
{
	return s->kind == SIGHTING_NEIGHBOUR ||
	       (s->kind == SIGHTING_CONNECTION && s->connection->service != SERVICE_HELLO);
}

/* The first hello since the last call is the one that waited for it. */
static void count_subject(struct fleet *fleet, const struct subject *subject)
{
	const struct sighting *waiting = NULL;
	bool hello = false, called = false;

	for (unsigned i = 0; i < subject->seen_count; i++) {
		const struct sighting *s = subject->seen[i];

		if (s->kind == SIGHTING_CONNECTION && s->connection->hello) {
			hello = true;
			waiting = waiting ? waiting : s;
		}
		if (!waiting || !is_call(s))
			continue;
		called = true;
		if (s->kind == SIGHTING_NEIGHBOUR || s->connection->answer != ANSWER_ACCEPTED)
			continue;
		fleet->slowest_callback =
			MAX(fleet->slowest_callback, s->at.time - waiting->at.time);
		waiting = NULL;
	}
	fleet->said_hello += hello;
	fleet->called_back += called;
}

static void count_all(struct fleet *fleet)
{
	for (unsigned i = 0; i < fleet->subjects->len; i++)
		count_subject(fleet, fleet->subjects->pdata[i]);
}

struct fleet *fleet_new(struct sightings *sightings, const struct site *site,
			const struct diagnose_options *options)
{
	struct fleet *fleet = g_new0(struct fleet, 1);

	room_open(&fleet->room);
	fleet->sightings = sightings;
	fleet->site = site;
	fleet->options = *options;
	fleet->subjects = g_ptr_array_new_with_free_func((GDestroyNotify)subject_free);
	fleet->server_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	fleet->greeted = g_hash_table_new(address_hash, address_equals);
	fleet->answers = g_hash_table_new(g_str_hash, g_str_equal);
	fleet->resources = g_hash_table_new(g_str_hash, g_str_equal);
	fleet->merged = g_hash_table_new(g_str_hash, g_str_equal);
	fleet->open_rows = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	schedule_parse(&fleet->schedule, site_policy(site, "hello_schedule"));
	sightings_sort(sightings);
	clocks_align(sightings);
	sightings_sort(sightings);
	vantages_guess(sightings);
	fleet->logbook = logbook_open(site);
	fleet->twins = twins_find(sightings);
	index_answers(fleet);
	index_greeted(fleet);
	index_resources(fleet);
	index_server_names(fleet);
	fleet->near = near_new(site);
	subjects_find(fleet);
	count_all(fleet);
	return fleet;
}

void fleet_free(struct fleet *fleet)
{
	g_ptr_array_free(fleet->subjects, TRUE);
	room_close(&fleet->room);
	g_free(fleet->order);
	g_hash_table_destroy(fleet->server_names);
	g_hash_table_destroy(fleet->greeted);
	g_hash_table_destroy(fleet->answers);
	g_hash_table_destroy(fleet->resources);
	g_hash_table_destroy(fleet->merged);
	g_hash_table_destroy(fleet->open_rows);
	logbook_close(fleet->logbook);
	near_free(fleet->near);
	twins_free(fleet->twins);
	g_free(fleet);
}

const struct sighting *fleet_other_answer(const struct fleet *fleet, const struct sighting *name)
{
	return g_hash_table_lookup(fleet->answers, name->name->question);
}

bool fleet_may_go_on_elsewhere(const struct fleet *fleet, const struct seen_name *name)
{
	for (unsigned i = 0; i < name->address_count; i++)
		if (address_is_v4(&name->address[i]) != address_is_v4(&name->asker) &&
		    g_hash_table_contains(fleet->greeted, &name->address[i]))
			return true;
	return false;
}

unsigned fleet_uuids_of(const struct fleet *fleet, const char *resource_guid)
{
	return g_hash_table_contains(fleet->merged, resource_guid) ? 2 : 1;
}

static bool covers(const struct capture_facts *facts, const struct sighting *s)
{
	const int64_t before_and_after = NANOSECONDS / 2;

	return facts->frames > 0 && facts->first <= s->at.time - before_and_after &&
	       facts->last >= s->connection->last.time + before_and_after;
}

int fleet_missed_by_server(const struct fleet *fleet, const struct sighting *s, bool *certain)
{
	struct sightings *all = (struct sightings *)fleet->sightings;
	const struct capture_facts *own = sightings_capture(all, s->capture);

	if (own->vantage == VANTAGE_SERVER)
		return -1;
	for (unsigned i = 0; i < sightings_captures(all); i++) {
		const struct capture_facts *facts = sightings_capture(all, i);

		if (facts->vantage != VANTAGE_SERVER || !covers(facts, s) ||
		    twins_has(fleet->twins, s, i))
			continue;
		*certain = facts->complete && !facts->dropped && !facts->given_up &&
			   !facts->vantage_guessed && twins_share(fleet->twins, s->capture, i);
		return (int)i;
	}
	return -1;
}
