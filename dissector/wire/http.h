/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * http.h - HTTP/1 messages out of one direction of a connection.
 *
 * A head is read when it is whole; a body is handed on in the pieces in which
 * it comes, so nothing of it has to be kept. http_next() gives one step at a
 * time; its state is a plain struct that the caller owns, one a direction.
 *
 * What cannot be HTTP stops the stream: behind it nobody knows where a message
 * would begin. Sources: RFC 9110, 9112; 7616 (digest).
 */
#ifndef WIRE_HTTP_H
#define WIRE_HTTP_H

#include "reader.h"

#define HTTP_HEAD_MAX 16384 /* bytes */
#define HTTP_HEADERS_MAX 64
#define HTTP_LINE_MAX 4096 /* of a chunk's size with its extensions, or a trailer */

struct http_header {
	struct bytes name, value; /* without the blanks around them */
};

struct http_head {
	bool response;
	uint8_t major, minor;
	struct bytes method, target; /* request */
	uint16_t status;             /* response */
	struct bytes reason;
	unsigned headers;          /* kept in |header| */
	unsigned headers_left_out; /* behind the last one kept */
	unsigned lines_odd;        /* that are no headers */
	struct http_header header[HTTP_HEADERS_MAX];
};

/*
 * Reads a start line and headers, the empty line included. False while bytes
 * are missing, and with |r| at its end for what is no head at all.
 */
bool http_head_decode(struct http_head *head, struct reader *r);

/* Could these first bytes be a request or a response? */
bool http_looks_like(struct bytes start);

/* The value of the |nth| header of that name, or a NULL view. */
struct bytes http_header(const struct http_head *head, const char *name, unsigned nth);

/* Is |text| these characters, letters in any case? */
bool http_is(struct bytes text, const char *word);

enum http_step {
	HTTP_MORE, /* bytes are missing, or there are none */
	HTTP_HEAD, /* |head| was read */
	HTTP_BODY, /* |body| is the next piece of the body */
	HTTP_END,  /* the message is over */
	HTTP_LOST, /* what follows cannot be placed; it is passed over */
};

enum http_state {
	HTTP_AT_HEAD,
	HTTP_IN_LENGTH,  /* |left| bytes of body follow */
	HTTP_IN_CLOSE,   /* the body ends with the connection */
	HTTP_AT_CHUNK,   /* a chunk's size follows */
	HTTP_IN_CHUNK,   /* |left| bytes of a chunk, and a line's end */
	HTTP_AT_TRAILER, /* lines behind the last chunk */
	HTTP_AT_END,
	HTTP_STOPPED,
};

struct http_stream {
	enum http_state state;
	uint64_t left;
	size_t searched;      /* bytes of a head's beginning known to have no end */
	uint32_t heads;       /* responses to come whose requests were HEAD: bit 0 the next one */
	unsigned outstanding; /* requests without an answer yet */
};

/*
 * The next step in the bytes of |r|, which it moves behind what is done with.
 * |over| says that no bytes will follow these.
 */
enum http_step http_next(struct http_stream *stream, struct reader *r, bool over,
			 struct http_head *head, struct bytes *body);

/* Tells the stream of responses about a request: an answer to HEAD has no body. */
void http_requested(struct http_stream *responses, const struct http_head *request);

/* |lost| bytes are missing: inside a body of known length that can be borne. */
void http_gap(struct http_stream *stream, uint64_t lost);

/* A digest challenge or answer. Nonces and the response are looked at, never kept. */
struct http_digest {
	struct bytes realm, user, uri, qop, algorithm; /* inside of the quotes */
	bool has_nonce, has_response;
	bool stale;
};

/* Finds the digest of a head: WWW-Authenticate of a response, Authorization of a request. */
bool http_digest_of(struct http_digest *digest, const struct http_head *head);

#endif
