/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packing.h - the compressions that are read in passing.
 *
 * A row each, known by the first bytes and never by the name. An unpacker
 * works in constant memory whatever it is given: the most a file can make it
 * do is run, and blocks.c stops one that expands beyond reason.
 *
 * Sources: RFC 1952 (gzip), RFC 8878 (Zstandard),
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md.
 */
#ifndef CAPTURE_PACKING_H
#define CAPTURE_PACKING_H

#include <glib.h>

#include "bytes.h"

/* ISA-L gives bytes back that it took in an earlier call: they stay before the input. */
#define PACKING_BEHIND 16

enum unpacked {
	UNPACKED_GOING,
	UNPACKED_MEMBER_END, /* of a gzip member or frame; another may follow */
	UNPACKED_BROKEN,
};

struct packing {
	const char *name;
	const char *magic;
	size_t magic_size;
	void *(*open)(void);
	/*
	 * Takes from the front of |in|, writes to |room|, of which |*made| says
	 * how much was used. When broken, |*why| is a constant phrase.
	 */
	enum unpacked (*unpack)(void *unpacker, struct bytes *in, uint8_t *room, size_t n,
				size_t *made, const char **why);
	void (*close)(void *unpacker);
};

extern const struct packing packing_gzip, packing_zstd, packing_lz4;

/* The packing whose magic |start| bears, or NULL. */
const struct packing *packing_of(struct bytes start);

#endif
