/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip_isal.c - gzip by ISA-L's igzip, a third faster than zlib. Built where ISA-L is found. */
#include <isa-l/igzip_lib.h>

#include "packing.h"

static void start_member(struct inflate_state *state)
{
	isal_inflate_reset(state);
	state->crc_flag = ISAL_GZIP;
}

static void *gzip_open(void)
{
	struct inflate_state *state = g_new0(struct inflate_state, 1);

	isal_inflate_init(state);
	start_member(state);
	return state;
}

static const char *reason(int status)
{
	switch (status) {
	case ISAL_INCORRECT_CHECKSUM:
		return "incorrect checksum";
	case ISAL_INVALID_WRAPPER:
		return "not a gzip header";
	case ISAL_UNSUPPORTED_METHOD:
		return "unknown compression method";
	default:
		return "invalid compressed data";
	}
}

static enum unpacked gzip_unpack(void *unpacker, struct bytes *in, uint8_t *room, size_t n,
				 size_t *made, const char **why)
{
	struct inflate_state *state = unpacker;

	if (state->block_state == ISAL_BLOCK_FINISH)
		start_member(state);
	state->next_in = (uint8_t *)in->p;
	state->avail_in = (uint32_t)in->n;
	state->next_out = room;
	state->avail_out = (uint32_t)n;
	int status = isal_inflate(state);

	*in = bytes_of(state->next_in, state->avail_in);
	*made = n - state->avail_out;
	if (status < ISAL_DECOMP_OK || status == ISAL_NEED_DICT) {
		*why = reason(status);
		return UNPACKED_BROKEN;
	}
	return state->block_state == ISAL_BLOCK_FINISH ? UNPACKED_MEMBER_END : UNPACKED_GOING;
}

/* The state holds the last 64 KiB of output, which may have been secrets. */
static void gzip_close(void *unpacker)
{
	explicit_bzero(unpacker, sizeof(struct inflate_state));
	g_free(unpacker);
}

const struct packing packing_gzip = {
	.name = "gzip",
	.magic = "\x1f\x8b",
	.magic_size = 2,
	.open = gzip_open,
	.unpack = gzip_unpack,
	.close = gzip_close,
};
