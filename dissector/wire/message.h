/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * message.h - any message we know how to read, and where it is spoken.
 *
 * Adding a message: a row in protocols[], a kind, a member of the union and
 * a decoder of its own file. Plugin and analyzer both take it from here.
 */
#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include "apf.h"
#include "asf.h"
#include "dhcp.h"
#include "dns.h"
#include "hello.h"
#include "redirection.h"
#include "soap.h"

enum message_kind {
	MESSAGE_NONE,
	MESSAGE_HELLO,
	MESSAGE_PONG,
	MESSAGE_REDIRECTION,
	MESSAGE_APF,
	MESSAGE_SOAP, /* spoken inside HTTP, so on no port of its own */
	MESSAGE_DNS,
	MESSAGE_DHCP,
};

struct message {
	enum message_kind kind;
	union {
		struct hello hello;
		struct pong pong;
		struct redirection redirection;
		struct apf apf;
		struct soap soap;
		struct dns dns;
		struct dhcp dhcp;
	};
};

enum transport {
	TRANSPORT_UDP,
	TRANSPORT_TCP,
};

struct protocol {
	enum message_kind kind;
	const char *name; /* of --port NAME=N */
	enum transport transport;
	uint16_t port;
	bool ours; /* AMT's own: the plugin shows it; else Wireshark has a dissector */
	/* Is this ours at all, as far as these first bytes show? */
	bool (*looks_like)(struct bytes start);
	/* True: one whole message was read. False: the bytes ran out. */
	bool (*decode)(struct message *message, struct reader *r);
};

extern const struct protocol protocols[];
extern const size_t protocol_count;

/* The protocol spoken on |port|, or NULL. */
const struct protocol *protocol_on(enum transport transport, uint16_t port);

/* One line that a person understands, cut to |size|, printable ASCII only. Returns |line|. */
const char *message_summary(const struct message *message, char *line, size_t size);

#endif
