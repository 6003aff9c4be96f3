/* SPDX-License-Identifier: GPL-2.0-or-later */
/* time_text.h - a capture's time as reports write it. */
#ifndef REPORT_TIME_TEXT_H
#define REPORT_TIME_TEXT_H

#include <stdint.h>

#define TIME_TEXT 48

/*
 * |nanoseconds| since 1970 as "2026-11-22T16:36:01.123456Z" (RFC 3339, UTC)
 * with |digits| (at most 9) of the second's fraction, into |text|, which is
 * returned. Digits that the capture did not record are cut, not rounded.
 */
const char *time_text(int64_t nanoseconds, unsigned digits, char text[TIME_TEXT]);

#endif
