/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns.h - DNS messages, as much as locating a provisioning server needs.
 *
 * Names do not lie in one piece on the wire, so they are written out as lower
 * case text without the trailing dot into |text|, an arena inside the struct;
 * bytes that are no letters, digits, '-', '_' or '.' appear as \DDD (RFC
 * 1035, 5.1). Records past the bounds are counted, not kept.
 *
 * Sources: RFC 1035, 2308 (negative TTL), 3596 (AAAA).
 */
#ifndef WIRE_DNS_H
#define WIRE_DNS_H

#include "address.h"
#include "numbers.h"
#include "reader.h"

#define DNS_PORT 53
#define DNS_RECORDS_MAX 32
#define DNS_NAME_TEXT 1024 /* 255 octets, each at worst \DDD, with NUL */

struct dns_record {
	const char *owner;      /* in |text| */
	uint16_t type;          /* only A, AAAA, CNAME, PTR and SOA are kept */
	uint32_t ttl;           /* seconds */
	struct address address; /* A, AAAA */
	const char *name;       /* CNAME, PTR */
	uint32_t minimum;       /* SOA: seconds that a negative answer may be kept */
	bool authority;         /* from the authority section, not an answer */
};

struct dns {
	uint16_t id;
	bool response, truncated, authoritative;
	uint8_t opcode, rcode;
	uint16_t question_count;
	const char *question; /* name of the first question, "" for the root or none */
	uint16_t question_type;
	unsigned record_count; /* kept in |record| */
	unsigned records_left_out;
	struct dns_record record[DNS_RECORDS_MAX];
	size_t text_used;
	char text[4096];
};

/* Reads one message (behind the TCP length word, if any). False when it is cut or its names loop. */
bool dns_decode(struct dns *dns, struct reader *r);

/* The same of its header and questions only: what it asks, and whether it is an answer. */
bool dns_decode_question(struct dns *dns, struct reader *r);

/* A DNS message over TCP: the two-octet length, then the message. False while bytes are missing. */
bool dns_decode_tcp(struct dns *dns, struct reader *r);

bool dns_looks_like(struct bytes start);

/* The address that a name under in-addr.arpa or ip6.arpa stands for; false when it is none. */
bool dns_reverse_address(struct address *a, const char *name);

#endif
