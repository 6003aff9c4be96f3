/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_site_load.c - databases, hostile ones too, typed rows and look-ups. */
#include <sqlite3.h>

#include "folder.h"
#include "site_edit.h"
#include "tables.h"

extern const char site_schema[];

/* Makes a database with |sql|, by SQLite itself. */
static const char *database(const char *sql)
{
	const char *path = folder_path("site.db");
	sqlite3 *db;
	char *message = NULL;

	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK, "%s", message);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	return path;
}

/* The declared columns are those that the program writes and looks for. */
START_TEST(schema_and_columns_agree)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, site_schema, NULL, NULL, NULL), SQLITE_OK);
	for (unsigned t = 0; t < SITE_TABLES; t++) {
		sqlite3_stmt *rows;
		char *select = g_strdup_printf("SELECT * FROM %s", site_table_names[t]);

		ck_assert_int_eq(sqlite3_prepare_v2(db, select, -1, &rows, NULL), SQLITE_OK);
		ck_assert_int_eq(sqlite3_column_count(rows), (int)tables[t].n);
		for (unsigned c = 0; c < tables[t].n; c++)
			ck_assert_str_eq(sqlite3_column_name(rows, (int)c),
					 tables[t].column[c].name);
		sqlite3_finalize(rows);
		g_free(select);
	}
	sqlite3_close(db);
}
END_TEST

START_TEST(no_records_have_no_tables)
{
	struct site *site = load(NULL, NULL);
	bool swapped;
	int64_t number;

	for (unsigned t = 0; t < SITE_TABLES; t++)
		ck_assert(!site_has(site, t));
	ck_assert_ptr_null(site_find_pid(site, PID_INTEL));
	ck_assert_ptr_null(site_find_system(site, &(struct uuid){{1}}, &swapped));
	ck_assert_ptr_null(site_configuration(site, "props_script_timeout"));
	ck_assert(!site_number(site, "props_script_timeout", &number));
	site_free(site);
}
END_TEST

START_TEST(policies_have_defaults_and_server_settings_have_none)
{
	static const char *const rows[][2] = {
		{"used_pid", "same-uuid"},      {"duplicate_hello", "by-uuid"},
		{"contact_before_name", "no"},  {"server", "scs"},
		{"hello_window", "6"},          {"props_script_timeout", NULL},
		{"use_dns_ip_resolution", NULL}};
	struct site *site = load(NULL, NULL);
	int64_t hours;

	for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
		ck_assert_pstr_eq(site_policy(site, rows[i][0]), rows[i][1]);
	ck_assert(site_number(site, "hello_window", &hours));
	ck_assert_int_eq(hours, 6);
	site_free(site);
}
END_TEST

static const char every_table[] =
	"CREATE TABLE pid_map (pid, pps, used, uuid, label);"
	"INSERT INTO pid_map VALUES ('0000-037M', 'NKLD-G5DC-RRNQ-E9YZ-ZIJL-7LFL-VJED-69XJ', 1,"
	" '" UUID_A "', 'x');"
	"CREATE TABLE configuration (name, value);"
	"INSERT INTO configuration VALUES ('props_script_timeout', 0);"
	"CREATE TABLE systems (uuid, fqdn, profile, status, address);"
	"INSERT INTO systems VALUES ('" UUID_A "', 'Pc1.example.test', 'p', 's', '10.0.0.1');"
	"CREATE TABLE oob_capability (resource_guid, uuid, amt_capable, amt_enabled);"
	"INSERT INTO oob_capability VALUES ('" GUID_A "', '" UUID_A "', 1, 0);"
	"CREATE TABLE location (resource_guid, fqdn, updated);"
	"INSERT INTO location VALUES ('0fa40da6-8A3D-4d9a-9b0a-aa5ad0f2c5d1', 'a.test',"
	" '2026-11-22T17:36:01.5+01:00'), ('" GUID_A "', 'b.test', NULL);"
	"CREATE TABLE dns (name, type, value, server, vantage);"
	"INSERT INTO dns VALUES ('ProvisionServer.Example.Test.', 'A', '10.0.0.2', '::1', 'client');"
	"CREATE TABLE server (address, hostname, role, port);"
	"INSERT INTO server VALUES ('10.0.0.2', 'scs', 'scs', 9971);"
	"CREATE TABLE certificate (label, file, store, has_private_key);"
	"INSERT INTO certificate VALUES ('c', NULL, 'user', 1);"
	"CREATE TABLE device (uuid, mac, firmware, suffix, sca_address, sca_fqdn, otp_expected);"
	"INSERT INTO device VALUES (NULL, '00-11-22-AA-BB-CC', '6.2', 'x', '10.0.0.9', '', 'on');"
	"CREATE TABLE service (name, state, since);"
	"INSERT INTO service VALUES ('AMTConfig', 'running', '2026-11-22');"
	"CREATE TABLE amt_log (time, uuid, level, text);"
	"INSERT INTO amt_log VALUES ('2026-11-22 00:00:01Z', '" UUID_B "', 'error', 'hello');";

