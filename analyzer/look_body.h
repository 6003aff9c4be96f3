/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_body.h - the bytes of a message put together, never left behind in
 * memory: what grows is moved and wiped where it was.
 */
#ifndef ANALYZER_LOOK_BODY_H
#define ANALYZER_LOOK_BODY_H

#include <stdbool.h>

#include "bytes.h"

struct body {
	uint8_t *p;
	size_t n, room;
	size_t *held;  /* room of all bodies of a capture together */
	bool too_long; /* what came behind |n| was not kept */
	bool broken;   /* bytes are missing */
};

void body_open(struct body *body, size_t *held);
void body_close(struct body *body);

/* Wipes it and begins anew. */
void body_begin(struct body *body);

/* Adds |bytes| if there is room for all of them. */
void body_add(struct body *body, struct bytes bytes);
/* Drops the first |n| bytes. */
void body_drop(struct body *body, size_t n);
struct bytes body_bytes(const struct body *body);

#endif
