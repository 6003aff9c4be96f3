/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcp.h - DHCPv4 and DHCPv6, as much as a lease tells about provisioning.
 *
 * Options may be split over several (RFC 3396) and lie in |file| and |sname|
 * (option 52), so their values are put together in |text|, an arena inside
 * the struct. Both versions fill the same struct.
 *
 * Sources: RFC 2131, 2132, 3396, 4702 (option 81), 8415, 3646 and 4704 (DHCPv6).
 */
#ifndef WIRE_DHCP_H
#define WIRE_DHCP_H

#include "address.h"
#include "reader.h"

#define DHCP_SERVER_PORT 67
#define DHCP_CLIENT_PORT 68
#define DHCPV6_CLIENT_PORT 546
#define DHCPV6_SERVER_PORT 547
#define DHCP_DNS_MAX 8
#define DHCP_SUFFIX_MAX 5 /* AMT tries up to five (DHCPv6 option 24) */

/* What the message does, whichever version says it. */
enum dhcp_kind {
	DHCP_OTHER,
	DHCP_DISCOVER, /* SOLICIT */
	DHCP_OFFER,    /* ADVERTISE */
	DHCP_REQUEST,  /* REQUEST, RENEW, REBIND, CONFIRM */
	DHCP_DECLINE,
	DHCP_ACK, /* REPLY */
	DHCP_NAK,
	DHCP_RELEASE,
	DHCP_INFORM, /* INFORMATION-REQUEST */
};

struct dhcp {
	uint8_t version; /* 4 or 6 */
	enum dhcp_kind kind;
	uint32_t xid;
	struct mac client;             /* chaddr; from a link-layer DUID in DHCPv6, else none */
	struct address client_address; /* ciaddr */
	struct address your_address;   /* yiaddr; IA_NA address of a server's message */
	struct address requested;      /* option 50; IA_NA address of a client's message */
	struct address relay;          /* giaddr; DHCPv6 relay link address */
	struct address server;         /* option 54; 12 (server unicast) */
	unsigned dns_count;
	struct address dns[DHCP_DNS_MAX]; /* option 6; 23 */
	unsigned suffix_count;
	const char *suffix[DHCP_SUFFIX_MAX]; /* option 15; 24 */
	bool has_suffix;                     /* the option is there, even if empty */
	const char *host_name;               /* option 12, or NULL */
	const char *fqdn;                    /* option 81; 39, or NULL */
	bool has_lease_time;
	uint32_t lease_time; /* seconds, option 51; IAADDR valid lifetime */
	size_t text_used;
	char text[2048];
};

/* False when the fixed part is cut or it is no DHCP; options that are cut end the list. */
bool dhcp_decode(struct dhcp *dhcp, struct reader *r);
bool dhcpv6_decode(struct dhcp *dhcp, struct reader *r);

bool dhcp_looks_like(struct bytes start);
bool dhcpv6_looks_like(struct bytes start);

#endif