/* 2026-11-22T00:00:00Z by date(1). */
#define DAY_2026_11_22 (INT64_C(1795305600) * 1000000000)

START_TEST(database_values_reach_their_rows)
{
	struct site *site = load(database(every_table), NULL);
	struct uuid a;

	ck_assert(uuid_parse(&a, UUID_A));
	ck_assert_str_eq(site->pids.row[0].pid, PID_INTEL);
	ck_assert(site->pids.row[0].has_pps && site->pids.row[0].used);
	ck_assert(uuid_equal(&site->pids.row[0].uuid, &a));
	ck_assert_str_eq(site_configuration(site, "PropsScriptTimeout"), "0");
	ck_assert_str_eq(site->systems.row[0].fqdn, "Pc1.example.test");
	ck_assert(address_is_v4(&site->systems.row[0].address));
	ck_assert_str_eq(site->capabilities.row[0].resource_guid,
			 "0fa40da6-8a3d-4d9a-9b0a-aa5ad0f2c5d1");
	ck_assert(site->capabilities.row[0].amt_capable && !site->capabilities.row[0].amt_enabled);
	ck_assert(site->capabilities.row[0].network_interface_enabled); /* not given */
	ck_assert_int_eq(site->locations.row[0].updated,
			 DAY_2026_11_22 + INT64_C(59761500) * 1000000); /* 16:36:01.5 */
	ck_assert_int_eq(site->locations.row[1].updated, 0);
	ck_assert_str_eq(site->dns.row[0].name, "provisionserver.example.test");
	ck_assert_uint_eq(site->servers.row[0].port, 9971);
	ck_assert(site->certificates.row[0].has_private_key);
	ck_assert(site->devices.row[0].has_mac && !site->devices.row[0].has_uuid);
	ck_assert(site->devices.row[0].otp_expected);
	ck_assert_int_eq(site->services.row[0].since, DAY_2026_11_22);
	ck_assert_int_eq(site->log.row[0].time, DAY_2026_11_22 + 1000000000);
	ck_assert(!site_has(site, SITE_PROFILE) && !site_has(site, SITE_IDENTIFICATION));
	site_free(site);
}
END_TEST

START_TEST(look_ups_find_keys_and_say_the_byte_order)
{
	struct site *site = load(database(every_table), NULL);
	struct uuid a, turned;
	bool swapped = true;

	ck_assert(uuid_parse(&a, UUID_A) && uuid_parse(&turned, UUID_A_SWAPPED));
	ck_assert_str_eq(site_find_pid(site, PID_INTEL)->label, "x");
	ck_assert_ptr_null(site_find_pid(site, "00000370"));
	ck_assert_ptr_nonnull(site_find_system(site, &a, &swapped));
	ck_assert(!swapped);
	ck_assert_ptr_nonnull(site_find_system(site, &turned, &swapped));
	ck_assert(swapped);
	ck_assert_ptr_nonnull(site_find_capability(site, &turned, 0, &swapped));
	ck_assert_ptr_null(site_find_capability(site, &turned, 1, &swapped));
	ck_assert_str_eq(site_find_location(site, GUID_A, 0)->fqdn, "a.test");
	ck_assert_str_eq(site_find_location(site, GUID_A, 1)->fqdn, "b.test");
	ck_assert_ptr_null(site_find_location(site, GUID_A, 2));
	ck_assert_ptr_nonnull(site_find_dns(site, "PROVISIONSERVER.example.test.", "a", 0));
	ck_assert_ptr_null(site_find_dns(site, "provisionserver.example.test", "ptr", 0));
	site_free(site);
}
END_TEST

START_TEST(blank_uuids_find_nothing)
{
	struct site *site = load(
		NULL, (const char *const[]){"systems+uuid=00000000-0000-0000-0000-000000000000",
					    "systems+fqdn=x.test", NULL});
	bool swapped;

	ck_assert_uint_eq(site->systems.n, 2);
	ck_assert_ptr_null(site_find_system(site, &(struct uuid){{0}}, &swapped));
	site_free(site);
}
END_TEST

