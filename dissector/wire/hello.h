/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hello.h - the message with which AMT in setup mode calls its server.
 *
 *   0         2         4         8              24
 *   | admin   | version | retry   | UUID         | PID (version 2, PSK)
 *   | set u16 | u16     | u32     | 16 bytes     | count u8, count * hash (version 3, PKI)
 *
 *   hash = algorithm u8, length u8, length bytes
 *
 * Integers are little-endian. There is no length field: one hello a
 * connection, and what follows it are trailing bytes of that hello.
 *
 * Source: Intel AMT Implementation and Reference Guide,
 * setupmodehellomessages.htm (header, PSK form); MeshCentral,
 * amtprovisioningserver.js (PKI form, byte order).
 */
#ifndef WIRE_HELLO_H
#define WIRE_HELLO_H

#include "numbers.h"
#include "reader.h"
#include "uuid.h"

#define HELLO_HASHES_MAX UINT8_MAX
/* 24 bytes of header, the count, 255 entries of 2 + 255 bytes. */
#define HELLO_LENGTH_MAX (25 + HELLO_HASHES_MAX * (2 + UINT8_MAX))

struct hello_hash {
	uint8_t algorithm;
	uint8_t length; /* as stated; |value| may be cut */
	struct bytes value;
};

struct hello {
	uint16_t admin_set;
	uint16_t version;
	uint32_t retry;
	struct uuid uuid;
	struct bytes pid;      /* version 2 only */
	uint8_t hash_count;    /* as stated, version 3 only */
	uint8_t hashes_read;   /* entries of |hash| that are whole */
	struct bytes trailing; /* what follows; the whole rest when the version is unknown */
	struct hello_hash hash[HELLO_HASHES_MAX]; /* last: those not read are not even zeroed */
};

/*
 * Reads one hello and everything behind it from |r|. False if the bytes ran
 * out: |hello| then holds what was read so far, with |r->failed_field|
 * saying where it stopped. Never refuses a value.
 */
bool hello_decode(struct hello *hello, struct reader *r);

/*
 * Could these first bytes of a connection to the hello port be a hello? Text
 * and TLS records are not; an empty or short beginning may be.
 */
bool hello_looks_like(struct bytes start);

/* Is this exactly one whole, valid hello? For guesses on ports that are not the hello's. */
bool hello_is_strict(struct bytes message);

#endif
