/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_scrub_certificate.c - certificates made anew, judged by the openssl command. */
#include "../certificate/make.h"
#include "certificate.h"
#include "certificate_remake.h"

static struct mapping *m;
static const char *const chain[] = {"leaf", "middle", "root"};

static void begin(void)
{
	m = mapping_new(0);
	make_folder();
}

static void end(void)
{
	remove_folder();
	mapping_free(m);
}

/* Makes NAME.pem anew as NAME.new, in DER. */
static void remake(const char *name)
{
	gsize n;
	g_autofree char *file = g_strdup_printf("%s.der", name);
	g_autofree char *path = g_strdup_printf("%s/%s.new", made, name);

	run("openssl x509 -in %s.pem -outform DER -out %s.der", name, name);
	g_autofree char *der = content_of(file, &n);

	ck_assert(certificate_remake(mapping_certificates(m), (uint8_t *)der, n));
	ck_assert(g_file_set_contents(path, der, (gssize)n, NULL));
	run("openssl x509 -inform DER -in %s.new -out %s.new.pem", name, name);
}

static void remake_chain(void)
{
	make_chain();
	for (size_t i = 0; i < G_N_ELEMENTS(chain); i++)
		remake(chain[i]);
}

START_TEST(chain_still_holds)
{
	remake_chain();
	run("openssl verify -CAfile root.new.pem -untrusted middle.new.pem leaf.new.pem");
}
END_TEST

START_TEST(lengths_stay)
{
	remake_chain();
	run("for n in leaf middle root; do [ $(stat -c %%s $n.der) = $(stat -c %%s $n.new) ]; done");
}
END_TEST

START_TEST(names_and_keys_are_others)
{
	remake_chain();
	run("! grep -a 'example\\|Example\\|sca' *.new");
	run("openssl x509 -in leaf.pem -noout -pubkey > a; openssl x509 -in leaf.new.pem -noout -pubkey > b; ! cmp a b");
}
END_TEST

START_TEST(what_verdicts_rest_on_stays)
{
	gsize n;

	remake_chain();
	g_autofree char *der = content_of("leaf.new", &n);
	struct certificate *leaf = certificate_read(der, n);
	char name[DOMAIN_TEXT];

	ck_assert_ptr_nonnull(leaf);
	ck_assert(certificate_has_usage(&leaf->facts, CERTIFICATE_AMT_SETUP));
	ck_assert(certificate_has_unit(&leaf->facts, CERTIFICATE_SETUP_UNIT));
	ck_assert_uint_eq(leaf->facts.key_bits, 2048);
	ck_assert_str_eq(leaf->facts.common_name, mapping_name(m, "sca.example.test", name));
	ck_assert_str_eq(leaf->facts.dns_names[1], mapping_name(m, "*.example.test", name));
	certificate_free(leaf);
}
END_TEST

START_TEST(hash_of_the_root_is_known_again)
{
	gsize n;

	remake_chain();
	g_autofree char *old = content_of("root.der", &n);
	struct certificate *before = certificate_read(old, n);
	g_autofree char *new = content_of("root.new", &n);
	struct certificate *after = certificate_read(new, n);

	ck_assert(remade_hash(mapping_certificates(m), before->facts.sha256, 32));
	ck_assert_mem_eq(before->facts.sha256, after->facts.sha256, 32);
	ck_assert(remade_hash(mapping_certificates(m), before->facts.sha1, 20));
	ck_assert_mem_eq(before->facts.sha1, after->facts.sha1, 20);
	ck_assert(!remade_hash(mapping_certificates(m), before->facts.sha256, 32));
	certificate_free(before);
	certificate_free(after);
}
END_TEST

START_TEST(elliptic_keys_are_made_too)
{
	run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key "
	    "-subj /CN=ec.example.test -out ec.pem");
	remake("ec");
	run("openssl verify -CAfile ec.new.pem ec.new.pem");
}
END_TEST

/* A chain whose leaf was signed by somebody else must not become one that holds. */
START_TEST(chain_that_did_not_hold_does_not)
{
	make("root", "/CN=Example Root", "", MADE_CA);
	make("other", "/CN=Another Root", "", MADE_CA);
	make("leaf", "/CN=sca.example.test", "other", MADE_LEAF);
	remake("leaf");
	remake("root");
	run("! openssl verify -CAfile root.new.pem leaf.new.pem");
}
END_TEST

START_TEST(every_prefix_is_refused)
{
	gsize n;

	make("root", "/CN=Example Root", "", MADE_CA);
	run("openssl x509 -in root.pem -outform DER -out root.der");
	g_autofree char *der = content_of("root.der", &n);

	for (gsize length = 0; length < n; length++) {
		g_autofree uint8_t *prefix = g_memdup2(der, length);

		ck_assert(!length || !certificate_remake(mapping_certificates(m), prefix, length));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scrub_certificate");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, chain_still_holds);
	tcase_add_test(tests, lengths_stay);
	tcase_add_test(tests, names_and_keys_are_others);
	tcase_add_test(tests, what_verdicts_rest_on_stays);
	tcase_add_test(tests, hash_of_the_root_is_known_again);
	tcase_add_test(tests, elliptic_keys_are_made_too);
	tcase_add_test(tests, chain_that_did_not_hold_does_not);
	tcase_add_test(tests, every_prefix_is_refused);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
