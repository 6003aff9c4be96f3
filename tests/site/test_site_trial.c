/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_site_trial.c - a trial must show what the records themselves show when
 * they are loaded with the same changes, whatever was tried before.
 */
#include "folder.h"
#include "trial.h"

#define UUID_1 "00112233-4455-6677-8899-aabbccddeeff"
#define UUID_2 "11111111-1111-1111-1111-111111111111"
#define GUID_C "00000000-0000-0000-0000-0000000000a2"
#define LIST_MAX 4

/* Lists of changes, tried one after another in this order. */
static const char *const lists[][LIST_MAX] = {
	{NULL},
	{"pid_map+pid=AMT0001N,used=1"},
	{"pid_map[pid=ABCDEFGH].used=0,uuid="},
	{"pid_map[pid=0000037M].pid=ZZZZZZZZ", "pid_map+pid=0000037M,label=new"},
	{"pid_map+pid=AMT0001N", "pid_map[pid=AMT0001N].label=twice", "pid_map[used=1].used=0"},
	{"configuration.props_script_timeout=180"},
	{"configuration.props_script_timeout=180", "configuration.used_pid=accept"},
	{"location+resource_guid=" GUID_A ",fqdn=second.x.test"},
	{"location[resource_guid=" GUID_A "].resource_guid=" GUID_C},
	{"systems+uuid=" UUID_2 ",fqdn=b.x.test,profile=p"},
	{"systems[uuid=" UUID_1 "].uuid=" UUID_2},
	{"oob_capability+resource_guid=" GUID_C ",uuid=" UUID_1,
	 "dns+name=a.x.test,type=a,value=1.2.3.4"},
	{"profile+name=p,match=*", "server+address=192.0.2.1,port=9971",
	 "server[port=9971].port=1"},
	{"device+uuid=" UUID_1 ",firmware=11.0"},
	{NULL},
};

static void write_records(void)
{
	folder_write("pid_map.csv", "pid,pps,used,uuid\n"
				    "0000037M,CANARYCANARYCANARYCANARYCANARYCA,0,\n"
				    "ABCDEFGH,,1," UUID_2 "\n");
	folder_write("configuration.csv", "name,value\nprops_script_timeout,0\n");
	folder_write("location.csv", "resource_guid,fqdn\n" GUID_A ",first.x.test\n");
	folder_write("systems.csv", "uuid,fqdn\n" UUID_1 ",a.x.test\n");
	folder_write("oob_capability.csv", "resource_guid,uuid\n" GUID_A "," UUID_1 "\n");
}

static void append_pids(GString *text, const struct site *site)
{
	static const char *const pids[] = {"0000037M", "ABCDEFGH", "AMT0001N", "ZZZZZZZZ"};
	char pps[PPS_LENGTH + 1];

	for (size_t i = 0; i < site->pids.n; i++)
		g_string_append_printf(text, "pid %s %d %d %s\n", site->pids.row[i].pid,
				       site->pids.row[i].used, site->pids.row[i].has_uuid,
				       site->pids.row[i].label);
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++) {
		const struct site_pid *row = site_find_pid(site, pids[i]);

		g_string_append_printf(text, "find %s: %d", pids[i],
				       row ? (int)(row - site->pids.row) : -1);
		g_string_append_printf(text, " %s\n",
				       site_pps(site, pids[i], pps) ? pps : "no PPS");
	}
}

static void append_machine(GString *text, const struct site *site, const char *text_of_uuid)
{
	const struct site_capability *capability;
	const struct site_system *system;
	struct uuid uuid;
	bool swapped;

	ck_assert(uuid_parse(&uuid, text_of_uuid));
	system = site_find_system(site, &uuid, &swapped);
	g_string_append_printf(text, "system %s, device %d\n", system ? system->fqdn : "none",
			       site_find_device(site, &uuid, &swapped) != NULL);
	for (unsigned i = 0; (capability = site_find_capability(site, &uuid, i, &swapped)); i++)
		g_string_append_printf(text, "capability %s\n", capability->resource_guid);
}

static void append_locations(GString *text, const struct site *site, const char *guid)
{
	const struct site_location *location;

	for (unsigned i = 0; (location = site_find_location(site, guid, i)); i++)
		g_string_append_printf(text, "location %u %s\n", i, location->fqdn);
}

