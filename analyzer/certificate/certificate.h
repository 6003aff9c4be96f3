/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate.h - certificates as plain facts: names, usages, key, dates, hashes, chain.
 *
 * OpenSSL parses and verifies; none of its types leave this folder. What a
 * certificate says is vocabulary (certificate_facts.h); its bytes are kept
 * beside that only for the question who signed whom.
 */
#ifndef CERTIFICATE_CERTIFICATE_H
#define CERTIFICATE_CERTIFICATE_H

#include <glib.h>

#include <stdbool.h>
#include <stddef.h>

#include "certificate_facts.h"

struct certificate {
	struct certificate_facts facts;
	GBytes *der;
};

/* Reads one DER certificate, bytes behind it aside. NULL when it is none. */
struct certificate *certificate_read(const void *der, size_t n);
void certificate_free(struct certificate *certificate);

/* Does |issuer|'s name stand in |certificate| and its key verify it? */
bool certificate_is_signed_by(const struct certificate *certificate,
			      const struct certificate *issuer);

/* The way upwards from the first of |n| certificates; |n| may be 0. */
struct certificate_chain certificate_chain_of(struct certificate *const *certificates, unsigned n);

/* What a file of certificates holds. */
struct certificate_file {
	GPtrArray *certificates; /* struct certificate, in the order of the file */
	unsigned leaf;           /* whose key it is, else the first; no CA if one is none */
	bool has_key;            /* a private key is in it, */
	bool key_opens;          /* ... which could be read, */
	bool key_fits;           /* ... and belongs to the leaf */
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
