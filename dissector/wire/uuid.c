/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uuid.c - a UUID between its wire form and its text.
 *
 * The order of the bytes in the text is a table, so that writing, reading and
 * turning round cannot disagree. Format: SMBIOS 2.6, 7.2.1; RFC 4122, 3.
 */
#include "uuid.h"

/* Which byte of the wire form stands at each place of the text. */
static const uint8_t text_order[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

/* Does a dash stand before this byte of the text? */
static bool dash_before(unsigned i)
{
	return i == 4 || i == 6 || i == 8 || i == 10;
}

const char *uuid_text(const struct uuid *u, char text[UUID_TEXT])
{
	static const char digit[] = "0123456789abcdef";
	char *at = text;

	for (unsigned i = 0; i < sizeof u->b; i++) {
		uint8_t byte = u->b[text_order[i]];

		if (dash_before(i))
			*at++ = '-';
		*at++ = digit[byte >> 4];
		*at++ = digit[byte & 15];
	}
	*at = '\0';
	return text;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Reads the digits; gives what follows them, or NULL. Dashes stand everywhere or nowhere. */
static const char *parse_digits(struct uuid *u, const char *at, bool dashes)
{
	for (unsigned i = 0; i < sizeof u->b; i++) {
		if (dashes && dash_before(i) && *at++ != '-')
			return NULL;
		int high = hex_value(at[0]);
		int low = high < 0 ? -1 : hex_value(at[1]);

		if (low < 0)
			return NULL;
		u->b[text_order[i]] = (uint8_t)(high << 4 | low);
		at += 2;
	}
	return at;
}

bool uuid_parse(struct uuid *u, const char *text)
{
	bool brace = *text == '{';
	const char *start = text + brace;
	struct uuid read = {{0}};
	const char *end = parse_digits(&read, start, true);

	*u = (struct uuid){{0}};
	if (!end)
		end = parse_digits(&read, start, false);
	if (!end || (brace && *end++ != '}') || *end)
		return false;
	*u = read;
	return true;
}

struct uuid uuid_swapped(const struct uuid *u)
{
	struct uuid other;

	for (unsigned i = 0; i < sizeof u->b; i++)
		other.b[i] = u->b[text_order[i]];
	return other;
}

bool uuid_is_blank(const struct uuid *u)
{
	static const struct uuid zeros;

	if (uuid_equal(u, &zeros))
		return true;
	for (unsigned i = 0; i < sizeof u->b; i++)
		if (u->b[i] != UINT8_MAX)
			return false;
	return true;
}
