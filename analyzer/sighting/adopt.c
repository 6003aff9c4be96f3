/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * adopt.c - what one store holds, copied into another, as if it had been seen
 * for that: by the rows of layout.h, so that a new field needs nothing here.
 *
 * What many sightings share is one in the new store too.
 */
#include <string.h>

#include "layout.h"

static void adopt_struct(struct sightings *s, const struct layout *layout, void *base);

/* What |value|, a copy still, refers to. */
static void adopt_value(struct sightings *s, const struct row *row, void *value)
{
	const struct certificate_facts **certificate = value;
	const struct seen_hashes **hashes = value;
	const char **text = value;

	switch (row->cell) {
	case CELL_TEXT:
		*text = sightings_intern(s, *text);
		return;
	case CELL_HASHES:
		*hashes = *hashes ? sightings_intern_hashes(s, *hashes) : NULL;
		return;
	case CELL_CERTIFICATE:
		*certificate = *certificate ? sightings_intern_certificate(s, *certificate) : NULL;
		return;
	case CELL_OBJECT:
		adopt_struct(s, row->of, value);
		return;
	case CELL_FLAG:
	case CELL_U8:
	case CELL_U16:
	case CELL_U32:
	case CELL_U64:
	case CELL_TIME:
	case CELL_WORD:
	case CELL_ADDRESS:
	case CELL_MAC:
	case CELL_UUID:
	case CELL_PID:
	case CELL_DIGEST:
	case CELL_BYTES:
		return;
	}
}

static void *copy(struct sightings *s, const void *from, size_t n)
{
	return n ? memcpy(sightings_room(s, n), from, n) : NULL;
}

static void adopt_row(struct sightings *s, const struct row *row, uint8_t *base)
{
	size_t size = row_size(row);
	unsigned n;
	const void *values = row_values(row, base, &n);
	uint8_t *at = base + row->offset;

	if (row->apart) {
		at = copy(s, values, n * size);
		memcpy(base + row->offset, &at, sizeof at);
	}
	for (unsigned i = 0; i < n; i++)
		adopt_value(s, row, at + i * size);
}

static void adopt_struct(struct sightings *s, const struct layout *layout, void *base)
{
	for (const struct row *row = layout->rows; row->name; row++)
		adopt_row(s, row, base);
}

static unsigned adopt_captures(struct sightings *s, const struct sightings *from)
{
	unsigned first = sightings_captures(s);

	for (unsigned i = 0; i < sightings_captures(from); i++) {
		struct capture_facts facts = *sightings_capture((struct sightings *)from, i);

		adopt_struct(s, &layout_capture, &facts);
		sightings_add_capture(s, &facts);
	}
	return first;
}

void sightings_adopt(struct sightings *s, const struct sightings *from)
{
	unsigned first = adopt_captures(s, from);
	size_t count;
	const struct sighting *list = sightings_list(from, &count);

	for (size_t i = 0; i < count; i++) {
		const struct layout *layout = layout_of[list[i].kind];
		struct sighting one = list[i];
		void *value = copy(s, sighting_value(&one), layout->size);

		adopt_struct(s, layout, value);
		sighting_set_value(&one, value);
		one.capture += first;
		sightings_add(s, &one);
	}
}
