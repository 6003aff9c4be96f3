/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * links.h - hellos, and what is linked to them over connections.
 *
 * Everything is found at the first pass and lives as long as the file.
 */
#ifndef EPAN_LINKS_H
#define EPAN_LINKS_H

#include "iamt.h"

#include "hello.h"
#include "pid.h"

/* A hello that was seen; frames are 0 while there is none. */
struct hello_seen {
	uint32_t frame;
	nstime_t time;
	uint32_t callback_frame; /* the first of them, like the others */
	uint32_t psk_frame;      /* its server named a PSK identity */
	uint32_t chain_frame;    /* its server showed certificates */
	struct bytes pid;        /* empty: none, or not whole */
	const struct hello_hash *hash;
	unsigned hashes;
};

/* The hello that the connection of this packet is a call-back of, or NULL. */
struct hello_seen *links_hello_behind(packet_info *pinfo);

/* "Hello in frame", unless |hello| is NULL. */
void links_show_hello_frame(tvbuff_t *tvb, proto_tree *group, const struct hello_seen *hello);

/* A generated frame number, unless it is 0. */
void links_show_frame(proto_tree *group, int hf, tvbuff_t *tvb, uint32_t frame);

#endif
