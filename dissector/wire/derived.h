/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * derived.h - text that stands in no message but follows from a field's bytes.
 *
 * The functions that the rows DERIVED of fields.def name. Each gives NULL when
 * it has nothing to say; its text is constant or lies in |room|.
 */
#ifndef WIRE_DERIVED_H
#define WIRE_DERIVED_H

#include "bytes.h"

#define DERIVED_TEXT 16

/* The root CA whose certificate has this hash. */
const char *root_ca_text(struct bytes hash, char room[DERIVED_TEXT]);

/* "9.1" of one byte with two nibbles or of two bytes; NULL when they are zero. */
const char *pong_version_text(struct bytes version, char room[DERIVED_TEXT]);

#endif
