/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout.h - what sightings consist of: a row per field.
 *
 * Writing, reading and comparing sightings walk over these rows, so a field
 * is named once. A field whose bytes are all zero is absent, unless it is
 * required. A new field of a seen struct gets a row here and an entry in
 * sightings.schema.json; a test finds the member without a row.
 */
#ifndef SIGHTING_LAYOUT_H
#define SIGHTING_LAYOUT_H

#include "sighting.h"

#define SIGHTING_KINDS (SIGHTING_NEIGHBOUR + 1)

/* How one value is kept, and with that how it is written. */
enum cell {
	CELL_FLAG,        /* bool */
	CELL_U8,          /* numbers: none is larger than the row's |limit|, if it has one */
	CELL_U16,         /* */
	CELL_U32,         /* also unsigned */
	CELL_U64,         /* */
	CELL_TIME,        /* int64_t: nanoseconds since 1970 UTC */
	CELL_WORD,        /* an enum: index into the row's |words| */
	CELL_ADDRESS,     /* struct address */
	CELL_MAC,         /* struct mac */
	CELL_UUID,        /* struct uuid */
	CELL_PID,         /* char[PID_TEXT] */
	CELL_TEXT,        /* const char * of the store */
	CELL_DIGEST,      /* value of a struct seen_hash: as many bytes as its length says */
	CELL_HASHES,      /* const struct seen_hashes *, one of many that share it */
	CELL_BYTES,       /* as many as the row's |limit| */
	CELL_CERTIFICATE, /* const struct certificate_facts *, one of many that share it */
	CELL_OBJECT,      /* a struct that the row's |of| describes */
};

#define ROW_UNCOUNTED SIZE_MAX

struct row {
	const char *name;
	enum cell cell;
	size_t offset;
	bool required;
	bool apart;               /* the value, or the array, is behind a pointer */
	unsigned most;            /* of an array: its longest; 0 = one value */
	size_t count;             /* of an array: offset of its unsigned length, or ROW_UNCOUNTED */
	uint64_t limit;           /* largest number, 0 = what fits */
	const char *const *words; /* ends with NULL; absent is the first */
	const struct layout *of;
};

struct layout {
	const char *type; /* of its line; NULL: never a line of its own */
	size_t size;
	const struct row *rows; /* ends with a row without a name */
};

extern const struct layout layout_capture;  /* struct capture_facts */
extern const struct layout layout_sighting; /* struct sighting: what all kinds have */
extern const struct layout *const layout_of[SIGHTING_KINDS]; /* what each adds */
extern const struct layout layout_hash;                      /* struct seen_hash */
extern const struct layout layout_moment, layout_place;
extern const struct layout layout_certificate; /* struct certificate_facts */
extern const struct layout layout_session;     /* struct seen_session */
extern const struct layout layout_calls;       /* struct seen_calls */

/* What |sighting| has beyond all others; |layout_of| its kind describes it. */
void *sighting_value(const struct sighting *sighting);
void sighting_set_value(struct sighting *sighting, void *value);

/* Bytes of one value of |row|. */
size_t row_size(const struct row *row);

/* The first of |row|'s values in the struct at |base|, and how many there are. */
const void *row_values(const struct row *row, const void *base, unsigned *count);

/*
 * An order over structs of one layout by what they say and not by where it
 * stands. It only has to be the same in every run, so numbers are compared
 * as they lie in memory. 0: they say the same.
 */
int layout_compare(const struct layout *layout, const void *a, const void *b);

#endif
