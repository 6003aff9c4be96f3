/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_site_csv.c - CSV as RFC 4180, spreadsheets and SQL Server's tools write it. */
#include "folder.h"

/* Different spellings of one table, which must load alike. */
static const char *const spellings[] = {
	"pid,uuid,used,label\n0000037M," UUID_A ",1,batch 7\n",
	"PID,UUID,Used,Label\r\n0000037M," UUID_A ",1,batch 7\r\n",
	"label;used;uuid;pid\nbatch 7;1;" UUID_A ";0000037M",
	"pid\tuuid\tused\tlabel\r0000037M\t" UUID_A "\t1\tbatch 7\r",
	"\xEF\xBB\xBFpid,uuid,used,label\n0000037M," UUID_A ",1,batch 7\n",
	"\"pid\",\"uuid\",\"used\",\"label\"\n\"0000-037M\",\"{" UUID_A "}\",\"true\",\"batch 7\"",
	"pid     ,uuid,used,label\n--------,----,----,-----\n0000037M," UUID_A
	",   1,batch 7   \n\n(1 rows affected)\n",
	"pid,uuid,used,label,site_id\n0000037M," UUID_A ",yes,batch 7,NULL\n",
};

static void check_spelled(const char *path)
{
	struct site *site = load(path, NULL);
	char text[UUID_TEXT];

	ck_assert(site_has(site, SITE_PID_MAP));
	ck_assert_uint_eq(site->pids.n, 1);
	ck_assert_str_eq(site->pids.row[0].pid, "0000037M");
	ck_assert_str_eq(site->pids.row[0].label, "batch 7");
	ck_assert(site->pids.row[0].used && site->pids.row[0].has_uuid);
	ck_assert(!site->pids.row[0].has_pps);
	ck_assert_str_eq(uuid_text(&site->pids.row[0].uuid, text), UUID_A);
	site_free(site);
}

START_TEST(csv_spellings_load_alike)
{
	folder_write("pid_map.csv", spellings[_i]);
	check_spelled(folder);
}
END_TEST

/* GLib's converter wrote the UTF-16; iconv does it in import.sh. */
START_TEST(csv_utf16_of_both_orders_is_read)
{
	static const char *const encodings[] = {"UTF-16LE", "UTF-16BE"};
	char *text = g_strconcat("\xEF\xBB\xBF", spellings[1], NULL);
	gsize n;
	char *wide = g_convert(text, -1, encodings[_i], "UTF-8", NULL, &n, NULL);

	folder_write_n("csti_pid_map.csv", wide, n);
	check_spelled(folder);
	g_free(text);
	g_free(wide);
}
END_TEST

START_TEST(csv_quotes_hold_separators_quotes_and_lines)
{
	folder_write("profile.csv", "name,match,ou\n\"a,b\",\"say \"\"x\"\"\",\"one\r\ntwo\"\n"
				    "5\" disk,*.x,\"\"\n");
	struct site *site = load(folder, NULL);

	ck_assert_uint_eq(site->profiles.n, 2);
	ck_assert_str_eq(site->profiles.row[0].name, "a,b");
	ck_assert_str_eq(site->profiles.row[0].match, "say \"x\"");
	ck_assert_str_eq(site->profiles.row[0].ou, "one\r\ntwo");
	ck_assert_str_eq(site->profiles.row[1].name, "5\" disk");
	ck_assert_str_eq(site->profiles.row[1].ou, "");
	site_free(site);
}
END_TEST

START_TEST(csv_null_is_not_given_but_quoted_null_is_text)
{
	folder_write("profile.csv", "name,match\nNULL,\"NULL\"\n");
	struct site *site = load(folder, NULL);

	ck_assert_str_eq(site->profiles.row[0].name, "");
	ck_assert_str_eq(site->profiles.row[0].match, "NULL");
	site_free(site);
}
END_TEST

