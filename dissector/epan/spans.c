/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spans.c - the trace of a decoder as items of a tree.
 *
 * Knows no layout: a span says which field, where and how deep; fields.def
 * says the rest. A span deeper than the one before it belongs under it.
 */
#include "iamt.h"

#include "derived.h"
#include "names.h"

/* A hello of the greatest length has 5 + 255 * 4 spans. */
#define SPANS_MAX 2048

#define DECIMAL_TEXT UINT_MAX /* no encoding of Wireshark's */
#define ORDER_LE ENC_LITTLE_ENDIAN
#define ORDER_BE ENC_BIG_ENDIAN
#define ORDER_UTF8 ENC_UTF_8
#define ORDER_TEXT DECIMAL_TEXT
#define ORDER_NA ENC_NA
#define TEXT_STRING ENC_ASCII
#define TEXT_NONE 0
#define TEXT_BYTES 0
#define TEXT_GUID 0
#define TEXT_UINT8 0
#define TEXT_UINT16 0
#define TEXT_UINT32 0

static const unsigned encoding[F_COUNT] = {
#define FIELD(id, type, base, order, names, filter, label) [F_##id] = ORDER_##order | TEXT_##type,
#include "fields.def"
#undef FIELD
};

struct derived {
	enum field field;
	enum field from;
	const char *(*text)(struct bytes from, char room[DERIVED_TEXT]);
};

static const struct derived derived[] = {
#define FIELD(...)
#define BITS(...)
#define SECRET(...)
#define LOCAL(...)
#define DERIVED(id, from, function, filter, label) {F_##id, F_##from, function},
#define ALSO_DERIVED(id, from, function) {F_##id, F_##from, function},
#include "fields.def"
#undef FIELD
};

/* A part of the byte of another field. */
struct bits {
	enum field field;
	enum field of;
};

static const struct bits bits[] = {
#define FIELD(...)
#define DERIVED(...)
#define SECRET(...)
#define LOCAL(...)
#define BITS(id, of, mask, names, filter, label) {F_##id, F_##of},
#include "fields.def"
#undef FIELD
};

void spans_prepare(struct shown *shown)
{
	struct span *span = wmem_alloc_array(shown->pinfo->pool, struct span, SPANS_MAX);

	shown->trace = trace_into(span, SPANS_MAX);
}

/* What is known about the bytes of |span|, as an item beside it and a word at its group. */
static void show_derived(struct shown *shown, proto_tree *group, const struct span *span)
{
	for (size_t i = 0; i < array_length(derived); i++) {
		if (derived[i].from != span->field)
			continue;
		const uint8_t *p = tvb_get_ptr(shown->tvb, (int)span->off, (int)span->len);
		char room[DERIVED_TEXT];
		const char *text = derived[i].text(bytes_of(p, span->len), room);

		if (!text)
			continue;
		proto_item *item =
			proto_tree_add_string(group, fields_hf(derived[i].field), shown->tvb,
					      (int)span->off, (int)span->len, text);

		proto_item_set_generated(item);
		proto_item_append_text(proto_tree_get_parent(group), ": %s", text);
	}
}

static void show_bits(struct shown *shown, proto_item *item, const struct span *span)
{
	for (size_t i = 0; i < array_length(bits); i++)
		if (bits[i].of == span->field)
			proto_tree_add_item(proto_item_add_subtree(item, fields_ett(span->field)),
					    fields_hf(bits[i].field), shown->tvb, (int)span->off, 1,
					    ENC_NA);
}

/* The number that |span| holds in decimal digits. */
static guint32 decimal_at(tvbuff_t *tvb, const struct span *span)
{
	guint32 value = 0;

	for (unsigned i = 0; i < span->len; i++) {
		uint8_t digit = tvb_u8(tvb, (int)(span->off + i));

		if (g_ascii_isdigit(digit))
			value = value * 10 + (digit - '0');
	}
	return value;
}

static proto_item *show_span(struct shown *shown, proto_tree *group, const struct span *span)
{
	int hf = fields_hf(span->field), off = (int)span->off, len = (int)span->len;

	if (encoding[span->field] == DECIMAL_TEXT)
		return proto_tree_add_uint(group, hf, shown->tvb, off, len,
					   decimal_at(shown->tvb, span));
	proto_item *item =
		proto_tree_add_item(group, hf, shown->tvb, off, len, encoding[span->field]);

	if (field_is_secret(span->field))
		proto_item_append_text(item, ": secret, %d byte%s", len, len == 1 ? "" : "s");
	return item;
}

void spans_show(struct shown *shown)
{
	const struct trace *trace = &shown->trace;
	proto_tree *group[TRACE_DEPTH + 1] = {
		proto_item_add_subtree(shown->top, fields_ett(F_NONE))};

	shown->item = wmem_alloc0_array(shown->pinfo->pool, proto_item *, trace->n + 1);
	for (unsigned i = 0; i < trace->n; i++) {
		const struct span *span = &trace->span[i];
		unsigned depth = MIN(span->depth, TRACE_DEPTH - 1);
		proto_item *item = show_span(shown, group[depth], span);

		shown->item[i] = item;
		group[depth + 1] = proto_item_add_subtree(item, fields_ett(span->field));
		show_bits(shown, item, span);
		show_derived(shown, group[depth], span);
	}
	if (trace->dropped)
		proto_item_append_text(shown->top, " (%u fields are not shown)", trace->dropped);
}

proto_item *spans_item(const struct shown *shown, enum field field, unsigned nth)
{
	for (unsigned i = 0; i < shown->trace.n; i++)
		if (shown->trace.span[i].field == field && nth-- == 0)
			return shown->item[i];
	return shown->top;
}

void spans_show_cut(struct shown *shown, size_t offset, enum field failed)
{
	unsigned left = tvb_captured_length_remaining(shown->tvb, (int)offset);

	if (left == 0)
		return;
	proto_item *item = proto_tree_add_item(proto_item_get_subtree(shown->top), fields_hf(F_CUT),
					       shown->tvb, (int)offset, (int)left, encoding[F_CUT]);

	proto_item_append_text(item, " (%s, %u byte%s)", field_label(failed), left,
			       left == 1 ? "" : "s");
}
