/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate.h - certificates as plain facts: names, usages, key, dates, hashes, chain.
 *
 * OpenSSL parses and verifies; none of its types leave this folder. Facts are
 * not judged: which usage, key or name a device wants to see is said by those
 * who ask. Text comes from strangers: control characters and what is no UTF-8
 * are '?', and long text is cut.
 *
 * Sources: RFC 5280; Intel AMT Implementation and Reference Guide,
 * acquiringanintelvprocertificate.htm (what a setup certificate has).
 */
#ifndef CERTIFICATE_CERTIFICATE_H
#define CERTIFICATE_CERTIFICATE_H

#include <glib.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CERTIFICATE_TEXT 256    /* bytes of a name, with NUL */
#define CERTIFICATE_LIST_MAX 64 /* units, DNS names, usages */

/* Usages by their numbers (RFC 5280, 4.2.1.12; Intel's guide). */
#define CERTIFICATE_SERVER_AUTH "1.3.6.1.5.5.7.3.1"
#define CERTIFICATE_AMT_SETUP "2.16.840.1.113741.1.2.3"
/* The unit that stands for Intel's usage where a CA gives none. */
#define CERTIFICATE_SETUP_UNIT "Intel(R) Client Setup Certificate"

struct certificate {
	char *subject, *issuer; /* whole names, RFC 2253 */
	char *common_name;      /* the last CN, the most specific one; "" when there is none */
	char **units;           /* each OU; NULL-terminated, like the next two */
	char **dns_names;       /* subjectAltName */
	char **usages;          /* extended key usages as dotted numbers */
	bool has_usages;        /* the extension is there: without it any usage is meant */
	bool is_ca;
	bool self_issued;              /* issuer and subject are the same name */
	bool self_signed;              /* ... and its own key verifies it */
	char key[16];                  /* "RSA", "EC", ...; "" when the key is not understood */
	unsigned key_bits;             /* 0 likewise */
	char signature[64];            /* "sha256WithRSAEncryption" */
	char signature_hash[16];       /* "SHA256"; "" when the algorithm has none */
	int64_t not_before, not_after; /* nanoseconds since 1970 UTC, at worst the range's ends */
	uint8_t sha1[20], sha256[32], sha384[48]; /* of the whole certificate */
	GBytes *der;
};

/* Reads one DER certificate, bytes behind it aside. NULL when it is none. */
struct certificate *certificate_read(const void *der, size_t n);
void certificate_free(struct certificate *certificate);

bool certificate_has_usage(const struct certificate *certificate, const char *usage);
bool certificate_has_unit(const struct certificate *certificate, const char *unit);

/* Does |issuer|'s name stand in |certificate| and its key verify it? */
bool certificate_is_signed_by(const struct certificate *certificate,
			      const struct certificate *issuer);

/* How certificates of one message hang together, followed upwards from the first. */
struct certificate_chain {
	unsigned length; /* certificates on the way, the leaf included */
	unsigned beside; /* given, but not on the way */
	bool ordered;    /* they were given in the order of the way */
	bool has_root;   /* the way ends in a self-signed certificate */
	unsigned top;    /* index of the last one on the way */
};

/* |n| may be 0. */
struct certificate_chain certificate_chain_of(struct certificate *const *certificates, unsigned n);

/* Does |suffix|, a domain that a device was given, fit |name| of a certificate (CN or DNS name)? */
enum certificate_fit {
	CERTIFICATE_FITS_NOT,
	CERTIFICATE_FITS_LABELS, /* only by the last labels that its top-level domain counts */
	CERTIFICATE_FITS_SUFFIX, /* the name ends in the whole suffix */
};
enum certificate_fit certificate_name_fits(const char *suffix, const char *name);

/* What a file of certificates holds. */
struct certificate_file {
	GPtrArray *certificates; /* struct certificate, in the order of the file */
	bool has_key;            /* a private key is in it, */
	bool key_fits;           /* ... which belongs to the first certificate */
};

#define CERTIFICATE_ERROR certificate_error_quark()
GQuark certificate_error_quark(void);
enum certificate_error {
	CERTIFICATE_ERROR_FORMAT,   /* neither PEM, DER nor PFX */
	CERTIFICATE_ERROR_PASSWORD, /* the password does not open it, or one is needed */
};

/*
 * Reads PEM, DER or PFX (PKCS #12) from memory; of a PFX the certificate of
 * its key comes first. |password| may be NULL. NULL with |error| set when
 * nothing can be read. Private keys are looked at and wiped, never kept.
 */
struct certificate_file *certificate_file_read(const void *content, size_t n, const char *password,
					       GError **error);
void certificate_file_free(struct certificate_file *file);

#endif