/* All that the engine could ask. */
static char *answers(const struct site *site)
{
	GString *text = g_string_new(NULL);

	for (unsigned t = 0; t < SITE_TABLES; t++)
		g_string_append_printf(text, "%d", site_has(site, t));
	append_pids(text, site);
	append_machine(text, site, UUID_1);
	append_machine(text, site, UUID_2);
	append_locations(text, site, GUID_A);
	append_locations(text, site, GUID_C);
	g_string_append_printf(text, "timeout %s, policy %s, %zu profiles, %zu servers, dns %d\n",
			       site_configuration(site, "props_script_timeout"),
			       site_policy(site, "used_pid"), site->profiles.n, site->servers.n,
			       site_find_dns(site, "a.x.test", "a", 0) != NULL);
	for (size_t i = 0; i < site->servers.n; i++)
		g_string_append_printf(text, "server %u\n", site->servers.row[i].port);
	return g_string_free(text, FALSE);
}

static GPtrArray *list_of(const char *const *changes)
{
	GPtrArray *list = g_ptr_array_new();

	for (unsigned i = 0; i < LIST_MAX && changes[i]; i++)
		g_ptr_array_add(list, (gpointer)changes[i]);
	return list;
}

START_TEST(trial_answers_like_records_that_were_loaded_so)
{
	write_records();
	struct site *base = load(folder, NULL);
	struct site_trial *trial = site_trial_new(base);
	g_autofree char *untouched = answers(base);

	for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
		const char *changes[LIST_MAX + 1] = {NULL};

		memcpy(changes, lists[i], sizeof lists[i]);
		g_autoptr(GPtrArray) list = list_of(lists[i]);
		const struct site *tried = site_trial_with(trial, list);
		struct site *loaded = load(folder, changes);

		ck_assert_msg(tried != NULL, "list %u", i);
		g_autofree char *is = answers(tried), *should = answers(loaded);

		ck_assert_str_eq(is, should);
		site_free(loaded);
	}
	g_autofree char *after = answers(base);

	ck_assert_str_eq(after, untouched);
	site_trial_free(trial);
	site_free(base);
}
END_TEST

START_TEST(change_that_cannot_be_made_leaves_no_trace)
{
	static const char *const wrong[][LIST_MAX] = {
		{"pid_map+pid=AMT0001N", "nonsense"},
		{"pid_map+pid=AMT0001N", "pid_map+pid=short"},
		{"pid_map[pid=ABCDEFGH].used=0", "pid_map[pid=AMT0001N].used=0"},
		{"pid_map-pid=ABCDEFGH"},
		{"configuration.used_pid=accept", "configuration.props_script_timeout=soon"},
	};

	write_records();
	struct site *base = load(folder, NULL);
	struct site_trial *trial = site_trial_new(base);
	g_autofree char *untouched = answers(base);
	g_autoptr(GPtrArray) none = g_ptr_array_new();

	for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GPtrArray) list = list_of(wrong[i]);

		ck_assert_msg(!site_trial_with(trial, list), "list %u", i);
		g_autofree char *after = answers(site_trial_with(trial, none));

		ck_assert_str_eq(after, untouched);
	}
	site_trial_free(trial);
	site_free(base);
}
END_TEST

/* A thousand lists on a hundred thousand rows: making the look-ups anew for each would take a minute. */
START_TEST(thousand_lists_on_many_rows_take_moments)
{
	g_autoptr(GString) csv = g_string_new("pid,used\n");

	for (unsigned i = 0; i < 100000; i++)
		g_string_append_printf(csv, "P%07u,1\n", i);
	folder_write("pid_map.csv", csv->str);
	struct site *base = load(folder, NULL);
	struct site_trial *trial = site_trial_new(base);
	gint64 start = g_get_monotonic_time();

	for (unsigned i = 0; i < 1000; i++) {
		g_autofree char *change = g_strdup_printf("pid_map[pid=P%07u].used=0", i * 100);
		g_autofree char *added = g_strdup_printf("pid_map+pid=Q%07u", i);
		g_autoptr(GPtrArray) list = list_of((const char *[LIST_MAX]){change, added});
		const struct site *tried = site_trial_with(trial, list);

		ck_assert(tried && !tried->pids.row[i * 100].used && tried->pids.n == 100001);
		ck_assert(i == 0 || tried->pids.row[(i - 1) * 100].used);
	}
	ck_assert_int_lt(g_get_monotonic_time() - start, G_USEC_PER_SEC);
	site_trial_free(trial);
	site_free(base);
}
END_TEST

int main(void)
{
	TCase *all;
	Suite *suite = folder_suite("site_trial", &all);

	tcase_add_test(all, trial_answers_like_records_that_were_loaded_so);
	tcase_add_test(all, change_that_cannot_be_made_leaves_no_trace);
	tcase_add_test(all, thousand_lists_on_many_rows_take_moments);
	return suite_run(suite);
}
