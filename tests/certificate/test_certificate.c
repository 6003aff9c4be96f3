/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_certificate.c - facts of certificates and chains that the openssl command made. */
#include <string.h>

#include "certificate.h"
#include "make.h"

/* openssl x509 -outform DER of the file NAME. */
static struct certificate *certificate(const char *name)
{
	gsize n;

	run("openssl x509 -in %s.pem -outform DER -out %s.der", name, name);
	g_autofree char *file = g_strdup_printf("%s.der", name);
	g_autofree char *der = content_of(file, &n);
	struct certificate *read = certificate_read(der, n);

	ck_assert_ptr_nonnull(read);
	return read;
}

START_TEST(certificate_names_and_usages_are_read)
{
	struct certificate *leaf = certificate("leaf");

	ck_assert_str_eq(leaf->facts.common_name, "sca.example.test");
	ck_assert_uint_eq(leaf->facts.unit_count, 2);
	ck_assert(certificate_has_unit(&leaf->facts, CERTIFICATE_SETUP_UNIT));
	ck_assert(!certificate_has_unit(&leaf->facts, "intel(r) client setup certificate"));
	ck_assert_uint_eq(leaf->facts.dns_name_count, 2);
	ck_assert_str_eq(leaf->facts.dns_names[1], "*.example.test");
	ck_assert(leaf->facts.has_usages);
	ck_assert(certificate_has_usage(&leaf->facts, CERTIFICATE_AMT_SETUP));
	ck_assert(certificate_has_usage(&leaf->facts, CERTIFICATE_SERVER_AUTH));
	ck_assert(!leaf->facts.is_ca && !leaf->facts.self_issued && !leaf->facts.self_signed);
	ck_assert_str_eq(leaf->facts.issuer, "CN=Example Middle,O=Example");
	certificate_free(leaf);
}
END_TEST

START_TEST(certificate_of_a_root_is_self_signed)
{
	struct certificate *root = certificate("root");

	ck_assert(root->facts.is_ca && root->facts.self_issued && root->facts.self_signed);
	ck_assert(!root->facts.has_usages);
	ck_assert_uint_eq(root->facts.unit_count, 0);
	certificate_free(root);
}
END_TEST

/* Somebody else with the root's name is not the root. */
START_TEST(certificate_with_the_name_of_its_issuer_need_not_be_self_signed)
{
	make("twin", "/O=Example/CN=Example Root", "root", MADE_CA);
	struct certificate *twin = certificate("twin"), *root = certificate("root");

	ck_assert(twin->facts.self_issued && !twin->facts.self_signed);
	ck_assert(certificate_is_signed_by(twin, root));
	ck_assert(!certificate_is_signed_by(root, twin));
	certificate_free(twin);
	certificate_free(root);
}
END_TEST

START_TEST(certificate_key_and_signature_are_read)
{
	run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout ec.key"
	    " -subj /CN=ec -sha1 -out ec.pem");
	struct certificate *leaf = certificate("leaf"), *ec = certificate("ec");

	ck_assert_str_eq(leaf->facts.key, "RSA");
	ck_assert_uint_eq(leaf->facts.key_bits, 2048);
	ck_assert_str_eq(leaf->facts.signature, "sha256WithRSAEncryption");
	ck_assert_str_eq(leaf->facts.signature_hash, "SHA256");
	ck_assert_str_eq(ec->facts.key, "EC");
	ck_assert_uint_eq(ec->facts.key_bits, 384);
	ck_assert_str_eq(ec->facts.signature_hash, "SHA1");
	certificate_free(leaf);
	certificate_free(ec);
}
END_TEST

static void expect_hash(const uint8_t *hash, size_t n, const char *option)
{
	g_autofree char *command = g_strdup_printf(
		"openssl x509 -in leaf.pem -noout -fingerprint -%s | tr -d : | sed s/.*=//",
		option);
	g_autofree char *theirs = said(command);
	g_autofree char *ours = g_malloc(2 * n + 1);

	for (size_t i = 0; i < n; i++)
		snprintf(ours + 2 * i, 3, "%02X", hash[i]);
	ck_assert_str_eq(ours, theirs);
}

START_TEST(certificate_hashes_are_those_of_openssl)
{
	struct certificate *leaf = certificate("leaf");

	expect_hash(leaf->facts.sha1, sizeof leaf->facts.sha1, "sha1");
	expect_hash(leaf->facts.sha256, sizeof leaf->facts.sha256, "sha256");
	expect_hash(leaf->facts.sha384, sizeof leaf->facts.sha384, "sha384");
	certificate_free(leaf);
}
END_TEST

/* date -u -d @1767323045 says 2026-01-02 03:04:05; 253402300799 s are past what an int64_t can
 * say in nanoseconds (RFC 5280, 4.1.2.5: 99991231235959Z means no end). */
START_TEST(certificate_dates_are_nanoseconds)
{
	g_autofree char *config = g_build_filename(made, "ca.cnf", NULL);

	ck_assert(g_file_set_contents(config,
				      "[ca]\ndefault_ca=c\n[c]\ndatabase=index\nserial=serial\n"
				      "new_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\n"
				      "commonName=supplied\norganizationName=optional\n"
				      "organizationalUnitName=optional\n",
				      -1, NULL));
	run("touch index; echo 01 >serial; openssl ca -batch -config ca.cnf -selfsign -keyfile "
	    "root.key -in root.csr -startdate 20260102030405Z -enddate 99991231235959Z -out "
	    "dated.pem");
	struct certificate *dated = certificate("dated");

	ck_assert_int_eq(dated->facts.not_before, G_GINT64_CONSTANT(1767323045) * 1000000000);
	ck_assert_int_eq(dated->facts.not_after, INT64_MAX);
	certificate_free(dated);
}
END_TEST

