/* SPDX-License-Identifier: GPL-2.0-or-later */
/* der.c - tag, length, value; see der.h. */
#include "der.h"

#define MULTIBYTE_TAG 0x1f
#define LONG_LENGTH 0x80 /* the rest says in how many bytes */
#define LENGTH_BYTES_MAX 3

static bool read_length(size_t *length, size_t *header, const struct der_cursor *c)
{
	unsigned bytes = c->at[1] & ~LONG_LENGTH;

	*length = c->at[1];
	*header = 2;
	if (c->at[1] < LONG_LENGTH)
		return true;
	if (bytes == 0 || bytes > LENGTH_BYTES_MAX || c->left < 2 + bytes)
		return false;
	*length = 0;
	for (unsigned i = 0; i < bytes; i++)
		*length = *length << 8 | c->at[2 + i];
	*header = 2 + bytes;
	return true;
}

bool der_next(struct der *der, struct der_cursor *c)
{
	size_t length, header;

	if (c->left < 2 || (c->at[0] & MULTIBYTE_TAG) == MULTIBYTE_TAG ||
	    !read_length(&length, &header, c) || length > c->left - header) {
		c->left = 0;
		return false;
	}
	*der = (struct der){
		.tag = c->at[0],
		.whole = c->at,
		.value = c->at + header,
		.whole_length = header + length,
		.length = length,
	};
	c->at += der->whole_length;
	c->left -= der->whole_length;
	return true;
}

bool der_take(struct der *der, struct der_cursor *c, uint8_t tag)
{
	return der_next(der, c) && der->tag == tag;
}
