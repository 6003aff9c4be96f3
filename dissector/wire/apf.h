/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * apf.h - the port forwarding protocol in which AMT calls home (CIRA).
 *
 * Spoken inside TLS on port 4433: first AMT's version, then a log-in, one
 * request a forwarded port, and channels that carry connections to them. Like
 * SSH it has no outer length: a type byte, then strings (u32 length, bytes)
 * and numbers, big-endian. A layout that is not known ends the reading.
 *
 * A request's success does not say which request it answers and carries a port
 * only after "tcpip-forward": who reads a connection keeps the requests that
 * are not answered yet, in order, and says what to expect.
 *
 * Source: Intel LMS, LMS_if.h and LMS_if_constants.h; device-management-toolkit
 * go-wsman-messages, pkg/apf; keep-alives and the second byte of 51:
 * MeshCentral, mpsserver.js; strings: RFC 4251, 5.
 */
#ifndef WIRE_APF_H
#define WIRE_APF_H

#include "reader.h"
#include "uuid.h"

/* Texts that claim to be longer are shown as a rest: a channel's window is 32 KiB. */
#define APF_TEXT_MAX (1 << 20)

enum {
	APF_DISCONNECT = 1,
	APF_SERVICE_REQUEST = 5,
	APF_SERVICE_ACCEPT = 6,
	APF_USERAUTH_REQUEST = 50,
	APF_USERAUTH_FAILURE = 51,
	APF_USERAUTH_SUCCESS = 52,
	APF_GLOBAL_REQUEST = 80,
	APF_REQUEST_SUCCESS = 81,
	APF_REQUEST_FAILURE = 82,
	APF_CHANNEL_OPEN = 90,
	APF_CHANNEL_CONFIRMATION = 91,
	APF_CHANNEL_FAILURE = 92,
	APF_WINDOW_ADJUST = 93,
	APF_CHANNEL_DATA = 94,
	APF_CHANNEL_CLOSE = 97,
	APF_PROTOCOL_VERSION = 192,
	APF_KEEPALIVE_REQUEST = 208,
	APF_KEEPALIVE_REPLY = 209,
	APF_KEEPALIVE_OPTIONS_REQUEST = 210,
	APF_KEEPALIVE_OPTIONS_REPLY = 211,
	APF_JSON_CONTROL = 250,
};

/* What the success of a request carries. */
enum apf_reply {
	APF_REPLY_GUESS, /* the request was not seen: a port if one can stand there */
	APF_REPLY_PORT,
	APF_REPLY_EMPTY,
};

struct apf {
	uint8_t type;
	struct bytes service;
	struct bytes user;
	struct bytes method; /* of a log-in; those left after a failure */
	struct bytes request;
	bool want_reply;
	struct bytes channel_type;
	struct bytes address, origin;
	uint32_t port, origin_port;
	uint32_t recipient, sender; /* channels */
	uint32_t reason;
	struct uuid uuid;
	struct bytes data; /* of a channel, or of a datagram */
};

/* Reads one message. False if the bytes ran out. A message of an unknown type takes all. */
bool apf_decode(struct apf *apf, struct reader *r, enum apf_reply expected);

/* Can a message begin like this? */
bool apf_looks_like(struct bytes start);

/* Whole messages and nothing else? */
bool apf_is_strict(struct bytes start);

/* AMT's first message, whole, and nothing in its spare bytes? */
bool apf_is_greeting(struct bytes start);

/* What the success of |request| will carry. */
enum apf_reply apf_reply_to(const struct apf *request);

#endif
