/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * watch.c - says of every function of ours that returns with a secret still in
 * its frame, and of every block of memory that is given back with one in it.
 *
 * It is linked with the whole analyzer, compiled with -finstrument-functions:
 * the compiler calls the two hooks below at each entry and exit. What stood in
 * a frame before the function ran is what others left on the stack, and not
 * its own. malloc() and its like stand before the C library's. Secrets are kept
 * inverted, lest the search find itself.
 *
 * A test says by watch.h what to look for, and when. A program that knows of
 * nothing is told by its environment: WATCH_SECRETS names a file of secrets in
 * hexadecimal, one a line, WATCH_FOUND the file for what is found.
 */
#include "watch.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECRETS_MAX 64
#define SECRET_MAX 128
#define STALE_MAX 64
#define DEPTH_MAX 4096

#define UNWATCHED __attribute__((no_instrument_function))
#define FOR_ALL __attribute__((visibility("default"))) /* libraries call these too */

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void __libc_free(void *p);
extern void *__libc_realloc(void *p, size_t n);
extern char __executable_start;

void __cyg_profile_func_enter(void *function, void *from);
void __cyg_profile_func_exit(void *function, void *from);

static struct {
	uint8_t inverted[SECRET_MAX];
	size_t n;
} secrets[SECRETS_MAX];
static unsigned secret_count;
static int to = -1; /* where it is told */
static bool watching;
static unsigned found;

/* Where a frame held a secret when its function was entered. */
static struct {
	const uint8_t *at;
	unsigned depth;
} stale[STALE_MAX];
static unsigned stale_count, depth;
static void *entered[DEPTH_MAX];

UNWATCHED static bool stands_at(unsigned secret, const uint8_t *p, const uint8_t *end)
{
	if ((size_t)(end - p) < secrets[secret].n)
		return false;
	for (size_t i = 0; i < secrets[secret].n; i++)
		if ((p[i] ^ secrets[secret].inverted[i]) != 0xff)
			return false;
	return true;
}

/* Any secret at or after |p|; NULL if there is none. */
UNWATCHED static const uint8_t *search(const uint8_t *p, const uint8_t *end)
{
	for (; p < end; p++)
		for (unsigned i = 0; i < secret_count; i++)
			if ((*p ^ secrets[i].inverted[0]) == 0xff && stands_at(i, p, end))
				return p;
	return NULL;
}

UNWATCHED static void tell(const char *what, const void *function)
{
	char line[64];
	int n = snprintf(line, sizeof line, "%s 0x%zx\n", what,
			 (size_t)((const char *)function - &__executable_start));

	found++;
	if (write(to, line, (size_t)n) != n)
		_exit(4);
}

UNWATCHED static bool is_stale(const uint8_t *at)
{
	for (unsigned i = 0; i < stale_count; i++)
		if (stale[i].at == at)
			return true;
	return false;
}

UNWATCHED void __cyg_profile_func_enter(void *function, void *from)
{
	/* With frame pointers, ours stands where our caller's is kept: its frame lies between. */
	const uint8_t *low = __builtin_frame_address(0), *high = *(const uint8_t *const *)low;

	(void)from;
	if (!watching)
		return;
	if (++depth < DEPTH_MAX)
		entered[depth] = function;
	for (const uint8_t *p = low; (p = search(p, high)); p++)
		if (stale_count < STALE_MAX) {
			stale[stale_count].at = p;
			stale[stale_count++].depth = depth;
		}
}

UNWATCHED void __cyg_profile_func_exit(void *function, void *from)
{
	const uint8_t *low = __builtin_frame_address(0), *high = *(const uint8_t *const *)low;

	(void)from;
	if (!watching)
		return;
	for (const uint8_t *p = low; (p = search(p, high)); p++)
		if (!is_stale(p)) {
			tell("frame", function);
			break;
		}
	while (stale_count && stale[stale_count - 1].depth >= depth)
		stale_count--;
	depth -= depth > 0;
}

/* Is it code of a library that keeps memory of its own, which we cannot wipe? */
UNWATCHED static bool is_foreign(const void *code)
{
	Dl_info info;

	return dladdr(code, &info) && info.dli_fname && strstr(info.dli_fname, "odbc");
}

UNWATCHED static void look_into(void *p, const void *caller)
{
	const uint8_t *start = p;

	if (watching && p && search(start, start + malloc_usable_size(p)) && !is_foreign(caller))
		tell("block", depth && depth < DEPTH_MAX ? entered[depth] : &__executable_start);
}

/* What others left in the memory that is given out is not to be found again in it. */
UNWATCHED static void *cleared(void *p, size_t from)
{
	if (watching && p)
		memset((char *)p + from, 0, malloc_usable_size(p) - from);
	return p;
}

UNWATCHED FOR_ALL void *malloc(size_t n)
{
	return cleared(__libc_malloc(n), 0);
}

UNWATCHED FOR_ALL void *calloc(size_t n, size_t size)
{
	void *p = __libc_calloc(n, size);

	return cleared(p, p ? n * size : 0);
}

UNWATCHED FOR_ALL void free(void *p)
{
	int saved = errno;

	look_into(p, __builtin_return_address(0));
	__libc_free(p);
	errno = saved;
}

/* Always moves, so that what is left behind is looked at. */
UNWATCHED FOR_ALL void *realloc(void *p, size_t n)
{
	if (!watching || !p || n == 0)
		return __libc_realloc(p, n);
	void *moved = malloc(n);
	size_t had = malloc_usable_size(p);

	if (moved) {
		memcpy(moved, p, had < n ? had : n);
		look_into(p, __builtin_return_address(0));
		__libc_free(p);
	}
	return moved;
}

UNWATCHED void watch_for(const void *secret, size_t n)
{
	if (n < WATCH_SECRET_MIN || n > SECRET_MAX || secret_count == SECRETS_MAX)
		_exit(4);
	for (size_t i = 0; i < n; i++)
		secrets[secret_count].inverted[i] = (uint8_t) ~((const uint8_t *)secret)[i];
	secrets[secret_count++].n = n;
}

UNWATCHED void watch_begin(int fd)
{
	to = fd;
	found = 0;
	depth = stale_count = 0;
	watching = true;
}

UNWATCHED unsigned watch_end(void)
{
	watching = false;
	return found;
}

UNWATCHED void watch_forget(void)
{
	secret_count = 0;
}

UNWATCHED static void keep(const char *line)
{
	uint8_t secret[SECRET_MAX];
	size_t n = strspn(line, "0123456789abcdef") / 2;

	for (size_t i = 0; i < n && i < SECRET_MAX; i++) {
		char digits[3] = {line[2 * i], line[2 * i + 1], '\0'};

		secret[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	watch_for(secret, n);
	explicit_bzero(secret, sizeof secret);
}

UNWATCHED __attribute__((constructor)) static void begin(void)
{
	const char *from = getenv("WATCH_SECRETS"), *told = getenv("WATCH_FOUND");
	FILE *file = from && told ? fopen(from, "r") : NULL;
	char line[2 * SECRET_MAX + 2];

	if (!file)
		return;
	while (fgets(line, sizeof line, file))
		keep(line);
	fclose(file);
	watch_begin(open(told, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
}
