/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * datagram.h - DNS and DHCP messages written anew from what was decoded of them.
 *
 * Options and records that the decoders pass over are left out, and so is a
 * message that they cannot read: what is not understood is not copied.
 */
#ifndef SCRUB_DATAGRAM_H
#define SCRUB_DATAGRAM_H

#include "mapping.h"
#include "packet.h"

/* Writes the message of |packet| into |out|, which is emptied first. False when there is none. */
bool datagram_write(GByteArray *out, struct mapping *m, const struct packet *packet);

/* A name in wire form, of text as domain.h writes it. */
void put_name(GByteArray *out, const char *text);

struct dns;
struct dhcp;
void dns_write(GByteArray *out, struct mapping *m, const struct dns *dns);
/* Nothing for a kind of message that is none of a lease's. */
void dhcp_write(GByteArray *out, struct mapping *m, const struct dhcp *dhcp);
void dhcpv6_write(GByteArray *out, struct mapping *m, const struct dhcp *dhcp);

#endif
