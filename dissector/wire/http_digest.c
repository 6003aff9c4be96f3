/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http_digest.c - digest challenges and answers (RFC 7616, 3.3 and 3.4).
 *
 * A header may offer several schemes in a row; of quoted values the inside is
 * given, backslashes and all.
 */
#include "http.h"

#include "http_parts.h"

static struct bytes rest_from(struct bytes b, size_t n)
{
	return bytes_of(b.p + n, b.n - n);
}

/* The length of a quoted string's inside, up to the quote that is not escaped. */
static size_t quoted_length(struct bytes b)
{
	size_t n = 0;

	while (n < b.n && b.p[n] != '"')
		n += b.p[n] == '\\' && n + 1 < b.n ? 2 : 1;
	return n;
}

static size_t plain_length(struct bytes b, const char *ends)
{
	size_t n = 0;

	while (n < b.n && !(b.p[n] && strchr(ends, b.p[n])))
		n++;
	return n;
}

static struct bytes next_value(struct bytes *b)
{
	bool quoted = b->n && b->p[0] == '"';

	*b = rest_from(*b, quoted);
	size_t n = quoted ? quoted_length(*b) : plain_length(*b, ", \t\r\n");
	struct bytes value = bytes_of(b->p, n);

	*b = rest_from(*b, n + (quoted && n < b->n));
	return value;
}

static bool is_separator(uint8_t c)
{
	return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* "name=value" is a parameter, a lone word the next scheme: then false. */
static bool next_parameter(struct bytes *b, struct bytes *name, struct bytes *value)
{
	while (b->n && is_separator(b->p[0]))
		*b = rest_from(*b, 1);
	size_t n = plain_length(*b, "=, \t\r\n\"");

	*name = bytes_of(b->p, n);
	*b = rest_from(*b, n);
	*b = http_trim(*b);
	if (n == 0 || b->n == 0 || b->p[0] != '=')
		return false;
	*b = http_trim(rest_from(*b, 1));
	*value = next_value(b);
	return true;
}

static void keep(struct http_digest *digest, struct bytes name, struct bytes value)
{
	const struct {
		const char *name;
		struct bytes *place;
	} kept[] = {
		{"realm", &digest->realm}, {"username", &digest->user},       {"uri", &digest->uri},
		{"qop", &digest->qop},     {"algorithm", &digest->algorithm},
	};

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (http_is(name, kept[i].name))
			*kept[i].place = value;
	digest->has_nonce |= http_is(name, "nonce");
	digest->has_response |= http_is(name, "response");
	if (http_is(name, "stale"))
		digest->stale = http_is(value, "true");
}

static bool read_digest(struct http_digest *digest, struct bytes value)
{
	struct bytes name, text;
	bool found = false;

	/* Each turn reads a parameter, a scheme's name, or one character that is neither. */
	while (value.n) {
		if (next_parameter(&value, &name, &text)) {
			if (found)
				keep(digest, name, text);
			continue;
		}
		if (found && name.n)
			break;
		found = http_is(name, "Digest");
		if (name.n == 0 && value.n)
			value = rest_from(value, 1);
	}
	return found;
}

bool http_digest_of(struct http_digest *digest, const struct http_head *head)
{
	const char *name = head->response ? "WWW-Authenticate" : "Authorization";
	struct bytes value;

	for (unsigned i = 0; (value = http_header(head, name, i)).p; i++) {
		*digest = (struct http_digest){0};
		if (read_digest(digest, value))
			return true;
	}
	return false;
}
