/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_soap.c - any bytes as the body of a call.
 *
 * Spans lie inside the input and in order; texts end; what is not whole says
 * why; a decoder with a trace reads what one without reads.
 */
#include <stdlib.h>

#include "fields.h"
#include "message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct span spans[256];

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_spans(const struct trace *trace, size_t n)
{
	size_t next = 0;

	for (unsigned i = 1; i < trace->n; i++) {
		must(spans[i].off >= next && spans[i].off <= n && spans[i].len <= n - spans[i].off);
		next = spans[i].off + spans[i].len;
	}
	must(trace->depth == 0);
}

static void check_texts(const struct soap *soap)
{
	must(memchr(soap->class, 0, sizeof soap->class) != NULL);
	must(memchr(soap->method, 0, sizeof soap->method) != NULL);
	must(memchr(soap->fault, 0, sizeof soap->fault) != NULL);
	must(memchr(soap->fault_reason, 0, sizeof soap->fault_reason) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct message message, plain;
	struct bytes input = bytes_of(data, n);
	struct trace trace = trace_into(spans, sizeof spans / sizeof spans[0]);
	struct reader r = reader_over(input), bare = r;
	char line[256];

	r.trace = &trace;
	message.kind = MESSAGE_SOAP;
	bool whole = soap_decode(&message.soap, &r);

	must(whole == (message.soap.refusal == SOAP_WHOLE));
	must(whole == (soap_refusal_text(message.soap.refusal) == NULL));
	must(soap_decode(&plain.soap, &bare) == whole);
	must(memcmp(&plain.soap, &message.soap, sizeof plain.soap) == 0);
	check_spans(&trace, n);
	check_texts(&message.soap);
	message_summary(&message, line, sizeof line);
	return 0;
}
