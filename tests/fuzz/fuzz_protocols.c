/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_protocols.c - any bytes as any message of protocols[]; the first byte chooses.
 *
 * Spans lie inside the input and, but for the room of the array, none is lost;
 * a decoder with a trace comes as far as one without; every message has a line.
 */
#include <stdlib.h>

#include "fields.h"
#include "message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct span spans[4096];

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_spans(const struct trace *trace, size_t n)
{
	for (unsigned i = 0; i < trace->n; i++)
		must(spans[i].off <= n && spans[i].len <= n - spans[i].off);
	must(trace->depth == 0);
}

static void read_all(const struct protocol *protocol, struct bytes input)
{
	static struct message message;
	struct trace trace = trace_into(spans, sizeof spans / sizeof spans[0]);
	struct reader r = reader_over(input), bare = r;
	char line[256];

	r.trace = &trace;
	bool whole = protocol->decode(&message, &r);

	message_summary(&message, line, sizeof line);
	check_spans(&trace, input.n);
	must(protocol->decode(&message, &bare) == whole && rd_offset(&bare) == rd_offset(&r));
	must(!protocol->ours || whole == (r.failed_field == F_NONE));
	must(!whole || rd_offset(&r) > 0 || input.n == 0);
	protocol->looks_like(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct redirection redirection;
	struct apf apf;

	if (n == 0)
		return 0;
	struct bytes input = bytes_of(data + 1, n - 1);
	struct reader kvm = reader_over(input), port = kvm;

	read_all(&protocols[data[0] % protocol_count], input);
	if (redirection_is_strict(input))
		must(redirection_looks_like(input));
	redirection_decode(&redirection, &kvm, true);
	apf_decode(&apf, &port, APF_REPLY_PORT);
	return 0;
}
