/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * room.h - memory for many small things that end together.
 *
 * Chunks of ROOM_CHUNK bytes, filled one after the other: no header a thing,
 * no free of its own. What is larger than a chunk has one to itself.
 */
#ifndef SIGHTING_ROOM_H
#define SIGHTING_ROOM_H

#include <glib.h>

#define ROOM_CHUNK (64 * 1024)

struct room {
	GPtrArray *chunks;
	size_t used; /* bytes of the last chunk */
};

void room_open(struct room *room);
/* |size| bytes, zeroed, aligned for any member of ours (8 bytes). */
void *room_take(struct room *room, size_t size);
void room_close(struct room *room);

#endif