START_TEST(pps_is_given_without_dashes_on_demand_only)
{
	struct site *site = load(database(every_table),
				 (const char *const[]){"pid_map+pid=ABCDEFGH,pps=SHORT", NULL});
	char pps[PPS_LENGTH + 1];

	ck_assert(site_pps(site, "0000-037m", pps));
	ck_assert_str_eq(pps, PPS_INTEL);
	ck_assert(!site_pps(site, "ABCDEFGH", pps));
	ck_assert(!site_pps(site, "00000000", pps));
	ck_assert(!site_pps(site, "", pps));
	site_free(site);
}
END_TEST

START_TEST(database_of_the_server_is_read_under_its_own_names)
{
	struct site *site = load(
		database("CREATE TABLE csti_pid_map (PID TEXT, PPS TEXT, Used INT, UUID BLOB, x);"
			 "INSERT INTO csti_pid_map VALUES ('0000037M', 'k', 0,"
			 " x'4c4c4544004c36108050b4c04f4e3132', 1);"
			 "CREATE TABLE Inv_AeX_AC_Location (_ResourceGuid,"
			 " [Fully Qualified Domain Name], ModifiedDate);"
			 "INSERT INTO Inv_AeX_AC_Location VALUES ('" GUID_A "', 'a.b.test',"
			 " '2026-11-22 00:00:00');"
			 "CREATE TABLE Inv_OOB_Capability (_ResourceGuid, Uuid);"
			 "INSERT INTO Inv_OOB_Capability VALUES ('" GUID_A "', '" UUID_A "');"),
		NULL);
	char text[UUID_TEXT];

	ck_assert_str_eq(uuid_text(&site->pids.row[0].uuid, text), UUID_A);
	ck_assert_str_eq(site->locations.row[0].fqdn, "a.b.test");
	ck_assert_int_eq(site->locations.row[0].updated, DAY_2026_11_22);
	ck_assert_ptr_nonnull(site_find_location(site, site->capabilities.row[0].resource_guid, 0));
	site_free(site);
}
END_TEST

static char *sha256(const char *path)
{
	char *content, *sum;
	gsize n;

	ck_assert(g_file_get_contents(path, &content, &n, NULL));
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)content, n);
	g_free(content);
	return sum;
}

static unsigned files_in_folder(void)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	unsigned n = 0;

	while (g_dir_read_name(dir))
		n++;
	g_dir_close(dir);
	return n;
}

static const char *const prefixes[] = {"", "PRAGMA journal_mode=WAL;", "PRAGMA page_size=512;"};

START_TEST(database_is_the_same_after_loading)
{
	char *sql = g_strconcat(prefixes[_i], every_table, NULL);
	const char *path = database(sql);
	char *before = sha256(path);
	struct site *site = load(path, (const char *const[]){"pid_map-pid=0000037M", NULL});

	ck_assert_uint_eq(site->pids.n, 0);
	site_free(site);
	char *after = sha256(path);

	ck_assert_str_eq(before, after);
	ck_assert_uint_eq(files_in_folder(), 1);
	g_free(sql);
	g_free(before);
	g_free(after);
}
END_TEST

START_TEST(changes_in_a_log_beside_are_refused)
{
	static const char *const suffixes[] = {"-wal", "-journal"};
	const char *path = database(every_table);
	char *name = g_strconcat("site.db", suffixes[_i], NULL);

	folder_write(name, "");
	site_free(load(path, NULL));
	folder_write(name, "something");
	refuse(path, NULL, SITE_ERROR_OPEN, "changes lie in a log beside it");
	g_free(name);
}
END_TEST

START_TEST(views_and_triggers_and_virtual_tables_are_not_read)
{
	struct site *site = load(
		database(
			"CREATE TABLE pid_map (pid, label);"
			"CREATE TABLE log (x);"
			"CREATE TRIGGER t AFTER INSERT ON pid_map BEGIN INSERT INTO log VALUES (1); END;"
			"INSERT INTO pid_map VALUES ('0000037M', 'y');"
			"CREATE VIEW systems AS WITH RECURSIVE c(fqdn) AS"
			" (SELECT 1 UNION ALL SELECT fqdn + 1 FROM c) SELECT fqdn FROM c;"
			"CREATE VIRTUAL TABLE location USING fts4(resource_guid, fqdn);"),
		NULL);

	ck_assert_uint_eq(site->pids.n, 1);
	ck_assert(!site_has(site, SITE_SYSTEMS));
	ck_assert(!site_has(site, SITE_LOCATION));
	site_free(site);
}
END_TEST

