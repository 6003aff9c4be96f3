/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns.c - DNS messages; see dns.h.
 *
 * The whole message is walked, so that a cut is noticed, but only answers and
 * the SOA of a negative answer are kept: what stands in the additional
 * section was not asked for.
 *
 * Sources: RFC 1035 4.1, 2308 5, 3596 2; IANA, DNS Parameters.
 */
#include "dns.h"

#include "domain.h"
#include "rd_address.h"

#define DNS_HEADER 12
#define DNS_CLASS_IN 1
#define DNS_RESPONSE 0x8000
#define DNS_AUTHORITATIVE 0x0400
#define DNS_TRUNCATED 0x0200
#define DNS_Z 0x0040
#define DNS_RCODE 0x000f

static uint8_t opcode_of(uint16_t flags)
{
	return flags >> 11 & 0x0f;
}

static void read_question(struct dns *dns, struct reader *r, struct bytes message, bool first)
{
	char name[DOMAIN_TEXT];

	if (!domain_read(r, message, name))
		return;
	uint16_t type = rd_u16be(r);

	rd_u16be(r);
	if (!first || !rd_ok(r))
		return;
	dns->question_type = type;
	dns->question = domain_keep(dns->text, sizeof dns->text, &dns->text_used, name);
}

static void read_name(struct dns_record *record, char *name, struct reader *r, struct bytes message)
{
	domain_read(r, message, name);
	record->name = name;
}

/* Two names and four numbers stand before the one we want. */
static void read_soa(struct dns_record *record, char *name, struct reader *r, struct bytes message)
{
	domain_read(r, message, name);
	domain_read(r, message, name);
	rd_bytes(r, 4 * sizeof(uint32_t));
	record->minimum = rd_u32be(r);
}

static void read_a(struct dns_record *record, char *name, struct reader *r, struct bytes message)
{
	(void)name, (void)message;
	record->address = rd_address_v4(r);
}

static void read_aaaa(struct dns_record *record, char *name, struct reader *r, struct bytes message)
{
	(void)name, (void)message;
	record->address = rd_address_v6(r);
}

/* The types that are kept. |name| is room for the text of a name in the record. */
static const struct kept_type {
	uint16_t type;
	bool in_authority;
	void (*read)(struct dns_record *record, char *name, struct reader *r, struct bytes message);
} kept_types[] = {
	{DNS_A, false, read_a},      {DNS_AAAA, false, read_aaaa}, {DNS_CNAME, false, read_name},
	{DNS_PTR, false, read_name}, {DNS_SOA, true, read_soa},
};

enum section {
	SECTION_ANSWER,
	SECTION_AUTHORITY,
	SECTION_ADDITIONAL,
	SECTIONS
};

static const struct kept_type *kept_type(uint16_t type, uint16_t class, enum section section)
{
	if (class != DNS_CLASS_IN || section == SECTION_ADDITIONAL)
		return NULL;
	for (size_t i = 0; i < sizeof kept_types / sizeof kept_types[0]; i++)
		if (kept_types[i].type == type)
			return section == SECTION_ANSWER || kept_types[i].in_authority
				       ? &kept_types[i]
				       : NULL;
	return NULL;
}

static const char *keep(struct dns *dns, const char *text)
{
	return domain_keep(dns->text, sizeof dns->text, &dns->text_used, text);
}

/* Into the array with its texts, all or nothing. */
static void keep_record(struct dns *dns, struct dns_record record)
{
	size_t used = dns->text_used;
	bool named = record.name != NULL;

	if (dns->record_count < DNS_RECORDS_MAX) {
		record.owner = keep(dns, record.owner);
		record.name = named ? keep(dns, record.name) : NULL;
		if (record.owner && (record.name || !named)) {
			dns->record[dns->record_count++] = record;
			return;
		}
	}
	dns->text_used = used;
	dns->records_left_out++;
}

static void read_record(struct dns *dns, struct reader *r, struct bytes message,
			enum section section)
{
	char owner[DOMAIN_TEXT], name[DOMAIN_TEXT];
	struct dns_record record = {.owner = owner, .authority = section == SECTION_AUTHORITY};

	domain_read(r, message, owner);
	record.type = rd_u16be(r);
	uint16_t class = rd_u16be(r);

	record.ttl = rd_u32be(r);
	struct reader value = rd_nested(r, rd_u16be(r));
	const struct kept_type *kept = kept_type(record.type, class, section);

	if (!kept || !rd_ok(r))
		return;
	kept->read(&record, name, &value, message);
	if (!rd_ok(&value))
		dns->records_left_out++;
	else
		keep_record(dns, record);
}

/* The four counts at the end of the header follow the flags, question first. */
static void read_header(struct dns *dns, struct reader *r, uint16_t records[SECTIONS])
{
	dns->id = rd_u16be(r);
	uint16_t flags = rd_u16be(r);

	dns->response = flags & DNS_RESPONSE;
	dns->authoritative = flags & DNS_AUTHORITATIVE;
	dns->truncated = flags & DNS_TRUNCATED;
	dns->opcode = opcode_of(flags);
	dns->rcode = flags & DNS_RCODE;
	dns->question_count = rd_u16be(r);
	for (unsigned s = 0; s < SECTIONS; s++)
		records[s] = rd_u16be(r);
}

static void read_start(struct dns *dns, struct reader *r, uint16_t records[SECTIONS])
{
	struct bytes message = bytes_of(r->at, rd_left(r));

	/* The arrays behind are written before they are read. */
	memset(dns, 0, offsetof(struct dns, record));
	dns->text_used = 0;
	dns->question = "";
	read_header(dns, r, records);
	for (unsigned i = 0; i < dns->question_count && rd_ok(r); i++)
		read_question(dns, r, message, i == 0);
}

bool dns_decode_question(struct dns *dns, struct reader *r)
{
	uint16_t records[SECTIONS];

	read_start(dns, r, records);
	return rd_ok(r);
}

bool dns_decode(struct dns *dns, struct reader *r)
{
	struct bytes message = bytes_of(r->at, rd_left(r));
	uint16_t records[SECTIONS];

	read_start(dns, r, records);
	for (unsigned s = 0; s < SECTIONS; s++)
		for (unsigned i = 0; i < records[s] && rd_ok(r); i++)
			read_record(dns, r, message, (enum section)s);
	return rd_ok(r);
}

bool dns_decode_tcp(struct dns *dns, struct reader *r)
{
	struct reader message = rd_nested(r, rd_u16be(r));

	return dns_decode(dns, &message);
}

/* A response may hold records, a query holds none but for NOTIFY and UPDATE. */
bool dns_looks_like(struct bytes start)
{
	enum {
		OPCODE_NOTIFY = 4,
		OPCODE_LAST = 6,
		RCODE_LAST = 11,
		QUESTIONS_MAX = 4
	};
	struct dns dns;
	struct reader r = reader_over(start), peek = r;
	uint16_t records[SECTIONS];

	rd_u16be(&peek);
	uint16_t flags = rd_u16be(&peek);

	read_header(&dns, &r, records);
	if (flags & DNS_Z || dns.opcode > OPCODE_LAST || dns.rcode > RCODE_LAST)
		return false;
	if (dns.question_count > QUESTIONS_MAX)
		return false;
	if (dns.response || dns.opcode >= OPCODE_NOTIFY)
		return true;
	return records[SECTION_ANSWER] == 0 && records[SECTION_AUTHORITY] == 0;
}
