/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader.c - the tracing half of the reader; see reader.h. */
#include "reader.h"

#define NO_SPAN UINT32_MAX

/* Appends a span; gives its index, or NO_SPAN when there was no room. */
static unsigned push(struct trace *t, uint16_t field, size_t off, size_t len)
{
	if (t->n == t->size) {
		t->dropped++;
		return NO_SPAN;
	}
	t->span[t->n] = (struct span){
		.field = field,
		.depth = (uint16_t)t->depth,
		.off = (uint32_t)off,
		.len = (uint32_t)len,
	};
	return t->n++;
}

void trace_note(struct reader *r, uint16_t field, size_t len)
{
	if (r->failed) {
		if (!r->failed_field)
			r->failed_field = field;
		return;
	}
	if (len)
		push(r->trace, field, rd_offset(r) - len, len);
}

/* A group deeper than TRACE_DEPTH is counted but noted flat: wire/ never aborts. */
void trace_open(struct reader *r, uint16_t field)
{
	struct trace *t = r->trace;
	unsigned group = r->failed ? NO_SPAN : push(t, field, rd_offset(r), 0);

	if (t->depth < TRACE_DEPTH)
		t->open[t->depth] = group;
	t->depth++;
}

void trace_close(struct reader *r)
{
	struct trace *t = r->trace;

	if (t->depth == 0)
		return;
	if (--t->depth >= TRACE_DEPTH)
		return;
	unsigned group = t->open[t->depth];

	if (group < t->n)
		t->span[group].len = (uint32_t)(rd_offset(r) - t->span[group].off);
}
