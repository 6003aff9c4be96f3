/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_cell.h - one value of a sighting as JSON and back.
 *
 * A text that is no UTF-8 is {"bytes": "hex"}; a number that other programs
 * could not hold in 63 bits is a string of decimal digits. So nothing is lost.
 */
#ifndef SIGHTING_JSON_CELL_H
#define SIGHTING_JSON_CELL_H

#include <jansson.h>

#include "layout.h"

/* What values refer to, and where they are kept. */
struct shared {
	struct sightings *sightings; /* reading: the store of texts and structs */
	GHashTable *numbers;         /* writing: struct seen_hashes * -> its number + 1 */
	GHashTable *hashes;          /* reading: number -> const struct seen_hashes * */
	GHashTable *certificate_numbers, *certificates; /* the same of certificate_facts */
	char wrong[256];                                /* reading: what is wrong, a sentence */
};

/* Sets the fields of the struct at |base| in |object|, which is returned; absent ones are not. */
json_t *layout_write(struct shared *shared, const struct layout *layout, const void *base,
		     json_t *object);

/*
 * Fills the zeroed struct at |base| from |object| and takes from it the fields
 * that it knows; what is left is for others. False with |shared->wrong| set.
 */
bool layout_read(struct shared *shared, const struct layout *layout, void *base, json_t *object);

/* Takes a whole number from 0 to |most| from |object|; false, too, when there is none. */
bool take_number(struct shared *shared, json_t *object, const char *name, uint64_t most,
		 uint64_t *number);

/* True when all fields of |object| have been taken. */
bool nothing_is_left(struct shared *shared, json_t *object);

/* Says what is wrong, and gives false. */
bool wrong(struct shared *shared, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
