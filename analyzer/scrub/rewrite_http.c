/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite_http.c - HTTP in the clear, in place: how it was said stays, what was said does not.
 *
 * Of a head the start line and the framing stay, Host is mapped, a digest keeps
 * its form, and every other value becomes x. Bodies are taken for XML.
 */
#include "http.h"
#include "rewrite.h"
#include "rewrite_text.h"

#define DIGEST "Digest "
#define AMT_SERVER "Intel(R) Active Management Technology" /* what devices call themselves */

/* Headers that say how a message is framed, or what is asked for. */
static const char *const kept_headers[] = {
	"content-length", "transfer-encoding", "connection",
	"content-type",   "content-encoding",  "expect",
};

/* Targets that any AMT has; in others a name may stand. */
static const char *const targets[] = {"/wsman", "/", "/RemoteControlService",
				      "/SecurityAdministrationService", "/index.htm"};

static void rewrite_host(struct mapping *m, uint8_t *p, size_t n)
{
	const uint8_t *colon = memchr(p, ':', n);

	rewrite_name(m, p, colon ? (size_t)(colon - p) : n);
}

/* The scheme of a challenge or an answer stays: "Digest xxxx". */
static void rewrite_value(struct mapping *m, const uint8_t *name, size_t name_length, uint8_t *p,
			  size_t n)
{
	if (is_one_of(name, name_length, kept_headers, G_N_ELEMENTS(kept_headers)))
		return;
	if (name_length == 4 && starts(name, name_length, "host")) {
		rewrite_host(m, p, n);
		return;
	}
	if (starts(p, n, DIGEST))
		rewrite_digest(m, p + strlen(DIGEST), n - strlen(DIGEST));
	else if (!starts(p, n, AMT_SERVER))
		cross_out(p, n);
}

static void rewrite_header(struct mapping *m, uint8_t *p, size_t n)
{
	const uint8_t *colon = memchr(p, ':', n);
	size_t at = colon ? (size_t)(colon - p) + 1 : 0;

	while (colon && at < n && p[at] == ' ')
		at++;
	if (colon)
		rewrite_value(m, p, (size_t)(colon - p), p + at, n - at);
	else
		cross_out(p, n);
}

/* Method, version and status stay. */
static void rewrite_start(uint8_t *p, size_t n)
{
	uint8_t *first = memchr(p, ' ', n);
	uint8_t *second = first ? memchr(first + 1, ' ', n - (size_t)(first + 1 - p)) : NULL;

	if (!first || !second)
		return;
	if (starts(p, n, "HTTP/")) {
		cross_out(second, n - (size_t)(second - p));
		return;
	}
	size_t length = (size_t)(second - first - 1);

	if (!is_one_of(first + 1, length, targets, G_N_ELEMENTS(targets)))
		cross_out(first + 2, length ? length - 1 : 0);
}

/* A line's length without its end; |whole| with it. */
static size_t line_of(const uint8_t *p, size_t n, size_t *whole)
{
	const uint8_t *end = memchr(p, '\n', n);
	size_t length = end ? (size_t)(end - p) : n;

	*whole = length + (end != NULL);
	return length && p[length - 1] == '\r' ? length - 1 : length;
}

static void rewrite_head(struct mapping *m, uint8_t *p, size_t n)
{
	size_t at = 0, whole;

	for (bool first = true; at < n; first = false, at += whole) {
		size_t length = line_of(p + at, n - at, &whole);

		if (first)
			rewrite_start(p + at, length);
		else if (length)
			rewrite_header(m, p + at, length);
	}
}

/* Sizes of chunks stay, and nothing else that stands between pieces of a body. */
static void rewrite_framing(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isxdigit(p[i]) && p[i] != '\r' && p[i] != '\n' && p[i] != ';')
			p[i] = 'x';
}

static void rewrite_step(struct mapping *m, enum http_step step, uint8_t *p, size_t n,
			 struct bytes body)
{
	if (step == HTTP_HEAD) {
		rewrite_head(m, p, n);
		return;
	}
	size_t before = step == HTTP_BODY ? (size_t)(body.p - p) : n;

	rewrite_framing(p, before);
	if (step == HTTP_BODY)
		rewrite_xml(m, p + before, body.n);
}

void rewrite_http(struct mapping *m, uint8_t *p, size_t n)
{
	g_autofree struct http_head *head = g_new0(struct http_head, 1);
	struct http_stream stream = {0};
	struct reader r = reader_over(bytes_of(p, n));
	enum http_step step = HTTP_HEAD;
	size_t at = 0;

	while (step != HTTP_MORE && step != HTTP_LOST) {
		struct bytes body = {0};

		step = http_next(&stream, &r, true, head, &body);
		if (step == HTTP_LOST)
			break;
		rewrite_step(m, step, p + at, rd_offset(&r) - at, body);
		at = rd_offset(&r);
	}
	if (at < n)
		rewrite_unknown(p + at, n - at);
}
