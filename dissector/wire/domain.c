/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * domain.c - domain names of the wire as text; see domain.h.
 *
 * A pointer must lead before the run of labels that it ends, so every jump
 * goes further back and no name can loop.
 *
 * Sources: RFC 1035 3.1, 4.1.4, 5.1; RFC 9267 (what goes wrong with pointers).
 */
#include "domain.h"

#define NAME_OCTETS_MAX 255
#define NAME_LABELS_MAX 127
#define LABEL_MAX 63
#define POINTER 0xc0 /* the two bits that tell a pointer from a length */

/* A name being read: where, and what it has come to. */
struct name_reading {
	struct reader at;
	size_t before; /* a pointer must lead before this offset of the message */
	unsigned octets, labels;
	char *text;
	size_t n;
};

static bool is_plain(uint8_t c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Writes one byte of a label; gives how many characters that took. Most are letters. */
static inline size_t put(char *text, uint8_t byte)
{
	uint8_t lower = byte | 0x20;
	bool letter = lower >= 'a' && lower <= 'z';

	text[0] = (char)(letter ? lower : byte);
	if (letter || is_plain(byte))
		return 1;
	text[0] = '\\';
	text[1] = (char)('0' + byte / 100);
	text[2] = (char)('0' + byte / 10 % 10);
	text[3] = (char)('0' + byte % 10);
	return 4;
}

static bool read_label(struct name_reading *name, unsigned length)
{
	struct bytes label = rd_bytes(&name->at, length);

	name->octets += length + 1;
	if (!label.p || length > LABEL_MAX || ++name->labels > NAME_LABELS_MAX ||
	    name->octets >= NAME_OCTETS_MAX)
		return false;
	char *to =
		name->text + name->n; /* text may alias anything: not through |name| in the loop */

	if (name->n)
		*to++ = '.';
	for (size_t i = 0; i < label.n; i++)
		to += put(to, label.p[i]);
	name->n = (size_t)(to - name->text);
	return true;
}

static bool follow_pointer(struct name_reading *name, struct bytes message, uint8_t first)
{
	size_t target = (size_t)(first & ~POINTER) << 8 | rd_u8(&name->at);

	if (!rd_ok(&name->at) || target >= name->before)
		return false;
	name->at = reader_over(message);
	rd_bytes(&name->at, target);
	name->before = target;
	return true;
}

/* Reads to the root. |end| is where the name's own bytes end: behind its first pointer or root. */
static bool read_labels(struct name_reading *name, struct bytes message, const uint8_t **end)
{
	*end = NULL;
	for (;;) {
		uint8_t length = rd_u8(&name->at);
		bool pointer = (length & POINTER) == POINTER;

		if (!rd_ok(&name->at))
			return false;
		if (!*end && (pointer || length == 0))
			*end = name->at.at + pointer;
		if (length == 0)
			return true;
		if (pointer ? !follow_pointer(name, message, length) : !read_label(name, length))
			return false;
	}
}

bool domain_read(struct reader *r, struct bytes message, char text[DOMAIN_TEXT])
{
	struct name_reading name = {
		.at = *r,
		.before = message.p ? (size_t)(r->at - message.p) : 0,
		.text = text,
	};
	const uint8_t *end;
	bool whole = read_labels(&name, message, &end);

	text[whole ? name.n : 0] = '\0';
	r->failed |= !whole;
	if (whole)
		r->at = end;
	return whole;
}

void domain_from_characters(struct bytes characters, char text[DOMAIN_TEXT])
{
	size_t length = characters.n, n = 0;

	while (length && (characters.p[length - 1] == '\0' || characters.p[length - 1] == '.'))
		length--;
	if (length > NAME_OCTETS_MAX)
		length = NAME_OCTETS_MAX;
	for (size_t i = 0; i < length; i++) {
		if (characters.p[i] == '.')
			text[n++] = '.';
		else
			n += put(text + n, characters.p[i]);
	}
	text[n] = '\0';
}

const char *domain_keep(char *arena, size_t size, size_t *used, const char *text)
{
	size_t n = strlen(text) + 1;
	char *kept = arena + *used;

	if (n > size - *used)
		return NULL;
	memcpy(kept, text, n);
	*used += n;
	return kept;
}
