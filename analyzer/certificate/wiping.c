/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wiping.c - malloc and free with a wipe between; see wiping.h. */
#include "wiping.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

static void *take(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return n ? malloc(n) : NULL;
}

static void give_back(void *p, const char *file, int line)
{
	(void)file, (void)line;
	if (p)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

/* realloc() would leave the old place as it was. */
static void *move(void *p, size_t n, const char *file, int line)
{
	size_t before = p ? malloc_usable_size(p) : 0;
	void *moved = take(n, file, line);

	if (n && !moved)
		return NULL;
	if (moved && before)
		memcpy(moved, p, before < n ? before : n);
	give_back(p, file, line);
	return moved;
}

void wiping_begin(void)
{
	CRYPTO_set_mem_functions(take, move, give_back);
}
