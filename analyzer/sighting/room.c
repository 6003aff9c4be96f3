/* SPDX-License-Identifier: GPL-2.0-or-later */
/* room.c - see room.h. */
#include "room.h"

void room_open(struct room *room)
{
	room->chunks = g_ptr_array_new_with_free_func(g_free);
	room->used = ROOM_CHUNK;
}

void room_close(struct room *room)
{
	g_ptr_array_free(room->chunks, TRUE);
}

static void *add_chunk(struct room *room, size_t size)
{
	void *chunk = g_malloc0(size);

	g_ptr_array_add(room->chunks, chunk);
	return chunk;
}

void *room_take(struct room *room, size_t size)
{
	char *chunk;

	size = (size + 7) & ~(size_t)7;
	if (size > ROOM_CHUNK) {
		room->used = ROOM_CHUNK; /* nothing goes behind it */
		return add_chunk(room, size);
	}
	if (room->used + size > ROOM_CHUNK) {
		add_chunk(room, ROOM_CHUNK);
		room->used = 0;
	}
	chunk = room->chunks->pdata[room->chunks->len - 1];
	room->used += size;
	return chunk + room->used - size;
}
