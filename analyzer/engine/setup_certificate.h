/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_certificate.h - a setup certificate against what a device asks of it.
 *
 * A pure function over facts: the chain, whether it came over the wire or lies
 * in a file, and what is known of the device. Comparing is arithmetic and
 * certain; what firmware would make of it is likely at most, and where the
 * sources differ only possible. Each rule belongs to a row of the catalogue.
 *
 * Sources: Intel AMT Implementation and Reference Guide (acquiring a
 * certificate, root certificate hashes, remote setup and configuration flow);
 * Microsoft, Configuration Manager, on key sizes; MeshCentral,
 * certoperations.js; Open AMT, rpc-go issue 413 on the length of chains.
 */
#ifndef ENGINE_SETUP_CERTIFICATE_H
#define ENGINE_SETUP_CERTIFICATE_H

#include "certificate_facts.h"
#include "diagnosis.h"
#include "suffix.h"

/* From so many hashes on a hello may have left some out. */
#define SETUP_HASHES_FULL 23

/* What is judged, and against what. Without a fact the rules that ask for it hold. */
struct setup_case {
	const struct certificate_facts *const *certificate; /* the leaf first */
	unsigned count;
	struct certificate_chain way;   /* of these */
	const struct seen_hello *hello; /* whose root hashes; NULL: not known */
	const char *const *suffix;      /* one of them has to fit */
	unsigned suffix_count;
	unsigned firmware; /* 602 is 6.2; 0: not known */
	int64_t time;      /* nanoseconds since 1970 UTC */
};

/* How a rule is broken. */
struct setup_breach {
	const char *row; /* id in the catalogue */
	enum certainty certainty;
	char *says; /* a clause about the certificate; free it */
};

/* The first rule of |row| (NULL: of any) that |c| breaks. False when there is none. */
bool setup_judge(const struct setup_case *c, const char *row, struct setup_breach *breach);

/* How many rules it breaks. */
unsigned setup_breaches(const struct setup_case *c);

/* The root that the chain leads to, or NULL when it was not given. */
const struct certificate_facts *setup_root(const struct setup_case *c);

enum setup_root_listed {
	SETUP_ROOT_UNKNOWN, /* no root, or no hello that is whole */
	SETUP_ROOT_LISTED,
	SETUP_ROOT_NOT_LISTED,
	SETUP_ROOT_PERHAPS_NOT, /* not in a list that may have left it out */
};
enum setup_root_listed setup_root_in(const struct certificate_facts *root,
				     const struct seen_hello *hello);

/* The best that any of the suffixes fits any of the leaf's names; |name| (may be NULL) gets that. */
enum suffix_fit setup_fit(const struct certificate_facts *leaf, const char *const *suffix,
			  unsigned count, const char **name);

#endif
