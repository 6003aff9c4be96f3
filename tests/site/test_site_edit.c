/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_site_edit.c - init, import, check and show. */
#include "folder.h"
#include "site_edit.h"

static const char *const *sources_of(const char *a, const char *b)
{
	static const char *sources[3];

	sources[0] = a;
	sources[1] = b;
	sources[2] = NULL;
	return sources;
}

/* What |path| shows; free it. */
static char *shown(const char *path, const char *table, bool pids)
{
	char *text;
	size_t n;
	GError *error = NULL;
	FILE *out = open_memstream(&text, &n);
	bool ok = site_show(path, table, pids, out, &error);

	ck_assert_msg(ok, "%s", error ? error->message : "");
	fclose(out);
	return text;
}

static void import(const char *path, const char *const *sources)
{
	GError *error = NULL;
	FILE *out = fopen("/dev/null", "w");
	bool ok = site_import(path, sources, out, &error);

	fclose(out);
	ck_assert_msg(ok, "%s", error ? error->message : "");
}

static void refuse_import(const char *path, const char *const *sources, const char *part)
{
	GError *error = NULL;
	FILE *out = fopen("/dev/null", "w");

	ck_assert(!site_import(path, sources, out, &error));
	fclose(out);
	ck_assert_msg(strstr(error->message, part) != NULL, "%s", error->message);
	g_error_free(error);
}

/* Both kinds of records: a database, a folder of their own. */
static const char *record_path(int i)
{
	return i ? folder_path("new/") : folder_path("new.db");
}

static void remove_new(void)
{
	char *saved = folder;

	folder = g_build_filename(saved, "new", NULL);
	folder_remove();
	folder = saved;
	folder_remove();
}

START_TEST(init_makes_every_table_empty)
{
	ck_assert(site_init(record_path(_i), NULL));
	struct site *site = load(record_path(_i), NULL);

	for (unsigned t = 0; t < SITE_TABLES; t++)
		ck_assert(site_has(site, t));
	ck_assert_uint_eq(site->pids.n, 0);
	site_free(site);
}
END_TEST

START_TEST(init_never_overwrites)
{
	GError *error = NULL;

	ck_assert(site_init(record_path(_i), NULL));
	ck_assert(!site_init(record_path(_i), &error));
	ck_assert_ptr_nonnull(strstr(error->message, "is there already"));
	g_error_free(error);
}
END_TEST

START_TEST(import_makes_only_the_tables_of_its_sources)
{
	import(record_path(_i),
	       sources_of(
		       folder_write("pid_map.csv", "pid,pps\n0000037M," PPS_INTEL "\n"),
		       folder_write("location.csv", "resource_guid,fqdn\n" GUID_A ",a.b.test\n")));
	struct site *site = load(record_path(_i), NULL);
	char pps[PPS_LENGTH + 1];

	for (unsigned t = 0; t < SITE_TABLES; t++)
		ck_assert(site_has(site, t) == (t == SITE_PID_MAP || t == SITE_LOCATION));
	ck_assert(site_pps(site, PID_INTEL, pps));
	ck_assert_str_eq(pps, PPS_INTEL);
	ck_assert_str_eq(site_find_location(site, GUID_A, 0)->fqdn, "a.b.test");
	site_free(site);
}
END_TEST

START_TEST(import_replaces_by_key_and_keeps_what_is_not_given)
{
	import(record_path(_i),
	       sources_of(folder_write("pid_map.csv",
				       "pid,pps,used,label\n0000-037M," PPS_INTEL ",0,old\n"
				       "ABCDEFGH,,0,other\n"),
			  NULL));
	import(record_path(_i),
	       sources_of(folder_write("pid_map.csv", "pid,used\n0000037m,1\n"), NULL));
	struct site *site = load(record_path(_i), NULL);

	ck_assert_uint_eq(site->pids.n, 2);
	ck_assert(site_find_pid(site, PID_INTEL)->used);
	ck_assert(site_find_pid(site, PID_INTEL)->has_pps);
	ck_assert_str_eq(site_find_pid(site, PID_INTEL)->label, "old");
	ck_assert_str_eq(site_find_pid(site, "ABCDEFGH")->label, "other");
	site_free(site);
}
END_TEST

START_TEST(import_takes_the_pairs_of_a_usb_key)
{
	import(record_path(_i),
	       sources_of(SOURCE_DIR "/tests/fuzz/seeds/setupbin/meshcentral", NULL));
	struct site *site = load(record_path(_i), NULL);
	char pps[PPS_LENGTH + 1];

	ck_assert_uint_eq(site->pids.n, 2);
	ck_assert(site_pps(site, PID_INTEL, pps));
	ck_assert_str_eq(pps, PPS_INTEL);
	ck_assert(site_find_pid(site, "ABCDEFGH")->has_pps);
	site_free(site);
}
END_TEST

