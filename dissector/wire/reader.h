/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h - a bounds-checked cursor over captured bytes.
 *
 * Reads never fail in place: the first short read marks the reader as failed,
 * and from then on every read gives zero and moves nothing. A decoder is
 * therefore a straight list of reads that asks once, at the end, whether it
 * all fitted; only loops test rd_ok().
 *
 * A reader may carry a trace. Reads made through field_*() then also note
 * which bytes held which field: what Wireshark highlights, what evidence
 * quotes, what tests tile. Without a trace a named read costs one branch.
 */
#ifndef WIRE_READER_H
#define WIRE_READER_H

#include "bytes.h"

/* "Field |field| is bytes [off, off + len) of the reader's base, |depth| groups deep." */
struct span {
	uint16_t field; /* enum field, fields.h */
	uint16_t depth;
	uint32_t off;
	uint32_t len;
};

#define TRACE_DEPTH 6

/* Spans in the order of their reading, in an array that the caller owns. */
struct trace {
	struct span *span;
	unsigned size;    /* room in |span| */
	unsigned n;       /* spans noted */
	unsigned dropped; /* spans that found no room */
	unsigned depth;
	unsigned open[TRACE_DEPTH]; /* index of the span that each group opened */
};

struct reader {
	const uint8_t *base, *at, *end;
	struct trace *trace; /* NULL: nobody is interested in offsets */
	bool failed;
	uint16_t failed_field; /* the named field being read when the bytes ran out */
};

static inline struct reader reader_over(struct bytes b)
{
	/* A NULL view becomes an empty one: no arithmetic on NULL below. */
	static const uint8_t nothing[1];
	const uint8_t *base = b.p ? b.p : nothing;

	return (struct reader){.base = base, .at = base, .end = base + (b.p ? b.n : 0)};
}

static inline struct trace trace_into(struct span *span, unsigned size)
{
	return (struct trace){.span = span, .size = size};
}

/* Bytes read so far, counted from the base. */
static inline size_t rd_offset(const struct reader *r)
{
	return (size_t)(r->at - r->base);
}

static inline size_t rd_left(const struct reader *r)
{
	return (size_t)(r->end - r->at);
}

static inline bool rd_ok(const struct reader *r)
{
	return !r->failed;
}

/* The one place where bounds are checked. Gives a NULL view when |n| bytes are not there. */
static inline struct bytes rd_bytes(struct reader *r, size_t n)
{
	if (r->failed || n > rd_left(r)) {
		r->failed = true;
		return (struct bytes){0};
	}
	r->at += n;
	return (struct bytes){.p = r->at - n, .n = n};
}

static inline struct bytes rd_rest(struct reader *r)
{
	return rd_bytes(r, rd_left(r));
}

static inline uint8_t rd_u8(struct reader *r)
{
	struct bytes b = rd_bytes(r, 1);

	return b.p ? b.p[0] : 0;
}

static inline uint16_t rd_u16le(struct reader *r)
{
	struct bytes b = rd_bytes(r, 2);

	return (uint16_t)(b.p ? b.p[0] | b.p[1] << 8 : 0);
}

static inline uint16_t rd_u16be(struct reader *r)
{
	struct bytes b = rd_bytes(r, 2);

	return (uint16_t)(b.p ? b.p[0] << 8 | b.p[1] : 0);
}

static inline uint32_t rd_u32le(struct reader *r)
{
	struct bytes b = rd_bytes(r, 4);

	return b.p ? b.p[0] | (uint32_t)b.p[1] << 8 | (uint32_t)b.p[2] << 16 |
			       (uint32_t)b.p[3] << 24
		   : 0;
}

static inline uint32_t rd_u32be(struct reader *r)
{
	struct bytes b = rd_bytes(r, 4);

	return b.p ? (uint32_t)b.p[0] << 24 | (uint32_t)b.p[1] << 16 | (uint32_t)b.p[2] << 8 |
			       b.p[3]
		   : 0;
}

/*
 * A reader over the next |n| bytes, which |r| steps over. Offsets and trace
 * stay those of |r|; a failure inside stays inside. When the bytes are not
 * there both fail.
 */
static inline struct reader rd_nested(struct reader *r, size_t n)
{
	struct bytes b = rd_bytes(r, n);
	struct reader inner = *r;

	if (!b.p)
		return inner;
	inner.at = b.p;
	inner.end = b.p + n;
	return inner;
}

/* The calls behind field_*(): not for decoders. */
void trace_note(struct reader *r, uint16_t field, size_t len);
void trace_open(struct reader *r, uint16_t field);
void trace_close(struct reader *r);

/* Names the |len| bytes just read. */
static inline void field_note(struct reader *r, uint16_t field, size_t len)
{
	if (r->trace || r->failed)
		trace_note(r, field, len);
}

/* Everything read until field_close() belongs to group |field|. */
static inline void field_open(struct reader *r, uint16_t field)
{
	if (r->trace)
		trace_open(r, field);
}

static inline void field_close(struct reader *r)
{
	if (r->trace)
		trace_close(r);
}

static inline uint8_t field_u8(struct reader *r, uint16_t field)
{
	uint8_t v = rd_u8(r);

	field_note(r, field, 1);
	return v;
}

static inline uint16_t field_u16le(struct reader *r, uint16_t field)
{
	uint16_t v = rd_u16le(r);

	field_note(r, field, 2);
	return v;
}

static inline uint32_t field_u32le(struct reader *r, uint16_t field)
{
	uint32_t v = rd_u32le(r);

	field_note(r, field, 4);
	return v;
}

static inline uint16_t field_u16be(struct reader *r, uint16_t field)
{
	uint16_t v = rd_u16be(r);

	field_note(r, field, 2);
	return v;
}

static inline uint32_t field_u32be(struct reader *r, uint16_t field)
{
	uint32_t v = rd_u32be(r);

	field_note(r, field, 4);
	return v;
}

static inline struct bytes field_bytes(struct reader *r, uint16_t field, size_t n)
{
	struct bytes b = rd_bytes(r, n);

	field_note(r, field, n);
	return b;
}

#endif
