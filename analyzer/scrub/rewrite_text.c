/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite_text.c - words, and the digests of RFC 7616.
 *
 * Of a digest its form stays, whether it is stale, and who logs in where that
 * is the name that every device has; nonces and answers become x.
 */
#include "rewrite_text.h"

void cross_out(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] > ' ')
			p[i] = 'x';
}

bool starts(const uint8_t *p, size_t n, const char *word)
{
	size_t length = strlen(word);

	return n >= length && g_ascii_strncasecmp((const char *)p, word, length) == 0;
}

bool is_one_of(const uint8_t *p, size_t n, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == n && starts(p, n, words[i]))
			return true;
	return false;
}

void rewrite_letters(struct mapping *m, uint8_t *p, size_t n)
{
	g_autofree uint8_t *other = g_malloc(n + 1);

	mapping_opaque(m, bytes_of(p, n), other);
	for (size_t i = 0; i < n; i++)
		if (g_ascii_isalnum(p[i]))
			p[i] = (uint8_t)('a' +
					 other[i] % 6); /* hexadecimal digits, where they were */
}

/* Parameters that say how it was asked, and values that say nobody's name. */
static const char *const plain_parameters[] = {"algorithm", "qop", "stale", "nc"};
static const char *const plain_values[] = {"admin", "/wsman", "/"};

static void rewrite_parameter(struct mapping *m, const uint8_t *name, size_t name_length,
			      uint8_t *p, size_t n)
{
	static const char *const compared[] = {"realm", "username"};
	static const char realm[] = "Digest:"; /* every device's begins so */

	if (is_one_of(name, name_length, plain_parameters, G_N_ELEMENTS(plain_parameters)) ||
	    is_one_of(p, n, plain_values, G_N_ELEMENTS(plain_values)))
		return;
	if (!is_one_of(name, name_length, compared, G_N_ELEMENTS(compared)))
		cross_out(p, n);
	else if (starts(p, n, realm))
		rewrite_letters(m, p + strlen(realm), n - strlen(realm));
	else
		rewrite_letters(m, p, n);
}

/* Up to the next comma outside of quotes. */
static size_t parameter_length(const uint8_t *p, size_t n)
{
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			quoted = !quoted;
		if (p[i] == ',' && !quoted)
			return i;
	}
	return n;
}

static void rewrite_pair(struct mapping *m, uint8_t *p, size_t n)
{
	const uint8_t *equals = memchr(p, '=', n);
	size_t begin = 0, at;

	while (begin < n && p[begin] == ' ')
		begin++;
	if (!equals || (size_t)(equals - p) < begin) {
		cross_out(p, n);
		return;
	}
	at = (size_t)(equals - p) + 1;
	bool quoted = n - at >= 2 && p[at] == '"' && p[n - 1] == '"';

	rewrite_parameter(m, p + begin, at - 1 - begin, p + at + quoted, n - at - 2 * quoted);
}

void rewrite_digest(struct mapping *m, uint8_t *p, size_t n)
{
	for (size_t at = 0, length; at < n; at += length + 1) {
		length = parameter_length(p + at, n - at);
		rewrite_pair(m, p + at, length);
	}
}
