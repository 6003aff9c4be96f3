/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns_reverse.c - names under in-addr.arpa and ip6.arpa as addresses.
 *
 * The labels of a name run from the last part of the address to the first.
 * Only whole addresses count: a zone of the reverse tree is no address.
 *
 * Sources: RFC 1035 3.5, RFC 3596 2.5.
 */
#include "dns.h"

#include <strings.h>

/* Takes one number and the dot behind it, or gives -1. */
static int take_label(const char **name, unsigned base, unsigned digits_max)
{
	static const char digits[] = "0123456789abcdef";
	unsigned value = 0, n = 0;

	for (; **name && **name != '.' && n < digits_max; n++, ++*name) {
		const char *digit = strchr(digits, **name | 0x20);

		if (!digit || (unsigned)(digit - digits) >= base)
			return -1;
		value = value * base + (unsigned)(digit - digits);
	}
	if (n == 0 || value > UINT8_MAX || **name != '.')
		return -1;
	++*name;
	return (int)value;
}

static bool is_zone(const char *name, const char *zone)
{
	size_t n = strlen(zone);

	return strncasecmp(name, zone, n) == 0 && (!name[n] || strcmp(name + n, ".") == 0);
}

static bool reverse_v4(struct address *a, const char *name)
{
	uint8_t b[4];

	for (unsigned i = 4; i-- > 0;) {
		int value = take_label(&name, 10, 3);

		if (value < 0)
			return false;
		b[i] = (uint8_t)value;
	}
	*a = address_v4(b);
	return is_zone(name, "in-addr.arpa");
}

static bool reverse_v6(struct address *a, const char *name)
{
	*a = (struct address){0};
	for (unsigned i = 2 * sizeof a->b; i-- > 0;) {
		int value = take_label(&name, 16, 1);

		if (value < 0)
			return false;
		a->b[i / 2] |= (uint8_t)(i % 2 ? value : value << 4);
	}
	return is_zone(name, "ip6.arpa");
}

bool dns_reverse_address(struct address *a, const char *name)
{
	if (reverse_v4(a, name) || reverse_v6(a, name))
		return true;
	*a = (struct address){0};
	return false;
}
