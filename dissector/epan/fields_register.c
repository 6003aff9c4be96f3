/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fields_register.c - fields.def as Wireshark header fields.
 *
 * The tables of names are turned into Wireshark's own form once, at start;
 * they live as long as the program.
 */
#include "iamt.h"

#include "names.h"

static int hf[F_COUNT];
static int ett[F_COUNT];

int fields_hf(enum field field)
{
	return hf[field];
}

int fields_ett(enum field field)
{
	return ett[field];
}

static const value_string *value_strings(const struct name *table)
{
	size_t n = 0;

	if (!table)
		return NULL;
	while (table[n].text)
		n++;
	value_string *rows = wmem_alloc0_array(wmem_epan_scope(), value_string, n + 1);

	for (size_t i = 0; i < n; i++) {
		rows[i].value = table[i].value;
		rows[i].strptr = table[i].text;
	}
	return rows;
}

void fields_register(void)
{
#define NAMES_NONE NULL
#define FIELD(id, type, base, order, names, filter, label) \
	{&hf[F_##id],                                      \
	 {label, filter, FT_##type, BASE_##base, value_strings(NAMES_##names), 0, NULL, HFILL}},
#define BITS(id, of, mask, names, filter, label) \
	{&hf[F_##id],                            \
	 {label, filter, FT_UINT8, BASE_DEC, value_strings(NAMES_##names), mask, NULL, HFILL}},
#define LOCAL(...)
	hf_register_info rows[] = {
#include "fields.def"
	};
#undef FIELD
	static int *subtrees[F_COUNT];
	hf_register_info *lasting =
		wmem_memdup(wmem_epan_scope(), rows, sizeof rows); /* Wireshark keeps the rows */

	for (unsigned i = 0; i < F_COUNT; i++) {
		hf[i] = ett[i] = -1;
		subtrees[i] = &ett[i];
	}
	proto_register_field_array(proto_iamt, lasting, array_length(rows));
	proto_register_subtree_array(subtrees, array_length(subtrees));
}