static const struct {
	const char *sql, *says;
} bad[] = {
	{"CREATE TABLE pid_map (pid); INSERT INTO pid_map VALUES ('A' || char(0) || 'B');",
	 "pid_map row 1: pid holds a NUL byte"},
	{"CREATE TABLE pid_map (pid); INSERT INTO pid_map VALUES ('0000037M'), (x'00');",
	 "pid_map row 2: pid is binary"},
	{"CREATE TABLE pid_map (pid, label);"
	 "INSERT INTO pid_map VALUES ('0000037M', CAST(x'ff' AS TEXT));",
	 "label is not UTF-8"},
	{"CREATE TABLE pid_map (pid); INSERT INTO pid_map VALUES ('''; DROP TABLE pid_map; --');",
	 "pid is no PID"},
	{"CREATE TABLE pid_map (other); ", "none of these is a column of pid_map"},
	{"CREATE TABLE server (port); INSERT INTO server VALUES (0);", "port is no port"},
	{"CREATE TABLE service (since); INSERT INTO service VALUES ('yesterday');",
	 "since is no ISO 8601 time"},
	{"CREATE TABLE amt_log (time); INSERT INTO amt_log VALUES ('9999-01-01T00:00:00Z');",
	 "time is no ISO 8601 time"},
	{"CREATE TABLE location (resource_guid); INSERT INTO location VALUES ('{1}');",
	 "resource_guid is no GUID"},
	{"CREATE TABLE configuration (name, value);"
	 "INSERT INTO configuration VALUES ('server', 'windows');",
	 "server must be scs|meshcentral|generic"},
};

START_TEST(database_records_that_cannot_be_are_refused)
{
	refuse(database(bad[_i].sql), NULL, SITE_ERROR_RECORD, bad[_i].says);
}
END_TEST

START_TEST(huge_value_is_refused)
{
	refuse(database("CREATE TABLE profile (name);"
			"INSERT INTO profile VALUES (hex(zeroblob(3000000)));"),
	       NULL, SITE_ERROR_OPEN, "cannot be used as a database");
}
END_TEST

START_TEST(names_of_statements_are_names)
{
	struct site *site =
		load(database("CREATE TABLE profile (name, match);"
			      "INSERT INTO profile VALUES ('''; DROP TABLE profile; --', '%_\"?1');"
			      "CREATE TABLE \"pid_map\"\"; DROP TABLE profile; --\" (pid);"),
		     NULL);

	ck_assert_str_eq(site->profiles.row[0].name, "'; DROP TABLE profile; --");
	ck_assert_str_eq(site->profiles.row[0].match, "%_\"?1");
	ck_assert(!site_has(site, SITE_PID_MAP));
	site_free(site);
}
END_TEST

START_TEST(names_out_of_the_file_are_made_printable)
{
	const char *path = database("CREATE TABLE csti_configuration (\"a\x1b\xff\", server);"
				    "INSERT INTO csti_configuration VALUES ('1', 'generic');");
	struct site *site = load(path, NULL);

	ck_assert_str_eq(site_policy(site, "server"), "generic");
	ck_assert_str_eq(site_configuration(site, "a"), "1");
	site_free(site);
}
END_TEST

START_TEST(check_names_views_and_other_tables)
{
	GPtrArray *problems = site_problems(
		database("CREATE VIEW pid_map AS SELECT 1; CREATE TABLE \"x\x1b[2J\" (y);"), NULL);
	const struct site_problem *view = g_ptr_array_index(problems, 0);
	const struct site_problem *other = g_ptr_array_index(problems, 1);

	ck_assert_uint_eq(problems->len, 2);
	ck_assert(!view->warning && strstr(view->what, "pid_map is a view"));
	ck_assert(other->warning);
	ck_assert_str_eq(other->what, "table x?[2J is not ours");
	g_ptr_array_unref(problems);
}
END_TEST

