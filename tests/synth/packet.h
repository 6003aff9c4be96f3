/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet.h - a payload wrapped in its transport and IP headers, and sent.
 *
 * The address family follows from the hosts. Checksums are always right and
 * IP identifications count up per sender.
 */
#ifndef SYNTH_PACKET_H
#define SYNTH_PACKET_H

#include "scene.h"

/* RFC 9293, the control bits. */
#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_PSH 0x08
#define TCP_ACK 0x10

struct segment {
	uint16_t from_port, to_port;
	uint32_t seq, ack;
	uint8_t flags;
};

void packet_udp(struct scene *scene, struct host *from, uint16_t from_port, struct host *to,
		uint16_t to_port, const GByteArray *payload);
void packet_tcp(struct scene *scene, struct host *from, struct host *to,
		const struct segment *segment, const uint8_t *payload, size_t n);

/* Destination unreachable from |router| to |from|, quoting the SYN that |from| sent to |to|. */
void packet_unreachable(struct scene *scene, struct host *router, unsigned code, struct host *from,
			struct host *to, const struct segment *segment);

/* |answered| false: who has |target|? True: |target|, whose MAC it has, tells |asker|. */
void packet_arp(struct scene *scene, struct host *asker, struct host *target, bool answered);

#endif
