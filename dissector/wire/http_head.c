/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http_head.c - start line and headers.
 *
 * Lines end in LF, with or without CR; a line that begins with a blank goes on
 * with the value before it (RFC 9112, 5.2), which then holds the line's end.
 */
#include "http.h"

#include "http_parts.h"

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
}

bool http_line(struct reader *r, struct bytes *line)
{
	const uint8_t *end = rd_left(r) ? memchr(r->at, '\n', rd_left(r)) : NULL;

	if (!end)
		return false;
	*line = rd_bytes(r, (size_t)(end - r->at));
	rd_u8(r);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

struct bytes http_trim(struct bytes b)
{
	while (b.n && (is_blank(b.p[0]) || is_line_end(b.p[0])))
		b = bytes_of(b.p + 1, b.n - 1);
	while (b.n && (is_blank(b.p[b.n - 1]) || is_line_end(b.p[b.n - 1])))
		b.n--;
	return b;
}

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

bool http_is(struct bytes text, const char *word)
{
	size_t i = 0;

	while (i < text.n && word[i] && lower(text.p[i]) == lower((uint8_t)word[i]))
		i++;
	return i == text.n && !word[i];
}

/* RFC 9110, 5.6.2. */
static bool is_token(uint8_t c)
{
	return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* The characters up to the next blank, which is stepped over. */
static struct bytes next_word(struct bytes *line)
{
	size_t n = 0;

	while (n < line->n && !is_blank(line->p[n]))
		n++;
	struct bytes word = bytes_of(line->p, n);

	n += n < line->n;
	*line = bytes_of(line->p + n, line->n - n);
	return word;
}

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

#define VERSION "HTTP/"
#define VERSION_LENGTH 8 /* "HTTP/1.1" */

static bool read_version(struct http_head *head, struct bytes word)
{
	static const size_t n = sizeof VERSION - 1;

	if (word.n != VERSION_LENGTH || memcmp(word.p, VERSION, n) != 0 || !is_digit(word.p[n]) ||
	    word.p[n + 1] != '.' || !is_digit(word.p[n + 2]))
		return false;
	head->major = (uint8_t)(word.p[n] - '0');
	head->minor = (uint8_t)(word.p[n + 2] - '0');
	return true;
}

static bool read_status_line(struct http_head *head, struct bytes line)
{
	if (!read_version(head, next_word(&line)))
		return false;
	struct bytes status = next_word(&line);

	if (status.n != 3)
		return false;
	for (size_t i = 0; i < status.n; i++) {
		if (!is_digit(status.p[i]))
			return false;
		head->status = (uint16_t)(10 * head->status + status.p[i] - '0');
	}
	head->response = true;
	head->reason = http_trim(line);
	return true;
}

static bool read_request_line(struct http_head *head, struct bytes line)
{
	head->method = next_word(&line);
	head->target = next_word(&line);
	for (size_t i = 0; i < head->method.n; i++)
		if (!is_token(head->method.p[i]))
			return false;
	return head->method.n && head->target.n && read_version(head, http_trim(line));
}

static bool read_start(struct http_head *head, struct bytes line)
{
	return line.n >= sizeof VERSION - 1 && memcmp(line.p, VERSION, sizeof VERSION - 1) == 0
		       ? read_status_line(head, line)
		       : read_request_line(head, line);
}

/* The line's bytes join the value before it, and what lies between. */
static void continue_value(struct http_head *head, struct bytes line)
{
	if (head->headers == 0 || head->headers_left_out) {
		head->lines_odd += head->headers == 0;
		return;
	}
	struct bytes *value = &head->header[head->headers - 1].value;

	if (value->n)
		value->n = (size_t)(line.p + line.n - value->p);
	else
		*value = line;
	*value = http_trim(*value);
}

static void read_header(struct http_head *head, struct bytes line)
{
	size_t n = 0;

	while (n < line.n && is_token(line.p[n]))
		n++;
	struct bytes name = bytes_of(line.p, n);

	while (n < line.n && is_blank(line.p[n]))
		n++;
	if (name.n == 0 || n == line.n || line.p[n] != ':') {
		head->lines_odd++;
		return;
	}
	if (head->headers == HTTP_HEADERS_MAX) {
		head->headers_left_out++;
		return;
	}
	head->header[head->headers++] = (struct http_header){
		.name = name,
		.value = http_trim(bytes_of(line.p + n + 1, line.n - n - 1)),
	};
}

/* Empty lines before a start line are passed over (RFC 9112, 2.2). */
static bool first_line(struct reader *r, struct bytes *line)
{
	do
		if (!http_line(r, line))
			return false;
	while (line->n == 0);
	return true;
}

bool http_head_decode(struct http_head *head, struct reader *r)
{
	struct bytes line;

	memset(head, 0, offsetof(struct http_head, header));
	if (!first_line(r, &line))
		return false;
	if (!read_start(head, line)) {
		rd_rest(r);
		return false;
	}
	while (http_line(r, &line)) {
		if (line.n == 0)
			return true;
		if (is_blank(line.p[0]))
			continue_value(head, line);
		else
			read_header(head, line);
	}
	return false;
}

bool http_looks_like(struct bytes start)
{
	struct http_head head = {0};
	struct bytes line = start;
	struct reader r = reader_over(start);

	if (http_line(&r, &line))
		return line.n == 0 || read_start(&head, line);
	for (size_t i = 0; i < start.n; i++)
		if (start.p[i] < ' ' && !is_line_end(start.p[i]))
			return false;
	/* A method, or "HTTP/", as far as it has come. */
	size_t n = next_word(&line).n;

	for (size_t i = 0; i < n; i++)
		if (!is_token(start.p[i]) && !is_line_end(start.p[i]) && start.p[i] != '/')
			return false;
	return start.n <= HTTP_HEAD_MAX;
}

struct bytes http_header(const struct http_head *head, const char *name, unsigned nth)
{
	for (unsigned i = 0; i < head->headers; i++)
		if (http_is(head->header[i].name, name) && nth-- == 0)
			return head->header[i].value;
	return (struct bytes){0};
}