START_TEST(import_of_a_bad_source_changes_nothing)
{
	const char *good = folder_write("pid_map.csv", "pid\n0000037M\n");

	import(record_path(_i), sources_of(good, NULL));
	refuse_import(record_path(_i),
		      sources_of(folder_write("server.csv", "address\n10.0.0.1\n"),
				 folder_write("location.csv", "resource_guid\nx\n")),
		      "location.csv:2: resource_guid is no GUID");
	struct site *site = load(record_path(_i), NULL);

	ck_assert(site_has(site, SITE_PID_MAP) && !site_has(site, SITE_SERVER));
	site_free(site);
}
END_TEST

START_TEST(import_does_not_lose_columns_that_are_not_ours)
{
	const char *source = folder_write("pid_map.csv", "pid\n0000037M\n");

	g_mkdir(folder_path("new"), 0700);
	folder_write("new/pid_map.csv", "pid,colour\nABCDEFGH,red\n");
	refuse_import(folder_path("new"), sources_of(source, NULL), "would be lost");
	refuse_import(source, sources_of(source, NULL), "is one table");
}
END_TEST

START_TEST(statements_survive_import_as_text)
{
	static const char row[] = "name,match\n\"'; DROP TABLE profile; --\",\"%_\"\"?1\"\n";

	import(record_path(_i), sources_of(folder_write("profile.csv", row), NULL));
	import(record_path(_i), sources_of(folder_write("profile.csv", row), NULL));
	struct site *site = load(record_path(_i), NULL);

	ck_assert_uint_eq(site->profiles.n, 1);
	ck_assert_str_eq(site->profiles.row[0].name, "'; DROP TABLE profile; --");
	ck_assert_str_eq(site->profiles.row[0].match, "%_\"?1");
	site_free(site);
}
END_TEST

START_TEST(show_never_shows_a_pps_and_masks_pids)
{
	folder_write("pid_map.csv", "pid,pps\n0000-037M,NKLD-G5DC-RRNQ-E9YZ-ZIJL-7LFL-VJED-69XJ\n"
				    "ABCDEFGH,\n");
	char *masked = shown(folder, NULL, false), *open = shown(folder, "pid_map", true);

	ck_assert_str_eq(masked, "pid_map (2)\n"
				 "pid       pps      used  uuid  label\n"
				 "0000****  (there)              \n"
				 "ABCD****                       \n");
	ck_assert_ptr_nonnull(strstr(open, "0000-037M"));
	ck_assert_ptr_null(strstr(open, "NKLD"));
	g_free(masked);
	g_free(open);
}
END_TEST

START_TEST(show_sends_no_control_characters_and_no_passwords)
{
	folder_write("configuration.csv",
		     "name,value\nevil,\"\x1b[2J\xc2\x9b\xe2\x80\xae\"\nAdminPassword,P@ss\n"
		     "PasswordPolicy,1\n");
	char *text = shown(folder, NULL, false);

	ck_assert_ptr_null(strpbrk(text, "\x1b"));
	ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
	ck_assert_ptr_null(strstr(text, "\xe2\x80\xae"));
	ck_assert_ptr_null(strstr(text, "P@ss"));
	ck_assert_ptr_nonnull(strstr(text, "PasswordPolicy  1"));
	g_free(text);
}
END_TEST

/* A folder of one file, and a problem that must be listed. */
static const struct {
	const char *file, *content;
	bool warning;
	const char *says;
} problems[] = {
	{"pid_map.csv", "pid\nABCDEFG\n", false,
	 "pid_map.csv:2: error: pid \"ABCD****\" is no PID"},
	{"pid_map.csv", "pid\nABCDEF!H\n", false, "holds more than A-Z and 0-9"},
	{"pid_map.csv", "pid\n0000037N\n", true, "has a check character that does not fit"},
	{"pid_map.csv", "pid,pps\n0000037M,SHORT\n", false, "pps \"(there)\" is no PPS"},
	{"pid_map.csv", "pid,pps\n0000037M,AKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ\n", true,
	 "check characters that do not fit"},
	{"pid_map.csv", "pid\n0000037M\n0000-037m\n", true, "stands in line 2 too"},
	{"pid_map.csv", "pid,label\n,x\n", false, "nothing that says what it is about"},
	{"pid_map.csv", "pid,colour\n0000037M,red\n", true, "pid_map has no column colour"},
	{"pid_map.csv", "pid\n", true, "pid_map is empty"},
	{"pid_map.csv", "pid,used\n0000037M,perhaps\n", false,
	 "used \"perhaps\" is neither 0 nor 1"},
	{"pid_map.csv", "pid\n\"0000037M\n", false, "error: "},
	{"systems.csv", "uuid\n44454c4c\n", false, "is no UUID"},
	{"systems.csv", "uuid\n" UUID_A "\n{" UUID_A "}\n", true, "stands in line 2 too"},
	{"systems.csv", "uuid\n" UUID_A "\n" UUID_A_SWAPPED "\n", true, "in the other byte order"},
	{"systems.csv", "uuid\nffffffff-ffff-ffff-ffff-ffffffffffff\n", true, "names no machine"},
	{"systems.csv", "uuid,fqdn\n" UUID_A ",pc1\n", true, "has no dot"},
	{"configuration.csv", "name,value\nused_pid,maybe\n", false,
	 "used_pid is \"maybe\", but must be same-uuid|refuse|accept"},
	{"configuration.csv", "name,value\nduplicate_hello,\"by uuid\"\n", false,
	 "duplicate_hello"},
	{"configuration.csv", "name,value\ncontact_before_name,2\n", false, "must be no|yes"},
	{"configuration.csv", "name,value\nserver,msft\n", false, "scs|meshcentral|generic"},
	{"configuration.csv", "name,value\nhello_window,six\n", false, "hello_window"},
	{"configuration.csv", "name,value\nprops_script_timeout,-1\n", false,
	 "props_script_timeout"},
	{"service.csv", "name,since\nAMTConfig,2026-11-22T00:00:00\n", true, "taken for UTC"},
	{"certificate.csv", "label,file\nc,../key.pem\n", false, "must lie beside the records"},
	{"colours.csv", "red\n", true, "is named after no table"},
	{"dns.csv", "name,server\nx,localhost\n", false, "server \"localhost\" is no IP address"},
};

