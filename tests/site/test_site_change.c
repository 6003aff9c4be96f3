/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_site_change.c - what-if changes: each form, what they refuse, values that stay values. */
#include "folder.h"

static const char keys[] = "pid,used,label\n0000037M,0,a\nABCDEFGH,1,b\n";

#define CHANGES(...)              \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

START_TEST(change_sets_a_setting)
{
	folder_write("configuration.csv", "name,value\nProps_Script_Timeout,0\n");
	struct site *site = load(folder, CHANGES("configuration.props_script_timeout=180",
						 "configuration.used_pid=refuse"));
	int64_t timeout;

	ck_assert(site_number(site, "props_script_timeout", &timeout));
	ck_assert_int_eq(timeout, 180);
	ck_assert_str_eq(site_policy(site, "used_pid"), "refuse");
	site_free(site);
}
END_TEST

START_TEST(change_sets_a_setting_without_any_records)
{
	struct site *site = load(NULL, CHANGES("configuration.use_dns_ip_resolution=on"));
	bool on;

	ck_assert(site_has(site, SITE_CONFIGURATION) && !site_has(site, SITE_PID_MAP));
	ck_assert(site_switch(site, "use_dns_ip_resolution", &on) && on);
	site_free(site);
}
END_TEST

START_TEST(change_adds_a_record)
{
	struct site *site =
		load(NULL, CHANGES("pid_map+pid=0000-037M,label=\"a, \"\"b\"\"\",used=1",
				   "location+resource_guid=" GUID_A ",fqdn=pc.x.test"));

	ck_assert_uint_eq(site->pids.n, 1);
	ck_assert_str_eq(site->pids.row[0].pid, "0000037M");
	ck_assert_str_eq(site->pids.row[0].label, "a, \"b\"");
	ck_assert(site->pids.row[0].used);
	ck_assert_str_eq(site_find_location(site, GUID_A, 0)->fqdn, "pc.x.test");
	site_free(site);
}
END_TEST

START_TEST(change_removes_what_matches_all)
{
	folder_write("pid_map.csv", keys);
	struct site *site = load(folder, CHANGES("pid_map-pid=ABCD-efgh,used=yes"));

	ck_assert_uint_eq(site->pids.n, 1);
	ck_assert_str_eq(site->pids.row[0].pid, "0000037M");
	ck_assert_ptr_null(site_find_pid(site, "ABCDEFGH"));
	site_free(site);
	refuse(folder, CHANGES("pid_map-pid=ABCDEFGH,used=0"), SITE_ERROR_CHANGE, "no such record");
}
END_TEST

START_TEST(change_alters_a_record)
{
	folder_write("pid_map.csv", keys);
	struct site *site = load(folder, CHANGES("pid_map[pid=0000037M].uuid=" UUID_A ",used=1",
						 "pid_map[label=b].label="));

	ck_assert(site_find_pid(site, "0000037M")->used);
	ck_assert(site_find_pid(site, "0000037M")->has_uuid);
	ck_assert_str_eq(site_find_pid(site, "0000037M")->label, "a");
	ck_assert_str_eq(site_find_pid(site, "ABCDEFGH")->label, "");
	site_free(site);
}
END_TEST

START_TEST(change_compares_guids_without_braces_and_case)
{
	folder_write("location.csv", "resource_guid,fqdn\n" GUID_A ",old.test\n");
	struct site *site =
		load(folder, CHANGES("location[resource_guid=0fa40da6-8a3d-4d9a-9b0a-aa5ad0f2c5d1]"
				     ".fqdn=new.test"));

	ck_assert_str_eq(site->locations.row[0].fqdn, "new.test");
	site_free(site);
}
END_TEST

