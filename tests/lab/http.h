/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http.h - HTTP/1.1 messages over a link, and its digest log-in (RFC 7616).
 *
 * As much of either as a configuration server and a device say to each other:
 * Content-Length or chunks, MD5, qop=auth.
 */
#ifndef LAB_HTTP_H
#define LAB_HTTP_H

#include <stdbool.h>

#include "link.h"

#define HTTP_HEAD 8192
#define HTTP_BODY 65536
#define DIGEST_TEXT 33

struct message {
	char head[HTTP_HEAD]; /* start line and headers, with their line ends */
	char body[HTTP_BODY];
};

/* The next message; false at the end of the connection or where it is none. */
bool http_read(struct link *link, struct message *message);

/* The number of a response's start line, 0 where there is none. */
int http_status(const struct message *message);

/* Copies the value of header |name| of the head, "" if absent. */
void http_header(const struct message *message, const char *name, char *value, size_t room);

/* Copies parameter |name| of a WWW-Authenticate or Authorization header, "" if absent. */
void digest_parameter(const char *header, const char *name, char *value, size_t room);

/* What a log-in is computed from. */
struct digest {
	const char *user, *password, *realm, *nonce, *count, *cnonce, *method, *uri;
};

/* The response of qop=auth. */
void digest_response(const struct digest *digest, char response[DIGEST_TEXT]);

#endif
