/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siphash.c - SipHash-1-3; see siphash.h. */
#include "siphash.h"

#include <endian.h>
#include <sys/random.h>

/* "somepseudorandomlygeneratedbytes", the paper's initial state. */
#define V0 UINT64_C(0x736f6d6570736575)
#define V1 UINT64_C(0x646f72616e646f6d)
#define V2 UINT64_C(0x6c7967656e657261)
#define V3 UINT64_C(0x7465646279746573)

struct state {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static inline void sip_round(struct state *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 = rotate(s->v0, 32) + s->v3;
	s->v2 += s->v1;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 = rotate(s->v2, 32);
}

static inline void compress(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	s->v0 ^= word;
}

/* |n| bytes, fewer than 8, the first one lowest. */
static inline uint64_t word_le(const uint8_t *p, size_t n)
{
	uint64_t word = 0;

	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)p[i] << 8 * i;
	return word;
}

struct siphash_key siphash_key(uint64_t seed)
{
	struct siphash_key key = {.k = {seed, ~seed}};

	/* Without randomness the table still works, only predictably. */
	if (seed == 0 && getrandom(&key, sizeof key, 0) != (ssize_t)sizeof key)
		key.k[0] = (uint64_t)(uintptr_t)&key;
	return key;
}

uint64_t siphash13(const struct siphash_key *key, struct bytes message)
{
	struct state s = {V0 ^ key->k[0], V1 ^ key->k[1], V2 ^ key->k[0], V3 ^ key->k[1]};
	size_t whole = message.n & ~(size_t)7;

	for (size_t i = 0; i < whole; i += 8) {
		uint64_t word;

		memcpy(&word, message.p + i, sizeof word);
		compress(&s, le64toh(word));
	}
	compress(&s, word_le(message.p + whole, message.n - whole) | (uint64_t)message.n << 56);
	s.v2 ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
