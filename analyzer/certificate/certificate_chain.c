/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_chain.c - who signed whom, among the certificates of one message.
 *
 * The way leads from the first certificate upwards, wherever in the list the
 * next issuer stands, so that a chain in the wrong order is told from one
 * with a certificate missing.
 */
#include "certificate.h"

#include <openssl/err.h>
#include <openssl/x509.h>

static X509 *parse(const struct certificate *certificate)
{
	gsize n;
	const unsigned char *der = g_bytes_get_data(certificate->der, &n);

	return d2i_X509(NULL, &der, (long)n);
}

bool certificate_is_signed_by(const struct certificate *certificate,
			      const struct certificate *issuer)
{
	X509 *child = parse(certificate), *parent = parse(issuer);
	bool is = X509_NAME_cmp(X509_get_issuer_name(child), X509_get_subject_name(parent)) == 0 &&
		  X509_verify(child, X509_get0_pubkey(parent)) == 1;

	X509_free(child);
	X509_free(parent);
	ERR_clear_error();
	return is;
}

#define CHAIN_MAX 16 /* steps of the way, and certificates looked at */

static unsigned issuer_of(struct certificate *const *certificates, unsigned n, unsigned child,
			  uint32_t seen)
{
	for (unsigned i = 0; i < n; i++)
		if (!(seen & 1u << i) &&
		    certificate_is_signed_by(certificates[child], certificates[i]))
			return i;
	return n;
}

struct certificate_chain certificate_chain_of(struct certificate *const *certificates, unsigned n)
{
	struct certificate_chain chain = {.ordered = true};
	unsigned looked_at = MIN(n, CHAIN_MAX), at = 0;
	uint32_t seen = 0;

	while (at < looked_at) {
		seen |= 1u << at;
		chain.ordered = chain.ordered && at == chain.length;
		chain.top = at;
		chain.length++;
		if (certificates[at]->facts.self_signed)
			break;
		at = issuer_of(certificates, looked_at, at, seen);
	}
	chain.has_root = chain.length && certificates[chain.top]->facts.self_signed;
	chain.beside = n - chain.length;
	return chain;
}
