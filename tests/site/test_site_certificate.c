/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_site_certificate.c - certificate files beside the records, which the openssl command wrote. */
#include "../certificate/make.h"
#include "site.h"
#include "site_edit.h"

#define PASSWORD "horse-battery-7"

static void write_table(const char *rows)
{
	g_autofree char *path = g_build_filename(made, "certificate.csv", NULL);
	g_autofree char *text =
		g_strconcat("label,file,password_file,has_private_key\n", rows, NULL);

	ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static struct site *load(const char *rows)
{
	GError *error = NULL;

	write_table(rows);
	struct site *site = site_load(made, NULL, &error);

	ck_assert_msg(site != NULL, "%s", error ? error->message : "");
	return site;
}

static const struct site_chain *chain_of(const struct site *site)
{
	const struct site_chain *chain = site_certificate_chain(site, &site->certificates.row[0]);

	ck_assert_ptr_nonnull(chain);
	return chain;
}

START_TEST(certificate_files_of_each_form_are_read)
{
	static const struct {
		const char *row;
		unsigned count;
		bool key;
	} forms[] = {
		{"a,leaf.pem,,\n", 1, false},   {"a,leaf.der,,\n", 1, false},
		{"a,whole.pem,,\n", 3, true},   {"a,whole.pfx,password,\n", 3, true},
		{"a,public.pfx,,\n", 2, false},
	};
	struct site *site = load(forms[_i].row);
	const struct site_chain *chain = chain_of(site);

	ck_assert_str_eq(chain->certificate[0]->common_name, "sca.example.test");
	ck_assert_uint_eq(chain->count, forms[_i].count);
	ck_assert_int_eq(chain->has_key, forms[_i].key);
	ck_assert_int_eq(site_certificate_has_key(site, &site->certificates.row[0]), forms[_i].key);
	site_free(site);
}
END_TEST

START_TEST(certificate_file_out_of_order_has_its_leaf_first)
{
	struct site *site = load("a,turned.pem,,\n");
	const struct site_chain *chain = chain_of(site);

	ck_assert_str_eq(chain->certificate[0]->common_name, "sca.example.test");
	ck_assert_uint_eq(chain->way.length, 3);
	ck_assert(chain->way.has_root && !chain->way.ordered);
	site_free(site);
}
END_TEST

/* The key may lie in the server's store, whatever the file has. */
START_TEST(certificate_row_has_the_last_word_on_the_key)
{
	struct site *site = load("a,leaf.pem,,1\nb,whole.pem,,0\n");

	ck_assert(site_certificate_has_key(site, &site->certificates.row[0]));
	ck_assert(!site_certificate_has_key(site, &site->certificates.row[1]));
	site_free(site);
}
END_TEST

START_TEST(certificate_without_a_file_has_no_chain)
{
	struct site *site = load("a,,,\n");

	ck_assert_ptr_null(site_certificate_chain(site, &site->certificates.row[0]));
	site_free(site);
}
END_TEST

START_TEST(certificate_of_a_change_is_read)
{
	const char *const changes[] = {"certificate+label=b,file=whole.pfx,password_file=password",
				       NULL};

	write_table("");
	struct site *site = site_load(made, changes, NULL);

	ck_assert_ptr_nonnull(site);
	ck_assert_uint_eq(chain_of(site)->count, 3);
	site_free(site);
}
END_TEST

/* The message says the record and the file, and never the password. */
static const struct {
	const char *row, *says;
} refused[] = {
	{"a,none.pem,,\n", "none.pem: No such file"},
	{"a,../leaf.pem,,\n", "must lie beside the records"},
	{"a,whole.pfx,,\n", "whole.pfx: needs a password"},
	{"a,whole.pfx,other-password,\n", "whole.pfx: does not open with the password in other-p"},
	{"a,whole.pfx,none,\n", "none: No such file"},
	{"a,password,,\n", "no certificate in PEM, DER or PFX form"},
};

static void expect_message(const char *message, unsigned i)
{
	ck_assert_msg(strstr(message, refused[i].says) != NULL, "%s", message);
	ck_assert_msg(strstr(message, "certificate.csv:2") != NULL, "%s", message);
	ck_assert_msg(strstr(message, PASSWORD) == NULL, "%s", message);
}

START_TEST(certificate_file_that_cannot_be_read_is_an_error)
{
	GError *error = NULL;

	write_table(refused[_i].row);
	ck_assert_ptr_null(site_load(made, NULL, &error));
	ck_assert(g_error_matches(error, SITE_ERROR, SITE_ERROR_RECORD));
	expect_message(error->message, (unsigned)_i);
	g_error_free(error);
}
END_TEST

/* What `site check` says of the records; free it. */
static char *checked(unsigned *errors, unsigned *warnings)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	ck_assert(site_check(made, out, errors, warnings, NULL));
	fclose(out);
	return text;
}

