/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields.c - fields.def as two tables: filter names and labels. */
#include "fields.h"

struct field_words {
	const char *filter;
	const char *label;
};

static const struct field_words words[F_COUNT] = {
	[F_NONE] = {"iamt", "Message"},
#define FIELD(id, type, base, order, names, filter, label) [F_##id] = {filter, label},
#include "fields.def"
#undef FIELD
};

static const struct field_words *words_of(enum field field)
{
	return &words[(unsigned)field < F_COUNT ? field : F_NONE];
}

const char *field_filter(enum field field)
{
	return words_of(field)->filter;
}

const char *field_label(enum field field)
{
	return words_of(field)->label;
}

bool field_is_secret(enum field field)
{
	switch ((unsigned)field) {
#define FIELD(...)
#define DERIVED(...)
#define LOCAL(...)
#define BITS(...)
#define SECRET(id, filter, label) case F_##id:
#include "fields.def"
#undef FIELD
		return true;
	}
	return false;
}
