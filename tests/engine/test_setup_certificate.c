/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_setup_certificate.c - each rule broken alone, and kept by its nearest
 * neighbour. The sound case is a chain of leaf, middle and root as Intel's
 * guide asks for it; a row changes one thing of it. What must come out is read
 * off the documents that setup_certificate.h names.
 */
#include "setup_certificate.h"
#include "suite.h"

#define DAY (INT64_C(86400) * 1000000000)
#define HASHES 4

struct sample {
	struct certificate_facts facts[4];
	const struct certificate_facts *list[4];
	struct setup_case c;
	struct seen_hello hello;
	const char *usages[2], *units[1], *names[1], *suffix[1];
	struct {
		unsigned n;
		struct seen_hash hash[HASHES];
	} hashes;
};

static void make_certificate(struct sample *s, unsigned i, const char *subject, const char *issuer)
{
	s->facts[i] = (struct certificate_facts){
		.subject = subject,
		.issuer = issuer,
		.common_name = "sca.example.test",
		.key = "RSA",
		.key_bits = 2048,
		.signature = "sha256WithRSAEncryption",
		.signature_hash = "SHA256",
		.not_before = 10 * DAY,
		.not_after = 20 * DAY,
	};
	memset(s->facts[i].sha1, (int)i + 1, CERTIFICATE_SHA1);
	memset(s->facts[i].sha256, (int)i + 1, CERTIFICATE_SHA256);
	memset(s->facts[i].sha384, (int)i + 1, CERTIFICATE_SHA384);
	s->list[i] = &s->facts[i];
}

/* The root, certificate 2, is the last of the hello's hashes. */
static void make_hello(struct sample *s)
{
	s->hello.whole = true;
	s->hello.hash_count = s->hello.hashes_read = HASHES;
	s->hashes.n = HASHES;
	for (unsigned i = 0; i < HASHES; i++) {
		s->hashes.hash[i] = (struct seen_hash){.algorithm = 2, .length = 32};
		memset(s->hashes.hash[i].value, i == HASHES - 1 ? 3 : 0xee, 32);
	}
	s->hello.hashes = (const struct seen_hashes *)&s->hashes;
}

static void make_sound(struct sample *s)
{
	*s = (struct sample){0};
	make_certificate(s, 0, "CN=leaf", "CN=middle");
	make_certificate(s, 1, "CN=middle", "CN=root");
	make_certificate(s, 2, "CN=root", "CN=root");
	make_certificate(s, 3, "CN=other", "CN=another");
	s->usages[0] = CERTIFICATE_SERVER_AUTH;
	s->usages[1] = CERTIFICATE_AMT_SETUP;
	s->facts[0].has_usages = true;
	s->facts[0].usages = s->usages;
	s->facts[0].usage_count = 2;
	s->facts[2].self_issued = s->facts[2].self_signed = true;
	s->suffix[0] = "example.test";
	make_hello(s);
	s->c = (struct setup_case){
		.certificate = s->list,
		.count = 3,
		.way = {.length = 3, .ordered = true, .has_root = true, .top = 2},
		.hello = &s->hello,
		.suffix = s->suffix,
		.suffix_count = 1,
		.time = 15 * DAY,
	};
}

static void sound(struct sample *s G_GNUC_UNUSED)
{
}

static void only_unit(struct sample *s)
{
	s->facts[0].usage_count = 1;
	s->units[0] = CERTIFICATE_SETUP_UNIT;
	s->facts[0].units = s->units;
	s->facts[0].unit_count = 1;
}

static void almost_unit(struct sample *s)
{
	only_unit(s);
	s->units[0] = "Intel(R) Client Setup certificate";
}

static void no_server_usage(struct sample *s)
{
	s->facts[0].usages = s->usages + 1;
	s->facts[0].usage_count = 1;
}

static void any_usage(struct sample *s)
{
	no_server_usage(s);
	s->usages[0] = CERTIFICATE_AMT_SETUP;
	s->usages[1] = CERTIFICATE_ANY_USAGE;
	s->facts[0].usages = s->usages;
	s->facts[0].usage_count = 2;
}

static void other_root(struct sample *s)
{
	memset(s->facts[2].sha256, 9, CERTIFICATE_SHA256);
}

static void other_root_of_a_full_hello(struct sample *s)
{
	other_root(s);
	s->hello.hash_count = s->hello.hashes_read = 23;
}

static void root_by_sha1(struct sample *s)
{
	s->hashes.hash[0] = (struct seen_hash){.algorithm = 1, .length = 20};
	memset(s->hashes.hash[0].value, 3, 20);
	other_root(s);
}

static void other_root_and_a_strange_hash(struct sample *s)
{
	s->hashes.hash[0] = (struct seen_hash){.algorithm = 9, .length = 64};
	other_root(s);
}

