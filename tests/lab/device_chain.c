/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_chain.c - whether the server's chain is that of a configuration server.
 *
 * Each rule is Intel's (acquiringanintelvprocertificate, PKI Certificate
 * Verification Methods), in the order of their cost. Which alert firmware sends
 * for which is not published; these are TLS's own words for the reasons.
 */
#include "device.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "words.h"

#define SETUP_OID "2.16.840.1.113741.1.2.3"
#define SETUP_OU "Intel(R) Client Setup Certificate"
#define NAME 256

/* TLS alerts (RFC 5246, 7.2). */
enum {
	HANDSHAKE_FAILURE = 40,
	BAD_CERTIFICATE = 42,
	UNSUPPORTED_CERTIFICATE = 43,
	CERTIFICATE_EXPIRED = 45,
	UNKNOWN_CA = 48,
};

struct sent {
	size_t count;
	X509 *certificate[16];
};

static void hash_certificate(X509 *certificate, unsigned char hash[SHA256_BYTES])
{
	unsigned length = SHA256_BYTES;

	X509_digest(certificate, EVP_sha256(), hash, &length);
}

/* "roots=FILE,FILE": PEM, and as many others as "decoys=" says. */
void roots_read(struct roots *roots)
{
	char path[512];

	roots->count = 0;
	for (const char *p = word("roots", ""); *p; p += strcspn(p, ","), p += *p == ',') {
		snprintf(path, sizeof path, "%.*s", (int)strcspn(p, ","), p);
		FILE *f = fopen(path, "r");
		X509 *certificate = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;

		if (!certificate)
			fail("%s: no certificate", path);
		hash_certificate(certificate, roots->hash[roots->count++]);
		X509_free(certificate);
		fclose(f);
	}
	for (long decoys = word_number("decoys", 2); decoys > 0; decoys--)
		memset(roots->hash[roots->count++], (int)(0x50 + decoys), SHA256_BYTES);
}

static bool is_known(X509 *certificate)
{
	unsigned char hash[SHA256_BYTES];
	struct roots roots;

	roots_read(&roots);
	hash_certificate(certificate, hash);
	for (size_t i = 0; i < roots.count; i++)
		if (memcmp(roots.hash[i], hash, SHA256_BYTES) == 0)
			return true;
	return false;
}

/* Each signed by the next, and the last is a root that the hello names. */
static int judge_order(const struct sent *sent)
{
	if (sent->count > (size_t)word_number("longest-chain", 4))
		return HANDSHAKE_FAILURE;
	for (size_t i = 0; i + 1 < sent->count; i++)
		if (X509_verify(sent->certificate[i], X509_get0_pubkey(sent->certificate[i + 1])) !=
		    1)
			return BAD_CERTIFICATE;
	return is_known(sent->certificate[sent->count - 1]) ? 0 : UNKNOWN_CA;
}

static int judge_dates(const struct sent *sent)
{
	time_t now = time(NULL) + 86400 * word_number("clock-days", 0);

	for (size_t i = 0; i < sent->count; i++)
		if (X509_cmp_time(X509_get0_notBefore(sent->certificate[i]), &now) > 0 ||
		    X509_cmp_time(X509_get0_notAfter(sent->certificate[i]), &now) < 0)
			return CERTIFICATE_EXPIRED;
	return 0;
}

static bool has_setup_oid(X509 *leaf)
{
	EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(leaf, NID_ext_key_usage, NULL, NULL);
	char text[128];
	bool found = false;

	for (int i = 0; usages && i < sk_ASN1_OBJECT_num(usages); i++) {
		OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(usages, i), 1);
		found = found || strcmp(text, SETUP_OID) == 0;
	}
	EXTENDED_KEY_USAGE_free(usages);
	return found;
}

static void name_part(X509 *leaf, int nid, char text[NAME])
{
	if (X509_NAME_get_text_by_NID(X509_get_subject_name(leaf), nid, text, NAME) < 0)
		*text = '\0';
}

static int judge_purpose(X509 *leaf)
{
	char unit[NAME];

	name_part(leaf, NID_organizationalUnitName, unit);
	return has_setup_oid(leaf) || strcmp(unit, SETUP_OU) == 0 ? 0 : UNSUPPORTED_CERTIFICATE;
}

/* The suffix that the device knows is the name's end. */
static int judge_suffix(X509 *leaf)
{
	const char *suffix = word("pki-suffix", word("suffix", ""));
	char name[NAME];
	size_t length, tail = strlen(suffix);

	name_part(leaf, NID_commonName, name);
	length = strlen(name);
	if (tail == 0 || length <= tail || name[length - tail - 1] != '.')
		return BAD_CERTIFICATE;
	return strcasecmp(name + length - tail, suffix) == 0 ? 0 : BAD_CERTIFICATE;
}

static int judge(const struct sent *sent)
{
	int alert = judge_order(sent);

	if (!alert)
		alert = judge_dates(sent);
	if (!alert)
		alert = judge_purpose(sent->certificate[0]);
	return alert ? alert : judge_suffix(sent->certificate[0]);
}

int chain_judge(const struct der *chain, size_t count)
{
	struct sent sent = {0};
	int alert;

	for (; sent.count < count; sent.count++) {
		const unsigned char *data = chain[sent.count].data;

		sent.certificate[sent.count] =
			d2i_X509(NULL, &data, (long)chain[sent.count].length);
	}
	alert = count ? judge(&sent) : HANDSHAKE_FAILURE;
	say("chain of %zu: %s %d", count, alert ? "alert" : "taken", alert);
	while (sent.count > 0)
		X509_free(sent.certificate[--sent.count]);
	return alert;
}
