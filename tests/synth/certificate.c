/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate.c - X.509 certificates by OpenSSL, from words of a scenario.
 *
 * RSA with PKCS #1 v1.5 signs alike each time, serial numbers and dates are
 * the scenario's, keys are files: nothing is random. Format: RFC 5280;
 * Intel's usages: Intel AMT Implementation and Reference Guide,
 * acquiringanintelvprocertificate.htm.
 */
#include "certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#define VERSION_3 2
#define KEYS_OF_A_SIZE 6

static const struct usage {
	const char *name, *value;
} usages[] = {
	{"server", "serverAuth"},
	{"client", "clientAuth"},
	{"setup", "2.16.840.1.113741.1.2.3"},
};

void certificate_free(gpointer pointer)
{
	struct certificate *certificate = pointer;

	EVP_PKEY_free(certificate->key);
	X509_free(certificate->x509);
	g_byte_array_unref(certificate->der);
	g_free(certificate);
}

struct certificate *certificate_find(struct scene *scene, const struct line *line, const char *name)
{
	struct certificate *certificate = g_hash_table_lookup(scene->certificates, name);

	if (!certificate)
		line_fail(line, "no certificate is called %s", name);
	return certificate;
}

GPtrArray *certificate_list(struct scene *scene, const struct line *line, const char *names)
{
	char **each = g_strsplit(names, ",", -1);
	GPtrArray *list = g_ptr_array_new();

	for (unsigned i = 0; each[i]; i++)
		g_ptr_array_add(list, certificate_find(scene, line, each[i]));
	g_strfreev(each);
	return list;
}

/* The key of |bits| that the line numbers, else as many as were declared before, counted round. */
static EVP_PKEY *read_key(struct scene *scene, struct line *line)
{
	guint before = g_hash_table_size(scene->certificates);
	uint64_t bits = line_number(line, "bits", 2048);
	uint64_t number = line_number(line, "key", before % KEYS_OF_A_SIZE + 1);
	char *path = g_strdup_printf("%s/rsa%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT ".pem",
				     SYNTH_KEYS, bits, number);
	FILE *file = fopen(path, "r");
	EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;

	if (!key)
		line_fail(line, "there is no key %s", path);
	fclose(file);
	g_free(path);
	return key;
}

/* "2026-03-02" or "2026-03-02T08:00:00" */
static void set_time(struct line *line, ASN1_TIME *time, const char *key, const char *otherwise)
{
	const char *text = line_option(line, key, otherwise);
	GString *digits = g_string_new(NULL);

	for (const char *c = text; *c; c++)
		if (g_ascii_isdigit(*c))
			g_string_append_c(digits, *c);
	if (digits->len == strlen("20260302"))
		g_string_append(digits, "000000");
	g_string_append_c(digits, 'Z');
	if (!ASN1_TIME_set_string_X509(time, digits->str))
		line_fail(line, "not a date: %s", text);
	g_string_free(digits, TRUE);
}

/* Values between ';', for names have commas. */
static void put_names(X509_NAME *name, const char *field, const char *values)
{
	char **each = g_strsplit(values, ";", -1);

	for (unsigned i = 0; each[i]; i++)
		X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, (const uint8_t *)each[i], -1,
					   -1, 0);
	g_strfreev(each);
}

static void set_subject(struct line *line, X509 *x509)
{
	X509_NAME *name = X509_get_subject_name(x509);

	put_names(name, "O", line_option(line, "o", ""));
	put_names(name, "OU", line_option(line, "ou", ""));
	put_names(name, "CN", line_option(line, "cn", ""));
}

static void add_extension(const struct line *line, X509 *x509, int kind, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);

	if (!extension)
		line_fail(line, "OpenSSL makes no extension of %s", value);
	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
}

/* A list of words with |prefix|, or of names of usages and dotted numbers. */
static char *joined(const char *words, const char *prefix)
{
	char **each = g_strsplit(words, ",", -1);
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; each[i]; i++) {
		const char *value = each[i];

		for (size_t j = 0; j < G_N_ELEMENTS(usages) && !*prefix; j++)
			if (!strcmp(usages[j].name, each[i]))
				value = usages[j].value;
		g_string_append_printf(text, "%s%s%s", i ? "," : "", prefix, value);
	}
	g_strfreev(each);
	return g_string_free(text, FALSE);
}

static void set_extensions(struct line *line, X509 *x509, bool ca)
{
	const char *eku = line_option(line, "eku", NULL), *san = line_option(line, "san", NULL);
	char *usage = joined(eku ? eku : "", ""), *names = joined(san ? san : "", "DNS:");

	add_extension(line, x509, NID_basic_constraints, ca ? "critical,CA:TRUE" : "CA:FALSE");
	add_extension(line, x509, NID_key_usage,
		      ca ? "critical,keyCertSign,cRLSign" : "digitalSignature,keyEncipherment");
	if (eku)
		add_extension(line, x509, NID_ext_key_usage, usage);
	if (san)
		add_extension(line, x509, NID_subject_alt_name, names);
	g_free(usage);
	g_free(names);
}

static const EVP_MD *read_hash(struct line *line)
{
	const char *name = line_option(line, "hash", "sha256");
	const EVP_MD *hash = EVP_get_digestbyname(name);

	if (!hash)
		line_fail(line, "no hash is called %s", name);
	return hash;
}

static X509 *make(struct scene *scene, struct line *line, EVP_PKEY *key)
{
	const char *by = line_option(line, "issuer", NULL);
	struct certificate *issuer = by ? certificate_find(scene, line, by) : NULL;
	bool ca = !strcmp(line_option(line, "ca", issuer ? "no" : "yes"), "yes");
	guint serial = 1001 + g_hash_table_size(scene->certificates);
	X509 *x509 = X509_new();

	X509_set_version(x509, VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), (long)line_number(line, "serial", serial));
	set_time(line, X509_getm_notBefore(x509), "from", "2025-01-01");
	set_time(line, X509_getm_notAfter(x509), "until", "2035-01-01");
	set_subject(line, x509);
	X509_set_issuer_name(x509, X509_get_subject_name(issuer ? issuer->x509 : x509));
	X509_set_pubkey(x509, key);
	set_extensions(line, x509, ca);
	if (X509_sign(x509, issuer ? issuer->key : key, read_hash(line)) <= 0)
		line_fail(line, "OpenSSL does not sign this");
	return x509;
}

void certificate_declare(struct scene *scene, struct line *line)
{
	struct certificate *certificate = g_new0(struct certificate, 1);
	unsigned char *der = NULL;

	certificate->key = read_key(scene, line);
	certificate->x509 = make(scene, line, certificate->key);
	certificate->der = g_byte_array_new();
	int n = i2d_X509(certificate->x509, &der);

	put_bytes(certificate->der, der, (size_t)n);
	OPENSSL_free(der);
	g_hash_table_insert(scene->certificates, g_strdup(line_word(line, 1)), certificate);
}

void certificate_publish(struct scene *scene, struct line *line)
{
	struct published *published = g_new0(struct published, 1);
	BIO *memory = BIO_new(BIO_s_mem());
	char *text;

	for (unsigned i = 2; i < line->words->len; i++)
		PEM_write_bio_X509(memory, certificate_find(scene, line, line_word(line, i))->x509);
	published->path = g_strdup(line_word(line, 1));
	published->bytes = g_byte_array_new();
	long n = BIO_get_mem_data(memory, &text);

	put_bytes(published->bytes, text, (size_t)n);
	BIO_free(memory);
	g_ptr_array_add(scene->published, published);
}