START_TEST(check_finds_the_file_that_cannot_be_read)
{
	unsigned errors, warnings;

	write_table(refused[_i].row);
	g_autofree char *text = checked(&errors, &warnings);

	ck_assert_uint_eq(errors, 1);
	expect_message(text, (unsigned)_i);
}
END_TEST

START_TEST(check_says_what_a_certificate_lacks)
{
	static const struct {
		const char *row, *says;
		unsigned errors, warnings;
	} lacks[] = {
		{"a,whole.pem,,\n", "", 0, 0},
		{"a,leaf.pem,,\n", "private key: it was not exported", 0, 2},
		{"a,leaf.pem,,\n", "does not lead to a root", 0, 2},
		{"a,other-key.pem,,\n", "belongs to another certificate", 1, 0},
		{"a,locked.pem,,\n", "does not open", 0, 2},
		{"a,web.pem,,\n", "is no setup certificate", 1, 2},
		{"a,mail.pem,,\n", "is not for server authentication", 1, 2},
		{"a,beside.pem,,\n", "not of its chain", 0, 1},
	};
	unsigned errors, warnings;

	write_table(lacks[_i].row);
	g_autofree char *text = checked(&errors, &warnings);

	ck_assert_msg(strstr(text, lacks[_i].says) != NULL, "%s", text);
	ck_assert_msg(errors == lacks[_i].errors && warnings == lacks[_i].warnings, "%s", text);
}
END_TEST

static char *shown(void)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	ck_assert(site_show(made, "certificate", false, out, NULL));
	fclose(out);
	return text;
}

START_TEST(show_tells_what_the_file_holds)
{
	write_table("a,whole.pfx,password,\nb,leaf.pem,,\nc,none.pem,,\n");
	g_autofree char *text = shown();

	ck_assert_ptr_nonnull(strstr(text, "CN sca.example.test, DNS sca.example.test"));
	ck_assert_ptr_nonnull(strstr(text, "server authentication"));
	ck_assert_ptr_nonnull(strstr(text, "3 certificates, up to the root"));
	ck_assert_ptr_nonnull(strstr(text, "private key  there\n"));
	ck_assert_ptr_nonnull(strstr(text, "private key  not exported\n"));
	ck_assert_ptr_nonnull(strstr(text, "none.pem: No such file"));
	ck_assert_ptr_null(strstr(text, PASSWORD));
}
END_TEST

static void set_up(void)
{
	make_folder();
	make_chain();
	make("web", "/CN=sca.example.test", "middle", "extendedKeyUsage=serverAuth\n");
	make("mail", "/CN=sca.example.test", "middle",
	     "extendedKeyUsage=emailProtection,2.16.840.1.113741.1.2.3\n");
	run("cat leaf.pem middle.pem root.pem >chain; cat chain leaf.key >whole.pem;"
	    "cat root.pem middle.pem leaf.pem leaf.key >turned.pem;"
	    "cat chain web.key >other-key.pem; cat whole.pem web.pem >beside.pem;"
	    "openssl rsa -in leaf.key -aes128 -passout pass:" PASSWORD " -out locked.key;"
	    "cat leaf.pem locked.key >locked.pem; cat middle.pem root.pem >above;"
	    "openssl x509 -in leaf.pem -outform DER -out leaf.der;"
	    "echo " PASSWORD " >password; echo wrong >other-password;"
	    "openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile above -passout pass:" PASSWORD
	    " -out whole.pfx;"
	    "openssl pkcs12 -export -nokeys -in leaf.pem -certfile middle.pem -passout pass:"
	    " -out public.pfx");
}

int main(void)
{
	Suite *suite = suite_create("site_certificate");
	TCase *tests = tcase_create("site_certificate");

	tcase_add_unchecked_fixture(tests, set_up, remove_folder);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, certificate_files_of_each_form_are_read, 0, 5);
	tcase_add_test(tests, certificate_file_out_of_order_has_its_leaf_first);
	tcase_add_test(tests, certificate_row_has_the_last_word_on_the_key);
	tcase_add_test(tests, certificate_without_a_file_has_no_chain);
	tcase_add_test(tests, certificate_of_a_change_is_read);
	tcase_add_loop_test(tests, certificate_file_that_cannot_be_read_is_an_error, 0,
			    G_N_ELEMENTS(refused));
	tcase_add_loop_test(tests, check_finds_the_file_that_cannot_be_read, 0,
			    G_N_ELEMENTS(refused));
	tcase_add_loop_test(tests, check_says_what_a_certificate_lacks, 0, 8);
	tcase_add_test(tests, show_tells_what_the_file_holds);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
