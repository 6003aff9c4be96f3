/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout_certificate.c - the rows of a certificate; see layout.c. Its texts are
 * required, for none of them may be NULL.
 */
#include <glib.h>

#include "layout_rows.h"

#define TEXTS(type, member, number)                                                \
	CELL_TEXT, ONE(type, member), .apart = true, .most = CERTIFICATE_LIST_MAX, \
				      .count = offsetof(struct type, number)

static const struct row certificate_rows[] = {
	{"subject", CELL_TEXT, ONE(certificate_facts, subject), .required = true},
	{"issuer", CELL_TEXT, ONE(certificate_facts, issuer), .required = true},
	{"common_name", CELL_TEXT, ONE(certificate_facts, common_name), .required = true},
	{"units", TEXTS(certificate_facts, units, unit_count)},
	{"dns_names", TEXTS(certificate_facts, dns_names, dns_name_count)},
	{"usages", TEXTS(certificate_facts, usages, usage_count)},
	{"has_usages", CELL_FLAG, ONE(certificate_facts, has_usages)},
	{"is_ca", CELL_FLAG, ONE(certificate_facts, is_ca)},
	{"self_issued", CELL_FLAG, ONE(certificate_facts, self_issued)},
	{"self_signed", CELL_FLAG, ONE(certificate_facts, self_signed)},
	{"key", CELL_TEXT, ONE(certificate_facts, key), .required = true},
	{"key_bits", CELL_U32, ONE(certificate_facts, key_bits)},
	{"signature", CELL_TEXT, ONE(certificate_facts, signature), .required = true},
	{"signature_hash", CELL_TEXT, ONE(certificate_facts, signature_hash), .required = true},
	{"not_before", CELL_TIME, ONE(certificate_facts, not_before)},
	{"not_after", CELL_TIME, ONE(certificate_facts, not_after)},
	{"sha1", CELL_BYTES, ONE(certificate_facts, sha1), .limit = CERTIFICATE_SHA1,
	 .required = true},
	{"sha256", CELL_BYTES, ONE(certificate_facts, sha256), .limit = CERTIFICATE_SHA256,
	 .required = true},
	{"sha384", CELL_BYTES, ONE(certificate_facts, sha384), .limit = CERTIFICATE_SHA384,
	 .required = true},
	{.name = NULL},
};

const struct layout layout_certificate = {
	.type = "certificate",
	.size = sizeof(struct certificate_facts),
	.rows = certificate_rows,
};
