/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory.h - does a secret still stand in this process' memory?
 *
 * What is wanted is kept inverted, lest the search find itself. Where a
 * sanitizer keeps its own memory besides ours the search would be endless.
 */
#ifndef TESTS_MEMORY_H
#define TESTS_MEMORY_H

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>

#include "suite.h"

struct wanted {
	uint8_t inverted[64];
	size_t n;
};

/* Takes |n| bytes to be searched for, and wipes |secret|. */
static inline struct wanted memory_wanted(void *secret, size_t n)
{
	struct wanted wanted = {.n = n};

	ck_assert_uint_le(n, sizeof wanted.inverted);
	for (size_t i = 0; i < n; i++)
		wanted.inverted[i] = (uint8_t) ~((uint8_t *)secret)[i];
	explicit_bzero(secret, n);
	return wanted;
}

/* How often it stands in |n| bytes; each of its own is |unit| bytes wide. */
static inline unsigned memory_count_in(const struct wanted *wanted, const uint8_t *p, size_t n,
				       unsigned unit)
{
	unsigned found = 0;

	for (size_t i = 0; i + wanted->n * unit <= n; i++) {
		size_t k = 0;

		while (k < wanted->n && (p[i + k * unit] ^ wanted->inverted[k]) == 0xff)
			k++;
		found += k == wanted->n;
	}
	return found;
}

/* Reads through the kernel: pages may be there that we cannot touch. */
static inline unsigned memory_count_between(const struct wanted *wanted, unsigned unit, int memory,
					    uint64_t start, uint64_t end)
{
	size_t n = (size_t)(end - start);
	uint8_t *copy = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned found = 0;

	ck_assert(copy != MAP_FAILED);
	if (pread(memory, copy, n, (off_t)start) == (ssize_t)n)
		found = memory_count_in(wanted, copy, n, unit);
	munmap(copy, n);
	return found;
}

/* How often it stands in what this process can write. */
static inline unsigned memory_count(const struct wanted *wanted, unsigned unit)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	uint64_t start, end;
	char mode[8], line[512];
	unsigned found = 0;

	ck_assert(maps && memory >= 0);
	while (fgets(line, sizeof line, maps))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &start, &end, mode) == 3 &&
		    mode[1] == 'w')
			found += memory_count_between(wanted, unit, memory, start, end);
	fclose(maps);
	close(memory);
	return found;
}

#endif
