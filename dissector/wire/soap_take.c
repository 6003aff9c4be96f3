/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soap_take.c - what the texts of a call say, and where they stand.
 *
 * A text without entities stands in the body byte for byte, so that a part of
 * it can be pointed at; else the whole element's content is.
 */
#include "soap_parse.h"

#include "fields.h"
#include "soap_text.h"

size_t parse_offset(const struct parse *p)
{
	int64_t index = XML_GetCurrentByteIndex(p->xml);

	return p->start + (index > 0 ? (size_t)index : 0);
}

struct bytes parse_tag(const struct parse *p)
{
	size_t off = parse_offset(p), n = (size_t)XML_GetCurrentByteCount(p->xml);
	size_t size = (size_t)(p->r->end - p->r->base);

	if (off > size || n > size - off)
		return (struct bytes){0};
	return bytes_of(p->r->base + off, n);
}

void parse_note(struct parse *p, uint16_t field, size_t off, size_t n)
{
	size_t at = rd_offset(p->r);

	if (off < at || n == 0 || off - at > rd_left(p->r) || n > rd_left(p->r) - (off - at))
		return;
	rd_bytes(p->r, off - at);
	field_bytes(p->r, field, n);
}

/* Notes |part| of the newest text where it stands; all of it if entities moved it. */
static void note_text(struct parse *p, uint16_t field, struct bytes part)
{
	size_t end = parse_offset(p), n = end > p->content ? end - p->content : 0;
	const uint8_t *raw = p->r->base + p->content;

	if (n == p->text_length && memcmp(raw, p->text, n) == 0)
		parse_note(p, field, p->content + (size_t)(part.p - (const uint8_t *)p->text),
			   part.n);
	else
		parse_note(p, field, p->content, n);
}

static void keep(char *room, size_t size, struct bytes text)
{
	size_t n = text.n < size ? text.n : size - 1;

	while (n < text.n && n > 0 && (text.p[n] & 0xc0) == 0x80)
		n--; /* not in the middle of a character */
	if (n)
		memcpy(room, text.p, n);
	room[n] = '\0';
}

#define KEEP(room, text) keep(room, sizeof(room), text)

static void take_action(struct parse *p, struct bytes text)
{
	struct bytes last = soap_after_last(text, '/');
	struct bytes name = soap_plain_name(last);

	p->soap->intel |= soap_is_intel(text);
	p->answer |= name.n < last.n;
	if (bytes_equal(name, bytes_of("fault", 5)))
		return;
	KEEP(p->soap->method, name);
	note_text(p, F_CALL_METHOD, name);
}

static void take_resource(struct parse *p, struct bytes text)
{
	struct bytes name = soap_after_last(text, '/');

	p->soap->intel |= soap_is_intel(text);
	KEEP(p->soap->class, name);
	note_text(p, F_CALL_CLASS, name);
}

static void take_result(struct parse *p, struct bytes text)
{
	if (p->soap->has_return_value || !p->answer || !soap_number(text, &p->soap->return_value))
		return;
	p->soap->has_return_value = true;
	note_text(p, F_CALL_RETURN_VALUE, text);
}

static void take_detail(struct parse *p, struct bytes text)
{
	struct bytes digits = soap_amt_status(text);

	if (p->soap->has_amt_status || !soap_number(digits, &p->soap->amt_status))
		return;
	p->soap->has_amt_status = true;
	note_text(p, F_CALL_AMT_STATUS, digits);
}

static void take_code(struct parse *p, uint16_t field, struct bytes text)
{
	struct bytes name = soap_after_last(text, ':');

	KEEP(p->soap->fault, name);
	note_text(p, field, name);
}

void parse_take(struct parse *p, enum place place)
{
	struct bytes text = soap_trimmed(bytes_of(p->text, p->text_length));

	switch (place) {
	case ACTION:
		take_action(p, text);
		return;
	case RESOURCE:
		take_resource(p, text);
		return;
	case MESSAGE_ID:
		KEEP(p->soap->message_id, text);
		note_text(p, F_CALL_MESSAGE_ID, text);
		return;
	case RELATES_TO:
		KEEP(p->soap->relates_to, text);
		note_text(p, F_CALL_RELATES_TO, text);
		return;
	case STATUS:
		if (p->older)
			take_result(p, text);
		return;
	case RETURN_VALUE:
		take_result(p, text);
		return;
	case CODE_VALUE:
		take_code(p, F_CALL_FAULT_CODE, text);
		return;
	case SUBCODE_VALUE:
		take_code(p, F_CALL_FAULT, text);
		return;
	case REASON_TEXT:
		KEEP(p->soap->fault_reason, text);
		note_text(p, F_CALL_FAULT_REASON, text);
		return;
	case DETAIL:
		take_detail(p, text);
		return;
	default:
		return;
	}
}

static void note_in_tag(struct parse *p, uint16_t field, struct bytes word)
{
	struct bytes tag = parse_tag(p);
	const uint8_t *found = memmem(tag.p, tag.n, word.p, word.n);

	if (found && word.n)
		parse_note(p, field, (size_t)(found - p->r->base), word.n);
}

void parse_take_content(struct parse *p, struct bytes namespace, struct bytes local)
{
	struct bytes name = soap_plain_name(local);
	struct bytes class = soap_class_of_namespace(namespace);

	p->older = class.n > 0;
	p->soap->intel |= soap_is_intel(namespace);
	p->answer |= soap_ends_with(local, "_OUTPUT") || soap_ends_with(local, "Response");
	if (!p->soap->method[0] && (class.n || name.n < local.n)) {
		KEEP(p->soap->method, name);
		note_in_tag(p, F_CALL_METHOD, name);
	}
	if (!p->soap->class[0] && class.n) {
		KEEP(p->soap->class, class);
		note_in_tag(p, F_CALL_CLASS, class);
	}
}
