/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_comparison.h - what reports lay side by side where a setup certificate
 * is in question: the device's suffixes, the names and roots of what the
 * server sends and owns, the roots that the hello offers.
 */
#ifndef ENGINE_SETUP_COMPARISON_H
#define ENGINE_SETUP_COMPARISON_H

#include "setup_view.h"

/* One certificate with its chain. */
struct setup_side {
	const char *label;                           /* in the records; NULL: as sent */
	const struct certificate_facts *leaf, *root; /* the latter NULL: not in its chain */
	unsigned count;                              /* certificates of the chain */
	bool has_key;                                /* of the records */
	enum setup_root_listed listed;
	enum suffix_fit fit; /* of the suffixes that count, if there is one */
};

struct setup_comparison {
	unsigned suffix_count;
	struct setup_suffix suffix[SETUP_SUFFIXES_MAX];
	bool suffix_known;                 /* there is one to compare with */
	GArray *sides;                     /* struct setup_side: sent, then owned */
	const struct seen_hashes *offered; /* NULL: none, or no hello */
};

/* Of the device's last attempt; NULL where there is no certificate to compare. To be freed. */
struct setup_comparison *setup_comparison_of(const struct diagnosis *diagnosis,
					     const struct device *device);
struct setup_comparison *setup_comparison_new(void);
void setup_comparison_free(struct setup_comparison *comparison);

/* The name of the CA that an offered hash is known to be of, or NULL. */
const char *setup_offered_name(const struct seen_hash *hash);

#endif
