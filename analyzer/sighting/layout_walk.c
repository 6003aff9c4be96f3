/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout_walk.c - from a row to the values that it describes, and the order of
 * two structs; see layout.h.
 */
#include "layout.h"

#include <string.h>

/* One pointer of the union serves for all: each kind's value is a struct behind it. */
void *sighting_value(const struct sighting *sighting)
{
	void *value;

	memcpy(&value, &sighting->lease, sizeof value);
	return value;
}

void sighting_set_value(struct sighting *sighting, void *value)
{
	memcpy(&sighting->lease, &value, sizeof value);
}

size_t row_size(const struct row *row)
{
	static const size_t sizes[] = {
		[CELL_FLAG] = sizeof(bool),
		[CELL_U8] = sizeof(uint8_t),
		[CELL_U16] = sizeof(uint16_t),
		[CELL_U32] = sizeof(uint32_t),
		[CELL_U64] = sizeof(uint64_t),
		[CELL_TIME] = sizeof(int64_t),
		[CELL_WORD] = sizeof(uint32_t),
		[CELL_ADDRESS] = sizeof(struct address),
		[CELL_MAC] = sizeof(struct mac),
		[CELL_UUID] = sizeof(struct uuid),
		[CELL_PID] = PID_TEXT,
		[CELL_TEXT] = sizeof(char *),
		[CELL_DIGEST] = sizeof(((struct seen_hash *)0)->value),
		[CELL_HASHES] = sizeof(struct seen_hashes *),
		[CELL_CERTIFICATE] = sizeof(struct certificate_facts *),
	};

	if (row->cell == CELL_BYTES)
		return row->limit;
	return row->cell == CELL_OBJECT ? row->of->size : sizes[row->cell];
}

/* Places have no count: the first without a frame ends them. */
static unsigned count_places(const struct place *place, unsigned most)
{
	unsigned n = 0;

	while (n < most && place[n].frame)
		n++;
	return n;
}

const void *row_values(const struct row *row, const void *base, unsigned *count)
{
	const void *values = (const uint8_t *)base + row->offset;

	if (row->apart)
		values = *(const void *const *)values;
	if (!row->most)
		*count = values ? 1 : 0;
	else if (row->count == ROW_UNCOUNTED)
		*count = count_places(values, row->most);
	else
		*count = *(const unsigned *)(const void *)((const uint8_t *)base + row->count);
	return values;
}

static int compare_hashes(const struct seen_hashes *a, const struct seen_hashes *b)
{
	if (a == b || !a || !b)
		return (a != NULL) - (b != NULL);
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return memcmp(a->hash, b->hash, a->n * sizeof a->hash[0]);
}

static int compare_values(const struct row *row, const void *a, const void *b)
{
	switch (row->cell) {
	case CELL_TEXT:
		return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
	case CELL_HASHES:
		return compare_hashes(*(const struct seen_hashes *const *)a,
				      *(const struct seen_hashes *const *)b);
	case CELL_CERTIFICATE:
		return layout_compare(&layout_certificate,
				      *(const struct certificate_facts *const *)a,
				      *(const struct certificate_facts *const *)b);
	case CELL_OBJECT:
		return layout_compare(row->of, a, b);
	default:
		return memcmp(a, b, row_size(row));
	}
}

static int compare_rows(const struct row *row, const void *a, const void *b)
{
	unsigned n, m;
	const uint8_t *x = row_values(row, a, &n), *y = row_values(row, b, &m);
	int order = 0;

	if (n != m)
		return n < m ? -1 : 1;
	for (unsigned i = 0; i < n && !order; i++)
		order = compare_values(row, x + i * row_size(row), y + i * row_size(row));
	return order;
}

int layout_compare(const struct layout *layout, const void *a, const void *b)
{
	int order = 0;

	for (const struct row *row = layout->rows; row->name && !order; row++)
		order = compare_rows(row, a, b);
	return order;
}
