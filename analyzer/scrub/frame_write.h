/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame_write.h - a packet written as an Ethernet frame of its own.
 *
 * Nothing of the captured frame is copied: what is written is what
 * packet_decode() understood of it, mapped. So options, padding, tunnels and
 * whatever else stands between the headers cannot get through. Checksums are
 * those of the new bytes.
 *
 * Sources: IEEE 802.3, 802.1Q, RFC 791, 768, 792, 826, 1071, 4443, 4861, 8200, 9293.
 */
#ifndef SCRUB_FRAME_WRITE_H
#define SCRUB_FRAME_WRITE_H

#include "mapping.h"
#include "packet.h"

/* Can |packet| be written: ARP, neighbour discovery, TCP, UDP or an ICMP error? */
bool frame_is_writable(const struct packet *packet);

/*
 * Writes |packet| with |payload|, of which |payload_length| bytes were on the
 * wire, into |out|, which is emptied first. Gives the frame's length on the wire.
 */
uint32_t frame_write(GByteArray *out, struct mapping *m, const struct packet *packet,
		     struct bytes payload, uint32_t payload_length);

/* A frame that says nothing but that time has come so far. */
uint32_t frame_write_mark(GByteArray *out);

/* Big-endian integers behind |out|. */
void put_u8(GByteArray *out, unsigned value);
void put_u16(GByteArray *out, unsigned value);
void put_u32(GByteArray *out, uint32_t value);
void put_zeros(GByteArray *out, size_t n);

#endif
