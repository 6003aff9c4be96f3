/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.h - what stands before an IP packet: the link's header, tags and tunnels. */
#ifndef SYNTH_LINK_H
#define SYNTH_LINK_H

#include "scene.h"

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_ARP 0x0806
#define ETHERTYPE_IPV6 0x86dd

/* A kind of link that an interface can have; |type| is its LINKTYPE_ number. */
struct link {
	const char *name;
	uint32_t type;
	void (*put)(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned ethertype);
};

/* What an interface's packets are carried in, behind its link's header. */
struct tunnel {
	const char *name;
	bool carries_arp;
	unsigned ethertype; /* of the outer frame */
	void (*put)(GByteArray *out, const uint8_t *to, const uint8_t *from, unsigned ethertype,
		    size_t n);
};

/* By name; fails at the line when there is none. */
const struct link *link_named(const struct line *line, const char *name);
/* The same; "none" is NULL. */
const struct tunnel *tunnel_named(const struct line *line, const char *name);

/* Sends |payload|, which it takes, on the interface that is on. */
void link_send(struct scene *scene, const uint8_t *to, const uint8_t *from, unsigned ethertype,
	       GByteArray *payload);

#endif
