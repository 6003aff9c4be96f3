/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ahead.c - a ring of buffers between one who fills and one who takes; see ahead.h. */
#include "ahead.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#define BUFFERS 3
#define PAGE 4096

struct ahead {
	size_t (*fill)(void *user, uint8_t *to, size_t n);
	void *user;
	size_t offset, size;
	GThread *thread;
	GMutex mutex;
	GCond changed;
	struct {
		uint8_t *buffer;
		size_t n; /* bytes in it */
	} ring[BUFFERS];
	unsigned filled, taken; /* since the start; between them the full ones */
	bool over;
};

static bool plain_too; /* set before anything is read */

void ahead_allow_plain(void)
{
	plain_too = true;
}

bool ahead_helps(bool packed)
{
	return packed ? g_get_num_processors() > 1 : plain_too;
}

/* The buffer to be filled next; NULL when none is wanted any more. */
static uint8_t *wait_for_room(struct ahead *ahead)
{
	g_mutex_lock(&ahead->mutex);
	while (ahead->filled - ahead->taken == BUFFERS && !ahead->over)
		g_cond_wait(&ahead->changed, &ahead->mutex);
	uint8_t *buffer = ahead->over ? NULL : ahead->ring[ahead->filled % BUFFERS].buffer;

	g_mutex_unlock(&ahead->mutex);
	return buffer;
}

static void put(struct ahead *ahead, size_t n)
{
	g_mutex_lock(&ahead->mutex);
	ahead->ring[ahead->filled++ % BUFFERS].n = n;
	g_cond_signal(&ahead->changed);
	g_mutex_unlock(&ahead->mutex);
}

static void *work(void *user)
{
	struct ahead *ahead = user;
	uint8_t *buffer;
	size_t n = 1;

	while (n && (buffer = wait_for_room(ahead))) {
		n = ahead->fill(ahead->user, buffer + ahead->offset, ahead->size - ahead->offset);
		put(ahead, n);
	}
	return NULL;
}

void ahead_start(struct ahead **place, size_t (*fill)(void *user, uint8_t *to, size_t n),
		 void *user, size_t offset, size_t size)
{
	struct ahead *ahead = *place = g_new0(struct ahead, 1);

	ahead->fill = fill;
	ahead->user = user;
	ahead->offset = offset;
	ahead->size = size;
	for (unsigned i = 0; i < BUFFERS; i++) {
		ahead->ring[i].buffer = aligned_alloc(PAGE, size);
		g_assert(ahead->ring[i].buffer);
	}
	ahead->thread = g_thread_new("unpack", work, ahead);
}

size_t ahead_take(struct ahead *ahead, uint8_t **buffer)
{
	g_mutex_lock(&ahead->mutex);
	while (ahead->filled == ahead->taken)
		g_cond_wait(&ahead->changed, &ahead->mutex);
	unsigned i = ahead->taken % BUFFERS;
	size_t n = ahead->ring[i].n;

	*buffer = ahead->ring[i].buffer;
	g_mutex_unlock(&ahead->mutex);
	return n;
}

void ahead_give(struct ahead *ahead, uint8_t *buffer)
{
	g_mutex_lock(&ahead->mutex);
	ahead->ring[ahead->taken++ % BUFFERS].buffer = buffer;
	g_cond_signal(&ahead->changed);
	g_mutex_unlock(&ahead->mutex);
}

bool ahead_is_over(struct ahead *ahead)
{
	g_mutex_lock(&ahead->mutex);
	bool over = ahead->over;

	g_mutex_unlock(&ahead->mutex);
	return over;
}

void ahead_stop(struct ahead *ahead, bool wipe)
{
	g_mutex_lock(&ahead->mutex);
	ahead->over = true;
	g_cond_signal(&ahead->changed);
	g_mutex_unlock(&ahead->mutex);
	g_thread_join(ahead->thread);
	for (unsigned i = 0; i < BUFFERS; i++) {
		if (wipe)
			explicit_bzero(ahead->ring[i].buffer, ahead->size);
		free(ahead->ring[i].buffer);
	}
	g_free(ahead);
}
