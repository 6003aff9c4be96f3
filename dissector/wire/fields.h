/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields.h - the names of every field that the decoders can report. */
#ifndef WIRE_FIELDS_H
#define WIRE_FIELDS_H

#include <stdbool.h>

enum field {
	F_NONE,
#define FIELD(id, ...) F_##id,
#include "fields.def"
#undef FIELD
	F_COUNT
};

/* The display filter name of |field|, e.g. "iamt.hello.version". */
const char *field_filter(enum field field);
/* Is its value never to be shown? */
bool field_is_secret(enum field field);
/* The label that people see, e.g. "Retry count". */
const char *field_label(enum field field);

#endif
