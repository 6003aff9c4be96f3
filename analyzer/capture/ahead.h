/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ahead.h - blocks filled by a thread of their own, a few ahead of the reader.
 *
 * Decompressing costs many times what looking at the frames costs, so where a
 * second core is there it does that. Buffers change hands and nothing is
 * copied: whoever takes a full one gives his own for it.
 */
#ifndef CAPTURE_AHEAD_H
#define CAPTURE_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ahead;

/* Is there a core for it? Of |packed| bytes always, if there is a second; of plain ones if allowed. */
bool ahead_helps(bool packed);
void ahead_allow_plain(void);

/*
 * Starts to fill buffers of |size| bytes from |offset| on, by calls of |fill|,
 * which gives how many bytes it made, 0 at the end. The thread calls it, and
 * may look at |*ahead|, which is set before it starts.
 */
void ahead_start(struct ahead **ahead, size_t (*fill)(void *user, uint8_t *to, size_t n),
		 void *user, size_t offset, size_t size);

/* Waits for the next full |*buffer|; how many bytes are in it. Another is given for it. */
size_t ahead_take(struct ahead *ahead, uint8_t **buffer);
void ahead_give(struct ahead *ahead, uint8_t *buffer);

/* Is nobody going to take any more? For |fill|, which may have to wait long. */
bool ahead_is_over(struct ahead *ahead);

/* Ends the thread; with |wipe| its buffers are overwritten. */
void ahead_stop(struct ahead *ahead, bool wipe);

#endif
