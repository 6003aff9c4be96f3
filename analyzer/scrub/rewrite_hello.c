/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite_hello.c - a hello in place. Root hashes are those of public
 * authorities, and verdicts rest on them: they stay, but where the root was
 * made anew. Layout: hello.h.
 */
#include "certificate_remake.h"
#include "fields.h"
#include "hello.h"
#include "rewrite.h"

#define SPANS_MAX (4 * HELLO_HASHES_MAX + 16)

static void rewrite_field(struct mapping *m, uint8_t *p, const struct span *span)
{
	struct uuid uuid;

	if (span->field == F_HELLO_UUID && span->len == sizeof uuid.b) {
		memcpy(uuid.b, p + span->off, sizeof uuid.b);
		uuid = mapping_uuid(m, &uuid);
		memcpy(p + span->off, uuid.b, sizeof uuid.b);
	} else if (span->field == F_HELLO_PID && span->len == PID_LENGTH) {
		mapping_pid(m, p + span->off, p + span->off);
	} else if (span->field == F_HELLO_HASH_VALUE) {
		remade_hash(mapping_certificates(m), p + span->off, span->len);
	} else if (span->field == F_HELLO_TRAILING) {
		memset(p + span->off, 0, span->len);
	}
}

/* What is left of a hello that was cut inside of a field is not understood. */
static void drop_rest(uint8_t *p, size_t n, const struct trace *trace)
{
	size_t read = 0;

	for (unsigned i = 0; i < trace->n; i++)
		if (trace->span[i].field != F_HELLO && trace->span[i].field != F_HELLO_HASH)
			read = MAX(read, (size_t)trace->span[i].off + trace->span[i].len);
	if (read < n)
		memset(p + read, 0, n - read);
}

void rewrite_hello(struct mapping *m, uint8_t *p, size_t n)
{
	g_autofree struct span *spans = g_new(struct span, SPANS_MAX);
	g_autofree struct hello *hello = g_new(struct hello, 1);
	struct trace trace = trace_into(spans, SPANS_MAX);
	struct reader r = reader_over(bytes_of(p, n));
	bool whole;

	r.trace = &trace;
	whole = hello_decode(hello, &r);
	for (unsigned i = 0; i < trace.n; i++)
		rewrite_field(m, p, &spans[i]);
	if (!whole)
		drop_rest(p, n, &trace);
}