static void no_hello(struct sample *s)
{
	other_root(s);
	s->c.hello = NULL;
}

static void root_left_out(struct sample *s)
{
	s->c.count = 2;
	s->c.way = (struct certificate_chain){.length = 2, .ordered = true, .top = 1};
}

static void leaf_alone(struct sample *s)
{
	s->c.count = 1;
	s->c.way = (struct certificate_chain){.length = 1, .ordered = true};
}

static void nothing_sent(struct sample *s)
{
	s->c.count = 0;
	s->c.way = (struct certificate_chain){.ordered = true};
}

static void middle_missing(struct sample *s)
{
	s->list[1] = &s->facts[2];
	s->c.count = 2;
	s->c.way = (struct certificate_chain){.length = 1, .beside = 1, .ordered = true};
}

static void out_of_order(struct sample *s)
{
	s->c.way.ordered = false;
}

static void another_beside(struct sample *s)
{
	s->c.count = 4;
	s->c.way.beside = 1;
}

static void four_in_the_chain(struct sample *s)
{
	s->c.count = 4;
	s->c.way.length = 4;
}

static void expired(struct sample *s)
{
	s->c.time = 20 * DAY + 1;
}

static void last_moment(struct sample *s)
{
	s->c.time = 20 * DAY;
}

static void issuer_expired(struct sample *s)
{
	s->facts[1].not_after = 14 * DAY;
}

static void not_yet(struct sample *s)
{
	s->c.time = 10 * DAY - 1;
}

static void sha1_leaf(struct sample *s)
{
	s->facts[0].signature_hash = "SHA1";
}

static void sha1_root(struct sample *s)
{
	s->facts[2].signature_hash = "SHA1";
}

static void sha1_root_16(struct sample *s)
{
	sha1_root(s);
	s->c.firmware = 1600;
}

static void sha1_root_15(struct sample *s)
{
	sha1_root(s);
	s->c.firmware = 1500;
}

static void sha1_root_14(struct sample *s)
{
	sha1_root(s);
	s->c.firmware = 1401;
}

static void short_key(struct sample *s)
{
	s->facts[0].key_bits = 1024;
}

static void short_key_16(struct sample *s)
{
	short_key(s);
	s->c.firmware = 1601;
}

static void long_key_5(struct sample *s)
{
	for (unsigned i = 0; i < 3; i++)
		s->facts[i].signature_hash = "SHA1";
	s->facts[1].key_bits = 4096;
	s->c.firmware = 502;
}

static void long_key_6(struct sample *s)
{
	s->facts[1].key_bits = 4096;
	s->c.firmware = 600;
}

static void sha256_5(struct sample *s)
{
	s->c.firmware = 502;
}

static void curve(struct sample *s)
{
	s->facts[0].key = "EC";
	s->facts[0].key_bits = 256;
}

static void other_suffix(struct sample *s)
{
	s->suffix[0] = "other.test";
}

static void name_beside(struct sample *s)
{
	other_suffix(s);
	s->names[0] = "sca.other.test";
	s->facts[0].dns_names = s->names;
	s->facts[0].dns_name_count = 1;
}

static void no_suffix(struct sample *s)
{
	other_suffix(s);
	s->c.suffix_count = 0;
}

static void by_labels(struct sample *s)
{
	s->facts[0].common_name = "sca.a.example.com";
	s->suffix[0] = "b.example.com";
}

static void by_labels_2_5(struct sample *s)
{
	long_key_5(s);
	s->facts[1].key_bits = 2048;
	by_labels(s);
	s->c.firmware = 205;
}

static void by_labels_2_6(struct sample *s)
{
	by_labels_2_5(s);
	s->c.firmware = 206;
}

static void by_wide_labels_4_0(struct sample *s)
{
	by_labels_2_5(s);
	s->facts[0].common_name = "sca.a.example.de";
	s->suffix[0] = "b.example.de";
	s->c.firmware = 400;
}

