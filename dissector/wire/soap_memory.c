/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soap_memory.c - expat's memory, wiped before it goes back.
 *
 * Expat copies what it reads, passwords too. Whoever decodes a call must not
 * find them in freed memory or in a core dump later.
 */
#include "soap_parse.h"

#include <malloc.h>
#include <stdlib.h>

static void give_back(void *p)
{
	if (!p)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

static void *grow(void *old, size_t size)
{
	size_t had = old ? malloc_usable_size(old) : 0;
	void *new = malloc(size);

	if (!new)
		return NULL;
	if (old)
		memcpy(new, old, had < size ? had : size);
	give_back(old);
	return new;
}

const XML_Memory_Handling_Suite parse_memory = {malloc, grow, give_back};
