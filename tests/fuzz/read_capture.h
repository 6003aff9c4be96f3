/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read_capture.h - what the capture targets do: read all, and see that it holds together. */
#ifndef FUZZ_READ_CAPTURE_H
#define FUZZ_READ_CAPTURE_H

#include "capture.h"

static inline void read_capture(const uint8_t *data, size_t n)
{
	struct capture *c = capture_open_bytes(bytes_of(data, n), NULL);
	struct frame frame;
	uint64_t before = 0;
	uint64_t sum = 0;

	while (c && capture_next(c, &frame)) {
		g_assert(frame.number > before && frame.number == capture_summary(c)->frames);
		g_assert(frame.bytes.n <= CAPTURE_RECORD_MAX && frame.digits <= 9);
		before = frame.number;
		for (size_t i = 0; i < frame.bytes.n; i++)
			sum += frame.bytes.p[i];
	}
	if (c) {
		const struct capture_summary *s = capture_summary(c);

		g_assert(s->first <= s->last && s->complete == (s->problems->len == 0));
		g_assert(s->problems->len <= 17 && capture_secrets(c).n <= 1024 * 1024);
	}
	g_assert(sum < UINT64_MAX); /* every byte was there to be read */
	capture_close(c);
}

/* The same behind one of |count| magics, which the first byte picks. */
static inline int read_behind_magic(const uint8_t (*magics)[4], size_t count, const uint8_t *data,
				    size_t n)
{
	if (n < 1 + sizeof *magics)
		return 0;
	uint8_t *copy = g_memdup2(data + 1, n - 1);

	memcpy(copy, magics[*data % count], sizeof *magics);
	read_capture(copy, n - 1);
	g_free(copy);
	return 0;
}

#endif
