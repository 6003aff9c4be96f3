/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns_write.c - a DNS message from its decoded form.
 *
 * Names are written out whole, so no pointer can point at anything old.
 * Source: RFC 1035, 4.1.
 */
#include "datagram.h"
#include "dns.h"
#include "frame_write.h"

enum {
	CLASS_IN = 1,
	RESPONSE = 0x8000,
	AUTHORITATIVE = 0x0400,
	TRUNCATED = 0x0200,
	RECURSION = 0x0100, /* asked for */
	RECURSIVE = 0x0080, /* given */
};

static unsigned flags_of(const struct dns *dns)
{
	return (dns->response ? RESPONSE | RECURSIVE : 0) | (dns->opcode & 15u) << 11 |
	       (dns->authoritative ? AUTHORITATIVE : 0) | (dns->truncated ? TRUNCATED : 0) |
	       RECURSION | (dns->rcode & 15u);
}

static void put_mapped_name(GByteArray *out, struct mapping *m, const char *name)
{
	char mapped[DOMAIN_TEXT];

	put_name(out, mapping_name(m, name ? name : "", mapped));
}

/* Who is responsible for a zone is left out of it: what counts is how long it may be kept. */
static void put_soa(GByteArray *out, const struct dns_record *record)
{
	put_name(out, "");
	put_name(out, "");
	put_zeros(out, 16); /* serial, refresh, retry, expire */
	put_u32(out, record->minimum);
}

static void put_value(GByteArray *out, struct mapping *m, const struct dns_record *record)
{
	struct address address = mapping_address(m, &record->address);

	if (record->type == DNS_A)
		g_byte_array_append(out, address.b + ADDRESS_V4_PREFIX, 4);
	else if (record->type == DNS_AAAA)
		g_byte_array_append(out, address.b, sizeof address.b);
	else if (record->type == DNS_SOA)
		put_soa(out, record);
	else
		put_mapped_name(out, m, record->name);
}

static void put_record(GByteArray *out, struct mapping *m, const struct dns_record *record)
{
	put_mapped_name(out, m, record->owner);
	put_u16(out, record->type);
	put_u16(out, CLASS_IN);
	put_u32(out, record->ttl);
	guint at = out->len;

	put_u16(out, 0);
	put_value(out, m, record);
	unsigned length = out->len - at - 2;

	out->data[at] = (guint8)(length >> 8);
	out->data[at + 1] = (guint8)length;
}

static unsigned put_records(GByteArray *out, struct mapping *m, const struct dns *dns,
			    bool authority)
{
	unsigned n = 0;

	for (unsigned i = 0; i < dns->record_count; i++)
		if (dns->record[i].authority == authority) {
			put_record(out, m, &dns->record[i]);
			n++;
		}
	return n;
}

void dns_write(GByteArray *out, struct mapping *m, const struct dns *dns)
{
	put_u16(out, dns->id);
	put_u16(out, flags_of(dns));
	put_u16(out, dns->question_count ? 1 : 0);
	put_zeros(out, 6); /* records: counted below */
	if (dns->question_count) {
		put_mapped_name(out, m, dns->question);
		put_u16(out, dns->question_type);
		put_u16(out, CLASS_IN);
	}
	out->data[7] = (guint8)put_records(out, m, dns, false);
	out->data[9] = (guint8)put_records(out, m, dns, true);
}
