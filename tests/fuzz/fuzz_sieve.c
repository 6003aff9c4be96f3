/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_sieve.c - an Ethernet frame: nothing of use may be refused. */
#include "sieve_property.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct sieve sieve;

	sieve_open(&sieve);
	sieve_want(&sieve, 9971);
	assert(sieve_is_right(&sieve, LINK_ETHERNET, bytes_of(data, n), (uint32_t)n));
	return 0;
}
