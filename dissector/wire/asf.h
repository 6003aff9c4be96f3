/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * asf.h - the presence pong, with which AMT answers an RMCP ping.
 *
 *    0        4        8    9    10   11       12           16
 *    | RMCP   | ASF    | 40 | tag| 0  | length | enterprise | port u16, version u8,
 *    | 06..06 | 4542   |    |    |    | 16     | 343 Intel  | state u8, entities u8, ...
 *
 *   22: version of newer firmware (major, minor), 24: four bytes reserved.
 *
 * Integers are big-endian. Pongs of other makers than Intel are not ours.
 *
 * Source: DMTF Alert Standard Format 2.0, 3.2.4.3; Intel AMT Implementation
 * and Reference Guide, usermcppingtodeterminetheplatformstate.htm and
 * detaileddescription181.htm; bit 2 of the state: MeshCentral, amtscanner.js.
 */
#ifndef WIRE_ASF_H
#define WIRE_ASF_H

#include "reader.h"

struct pong_version {
	unsigned major, minor;
};

struct pong {
	uint16_t port; /* 16992, 16993, or 0: present but not set up */
	struct pong_version version;
	uint8_t provisioning_state; /* NAMES_PROVISIONING_STATE */
	bool both_ports;            /* 16992 and 16993 are open */
};

/* Reads a whole UDP payload. False if the bytes ran out. */
bool pong_decode(struct pong *pong, struct reader *r);

/* The same without the four bytes of RMCP. */
bool pong_decode_asf(struct pong *pong, struct reader *r);

/* Could this payload be an AMT device's pong, as far as it goes? */
bool pong_looks_like(struct bytes start);
bool pong_looks_like_asf(struct bytes start);

/* One byte with two nibbles (AMT 6 and newer), or two bytes (newer firmware). */
struct pong_version pong_version_of(struct bytes b);

#endif
