/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_certificate_file.c - PEM, DER and PFX files that the openssl command wrote. */
#include "certificate.h"
#include "make.h"

static struct certificate_file *read_file(const char *name, const char *password, GError **error)
{
	gsize n;
	g_autofree char *content = content_of(name, &n);

	return certificate_file_read(content, n, password, error);
}

static void expect_file(const char *name, const char *password, unsigned certificates, bool has_key,
			bool key_fits)
{
	struct certificate_file *file = read_file(name, password, NULL);

	ck_assert_msg(file, "%s", name);
	ck_assert_uint_eq(file->certificates->len, certificates);
	const struct certificate *first = file->certificates->pdata[0];

	ck_assert_str_eq(first->facts.common_name, "sca.example.test");
	ck_assert_int_eq(file->has_key, has_key);
	ck_assert_int_eq(file->key_fits, key_fits);
	certificate_file_free(file);
}

static void expect_error(const char *name, const char *password, enum certificate_error code)
{
	GError *error = NULL;

	ck_assert_ptr_null(read_file(name, password, &error));
	ck_assert(g_error_matches(error, CERTIFICATE_ERROR, (int)code));
	g_error_free(error);
}

START_TEST(certificate_file_pem_with_and_without_key)
{
	run("cat leaf.pem middle.pem root.pem >chain; cat leaf.key chain >with-key;"
	    "cat chain middle.key >other-key");
	expect_file("chain", NULL, 3, false, false);
	expect_file("with-key", NULL, 3, true, true);
	expect_file("other-key", NULL, 3, true, false);
}
END_TEST

static void expect_leaf(const char *name, unsigned leaf, bool key_fits)
{
	struct certificate_file *file = read_file(name, NULL, NULL);

	ck_assert_msg(file, "%s", name);
	ck_assert_uint_eq(file->leaf, leaf);
	ck_assert_int_eq(file->key_fits, key_fits);
	certificate_file_free(file);
}

START_TEST(certificate_file_leaf_is_whose_key_it_is)
{
	make("other", "/CN=other.example.test", "middle", MADE_LEAF);
	run("cat root.pem middle.pem leaf.pem >turned; cat turned leaf.key >turned-key;"
	    "cat other.pem turned-key >two; cat other.pem leaf.pem >two-without");
	expect_leaf("turned", 2, false);
	expect_leaf("turned-key", 2, true);
	expect_leaf("two", 3, true);
	expect_leaf("two-without", 0, false);
}
END_TEST

START_TEST(certificate_file_key_that_does_not_open)
{
	run("openssl rsa -in leaf.key -aes128 -passout pass:secret -out locked.key;"
	    "cat leaf.pem locked.key >locked");
	struct certificate_file *without = read_file("locked", NULL, NULL);
	struct certificate_file *with = read_file("locked", "secret", NULL);

	ck_assert(without->has_key && !without->key_opens && !without->key_fits);
	ck_assert(with->has_key && with->key_opens && with->key_fits);
	certificate_file_free(without);
	certificate_file_free(with);
}
END_TEST

START_TEST(certificate_file_pem_with_an_encrypted_key)
{
	run("openssl rsa -in leaf.key -aes128 -passout pass:secret -out locked.key;"
	    "cat leaf.pem locked.key >locked");
	expect_file("locked", "secret", 1, true, true);
	expect_file("locked", NULL, 1, true, false);
	expect_file("locked", "wrong", 1, true, false);
}
END_TEST

START_TEST(certificate_file_der)
{
	run("openssl x509 -in leaf.pem -outform DER -out leaf.der");
	expect_file("leaf.der", NULL, 1, false, false);
}
END_TEST

START_TEST(certificate_file_pfx_with_chain)
{
	run("cat middle.pem root.pem >above; openssl pkcs12 -export -inkey leaf.key -in leaf.pem"
	    " -certfile above -passout pass:secret -out leaf.pfx");
	expect_file("leaf.pfx", "secret", 3, true, true);
	expect_error("leaf.pfx", "wrong", CERTIFICATE_ERROR_PASSWORD);
	expect_error("leaf.pfx", NULL, CERTIFICATE_ERROR_PASSWORD);
}
END_TEST

/* As Windows writes them: RC2 with 40 bits and Triple DES. */
START_TEST(certificate_file_pfx_of_old_ciphers)
{
	run("openssl pkcs12 -export -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES"
	    " -inkey leaf.key -in leaf.pem -certfile middle.pem -passout pass:secret -out old.pfx");
	expect_file("old.pfx", "secret", 2, true, true);
}
END_TEST

/* The private key was not exported with the certificate. */
START_TEST(certificate_file_pfx_without_key)
{
	run("openssl pkcs12 -export -nokeys -in leaf.pem -certfile middle.pem -passout pass:"
	    " -out public.pfx");
	expect_file("public.pfx", NULL, 2, false, false);
}
END_TEST

START_TEST(certificate_file_of_something_else)
{
	run("echo nothing >text; : >empty");
	expect_error("text", NULL, CERTIFICATE_ERROR_FORMAT);
	expect_error("empty", NULL, CERTIFICATE_ERROR_FORMAT);
	expect_error("leaf.key", NULL, CERTIFICATE_ERROR_FORMAT);
}
END_TEST

START_TEST(certificate_file_every_prefix_is_harmless)
{
	gsize n;

	run("cat middle.pem >above; openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile"
	    " above -passout pass:secret -out leaf.pfx");
	g_autofree char *content = content_of("leaf.pfx", &n);

	for (gsize i = 0; i < n; i += 7) {
		g_autofree char *prefix = g_memdup2(content, i ? i : 1);

		ck_assert_ptr_null(certificate_file_read(prefix, i, "secret", NULL));
	}
}
END_TEST

static void set_up(void)
{
	make_folder();
	make_chain();
}

int main(void)
{
	Suite *suite = suite_create("certificate_file");
	TCase *tests = tcase_create("certificate_file");

	tcase_add_unchecked_fixture(tests, set_up, remove_folder);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, certificate_file_pem_with_and_without_key);
	tcase_add_test(tests, certificate_file_leaf_is_whose_key_it_is);
	tcase_add_test(tests, certificate_file_key_that_does_not_open);
	tcase_add_test(tests, certificate_file_pem_with_an_encrypted_key);
	tcase_add_test(tests, certificate_file_der);
	tcase_add_test(tests, certificate_file_pfx_with_chain);
	tcase_add_test(tests, certificate_file_pfx_of_old_ciphers);
	tcase_add_test(tests, certificate_file_pfx_without_key);
	tcase_add_test(tests, certificate_file_of_something_else);
	tcase_add_test(tests, certificate_file_every_prefix_is_harmless);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
