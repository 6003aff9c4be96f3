/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fragments.h - IP fragments into datagrams.
 *
 * Overlapping IPv6 fragments drop the datagram (RFC 5722); of overlapping
 * IPv4 fragments that disagree, too. Bounds: FRAGMENTS_DATAGRAMS datagrams and
 * FRAGMENTS_BYTES bytes at once, FRAGMENTS_PATIENCE of capture time; the
 * oldest goes first.
 */
#ifndef STREAM_FRAGMENTS_H
#define STREAM_FRAGMENTS_H

#include "moment.h"
#include "packet.h"

#define FRAGMENTS_DATAGRAMS 1024
#define FRAGMENTS_BYTES (4 * 1024 * 1024)
#define FRAGMENTS_PATIENCE (30 * NANOSECONDS)

struct fragments;

struct fragments *fragments_new(void);
/*
 * Takes a packet whose |fragment.is| holds. When it completes a datagram,
 * true, and |packet| is that datagram, decoded through layer 4; its payload
 * lasts until the next call.
 */
bool fragments_add(struct fragments *fragments, struct packet *packet, struct moment at);
uint64_t fragments_given_up(const struct fragments *fragments);
void fragments_free(struct fragments *fragments);

#endif