static const struct {
	const char *content, *says;
} bad[] = {
	{"", "pid_map.csv:1: no headings"},
	{"pid\n\"abc", "pid_map.csv:2: a quote is not closed"},
	{"pid\n\"abc\"d\n", "pid_map.csv:2: a closing quote is followed by text"},
	{"pid,label\n0000037M,a\n0000037M\n", "pid_map.csv:3: 1 fields under 2 headings"},
	{"pid\n0000037M,x\n", "pid_map.csv:2: 2 fields under 1 headings"},
	{"pid,label\n\"0000037M\",\"a\nb\nc\"\nX,y\n", "pid_map.csv:5: pid is no PID"},
	{"pid,uuid\n0000037M,44454c4c\n", "pid_map.csv:2: uuid is no UUID"},
	{"pid,used\n0000037M,maybe\n", "pid_map.csv:2: used is neither 0 nor 1"},
	{"pid,PID\n0000037M,0000037M\n", "pid_map.csv:1: the same column twice"},
	{"colour,size\n1,2\n", "none of these is a column of pid_map"},
	{"pid\n0000037M\n\xff\n", "pid_map.csv:3: is not UTF-8"},
	{"\xFF\xFEp", "pid_map.csv:1: is no whole UTF-16"},
};

START_TEST(csv_that_cannot_be_read_says_where)
{
	folder_write("pid_map.csv", bad[_i].content);
	refuse(folder, NULL, SITE_ERROR_RECORD, bad[_i].says);
}
END_TEST

START_TEST(csv_with_a_nul_is_refused)
{
	folder_write_n("pid_map.csv", "pid,label\nA\0B,x\n", 16);
	refuse(folder, NULL, SITE_ERROR_RECORD, "pid_map.csv:2: a NUL byte");
}
END_TEST

START_TEST(csv_line_at_the_limit_is_read_and_one_over_is_not)
{
	GString *text = g_string_new("name\n");

	for (unsigned i = 0; i < 65536; i++)
		g_string_append_c(text, 'x');
	folder_write("profile.csv", text->str);
	struct site *site = load(folder, NULL);

	ck_assert_uint_eq(strlen(site->profiles.row[0].name), 65536);
	site_free(site);
	for (unsigned i = 0; i < 1000000; i++)
		g_string_append_c(text, 'x');
	folder_write("profile.csv", text->str);
	refuse(folder, NULL, SITE_ERROR_RECORD, "profile.csv:2: is longer than 65536 bytes");
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(csv_headings_alone_are_an_empty_table_and_no_file_is_none)
{
	folder_write("location.csv", "resource_guid,fqdn,updated\n");
	struct site *site = load(folder, NULL);

	for (unsigned t = 0; t < SITE_TABLES; t++)
		ck_assert(site_has(site, t) == (t == SITE_LOCATION));
	ck_assert_uint_eq(site->locations.n, 0);
	site_free(site);
}
END_TEST

START_TEST(csv_two_files_of_one_table_are_refused)
{
	folder_write("pid_map.csv", "pid\n0000037M\n");
	folder_write("csti_pid_map.csv", "pid\n0000037M\n");
	refuse(folder, NULL, SITE_ERROR_RECORD, "pid_map already came from");
}
END_TEST

START_TEST(csv_configuration_may_have_a_column_a_setting)
{
	folder_write("csti_configuration.csv",
		     "id,props_script_timeout,AllowRemoteConfiguration\n1,0,1\n");
	struct site *site = load(folder, NULL);
	int64_t timeout;
	bool allowed;

	ck_assert(site_number(site, "props_script_timeout", &timeout));
	ck_assert_int_eq(timeout, 0);
	ck_assert(site_switch(site, "allow_remote_configuration", &allowed) && allowed);
	site_free(site);
}
END_TEST

int main(void)
{
	TCase *all;
	Suite *suite = folder_suite("site_csv", &all);

	tcase_add_loop_test(all, csv_spellings_load_alike, 0, G_N_ELEMENTS(spellings));
	tcase_add_loop_test(all, csv_utf16_of_both_orders_is_read, 0, 2);
	tcase_add_test(all, csv_quotes_hold_separators_quotes_and_lines);
	tcase_add_test(all, csv_null_is_not_given_but_quoted_null_is_text);
	tcase_add_loop_test(all, csv_that_cannot_be_read_says_where, 0, G_N_ELEMENTS(bad));
	tcase_add_test(all, csv_with_a_nul_is_refused);
	tcase_add_test(all, csv_line_at_the_limit_is_read_and_one_over_is_not);
	tcase_add_test(all, csv_headings_alone_are_an_empty_table_and_no_file_is_none);
	tcase_add_test(all, csv_two_files_of_one_table_are_refused);
	tcase_add_test(all, csv_configuration_may_have_a_column_a_setting);
	return suite_run(suite);
}
