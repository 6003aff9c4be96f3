/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * time_text.c - RFC 3339 in UTC, with integers only: a double has no room for
 * nanoseconds since 1970.
 */
#include "time_text.h"

#include <stdio.h>
#include <time.h>

#include "moment.h"

#define DIGITS_MAX 9

const char *time_text(int64_t nanoseconds, unsigned digits, char text[TIME_TEXT])
{
	int64_t fraction = nanoseconds % NANOSECONDS;
	time_t seconds = (time_t)(nanoseconds / NANOSECONDS);
	struct tm tm;

	if (fraction < 0) { /* before 1970: the fraction still counts upwards */
		fraction += NANOSECONDS;
		seconds--;
	}
	gmtime_r(&seconds, &tm);
	size_t n = strftime(text, TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);

	if (digits > DIGITS_MAX)
		digits = DIGITS_MAX;
	if (digits) {
		snprintf(text + n, TIME_TEXT - n, ".%09u", (unsigned)fraction);
		n += 1 + digits;
	}
	snprintf(text + n, TIME_TEXT - n, "Z");
	return text;
}