static const struct {
	void (*change)(struct sample *s);
	const char *row; /* the only one that is broken, or NULL */
	enum certainty certainty;
	const char *says; /* a part of it */
} cases[] = {
	{sound, NULL, 0, ""},
	{only_unit, NULL, 0, ""},
	{almost_unit, "AMT-L05", CERTAINTY_CERTAIN, "neither the usage 2.16.840.1.113741.1.2.3"},
	{no_server_usage, "AMT-L05", CERTAINTY_CERTAIN, "not for server authentication"},
	{any_usage, NULL, 0, ""},
	{other_root, "AMT-L06", CERTAINTY_CERTAIN, "CN=root, is not among the 4"},
	{other_root_of_a_full_hello, "AMT-L06", CERTAINTY_LIKELY, "not among the 23"},
	{other_root_and_a_strange_hash, "AMT-L06", CERTAINTY_LIKELY, "not among the 4"},
	{root_by_sha1, NULL, 0, ""},
	{no_hello, NULL, 0, ""},
	{root_left_out, "AMT-L07", CERTAINTY_CERTAIN, "below the root, which is CN=root"},
	{another_beside, "AMT-L07", CERTAINTY_CERTAIN, "1 certificate comes with it"},
	{leaf_alone, "AMT-L09", CERTAINTY_CERTAIN, "alone, without CN=middle"},
	{nothing_sent, "AMT-L09", CERTAINTY_CERTAIN, "none is sent"},
	{middle_missing, "AMT-L09", CERTAINTY_CERTAIN, "CN=middle is missing"},
	{out_of_order, "AMT-L09", CERTAINTY_CERTAIN, "out of order"},
	{four_in_the_chain, "AMT-L08", CERTAINTY_LIKELY, "has 4 certificates"},
	/* date -u -d @1728000 and @864000 and @1209600 */
	{expired, "AMT-L11", CERTAINTY_CERTAIN, "it was valid until 1970-01-21 00:00:00 UTC"},
	{last_moment, NULL, 0, ""},
	{not_yet, "AMT-L11", CERTAINTY_CERTAIN, "it was not valid before 1970-01-11 00:00:00 UTC"},
	{issuer_expired, "AMT-L11", CERTAINTY_CERTAIN,
	 "CN=middle was valid until 1970-01-15 00:00:00 UTC"},
	{sha1_leaf, "AMT-L08", CERTAINTY_LIKELY, "SHA-1 here"},
	{sha1_root, NULL, 0, ""},
	{sha1_root_14, NULL, 0, ""},
	{sha1_root_15, "AMT-L08", CERTAINTY_POSSIBLE, "SHA-1, which firmware 15"},
	{sha1_root_16, "AMT-L08", CERTAINTY_LIKELY, "SHA-1, which firmware 16"},
	{short_key, NULL, 0, ""},
	{short_key_16, "AMT-L08", CERTAINTY_LIKELY, "1024 bits"},
	{long_key_5, "AMT-L08", CERTAINTY_LIKELY, "4096 bits"},
	{long_key_6, NULL, 0, ""},
	{sha256_5, "AMT-L08", CERTAINTY_POSSIBLE, "SHA256"},
	{curve, "AMT-L08", CERTAINTY_POSSIBLE, "kind EC"},
	{other_suffix, "AMT-P01", CERTAINTY_CERTAIN,
	 "it is for sca.example.test, but the device's suffix is other"},
	{name_beside, NULL, 0, ""},
	{no_suffix, NULL, 0, ""},
	{by_labels, NULL, 0, ""},
	{by_labels_2_5, "AMT-P01", CERTAINTY_LIKELY, "last labels"},
	{by_labels_2_6, NULL, 0, ""},
	{by_wide_labels_4_0, "AMT-P01", CERTAINTY_LIKELY, "last labels"},
};

START_TEST(setup_rule_is_broken_alone)
{
	struct setup_breach breach = {0};
	struct sample s;

	make_sound(&s);
	cases[_i].change(&s);
	bool broken = setup_judge(&s.c, NULL, &breach);

	ck_assert_msg(broken == (cases[_i].row != NULL), "%d: %s", _i, breach.says);
	ck_assert_uint_eq(setup_breaches(&s.c), broken ? 1 : 0);
	if (!broken)
		return;
	ck_assert_str_eq(breach.row, cases[_i].row);
	ck_assert_int_eq(breach.certainty, cases[_i].certainty);
	ck_assert_msg(strstr(breach.says, cases[_i].says) != NULL, "%s", breach.says);
	g_free(breach.says);
}
END_TEST

START_TEST(setup_rules_name_rows_of_the_catalogue)
{
	if (cases[_i].row)
		ck_assert_ptr_nonnull(catalogue_find(cases[_i].row));
}
END_TEST

START_TEST(setup_judge_looks_at_one_row_alone)
{
	struct setup_breach breach = {0};
	struct sample s;

	make_sound(&s);
	other_root(&s);
	expired(&s);
	ck_assert(setup_judge(&s.c, "AMT-L11", &breach));
	g_free(breach.says);
	ck_assert(!setup_judge(&s.c, "AMT-L05", &breach));
	ck_assert_uint_eq(setup_breaches(&s.c), 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("setup_certificate");
	TCase *tests = tcase_create("setup_certificate");

	tcase_add_loop_test(tests, setup_rule_is_broken_alone, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(tests, setup_rules_name_rows_of_the_catalogue, 0, G_N_ELEMENTS(cases));
	tcase_add_test(tests, setup_judge_looks_at_one_row_alone);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