static const struct {
	const char *change, *says;
} bad[] = {
	{"", "no such table"},
	{"pids+pid=x", "no such table"},
	{"pid_map", "one of . + - ["},
	{"pid_map*pid=x", "one of . + - ["},
	{"pid_map.pid=x", "configuration.NAME=VALUE"},
	{"configuration.=x", "configuration.NAME=VALUE"},
	{"configuration.x", "configuration.NAME=VALUE"},
	{"configuration.used_pid=perhaps", "used_pid must be same-uuid|refuse|accept"},
	{"configuration.props_script_timeout=soon", "props_script_timeout must be"},
	{"pid_map+", "column=value is wanted"},
	{"pid_map+pid", "column=value is wanted"},
	{"pid_map+colour=red", "no such column"},
	{"pid_map+pid=0000037M,pid=0000037M", "the same column twice"},
	{"pid_map+pid=0000037M,", "column=value is wanted"},
	{"pid_map+pid=short", "pid is no PID"},
	{"pid_map+label=\"open", "a quote is not closed"},
	{"pid_map+label=\"a\"b", "does it need quotes?"},
	{"pid_map[label=a", "does it need quotes?"},
	{"pid_map[label=a]label=b", "TABLE[column=value].column=value"},
	{"pid_map[label=a]", "TABLE[column=value].column=value"},
	{"pid_map[label=none].label=b", "no such record"},
	{"pid_map-label=\xff", "is not UTF-8"},
};

START_TEST(change_that_means_nothing_is_refused)
{
	enum site_error code =
		strstr(bad[_i].says, " must be") ? SITE_ERROR_RECORD : SITE_ERROR_CHANGE;

	folder_write("pid_map.csv", keys);
	refuse(folder, CHANGES(bad[_i].change), code, bad[_i].says);
}
END_TEST

START_TEST(change_message_does_not_quote_a_pps)
{
	GError *error = NULL;

	ck_assert_ptr_null(site_load(NULL, CHANGES("pid_map+pps=" PPS_INTEL ",pid=x"), &error));
	ck_assert_ptr_null(strstr(error->message, "NKLD"));
	g_error_free(error);
}
END_TEST

/* As values, all of these are text like any other. */
static const char *const statements[] = {
	"'; DROP TABLE pid_map; --",
	"\" OR \"\"=\"",
	"%",
	"_",
	"1 UNION SELECT 1",
	"\\",
	"$(id)",
	"../../etc/passwd",
	"\n",
	"?1",
};

START_TEST(change_values_stay_values)
{
	char **parts = g_strsplit(statements[_i], "\"", -1);
	char *quoted = g_strjoinv("\"\"", parts);
	char *add = g_strdup_printf("profile+name=\"%s\",ou=here", quoted);
	char *alter = g_strdup_printf("profile[name=\"%s\"].ou=there", quoted);
	struct site *site = load(NULL, CHANGES(add, "profile+name=x,ou=here", alter));

	ck_assert_uint_eq(site->profiles.n, 2);
	ck_assert_str_eq(site->profiles.row[0].name, statements[_i]);
	ck_assert_str_eq(site->profiles.row[0].ou, "there");
	ck_assert_str_eq(site->profiles.row[1].ou, "here");
	site_free(site);
	g_strfreev(parts);
	g_free(quoted);
	g_free(add);
	g_free(alter);
}
END_TEST

int main(void)
{
	TCase *all;
	Suite *suite = folder_suite("site_change", &all);

	tcase_add_test(all, change_sets_a_setting);
	tcase_add_test(all, change_sets_a_setting_without_any_records);
	tcase_add_test(all, change_adds_a_record);
	tcase_add_test(all, change_removes_what_matches_all);
	tcase_add_test(all, change_alters_a_record);
	tcase_add_test(all, change_compares_guids_without_braces_and_case);
	tcase_add_loop_test(all, change_that_means_nothing_is_refused, 0, G_N_ELEMENTS(bad));
	tcase_add_test(all, change_message_does_not_quote_a_pps);
	tcase_add_loop_test(all, change_values_stay_values, 0, G_N_ELEMENTS(statements));
	return suite_run(suite);
}