START_TEST(check_finds_the_problem)
{
	char *text;
	size_t n;
	unsigned errors, warnings;
	FILE *out = open_memstream(&text, &n);

	folder_write(problems[_i].file, problems[_i].content);
	ck_assert(site_check(folder, out, &errors, &warnings, NULL));
	fclose(out);
	ck_assert_msg(strstr(text, problems[_i].says) != NULL, "%s", text);
	if (problems[_i].warning)
		ck_assert_msg(errors == 0 && warnings > 0, "%s", text);
	else
		ck_assert_msg(errors > 0, "%s", text);
	free(text);
}
END_TEST

START_TEST(check_follows_joins_over_tables)
{
	unsigned errors, warnings;
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	folder_write("oob_capability.csv",
		     "resource_guid,uuid\n" GUID_A "," UUID_A "\n" UUID_B "," UUID_B "\n");
	folder_write("location.csv", "resource_guid,fqdn\n"
				     "0fa40da6-8a3d-4d9a-9b0a-aa5ad0f2c5d1,a.b\n" UUID_A ",c.d\n");
	ck_assert(site_check(folder, out, &errors, &warnings, NULL));
	fclose(out);
	ck_assert_uint_eq(errors, 0);
	ck_assert_msg(warnings == 2, "%s", text);
	ck_assert_ptr_nonnull(strstr(text, "location.csv:3: warning: resource_guid"));
	ck_assert_ptr_nonnull(strstr(text, "oob_capability.csv:3: warning: resource_guid"));
	free(text);
}
END_TEST

START_TEST(check_of_sound_records_says_nothing)
{
	unsigned errors, warnings;

	folder_write("pid_map.csv", "pid,pps,uuid\n0000037M," PPS_INTEL "," UUID_A "\n");
	folder_write("service.csv", "name,state,since\nAMTConfig,hung,2026-11-22T00:00:00Z\n");
	ck_assert(site_check(folder, stdout, &errors, &warnings, NULL));
	ck_assert_uint_eq(errors + warnings, 0);
}
END_TEST

int main(void)
{
	TCase *all;
	Suite *suite = folder_suite("site_edit", &all);
	TCase *made = tcase_create("made");

	tcase_add_checked_fixture(made, folder_make, remove_new);
	tcase_add_loop_test(made, init_makes_every_table_empty, 0, 2);
	tcase_add_loop_test(made, init_never_overwrites, 0, 2);
	tcase_add_loop_test(made, import_makes_only_the_tables_of_its_sources, 0, 2);
	tcase_add_loop_test(made, import_replaces_by_key_and_keeps_what_is_not_given, 0, 2);
	tcase_add_loop_test(made, import_takes_the_pairs_of_a_usb_key, 0, 2);
	tcase_add_loop_test(made, import_of_a_bad_source_changes_nothing, 0, 2);
	tcase_add_test(made, import_does_not_lose_columns_that_are_not_ours);
	tcase_add_loop_test(made, statements_survive_import_as_text, 0, 2);
	suite_add_tcase(suite, made);
	tcase_add_test(all, show_never_shows_a_pps_and_masks_pids);
	tcase_add_test(all, show_sends_no_control_characters_and_no_passwords);
	tcase_add_loop_test(all, check_finds_the_problem, 0, G_N_ELEMENTS(problems));
	tcase_add_test(all, check_follows_joins_over_tables);
	tcase_add_test(all, check_of_sound_records_says_nothing);
	return suite_run(suite);
}
