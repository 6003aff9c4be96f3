/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * siphash.h - SipHash-1-3, a keyed hash for tables that hostile traffic fills.
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012);
 * one compression and three finalization rounds.
 */
#ifndef STREAM_SIPHASH_H
#define STREAM_SIPHASH_H

#include "bytes.h"

struct siphash_key {
	uint64_t k[2];
};

/* A key from |seed|, or from the system's randomness when that is 0. */
struct siphash_key siphash_key(uint64_t seed);
uint64_t siphash13(const struct siphash_key *key, struct bytes message);

#endif
