/* SPDX-License-Identifier: GPL-2.0-or-later */
/* soap_text.c - see soap_text.h. Namespaces: soap.h's sources and Intel's Network Interface Guide. */
#include "soap_text.h"

static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct bytes soap_trimmed(struct bytes text)
{
	while (text.n && is_space(text.p[text.n - 1]))
		text.n--;
	while (text.n && is_space(*text.p)) {
		text.p++;
		text.n--;
	}
	return text;
}

struct bytes soap_after_last(struct bytes text, char mark)
{
	for (size_t i = text.n; i > 0; i--)
		if (text.p[i - 1] == (uint8_t)mark)
			return bytes_of(text.p + i, text.n - i);
	return text;
}

bool soap_ends_with(struct bytes text, const char *end)
{
	size_t n = strlen(end);

	return text.n > n && memcmp(text.p + text.n - n, end, n) == 0;
}

struct bytes soap_plain_name(struct bytes name)
{
	static const char *const endings[] = {"Response", "_INPUT", "_OUTPUT"};

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		if (soap_ends_with(name, endings[i]))
			return bytes_of(name.p, name.n - strlen(endings[i]));
	return name;
}

static bool starts_with(struct bytes text, const char *start)
{
	return text.n > strlen(start) && memcmp(text.p, start, strlen(start)) == 0;
}

struct bytes soap_class_of_namespace(struct bytes namespace)
{
	/* What stands before the class; behind it comes nothing or a year. */
	static const char *const before[] = {"http://schemas.intel.com/platform/client/",
					     "http://schemas.intel.com/2004/12/management/PC/"};

	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		if (!starts_with(namespace, before[i]))
			continue;
		struct bytes rest =
			bytes_of(namespace.p + strlen(before[i]), namespace.n - strlen(before[i]));
		const uint8_t *slash = memchr(rest.p, '/', rest.n);

		return bytes_of(rest.p, slash ? (size_t)(slash - rest.p) : rest.n);
	}
	return (struct bytes){0};
}

bool soap_number(struct bytes text, uint32_t *value)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		sum = sum * 10 + (text.p[i] - '0');
		if (sum > UINT32_MAX)
			return false;
	}
	*value = (uint32_t)sum;
	return text.n > 0;
}

struct bytes soap_amt_status(struct bytes text)
{
	static const char word[] = "AMT-STATUS";
	const uint8_t *found = memmem(text.p, text.n, word, strlen(word));

	if (!found)
		return (struct bytes){0};
	const uint8_t *end = text.p + text.n, *at = found + strlen(word);

	while (at < end && !(*at >= '0' && *at <= '9'))
		at++;
	const uint8_t *start = at;

	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return bytes_of(start, (size_t)(at - start));
}
