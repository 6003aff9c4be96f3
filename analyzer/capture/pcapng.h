/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcapng.h - what the two halves of the pcapng reader share.
 *
 * pcapng.c walks the blocks and reads the packets; pcapng_other.c reads what
 * stands between them. Numbers from draft-ietf-opsawg-pcapng.
 */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

#include "interfaces.h"
#include "reading.h"
#include "secrets.h"

#define BLOCK_HEADER 8 /* type, length */

enum {
	BLOCK_SECTION = 0x0a0d0d0a, /* the same in both orders */
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2, /* obsolete */
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_STATISTICS = 5,
	BLOCK_ENHANCED_PACKET = 6,
	BLOCK_SECRETS = 10,
};

struct pcapng {
	bool swapped;
	struct interfaces interfaces;
	struct secrets secrets;
};

/* Reads a block that is neither packet nor section. */
void pcapng_read_other(struct capture *capture, uint32_t type, struct bytes body);

/*
 * Keeps the key log of a secrets block too long to be held, and takes what it
 * read off the |left| bytes of the block. False: the capture ends before.
 */
bool pcapng_stream_secrets(struct capture *capture, uint32_t *left);

#endif
