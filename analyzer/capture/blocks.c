/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blocks.c - fills blocks from a file, a pipe, memory, through a decompressor.
 *
 * read() and no mapping: an error is then an error, and a pipe is a file. What
 * could be read before trouble is delivered; the trouble waits for the end.
 */
#include "blocks.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stop.h"

#define PAGE 4096 /* the kernel copies to an aligned block a third faster */
/* deflate reaches 1032:1; what goes beyond is a bomb, not a capture. */
#define EXPANSION_MAX 1100
#define EXPANSION_FREE (64 * 1024 * 1024)

/* A pipe is waited for in short stretches. False when nobody wants its bytes any more. */
static bool wait_for_bytes(const struct blocks *b)
{
	const int stretch = 200; /* milliseconds */
	struct pollfd pipe = {.fd = b->fd, .events = POLLIN};

	while (!capture_stopped() && !(b->ahead && ahead_is_over(b->ahead)))
		if (!b->may_wait || poll(&pipe, 1, stretch) > 0)
			return true;
	return false;
}

static size_t stop_reading(struct blocks *b)
{
	b->stopped = true;
	b->why = g_strdup("what follows was not read: the run was stopped");
	return 0;
}

/* Bytes as they are in the file: 0 at its end, and at an error, which is noted. */
static size_t read_plain(struct blocks *b, uint8_t *to, size_t n)
{
	if (b->fd < 0) {
		size_t got = MIN(n, b->memory.n);

		if (got)
			memcpy(to, b->memory.p, got);
		b->memory = bytes_of(b->memory.p + got, b->memory.n - got);
		b->taken += got;
		return got;
	}
	ssize_t got;

	do {
		if (!wait_for_bytes(b))
			return stop_reading(b);
		got = read(b->fd, to, n);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		b->why = g_strdup_printf("cannot be read on: %s", g_strerror(errno));
	if (got <= 0)
		return 0;
	b->taken += (uint64_t)got;
	capture_take_bytes((size_t)got);
	return (size_t)got;
}

static bool refill_packed(struct blocks *b)
{
	uint8_t *block = b->packed + PACKING_BEHIND;

	if (b->left.p)
		memmove(b->packed, b->left.p - PACKING_BEHIND, PACKING_BEHIND);
	b->left = bytes_of(block, read_plain(b, block, CAPTURE_BLOCK));
	return b->left.n > 0;
}

/* Tapes and some writers fill up with zeros after the last member. */
static void skip_padding(struct blocks *b)
{
	while (b->left.n && *b->left.p == 0)
		b->left = bytes_of(b->left.p + 1, b->left.n - 1);
}

static bool is_bomb(const struct blocks *b)
{
	return b->unpacked > EXPANSION_FREE && b->unpacked / EXPANSION_MAX > b->taken;
}

static size_t packed_trouble(struct blocks *b, const char *why)
{
	b->why = g_strdup_printf("the %s data is damaged near byte %" G_GUINT64_FORMAT
				 " of the file: %s",
				 b->packing->name, b->taken - b->left.n, why);
	return 0;
}

/* Decompressed bytes: 0 at the end, and when the compressed data ends badly, which is noted. */
static size_t read_packed(struct blocks *b, uint8_t *to, size_t n)
{
	const char *why = NULL;
	size_t made = 0;

	if (is_bomb(b))
		return packed_trouble(b, "it expands more than 1100 times, as no capture does");
	while (!made) {
		if (b->between)
			skip_padding(b);
		bool at_end = !b->left.n && !refill_packed(b);

		if (at_end && (b->between || b->why))
			return 0;
		if (b->between && *b->left.p == 0)
			continue;
		/* At the end too: output that found no room last time may be waiting. */
		switch (b->packing->unpack(b->unpacker, &b->left, to, n, &made, &why)) {
		case UNPACKED_BROKEN:
			packed_trouble(b, why);
			return made;
		case UNPACKED_MEMBER_END:
			b->between = true;
			break;
		case UNPACKED_GOING:
			b->between = false;
			if (at_end && !made)
				return packed_trouble(b, "it is cut short");
		}
	}
	return made;
}

/* Up to |n| bytes of the capture; 0 at its end, and from trouble on. */
static size_t read_some(void *blocks, uint8_t *to, size_t n)
{
	struct blocks *b = blocks;
	size_t made;

	if (!b->packing)
		return read_plain(b, to, n);
	made = b->why ? 0 : read_packed(b, to, n);
	b->unpacked += made;
	return made;
}

/* More bytes behind what is held; gives how many. */
static size_t read_here(struct blocks *b)
{
	uint8_t *block = b->buffer + BLOCKS_HOLD, *limit = block + CAPTURE_BLOCK;
	size_t held = blocks_held(b);

	if (b->end == limit) {
		b->at = memmove(block - held, b->at, held);
		b->end = block;
	}
	uint8_t *to = b->buffer + (b->end - b->buffer);
	size_t got = read_some(b, to, (size_t)(limit - to));

	b->end += got;
	return got;
}

/* The same from the thread that unpacks: what is held moves to before the bytes in its buffer. */
static size_t read_ahead(struct blocks *b)
{
	size_t held = blocks_held(b);
	uint8_t *buffer;
	size_t got = ahead_take(b->ahead, &buffer);
	uint8_t *block = buffer + BLOCKS_HOLD;

	b->at = memcpy(block - held, b->at, held);
	b->end = block + got;
	ahead_give(b->ahead, b->buffer);
	b->buffer = buffer;
	return got;
}

/* Small files are not: the first block is read here. */
static bool is_worth_a_thread(const struct blocks *b)
{
	return !b->ahead && b->total >= CAPTURE_BLOCK && ahead_helps(b->packing != NULL);
}

/* One more read behind what is held. False at the end. */
static bool read_on(struct blocks *b)
{
	if (b->ended)
		return false;
	if (is_worth_a_thread(b))
		ahead_start(&b->ahead, read_some, b, BLOCKS_HOLD, BLOCKS_HOLD + CAPTURE_BLOCK);
	size_t got = b->ahead ? read_ahead(b) : read_here(b);

	b->total += got;
	b->ended = got == 0;
	if (b->ended)
		b->trouble = b->why;
	return got > 0;
}

bool blocks_fill(struct blocks *b, size_t n)
{
	g_assert(n <= BLOCKS_HOLD);
	while (blocks_held(b) < n)
		if (!read_on(b))
			return false;
	return true;
}

bool blocks_skip(struct blocks *b, uint64_t n)
{
	while (n > blocks_held(b)) {
		n -= blocks_held(b);
		b->at = b->end;
		if (!read_on(b))
			return false;
	}
	b->at += n;
	return true;
}

/* The first bytes say whether they are compressed; then they become the unpacker's input. */
static void look_for_packing(struct blocks *b)
{
	blocks_fill(b, sizeof(uint32_t));
	const struct packing *packing = packing_of(bytes_of(b->at, blocks_held(b)));

	if (!packing)
		return;
	size_t held = blocks_held(b);

	b->packed = g_malloc0(PACKING_BEHIND + CAPTURE_BLOCK);
	memcpy(b->packed + PACKING_BEHIND, b->at, held);
	b->left = bytes_of(b->packed + PACKING_BEHIND, held);
	b->packing = packing;
	b->unpacker = packing->open();
	b->at = b->end = b->buffer + BLOCKS_HOLD + CAPTURE_BLOCK;
	b->total = 0;
	b->ended = false;
}

static bool is_file(int fd)
{
	struct stat status;

	return fd < 0 || (fstat(fd, &status) == 0 && S_ISREG(status.st_mode));
}

void blocks_open(struct blocks *b, int fd, struct bytes memory)
{
	*b = (struct blocks){.fd = fd, .memory = memory, .may_wait = !is_file(fd)};
	b->buffer = aligned_alloc(PAGE, BLOCKS_HOLD + CAPTURE_BLOCK);
	g_assert(b->buffer);
	b->at = b->end = b->buffer + BLOCKS_HOLD + CAPTURE_BLOCK;
	if (fd >= 0)
		posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	look_for_packing(b);
}

void blocks_close(struct blocks *b, bool wipe)
{
	if (b->ahead)
		ahead_stop(b->ahead, wipe);
	if (b->unpacker)
		b->packing->close(b->unpacker);
	if (wipe && b->buffer)
		explicit_bzero(b->buffer, BLOCKS_HOLD + CAPTURE_BLOCK);
	if (wipe && b->packed)
		explicit_bzero(b->packed, PACKING_BEHIND + CAPTURE_BLOCK);
	free(b->buffer);
	g_free(b->packed);
	g_free(b->why);
	if (b->fd > STDIN_FILENO)
		close(b->fd);
}
