/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redirection.h - serial port, disks and screen over ports 16994 and 16995.
 *
 *   0      1                4                8
 *   | type | status or 00.. | ...            10-14: session and log-in
 *   | type | status, 00 00  | sequence u32   20-2B: serial port (SOL)
 *   | type | 00 00 attributes | sequence u32 40-54: disks (IDER); 40, 41: screen (KVM)
 *
 * Integers are little-endian, there is no common length: each type has its
 * own, so the types are a table of parts. After 41 of a KVM session the
 * connection carries plain RFB, which is not read here.
 *
 * A log-in's secrets have spans but no values; |user| is that of a digest.
 *
 * Source: amtterm, redir.h and RedirectionConstants.h; MeshCentral,
 * amt-redir-mesh.js and amt-ider-module.js. There is no public specification.
 */
#ifndef WIRE_REDIRECTION_H
#define WIRE_REDIRECTION_H

#include "reader.h"

/* A log-in that claims to be longer is shown as a rest. */
#define REDIRECTION_AUTH_MAX 65535

enum {
	REDIRECTION_START = 0x10,
	REDIRECTION_START_REPLY = 0x11,
	REDIRECTION_END = 0x12,
	REDIRECTION_AUTHENTICATE = 0x13,
	REDIRECTION_AUTHENTICATE_REPLY = 0x14,
	REDIRECTION_OPEN = 0x40,
	REDIRECTION_OPEN_REPLY = 0x41,
};

struct redirection {
	uint8_t type;
	bool has_status;
	uint8_t status;
	bool kvm;             /* given by the caller: 40 and 41 are those of a screen */
	struct bytes service; /* of 10: "SOL ", "IDER" or "KVMR" */
	bool has_auth;
	uint8_t auth;      /* NAMES_REDIRECTION_AUTH */
	struct bytes user; /* of a digest log-in */
	struct bytes text; /* serial data */
	struct bytes disk;
};

/*
 * Reads one message; |kvm| says that the session is one of a screen. False if
 * the bytes ran out. A message of an unknown type is one byte long.
 */
bool redirection_decode(struct redirection *redirection, struct reader *r, bool kvm);

/* Can a message begin like this? */
bool redirection_looks_like(struct bytes start);

/*
 * Is this redirection without doubt: the beginning of a request for a service
 * that exists, or whole messages and nothing else?
 */
bool redirection_is_strict(struct bytes start);

/* Is this the request of a session of the screen? */
bool redirection_is_kvm(const struct redirection *redirection);

#endif
