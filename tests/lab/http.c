/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.c - see http.h. A byte at a time: the messages are few. */
#include "http.h"

#include <openssl/evp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool read_byte(struct link *link, char *c)
{
	return link->read(link, c, 1) == 1;
}

/* Up to and with |end|, as a string. */
static bool read_until(struct link *link, const char *end, char *text, size_t room)
{
	size_t n = 0, length = strlen(end);

	while (n + 1 < room && read_byte(link, text + n)) {
		text[++n] = '\0';
		if (n >= length && strcmp(text + n - length, end) == 0)
			return true;
	}
	return false;
}

static bool read_exactly(struct link *link, char *text, size_t n)
{
	for (ssize_t got; n > 0; text += got, n -= (size_t)got) {
		got = link->read(link, text, n);
		if (got <= 0)
			return false;
	}
	return true;
}

static bool read_chunks(struct link *link, char *body)
{
	char line[64];
	size_t used = 0, length;

	while (read_until(link, "\r\n", line, sizeof line)) {
		length = strtoul(line, NULL, 16);
		if (used + length + 2 > HTTP_BODY || !read_exactly(link, body + used, length + 2))
			return false;
		used += length;
		body[used] = '\0';
		if (length == 0)
			return true;
	}
	return false;
}

bool http_read(struct link *link, struct message *message)
{
	char value[64];
	size_t length;

	message->body[0] = message->head[0] = '\0';
	if (!read_until(link, "\r\n\r\n", message->head, HTTP_HEAD))
		return false;
	http_header(message, "Transfer-Encoding", value, sizeof value);
	if (strcasecmp(value, "chunked") == 0)
		return read_chunks(link, message->body);
	http_header(message, "Content-Length", value, sizeof value);
	length = strtoul(value, NULL, 10);
	if (length >= HTTP_BODY || !read_exactly(link, message->body, length))
		return false;
	message->body[length] = '\0';
	return true;
}

int http_status(const struct message *message)
{
	int status = 0;

	return sscanf(message->head, "HTTP/%*s %d", &status) == 1 ? status : 0;
}

void http_header(const struct message *message, const char *name, char *value, size_t room)
{
	size_t length = strlen(name);

	*value = '\0';
	for (const char *line = message->head; line; line = strstr(line, "\r\n")) {
		line += *line == '\r' ? 2 : 0;
		if (strncasecmp(line, name, length) != 0 || line[length] != ':')
			continue;
		line += length + 1 + strspn(line + length + 1, " ");
		snprintf(value, room, "%.*s", (int)strcspn(line, "\r"), line);
		return;
	}
}

void digest_parameter(const char *header, const char *name, char *value, size_t room)
{
	size_t length = strlen(name);

	*value = '\0';
	for (const char *p = header; (p = strstr(p, name)); p += length) {
		if ((p > header && !strchr(" ,", p[-1])) || p[length] != '=')
			continue;
		p += length + 1;
		if (*p == '"')
			snprintf(value, room, "%.*s", (int)strcspn(p + 1, "\""), p + 1);
		else
			snprintf(value, room, "%.*s", (int)strcspn(p, ", \r"), p);
		return;
	}
}

static void md5_hex(char hex[DIGEST_TEXT], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void md5_hex(char hex[DIGEST_TEXT], const char *format, ...)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char text[2048];
	unsigned length = 0;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	EVP_Digest(text, strlen(text), digest, &length, EVP_md5(), NULL);
	for (unsigned i = 0; i < length; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void digest_response(const struct digest *d, char response[DIGEST_TEXT])
{
	char secret[DIGEST_TEXT], request[DIGEST_TEXT];

	md5_hex(secret, "%s:%s:%s", d->user, d->realm, d->password);
	md5_hex(request, "%s:%s", d->method, d->uri);
	md5_hex(response, "%s:%s:%s:%s:auth:%s", secret, d->nonce, d->count, d->cnonce, request);
}
