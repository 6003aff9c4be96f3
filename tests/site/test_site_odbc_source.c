/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_site_odbc_source.c - what of a connection string may be seen. The
 * grammar is that of SQLDriverConnect in Microsoft's ODBC reference.
 */
#include "odbc_source.h"
#include "suite.h"

static void check_shown(const char *text, const char *shown)
{
	struct odbc_source *source = odbc_source_new(text);

	ck_assert_str_eq(source->shown, shown);
	odbc_source_free(source);
}

static void check_scrubbed(const char *text, const char *message, const char *clean)
{
	struct odbc_source *source = odbc_source_new(text);
	char *said = odbc_source_scrub(source, message);

	ck_assert_str_eq(said, clean);
	g_free(said);
	odbc_source_free(source);
}

START_TEST(source_is_told_by_its_prefix)
{
	ck_assert(odbc_is_source("odbc:DSN=scs"));
	ck_assert(odbc_is_source("ODBC:DSN=scs"));
	ck_assert(!odbc_is_source("odbc"));
	ck_assert(!odbc_is_source("./odbc:DSN=scs"));
}
END_TEST

START_TEST(only_harmless_attributes_are_shown)
{
	check_shown("odbc:DSN=scs;UID=sa;PWD=secret", "odbc:dsn=scs");
	check_shown("odbc: Driver = {FreeTDS};SERVER=db1;AccessToken=abcdef;Database=IntelAMT;",
		    "odbc:driver={FreeTDS};server=db1;database=IntelAMT");
}
END_TEST

START_TEST(a_text_without_keys_shows_nothing)
{
	check_shown("odbc:secret", "odbc:");
	check_shown("odbc:", "odbc:");
	check_shown("odbc:;;=;", "odbc:");
}
END_TEST

START_TEST(a_brace_hides_the_separator)
{
	check_shown("odbc:PWD={a;DSN=b};Server=c", "odbc:server=c");
	check_shown("odbc:PWD={a}};DSN=b};Server=c", "odbc:server=c");
	/* Never closed: all of it is the password. */
	check_shown("odbc:PWD={a;DSN=b;Server=c", "odbc:");
}
END_TEST

START_TEST(a_password_is_struck_from_messages)
{
	check_scrubbed("odbc:DSN=scs;pwd=hunter2", "login with hunter2 failed: hunter2",
		       "login with *** failed: ***");
	check_scrubbed("odbc:DSN=scs;Password=x", "no x", "no ***");
}
END_TEST

START_TEST(a_password_in_braces_is_struck_as_written_and_as_meant)
{
	check_scrubbed("odbc:PWD={a}};bc}", "'{a}};bc}' or 'a};bc'", "'***' or '***'");
}
END_TEST

START_TEST(a_value_of_an_unknown_key_is_a_secret)
{
	check_scrubbed("odbc:AccessToken=abcdef", "token abcdef", "token ***");
}
END_TEST

START_TEST(a_secret_that_the_driver_cut_is_struck)
{
	check_scrubbed("odbc:PWD=correcthorse", "bad: PWD=correcth", "bad: PWD=***");
}
END_TEST

START_TEST(the_longer_of_two_secrets_is_struck_first)
{
	check_scrubbed("odbc:PWD=abcd;Token=abcdefgh", "abcdefgh abcd", "*** ***");
}
END_TEST

START_TEST(names_of_users_and_servers_stay_readable)
{
	check_scrubbed("odbc:Server=db1;UID=scsuser;PWD=q", "db1 refuses scsuser",
		       "db1 refuses scsuser");
}
END_TEST

START_TEST(a_message_is_made_printable)
{
	check_scrubbed("odbc:DSN=scs", "a\x1b[31m\n", "a?[31m?");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("site_odbc_source");
	TCase *tcase = tcase_create("site_odbc_source");

	tcase_add_test(tcase, source_is_told_by_its_prefix);
	tcase_add_test(tcase, only_harmless_attributes_are_shown);
	tcase_add_test(tcase, a_text_without_keys_shows_nothing);
	tcase_add_test(tcase, a_brace_hides_the_separator);
	tcase_add_test(tcase, a_password_is_struck_from_messages);
	tcase_add_test(tcase, a_password_in_braces_is_struck_as_written_and_as_meant);
	tcase_add_test(tcase, a_value_of_an_unknown_key_is_a_secret);
	tcase_add_test(tcase, a_secret_that_the_driver_cut_is_struck);
	tcase_add_test(tcase, the_longer_of_two_secrets_is_struck_first);
	tcase_add_test(tcase, names_of_users_and_servers_stay_readable);
	tcase_add_test(tcase, a_message_is_made_printable);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
