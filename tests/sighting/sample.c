/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sample.c - fills by the rows of layout.h, so that a new row is in the sample
 * from its first day. Numbers, times and texts include the awkward ones:
 * beyond 63 bits, before 1970, no UTF-8.
 */
#include "sample.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "layout.h"

struct filling {
	struct sightings *sightings;
	unsigned count; /* values made; makes each another */
};

static void fill(struct filling *f, const struct layout *layout, void *base);

static uint64_t number_for(struct filling *f, const struct row *row)
{
	uint64_t most = row->limit ? row->limit : UINT64_MAX >> (64 - 8 * row_size(row));

	return most - f->count % most; /* the largest values, never 0 */
}

static const char *text_for(struct filling *f)
{
	static const char *const forms[] = {"plain", "\"\\\b\t\x7f", "gr\xc3\xbc\xc3\x9f",
					    "no UTF-8 \xff\xc0\x80"};
	char text[64];

	g_snprintf(text, sizeof text, "%s%u", forms[f->count % G_N_ELEMENTS(forms)], f->count);
	return sightings_intern(f->sightings, text);
}

static const struct seen_hashes *hashes_for(struct filling *f)
{
	static const uint8_t lengths[] = {20, 32, 64, 255, 0};
	struct seen_hashes *hashes = sightings_room(
		f->sightings, sizeof *hashes + sizeof(struct seen_hash) * G_N_ELEMENTS(lengths));

	for (; hashes->n < G_N_ELEMENTS(lengths); hashes->n++) {
		struct seen_hash *hash = &hashes->hash[hashes->n];

		hash->algorithm = (uint8_t)hashes->n;
		hash->length = lengths[hashes->n];
		/* The last byte stays 0: a value is as long as is said, not as it seems. */
		for (unsigned i = 0; i + 1 < MIN(hash->length, sizeof hash->value); i++)
			hash->value[i] = (uint8_t)(hashes->n * 64 + i);
	}
	return sightings_intern_hashes(f->sightings, hashes);
}

static void fill_bytes(struct filling *f, uint8_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		at[i] = (uint8_t)(f->count + 31 * i + 1);
}

static const struct certificate_facts *certificate_for(struct filling *f)
{
	struct certificate_facts facts = {0};

	fill(f, &layout_certificate, &facts);
	return sightings_intern_certificate(f->sightings, &facts);
}

static void fill_value(struct filling *f, const struct row *row, void *at)
{
	f->count++;
	switch (row->cell) {
	case CELL_FLAG:
		*(bool *)at = true;
		break;
	case CELL_U8:
		*(uint8_t *)at = (uint8_t)number_for(f, row);
		break;
	case CELL_U16:
		*(uint16_t *)at = (uint16_t)number_for(f, row);
		break;
	case CELL_U32:
		*(uint32_t *)at = (uint32_t)number_for(f, row);
		break;
	case CELL_U64:
		*(uint64_t *)at = number_for(f, row);
		break;
	case CELL_TIME:
		*(int64_t *)at = f->count % 2 ? f->count - TIME_FAR : TIME_FAR - f->count;
		break;
	case CELL_WORD:
		*(uint32_t *)at = g_strv_length((char **)row->words) - 1;
		break;
	case CELL_ADDRESS:
		fill_bytes(f, at, sizeof(struct address));
		if (f->count % 2)
			*(struct address *)at = address_v4(at);
		break;
	case CELL_MAC:
		fill_bytes(f, at, sizeof(struct mac));
		break;
	case CELL_UUID:
		fill_bytes(f, at, sizeof(struct uuid));
		break;
	case CELL_PID:
		memcpy(at, "!A0~\"\\?9", PID_LENGTH);
		break;
	case CELL_TEXT:
		*(const char **)at = text_for(f);
		break;
	case CELL_HASHES:
		*(const struct seen_hashes **)at = hashes_for(f);
		break;
	case CELL_BYTES:
		fill_bytes(f, at, row_size(row));
		break;
	case CELL_CERTIFICATE:
		*(const struct certificate_facts **)at = certificate_for(f);
		break;
	case CELL_OBJECT:
		fill(f, row->of, at);
		break;
	case CELL_DIGEST: /* only in lists, which hashes_for() makes */
		break;
	}
}

static void fill_row(struct filling *f, const struct row *row, void *base)
{
	/* What stands apart may hold rows of its own, which hold rows. */
	unsigned n = row->most ? MIN(row->most, row->apart ? 2 : 9) : 1;
	uint8_t *at = (uint8_t *)base + row->offset;

	if (row->apart) {
		void *room = sightings_room(f->sightings, n * row_size(row));

		memcpy(at, &room, sizeof room);
		at = room;
	}
	for (unsigned i = 0; i < n; i++)
		fill_value(f, row, at + i * row_size(row));
	if (row->most && row->count != ROW_UNCOUNTED)
		*(unsigned *)(void *)((uint8_t *)base + row->count) = n;
}

static void fill(struct filling *f, const struct layout *layout, void *base)
{
	for (const struct row *row = layout->rows; row->name; row++)
		fill_row(f, row, base);
}

static struct sighting sighting_of(struct sightings *s, enum sighting_kind kind)
{
	struct sighting sighting = {.kind = kind};

	sighting_set_value(&sighting, sightings_room(s, layout_of[kind]->size));
	return sighting;
}

struct sightings *sample_full(void)
{
	struct filling f = {.sightings = sightings_new()};
	struct capture_facts facts = {0};

	fill(&f, &layout_capture, &facts);
	sightings_add_capture(f.sightings, &facts);
	for (enum sighting_kind kind = 0; kind < SIGHTING_KINDS; kind++) {
		struct sighting sighting = sighting_of(f.sightings, kind);

		fill(&f, &layout_sighting, &sighting);
		sighting.capture = 0;
		fill(&f, layout_of[kind], sighting_value(&sighting));
		sightings_add(f.sightings, &sighting);
	}
	return f.sightings;
}

struct sightings *sample_bare(void)
{
	struct sightings *s = sightings_new();

	sightings_add_capture(s, &(struct capture_facts){.file = ""});
	for (enum sighting_kind kind = 0; kind < SIGHTING_KINDS; kind++) {
		struct sighting sighting = sighting_of(s, kind);

		sighting.at.frame = 1;
		if (kind == SIGHTING_NAME)
			sighting.name->question = "";
		if (kind == SIGHTING_CONNECTION)
			sighting.connection->hello = sightings_room(s, sizeof(struct seen_hello));
		sightings_add(s, &sighting);
	}
	return s;
}

char *sample_text(struct sightings *s, size_t *n)
{
	char *text, *copy;
	FILE *out = open_memstream(&text, n);

	if (!sightings_write(out, s))
		abort();
	fclose(out);
	copy = g_memdup2(text, *n + 1);
	free(text);
	return copy;
}

struct sightings *sample_read(const char *text, size_t n, char **message)
{
	struct sightings *s = sightings_new();
	FILE *in = fmemopen((void *)(n ? text : "\0"), n ? n : 1, "r");
	GError *error = NULL;

	if (n == 0)
		getc(in);
	bool good = sightings_read(s, in, &error);

	fclose(in);
	if (good != !error)
		abort();
	if (good)
		return s;
	if (message)
		*message = g_strdup(error->message);
	g_error_free(error);
	sightings_free(s);
	return NULL;
}
