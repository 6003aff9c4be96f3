/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words.c - see words.h. The words are few, so they are searched each time. */
#include "words.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab_clock.h"

static char **taken;

void words_take(char **argv)
{
	taken = argv + 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
}

const char *word(const char *key, const char *fallback)
{
	size_t length = strlen(key);

	for (char **w = taken; *w; w++)
		if (strncmp(*w, key, length) == 0 && (*w)[length] == '=')
			fallback = *w + length + 1;
	return fallback;
}

long word_number(const char *key, long fallback)
{
	const char *value = word(key, NULL);

	return value ? strtol(value, NULL, 0) : fallback;
}

double word_seconds(const char *key, double fallback)
{
	const char *value = word(key, NULL);

	return value ? strtod(value, NULL) : fallback;
}

bool word_lists(const char *key, const char *part)
{
	size_t length = strlen(part);

	for (const char *p = word(key, ""); *p; p += strcspn(p, ","), p += *p == ',')
		if (strcspn(p, ",") == length && strncmp(p, part, length) == 0)
			return true;
	return false;
}

static void __attribute__((format(printf, 2, 0)))
speak(int error, const char *format, va_list arguments)
{
	printf("%.3f ", lab_now());
	errno = error;
	vprintf(format, arguments);
	putchar('\n');
}

void say(const char *format, ...)
{
	va_list arguments;
	int error = errno; /* for %m */

	va_start(arguments, format);
	speak(error, format, arguments);
	va_end(arguments);
}

void fail(const char *format, ...)
{
	va_list arguments;
	int error = errno;

	va_start(arguments, format);
	speak(error, format, arguments);
	va_end(arguments);
	exit(EXIT_FAILURE);
}
