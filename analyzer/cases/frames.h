/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frames.h - the frames of captures that concern provisioning, held in memory.
 *
 * Each is the packet that was understood of it, written anew (frame_write.h):
 * fragments are put together, tunnels are gone, and all are Ethernet. The
 * first and the last frame of a capture stay as marks of its time. Written by
 * libpcap.
 */
#ifndef CASES_FRAMES_H
#define CASES_FRAMES_H

#include <stdio.h>

#include "capture.h"
#include "look.h"
#include "mapping.h"

#define FRAMES_MAX 400000
#define FRAMES_BYTES_MAX (256u << 20)

struct case_frame {
	unsigned capture;
	unsigned group; /* frames of one connection, one question or one lease have one */
	int64_t time;
	uint32_t original_length;
	GBytes *bytes;
};

struct case_capture {
	enum vantage vantage;
	uint8_t digits;
	bool complete;
	uint64_t dropped;
};

struct frames {
	GArray *captures; /* struct case_capture */
	GArray *list;     /* struct case_frame, capture by capture */
	unsigned groups;
	size_t bytes;
};

struct frames *frames_new(void);
void frames_free(struct frames *frames);

/*
 * Adds the frames of the capture at |path| that |look| would not pass over.
 * False with |error| set when it cannot be read, or holds more than fits.
 */
bool frames_read(struct frames *frames, const char *path, const struct look_options *look,
		 GError **error);

/* The same frames through |m|; those of which nothing can be written are left out. */
struct frames *frames_mapped(const struct frames *frames, const bool *in, struct mapping *m,
			     uint16_t hello_port);

/* Writes the frames of |capture| that |in| (NULL: all) marks. False with errno set. */
bool frames_write(const struct frames *frames, const bool *in, unsigned capture, FILE *out);

static inline const struct case_frame *frames_at(const struct frames *frames, unsigned i)
{
	return &g_array_index(frames->list, struct case_frame, i);
}

static inline struct case_capture *frames_capture(const struct frames *frames, unsigned i)
{
	return &g_array_index(frames->captures, struct case_capture, i);
}

#endif
