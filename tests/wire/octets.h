/* SPDX-License-Identifier: GPL-2.0-or-later */
/* octets.h - messages written as hex in tests, and the property that every prefix is harmless. */
#ifndef TESTS_WIRE_OCTETS_H
#define TESTS_WIRE_OCTETS_H

#include "../suite.h"
#include "bytes.h"

struct octets {
	uint8_t b[2048];
	size_t n;
};

/* Two digits a byte; spaces do not count. */
static inline struct octets octets(const char *hex)
{
	struct octets o = {.n = 0};
	unsigned byte;

	for (; *hex; hex++) {
		if (*hex == ' ')
			continue;
		ck_assert_int_eq(sscanf(hex++, "%2x", &byte), 1);
		ck_assert_uint_lt(o.n, sizeof o.b);
		o.b[o.n++] = (uint8_t)byte;
	}
	return o;
}

static inline struct bytes octets_view(const struct octets *o)
{
	return bytes_of(o->b, o->n);
}

/* Gives |try| every proper prefix in memory of exactly its size, so that ASan sees a stray read. */
static inline void each_prefix(const struct octets *o, void (*try)(struct bytes prefix))
{
	for (size_t n = 0; n < o->n; n++) {
		uint8_t *copy = malloc(n ? n : 1);

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, o->b, n);
		try(bytes_of(copy, n));
		free(copy);
	}
}

#endif
