/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * der.h - a cursor over DER that is changed in place.
 *
 * Lengths stay, so nothing around a value moves. Tags of one byte and lengths
 * below 2^24 are read; anything else ends the cursor. Source: X.690, 8.1, 10.1.
 */
#ifndef SCRUB_DER_H
#define SCRUB_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_ENUMERATED = 0x0a,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONSTRUCTED = 0x20, /* a bit of every tag that holds others */
	DER_CONTEXT = 0x80,     /* and of those that a structure gives its own */
};

/* A value: |whole| is its tag and length too. */
struct der {
	uint8_t tag;
	uint8_t *whole, *value;
	size_t whole_length, length;
};

struct der_cursor {
	uint8_t *at;
	size_t left;
};

/* The next value; false at the end, and where none can be read. */
bool der_next(struct der *der, struct der_cursor *c);

/* The same of a value that must have |tag|. */
bool der_take(struct der *der, struct der_cursor *c, uint8_t tag);

/* What is inside of |der|. */
static inline struct der_cursor der_inside(const struct der *der)
{
	return (struct der_cursor){der->value, der->length};
}

#endif
