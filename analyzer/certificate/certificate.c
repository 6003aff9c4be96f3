/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate.c - one certificate's facts, taken out of OpenSSL's hands.
 *
 * Everything is copied, so that facts outlive the bytes they came from.
 */
#include "certificate.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#define NANOSECONDS G_GINT64_CONSTANT(1000000000)

/* Text as UTF-8 without control characters, cut at a character's end. */
static char *clean_text(const char *text, size_t n)
{
	g_autofree char *cut = g_strndup(text, MIN(n, CERTIFICATE_TEXT - 1));
	const char *end;

	for (size_t i = 0; i < n && i < CERTIFICATE_TEXT - 1; i++)
		if (text[i] == '\0' || g_ascii_iscntrl(text[i]))
			cut[i] = '?';
	while (!g_utf8_validate(cut, -1, &end))
		cut[end - cut] = '?';
	return g_steal_pointer(&cut);
}

static char *string_text(const ASN1_STRING *string)
{
	unsigned char *utf8 = NULL;
	int n = ASN1_STRING_to_UTF8(&utf8, string);
	char *text = n < 0 ? g_strdup("?") : clean_text((const char *)utf8, (size_t)n);

	OPENSSL_free(utf8);
	return text;
}

static char *name_text(const X509_NAME *name)
{
	BIO *memory = BIO_new(BIO_s_mem());
	char *written = NULL;

	X509_NAME_print_ex(memory, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	long n = BIO_get_mem_data(memory, &written);
	char *text = clean_text(written, n > 0 ? (size_t)n : 0);

	BIO_free(memory);
	return text;
}

static char *entry_text(const X509_NAME *name, int at)
{
	return string_text(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

static char *last_common_name(const X509_NAME *name)
{
	int at = -1, last = -1;

	while ((at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0)
		last = at;
	return last < 0 ? g_strdup("") : entry_text(name, last);
}

static const char **list_end(GPtrArray *list, unsigned *count)
{
	*count = list->len;
	return (const char **)g_ptr_array_free(list, FALSE);
}

static void read_units(struct certificate_facts *facts, const X509_NAME *name)
{
	GPtrArray *list = g_ptr_array_new();
	int at = -1;

	while (list->len < CERTIFICATE_LIST_MAX &&
	       (at = X509_NAME_get_index_by_NID(name, NID_organizationalUnitName, at)) >= 0)
		g_ptr_array_add(list, entry_text(name, at));
	facts->units = list_end(list, &facts->unit_count);
}

static void read_dns_names(struct certificate_facts *facts, const X509 *x509)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
	GPtrArray *list = g_ptr_array_new();

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && list->len < CERTIFICATE_LIST_MAX; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS)
			g_ptr_array_add(list, string_text(name->d.dNSName));
	}
	GENERAL_NAMES_free(names);
	facts->dns_names = list_end(list, &facts->dns_name_count);
}

static void read_usages(struct certificate_facts *facts, const X509 *x509)
{
	EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);
	GPtrArray *list = g_ptr_array_new();

	facts->has_usages = usages != NULL;
	for (int i = 0; i < sk_ASN1_OBJECT_num(usages) && list->len < CERTIFICATE_LIST_MAX; i++) {
		char number[CERTIFICATE_TEXT];

		OBJ_obj2txt(number, sizeof number, sk_ASN1_OBJECT_value(usages, i), 1);
		g_ptr_array_add(list, g_strdup(number));
	}
	EXTENDED_KEY_USAGE_free(usages);
	facts->usages = list_end(list, &facts->usage_count);
}

static int64_t time_of(const ASN1_TIME *time)
{
	struct tm tm;

	if (!ASN1_TIME_to_tm(time, &tm))
		return INT64_MIN;
	int64_t seconds = timegm(&tm);

	if (seconds > INT64_MAX / NANOSECONDS)
		return INT64_MAX;
	return seconds < INT64_MIN / NANOSECONDS ? INT64_MIN : seconds * NANOSECONDS;
}

static void read_key(struct certificate_facts *facts, const X509 *x509)
{
	const EVP_PKEY *key = X509_get0_pubkey(x509);
	const char *name = key ? EVP_PKEY_get0_type_name(key) : NULL;

	facts->key = g_strdup(name ? name : "");
	facts->key_bits = name ? (unsigned)MAX(EVP_PKEY_get_bits(key), 0) : 0;
}

static void read_signature(struct certificate_facts *facts, const X509 *x509)
{
	int algorithm = X509_get_signature_nid(x509), hash = NID_undef, key = NID_undef;
	bool hashed = OBJ_find_sigid_algs(algorithm, &hash, &key) && hash != NID_undef;

	facts->signature = g_strdup(OBJ_nid2ln(algorithm));
	facts->signature_hash = g_strdup(hashed ? OBJ_nid2sn(hash) : "");
}

static void read_hashes(struct certificate_facts *facts, const X509 *x509)
{
	X509_digest(x509, EVP_sha1(), facts->sha1, NULL);
	X509_digest(x509, EVP_sha256(), facts->sha256, NULL);
	X509_digest(x509, EVP_sha384(), facts->sha384, NULL);
}

static void read_facts(struct certificate_facts *facts, X509 *x509)
{
	const X509_NAME *subject = X509_get_subject_name(x509);
	const X509_NAME *issuer = X509_get_issuer_name(x509);

	facts->subject = name_text(subject);
	facts->issuer = name_text(issuer);
	facts->common_name = last_common_name(subject);
	read_units(facts, subject);
	read_dns_names(facts, x509);
	read_usages(facts, x509);
	facts->is_ca = X509_check_ca(x509) > 0;
	facts->self_issued = X509_NAME_cmp(subject, issuer) == 0;
	facts->self_signed = facts->self_issued && X509_verify(x509, X509_get0_pubkey(x509)) == 1;
	facts->not_before = time_of(X509_get0_notBefore(x509));
	facts->not_after = time_of(X509_get0_notAfter(x509));
	read_key(facts, x509);
	read_signature(facts, x509);
	read_hashes(facts, x509);
}

struct certificate *certificate_read(const void *der, size_t n)
{
	const uint8_t *at = der;
	X509 *x509 = n <= LONG_MAX ? d2i_X509(NULL, &at, (long)n) : NULL;

	if (!x509) {
		ERR_clear_error();
		return NULL;
	}
	struct certificate *certificate = g_new0(struct certificate, 1);

	read_facts(&certificate->facts, x509);
	certificate->der = g_bytes_new(der, (size_t)(at - (const uint8_t *)der));
	ERR_clear_error();
	X509_free(x509);
	return certificate;
}

static void free_list(const char **list, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		g_free((char *)list[i]);
	g_free(list);
}

static void free_facts(const struct certificate_facts *facts)
{
	const char *const texts[] = {facts->subject, facts->issuer,    facts->common_name,
				     facts->key,     facts->signature, facts->signature_hash};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free((char *)texts[i]);
	free_list(facts->units, facts->unit_count);
	free_list(facts->dns_names, facts->dns_name_count);
	free_list(facts->usages, facts->usage_count);
}

void certificate_free(struct certificate *certificate)
{
	if (!certificate)
		return;
	free_facts(&certificate->facts);
	g_bytes_unref(certificate->der);
	g_free(certificate);
}
