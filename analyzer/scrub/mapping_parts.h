/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping_parts.h - what a mapping consists of; for the files of this folder that fill it. */
#ifndef SCRUB_MAPPING_PARTS_H
#define SCRUB_MAPPING_PARTS_H

#include "mapping.h"

#define KEY_CHARACTERS 36 /* of a PID */
#define OPAQUE_KEY 32

struct mapping {
	unsigned keep;
	bool exhausted;
	GHashTable *number[8];       /* enum numbering: GBytes -> 1, 2, ... in the order met */
	GHashTable *label;           /* label -> its substitute */
	guint labels[64];            /* substitutes given, by their length */
	uint8_t key[KEY_CHARACTERS]; /* what each character of a PID becomes */
	uint8_t secret[OPAQUE_KEY];
	struct remaking *remaking;
};

enum numbering {
	NUMBER_V4,
	NUMBER_V4_LINK,
	NUMBER_V6,
	NUMBER_V6_LINK,
	NUMBER_MAC,
	NUMBER_UUID,
	NUMBER_WORD,
	NUMBERINGS
};

/* The number of these bytes among their like, from 1. */
guint mapping_number(struct mapping *m, enum numbering like, const void *p, size_t n);

#endif
