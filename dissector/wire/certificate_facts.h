/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_facts.h - what certificates say: plain values that outlive their bytes.
 *
 * Facts are not judged: which usage, key or name a device wants to see is
 * said by those who ask. Text comes from strangers: control characters and
 * what is no UTF-8 are '?', and long text is cut. Texts and lists belong to
 * whoever made the facts; a text is never NULL, an empty list may be.
 *
 * Sources: RFC 5280; Intel AMT Implementation and Reference Guide,
 * acquiringanintelvprocertificate.htm (what a setup certificate has).
 */
#ifndef WIRE_CERTIFICATE_FACTS_H
#define WIRE_CERTIFICATE_FACTS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define CERTIFICATE_TEXT 256    /* bytes of a name, with NUL */
#define CERTIFICATE_LIST_MAX 64 /* units, DNS names, usages */

/* Usages by their numbers (RFC 5280, 4.2.1.12; Intel's guide). */
#define CERTIFICATE_SERVER_AUTH "1.3.6.1.5.5.7.3.1"
#define CERTIFICATE_AMT_SETUP "2.16.840.1.113741.1.2.3"
#define CERTIFICATE_ANY_USAGE "2.5.29.37.0"
/* The unit that stands for Intel's usage where a CA gives none. */
#define CERTIFICATE_SETUP_UNIT "Intel(R) Client Setup Certificate"

/* Lengths of the hashes of a whole certificate. */
#define CERTIFICATE_SHA1 20
#define CERTIFICATE_SHA256 32
#define CERTIFICATE_SHA384 48

struct certificate_facts {
	const char *subject, *issuer; /* whole names, RFC 2253 */
	const char *common_name;      /* the last CN, the most specific one; "" without */
	unsigned unit_count, dns_name_count, usage_count;
	const char **units;            /* each OU */
	const char **dns_names;        /* subjectAltName */
	const char **usages;           /* extended key usages as dotted numbers */
	bool has_usages;               /* the extension is there: without it any usage is meant */
	bool is_ca;                    /* may sign certificates */
	bool self_issued;              /* issuer and subject are the same name */
	bool self_signed;              /* ... and its own key verifies it */
	const char *key;               /* "RSA", "EC", ...; "" when the key is not understood */
	unsigned key_bits;             /* 0 likewise */
	const char *signature;         /* "sha256WithRSAEncryption" */
	const char *signature_hash;    /* "SHA256"; "" when the algorithm has none */
	int64_t not_before, not_after; /* nanoseconds since 1970 UTC, at worst the range's ends */
	uint8_t sha1[CERTIFICATE_SHA1], sha256[CERTIFICATE_SHA256], sha384[CERTIFICATE_SHA384];
};

/* How the certificates of one message or file hang together, followed upwards from the first. */
struct certificate_chain {
	unsigned length; /* certificates on the way, the leaf included */
	unsigned beside; /* given, but not on the way */
	bool ordered;    /* they were given in the order of the way */
	bool has_root;   /* the way ends in a self-signed certificate */
	unsigned top;    /* index of the last one on the way */
};

static inline bool certificate_lists(const char *const *list, unsigned count, const char *text)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

static inline bool certificate_has_usage(const struct certificate_facts *facts, const char *usage)
{
	return certificate_lists((const char *const *)facts->usages, facts->usage_count, usage);
}

/* Exactly that unit: device firmware compares it letter by letter. */
static inline bool certificate_has_unit(const struct certificate_facts *facts, const char *unit)
{
	return certificate_lists((const char *const *)facts->units, facts->unit_count, unit);
}

/* What makes it a setup certificate: the usage, or the unit where the CA gives none. */
static inline bool certificate_is_for_setup(const struct certificate_facts *facts)
{
	return certificate_has_usage(facts, CERTIFICATE_AMT_SETUP) ||
	       certificate_has_unit(facts, CERTIFICATE_SETUP_UNIT);
}

static inline bool certificate_is_for_servers(const struct certificate_facts *facts)
{
	return !facts->has_usages || certificate_has_usage(facts, CERTIFICATE_SERVER_AUTH) ||
	       certificate_has_usage(facts, CERTIFICATE_ANY_USAGE);
}

#endif
