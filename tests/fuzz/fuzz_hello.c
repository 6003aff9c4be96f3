/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_hello.c - any bytes as a hello.
 *
 * Spans lie inside the input; a decoder with a trace reads what one without
 * reads; a strict hello is a whole one without a rest that also looks like
 * one and raises no remark of its lengths.
 */
#include <stdlib.h>

#include "hello.h"
#include "message.h"
#include "names.h"
#include "remarks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct span spans[1100];

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_spans(const struct trace *trace, size_t n)
{
	for (unsigned i = 0; i < trace->n; i++)
		must(spans[i].off <= n && spans[i].len <= n - spans[i].off);
	must(trace->depth == 0 && trace->dropped == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct message message, plain;
	struct bytes input = bytes_of(data, n);
	struct trace trace = trace_into(spans, sizeof spans / sizeof spans[0]);
	struct reader r = reader_over(input), bare = r;

	r.trace = &trace;
	message.kind = MESSAGE_HELLO;
	bool whole = hello_decode(&message.hello, &r);

	must(hello_decode(&plain.hello, &bare) == whole);
	must(memcmp(&plain.hello, &message.hello, sizeof plain.hello) == 0);
	must(whole == (r.failed_field == F_NONE));
	check_spans(&trace, n);

	struct remarked seen = {.message = &message,
				.whole = whole,
				.finished = true,
				.failed_field = r.failed_field,
				.segments = 1};
	uint32_t raised = remarks_of(&seen);

	must(whole || raised & UINT32_C(1) << REMARK_H01);
	for (unsigned i = 0; i < message.hello.hashes_read; i++)
		root_ca_of(message.hello.hash[i].value);
	if (hello_is_strict(input))
		must(whole && hello_looks_like(input) &&
		     (raised & ~(UINT32_C(1) << REMARK_K09)) == 0);
	return 0;
}
