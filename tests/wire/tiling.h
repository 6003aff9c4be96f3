/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tiling.h - the property that spans explain every byte of a message once. */
#ifndef TESTS_WIRE_TILING_H
#define TESTS_WIRE_TILING_H

#include "../suite.h"
#include "reader.h"

/* Groups are spans that a deeper one follows: their members tile them. */
static inline void check_tiling(const struct trace *trace, size_t n)
{
	size_t next = 0;

	ck_assert_uint_eq(trace->dropped, 0);
	ck_assert_uint_eq(trace->depth, 0);
	ck_assert_uint_eq(trace->span[0].len, n);
	for (unsigned i = 0; i < trace->n; i++) {
		if (i + 1 < trace->n && trace->span[i + 1].depth > trace->span[i].depth)
			continue;
		ck_assert_uint_eq(trace->span[i].off, next);
		next += trace->span[i].len;
	}
	ck_assert_uint_eq(next, n);
}

/* Where the |nth| span of |field| lies, or NULL. */
static inline const struct span *span_of(const struct trace *trace, uint16_t field, unsigned nth)
{
	for (unsigned i = 0; i < trace->n; i++)
		if (trace->span[i].field == field && nth-- == 0)
			return &trace->span[i];
	return NULL;
}

#endif