START_TEST(what_is_no_database_says_so)
{
	refuse(folder_path("absent.db"), NULL, SITE_ERROR_OPEN, "No such file");
	refuse(folder_write("x.db", "hello"), NULL, SITE_ERROR_OPEN, "neither a SQLite database");
	refuse(folder_write_n("x.db", "SQLite format 3", 16), NULL, SITE_ERROR_OPEN, "cut short");
	refuse("/dev/zero", NULL, SITE_ERROR_OPEN, "no regular file");
}
END_TEST

/* Whatever is cut or overwritten: an error or records, never a crash or a hang. */
static void load_damaged(const guchar *content, gsize n)
{
	const char *path = folder_write_n("damaged.db", content, n);
	GError *error = NULL;
	struct site *site = site_load(path, NULL, &error);

	ck_assert((site != NULL) != (error != NULL));
	site_free(site);
	g_clear_error(&error);
}

START_TEST(cut_and_damaged_databases_are_survived)
{
	char *content;
	gsize n;

	ck_assert(g_file_get_contents(database(every_table), &content, &n, NULL));
	for (gsize cut = 0; cut < n; cut += 997)
		load_damaged((guchar *)content, cut);
	for (gsize page = 0; page + 4096 <= n; page += 4096) {
		char saved[4096];

		memcpy(saved, content + page, sizeof saved);
		memset(content + page + 100, 0xff, sizeof saved - 100);
		load_damaged((guchar *)content, n);
		memcpy(content + page, saved, sizeof saved);
	}
	g_free(content);
}
END_TEST

START_TEST(cut_database_is_an_error)
{
	char *content;
	gsize n;

	ck_assert(g_file_get_contents(database(every_table), &content, &n, NULL));
	refuse(folder_write_n("cut.db", content, n - 4096), NULL, SITE_ERROR_OPEN, "cut.db: ");
	g_free(content);
}
END_TEST

START_TEST(hundred_thousand_rows_load_in_seconds)
{
	gint64 start;
	const char *path = database(
		"CREATE TABLE pid_map (pid, pps, uuid);"
		"CREATE TABLE oob_capability (resource_guid, uuid);"
		"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000)"
		" INSERT INTO pid_map SELECT printf('%08X', n), printf('%032d', n),"
		" printf('%08x-0000-1000-8000-000000000000', n) FROM c;"
		"INSERT INTO oob_capability SELECT uuid, '" UUID_A "' FROM pid_map;");

	start = g_get_monotonic_time();
	struct site *site = load(path, NULL);
	struct uuid a;
	bool swapped;

	ck_assert(uuid_parse(&a, UUID_A));
	ck_assert_uint_eq(site->pids.n, 100000);
	ck_assert_ptr_nonnull(site_find_pid(site, "000186A0"));
	for (unsigned i = 0; i < 100000; i++)
		ck_assert_ptr_nonnull(site_find_capability(site, &a, i, &swapped));
	site_free(site);
	ck_assert_int_lt(g_get_monotonic_time() - start, 20 * G_USEC_PER_SEC);
}
END_TEST

int main(void)
{
	TCase *all;
	Suite *suite = folder_suite("site_load", &all);

	tcase_add_test(all, schema_and_columns_agree);
	tcase_add_test(all, no_records_have_no_tables);
	tcase_add_test(all, policies_have_defaults_and_server_settings_have_none);
	tcase_add_test(all, database_values_reach_their_rows);
	tcase_add_test(all, look_ups_find_keys_and_say_the_byte_order);
	tcase_add_test(all, blank_uuids_find_nothing);
	tcase_add_test(all, pps_is_given_without_dashes_on_demand_only);
	tcase_add_test(all, database_of_the_server_is_read_under_its_own_names);
	tcase_add_loop_test(all, database_is_the_same_after_loading, 0, G_N_ELEMENTS(prefixes));
	tcase_add_loop_test(all, changes_in_a_log_beside_are_refused, 0, 2);
	tcase_add_test(all, views_and_triggers_and_virtual_tables_are_not_read);
	tcase_add_loop_test(all, database_records_that_cannot_be_are_refused, 0, G_N_ELEMENTS(bad));
	tcase_add_test(all, huge_value_is_refused);
	tcase_add_test(all, names_of_statements_are_names);
	tcase_add_test(all, names_out_of_the_file_are_made_printable);
	tcase_add_test(all, check_names_views_and_other_tables);
	tcase_add_test(all, what_is_no_database_says_so);
	tcase_add_test(all, cut_and_damaged_databases_are_survived);
	tcase_add_test(all, cut_database_is_an_error);
	tcase_add_test(all, hundred_thousand_rows_load_in_seconds);
	return suite_run(suite);
}
