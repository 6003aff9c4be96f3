/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sieve.h - is a frame somebody else's, by its ports alone?
 *
 * Of a capture nearly everything is. A sieve reads the few bytes that say so
 * where they usually stand: Ethernet with at most two tags, IP without options
 * or fragments, TCP or UDP. Two look-ups in a set that stays in the nearest
 * cache decide; nothing is copied, cleared or called. What is unusual in any
 * way passes, for packet_decode() to look at. So a sieve never refuses what
 * packet_decode() would find on a port that is wanted.
 *
 * Sources: IEEE 802.3, 802.1Q, RFC 791, 8200, 9293, 768.
 */
#ifndef WIRE_SIEVE_H
#define WIRE_SIEVE_H

#include "bytes.h"

#define SIEVE_PORTS 65536

struct sieve {
	uint64_t wanted[SIEVE_PORTS / 64]; /* a bit each */
};

/* Wants the ports of every protocol that we read and of every tunnel that we enter. */
void sieve_open(struct sieve *sieve);

/* Wants |port| too, of TCP and of UDP. */
void sieve_want(struct sieve *sieve, uint16_t port);

/* False: TCP or UDP between two ports that nobody wants. */
bool sieve_passes(const struct sieve *sieve, uint32_t link_type, struct bytes frame);

#endif