START_TEST(certificate_text_is_clean)
{
	run("openssl req -x509 -newkey rsa:2048 -nodes -keyout odd.key -subj "
	    "\"/CN=$(printf 'a\\033[31m\\tb')\" -out odd.pem");
	struct certificate *odd = certificate("odd");

	ck_assert_str_eq(odd->facts.common_name, "a?[31m?b");
	for (const char *c = odd->facts.subject; *c; c++)
		ck_assert(!g_ascii_iscntrl(*c));
	certificate_free(odd);
}
END_TEST

START_TEST(certificate_every_prefix_is_none)
{
	struct certificate *leaf = certificate("leaf");
	gsize n;
	const uint8_t *der = g_bytes_get_data(leaf->der, &n);

	for (gsize i = 0; i < n; i++) {
		g_autofree uint8_t *prefix = g_memdup2(der, i ? i : 1);

		ck_assert_ptr_null(certificate_read(prefix, i));
	}
	certificate_free(leaf);
}
END_TEST

/* One byte changed at a time: whatever comes out has all its texts. */
START_TEST(certificate_that_is_damaged_is_read_or_refused)
{
	struct certificate *leaf = certificate("leaf");
	gsize n;
	const uint8_t *der = g_bytes_get_data(leaf->der, &n);
	g_autofree uint8_t *damaged = g_memdup2(der, n);

	for (gsize i = 0; i < n; i++) {
		damaged[i] ^= 0x15;
		struct certificate *read = certificate_read(damaged, n);

		ck_assert(!read ||
			  (read->facts.subject && read->facts.common_name && read->facts.key));
		certificate_free(read);
		damaged[i] = der[i];
	}
	certificate_free(leaf);
}
END_TEST

static struct certificate_chain chain_of(const char *names)
{
	g_auto(GStrv) list = g_strsplit(names, " ", 0);
	struct certificate *certificates[8];
	unsigned n = 0;

	for (; list[n] && *list[n]; n++)
		certificates[n] = certificate(list[n]);
	struct certificate_chain chain = certificate_chain_of(certificates, n);

	while (n)
		certificate_free(certificates[--n]);
	return chain;
}

START_TEST(certificate_chain_whole_and_in_order)
{
	struct certificate_chain chain = chain_of("leaf middle root");

	ck_assert_uint_eq(chain.length, 3);
	ck_assert(chain.ordered && chain.has_root);
	ck_assert_uint_eq(chain.top, 2);
	ck_assert_uint_eq(chain.beside, 0);
}
END_TEST

START_TEST(certificate_chain_without_its_root)
{
	struct certificate_chain chain = chain_of("leaf middle");

	ck_assert_uint_eq(chain.length, 2);
	ck_assert(chain.ordered && !chain.has_root);
}
END_TEST

START_TEST(certificate_chain_in_the_wrong_order)
{
	struct certificate_chain chain = chain_of("leaf root middle");

	ck_assert_uint_eq(chain.length, 3);
	ck_assert(!chain.ordered && chain.has_root);
	ck_assert_uint_eq(chain.top, 1);
}
END_TEST

START_TEST(certificate_chain_with_one_missing)
{
	struct certificate_chain chain = chain_of("leaf root");

	ck_assert_uint_eq(chain.length, 1);
	ck_assert_uint_eq(chain.beside, 1);
	ck_assert(!chain.has_root);
}
END_TEST

START_TEST(certificate_chain_of_none)
{
	struct certificate_chain chain = chain_of("");

	ck_assert_uint_eq(chain.length, 0);
	ck_assert(!chain.has_root);
}
END_TEST

static void set_up(void)
{
	make_folder();
	make_chain();
}

int main(void)
{
	Suite *suite = suite_create("certificate");
	TCase *tests = tcase_create("certificate");

	tcase_add_unchecked_fixture(tests, set_up, remove_folder);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, certificate_names_and_usages_are_read);
	tcase_add_test(tests, certificate_of_a_root_is_self_signed);
	tcase_add_test(tests, certificate_with_the_name_of_its_issuer_need_not_be_self_signed);
	tcase_add_test(tests, certificate_key_and_signature_are_read);
	tcase_add_test(tests, certificate_hashes_are_those_of_openssl);
	tcase_add_test(tests, certificate_dates_are_nanoseconds);
	tcase_add_test(tests, certificate_text_is_clean);
	tcase_add_test(tests, certificate_every_prefix_is_none);
	tcase_add_test(tests, certificate_that_is_damaged_is_read_or_refused);
	tcase_add_test(tests, certificate_chain_whole_and_in_order);
	tcase_add_test(tests, certificate_chain_without_its_root);
	tcase_add_test(tests, certificate_chain_in_the_wrong_order);
	tcase_add_test(tests, certificate_chain_with_one_missing);
	tcase_add_test(tests, certificate_chain_of_none);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
