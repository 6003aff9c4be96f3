/* SPDX-License-Identifier: GPL-2.0-or-later */
/* root_certificate.c - see root_certificate.h. */
#include "root_certificate.h"

#include "reader.h"

/* ITU-T X.690, 8.1.2: SEQUENCE, and the explicit tag [0]; 8.1.3.5: the long form of a length. */
#define DER_SEQUENCE 0x30
#define DER_VERSION 0xa0
#define DER_LONG 0x80
#define DER_LENGTH_BYTES_MAX 4

static size_t der_length(struct reader *r)
{
	uint8_t first = rd_u8(r);
	size_t length = 0;

	if (!(first & DER_LONG))
		return first;
	unsigned left = first & ~DER_LONG;

	if (left == 0 || left > DER_LENGTH_BYTES_MAX)
		r->failed = true;
	for (; rd_ok(r) && left > 0; left--)
		length = length << 8 | rd_u8(r);
	return length;
}

/* The next element, with its tag and length. */
static struct bytes der_element(struct reader *r)
{
	const uint8_t *start = r->at;

	rd_u8(r);
	rd_bytes(r, der_length(r));
	return bytes_of(start, rd_ok(r) ? (size_t)(r->at - start) : 0);
}

/* A reader over what the next element holds, which must be a sequence. */
static struct reader der_sequence(struct reader *r)
{
	if (rd_u8(r) != DER_SEQUENCE)
		r->failed = true;
	return rd_nested(r, der_length(r));
}

bool certificate_is_root(struct bytes der)
{
	struct reader r = reader_over(der);
	struct reader certificate = der_sequence(&r);
	struct reader signed_part = der_sequence(&certificate);

	if (rd_left(&signed_part) > 0 && signed_part.at[0] == DER_VERSION)
		der_element(&signed_part);
	der_element(&signed_part); /* serial number */
	der_element(&signed_part); /* algorithm */
	struct bytes issuer = der_element(&signed_part);

	der_element(&signed_part); /* validity */
	struct bytes subject = der_element(&signed_part);

	return rd_ok(&signed_part) && bytes_equal(issuer, subject);
}
