/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_dns.c - texts lie in the arena and end there; the reader stays inside its bytes. */
#include "dns.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void expect_text(const struct dns *dns, const char *text)
{
	assert(text >= dns->text && text < dns->text + dns->text_used);
	assert(memchr(text, '\0', (size_t)(dns->text + dns->text_used - text)));
	for (const char *c = text; *c; c++)
		assert(*c > ' ' && *c < 0x7f && !(*c >= 'A' && *c <= 'Z'));
}

static void expect_sound(const struct dns *dns)
{
	struct address a;

	assert(dns->text_used <= sizeof dns->text && dns->record_count <= DNS_RECORDS_MAX);
	if (*dns->question)
		expect_text(dns, dns->question);
	for (unsigned i = 0; i < dns->record_count; i++) {
		expect_text(dns, dns->record[i].owner);
		if (dns->record[i].name)
			expect_text(dns, dns->record[i].name);
		dns_reverse_address(&a, dns->record[i].owner);
	}
}

/* The whole message has the question that is read alone. */
static void expect_same_question(const struct dns *dns, struct bytes message)
{
	static struct dns alone;
	struct reader r = reader_over(message);

	assert(dns_decode_question(&alone, &r));
	expect_sound(&alone);
	assert(strcmp(alone.question, dns->question) == 0);
	assert(alone.question_type == dns->question_type && alone.record_count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct dns dns;
	struct reader plain = reader_over(bytes_of(data, n)), framed = plain;

	dns_looks_like(bytes_of(data, n));
	bool whole = dns_decode(&dns, &plain);

	expect_sound(&dns);
	if (whole)
		expect_same_question(&dns, bytes_of(data, n));
	assert(plain.at <= plain.end);
	dns_decode_tcp(&dns, &framed);
	expect_sound(&dns);
	return 0;
}
