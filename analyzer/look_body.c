/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_body.c - see look_body.h. */
#include "look_body.h"

#include <string.h>

#include <glib.h>

#include "look_calls.h"

#define ROOM_LEAST 2048 /* bytes: most requests */

void body_open(struct body *body, size_t *held)
{
	*body = (struct body){.held = held};
}

static void give_back(struct body *body)
{
	if (body->p)
		explicit_bzero(body->p, body->room);
	g_free(body->p);
	*body->held -= body->room;
}

void body_close(struct body *body)
{
	give_back(body);
	*body = (struct body){.held = body->held};
}

void body_begin(struct body *body)
{
	body_close(body);
}

/* Room for |n| bytes, which the caller has seen to be allowed. */
static void move(struct body *body, size_t room)
{
	uint8_t *p = g_malloc(room);

	if (body->n)
		memcpy(p, body->p, body->n);
	*body->held += room;
	give_back(body);
	body->p = p;
	body->room = room;
}

void body_add(struct body *body, struct bytes bytes)
{
	size_t n = body->n + bytes.n, room = MAX(body->room, ROOM_LEAST);

	while (room < n)
		room *= 2;
	if (body->too_long || room > CALLS_BODY_MAX ||
	    (room > body->room && *body->held - body->room + room > CALLS_HELD_MAX)) {
		body->too_long = true;
		return;
	}
	if (room > body->room)
		move(body, room);
	if (bytes.n)
		memcpy(body->p + body->n, bytes.p, bytes.n);
	body->n = n;
}

void body_drop(struct body *body, size_t n)
{
	body->n -= n;
	if (body->n)
		memmove(body->p, body->p + n, body->n);
}

struct bytes body_bytes(const struct body *body)
{
	return bytes_of(body->p, body->n);
}
