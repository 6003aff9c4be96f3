/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * address.c - IP and MAC addresses to text and back; see address.h.
 *
 * The C library's inet_ntop() writes IPv6 as RFC 5952 wants it, so only the
 * choice of the family is ours. Ranges: RFC 1122 3.2.1.3, 3927, 4291, 5771.
 */
#include "address.h"

#include <arpa/inet.h>
#include <stdio.h>

static const struct address none;
static const uint8_t v4_prefix[ADDRESS_V4_PREFIX] = {[10] = 0xff, [11] = 0xff};

bool address_is_none(const struct address *a)
{
	return address_equal(a, &none);
}

bool address_is_v4(const struct address *a)
{
	return memcmp(a->b, v4_prefix, sizeof v4_prefix) == 0;
}

/* Bytes that, under a mask, make an address belong to more, or less, than one machine. */
struct range {
	uint8_t first, first_mask;
	uint8_t second, second_mask;
};

static const struct range v4_special[] = {
	{0, 0xff, 0, 0},        /* this network, unspecified */
	{127, 0xff, 0, 0},      /* loopback */
	{169, 0xff, 254, 0xff}, /* link-local */
	{0xe0, 0xf0, 0, 0},     /* multicast */
	{255, 0xff, 255, 0xff}, /* broadcast */
};

static const struct range v6_special[] = {
	{0xff, 0xff, 0, 0},       /* multicast */
	{0xfe, 0xff, 0x80, 0xc0}, /* link-local */
};

static bool in_ranges(const uint8_t *b, const struct range *range, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((b[0] & range[i].first_mask) == range[i].first &&
		    (b[1] & range[i].second_mask) == range[i].second)
			return true;
	return false;
}

bool address_is_unicast(const struct address *a)
{
	static const struct address loopback = {.b = {[15] = 1}};

	if (address_is_v4(a))
		return !in_ranges(a->b + ADDRESS_V4_PREFIX, v4_special,
				  sizeof v4_special / sizeof v4_special[0]);
	if (address_is_none(a) || address_equal(a, &loopback))
		return false;
	return !in_ranges(a->b, v6_special, sizeof v6_special / sizeof v6_special[0]);
}

bool mac_is_none(const struct mac *m)
{
	static const struct mac no_mac;

	return mac_equal(m, &no_mac);
}

const char *address_text(const struct address *a, char text[ADDRESS_TEXT])
{
	bool v4 = address_is_v4(a);
	const void *b = v4 ? a->b + ADDRESS_V4_PREFIX : a->b;

	if (!inet_ntop(v4 ? AF_INET : AF_INET6, b, text, ADDRESS_TEXT))
		text[0] = '\0';
	return text;
}

const char *mac_text(const struct mac *m, char text[MAC_TEXT])
{
	snprintf(text, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", m->b[0], m->b[1], m->b[2],
		 m->b[3], m->b[4], m->b[5]);
	return text;
}

bool address_parse(struct address *a, const char *text)
{
	uint8_t v4[4];

	*a = none;
	if (inet_pton(AF_INET, text, v4) == 1) {
		*a = address_v4(v4);
		return true;
	}
	return inet_pton(AF_INET6, text, a->b) == 1;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' ^ 'A';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Six bytes in groups of |group| digits with |separator| between them. */
static bool mac_parse_form(struct mac *m, const char *text, unsigned group, char separator)
{
	for (unsigned digit = 0; digit < 2 * sizeof m->b; digit++) {
		if (digit && digit % group == 0 && *text++ != separator)
			return false;
		int value = hex_value(*text++);

		if (value < 0)
			return false;
		m->b[digit / 2] = (uint8_t)(m->b[digit / 2] << 4 | value);
	}
	return *text == '\0';
}

bool mac_parse(struct mac *m, const char *text)
{
	static const struct {
		unsigned group;
		char separator;
	} form[] = {{2, ':'}, {2, '-'}, {4, '.'}};

	for (size_t i = 0; i < sizeof form / sizeof form[0]; i++) {
		*m = (struct mac){0};
		if (mac_parse_form(m, text, form[i].group, form[i].separator))
			return true;
	}
	*m = (struct mac){0};
	return false;
}
