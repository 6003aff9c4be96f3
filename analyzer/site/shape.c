/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shape.c - from a file's columns to ours; see shape.h. */
#include "shape.h"

enum {
	CONFIGURATION_NAME,
	CONFIGURATION_VALUE
};

static bool fail(GError **error, const char *where, const char *what, const char *name)
{
	g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: %s %s", where, what, name);
	return false;
}

/* Maps one heading; false when its column stands there already. */
static bool map_heading(struct shape *shape, unsigned i, const char *heading)
{
	int column = column_named(shape->table, heading);

	shape->column[i] = column;
	shape->strange |= column < 0;
	shape->heading[i] = text_printable(heading);
	for (unsigned before = 0; before < i; before++)
		if (column >= 0 && shape->column[before] == column)
			return false;
	return true;
}

/* Is |column| among them; for -1: is any of ours? */
static bool has_column(const struct shape *shape, int column)
{
	for (unsigned i = 0; i < shape->n; i++)
		if (column < 0 ? shape->column[i] >= 0 : shape->column[i] == column)
			return true;
	return false;
}

static void name_strangers(const struct shape *shape, const char *where, GPtrArray *problems)
{
	for (unsigned i = 0; i < shape->n; i++)
		if (shape->column[i] < 0)
			problem_add(problems, true, g_strdup(where), "%s has no column %s",
				    site_table_names[shape->table], shape->heading[i]);
}

bool shape_make(struct shape *shape, enum site_table table, unsigned n, const char *const *headings,
		const char *where, GPtrArray *problems, GError **error)
{
	*shape = (struct shape){.table = table};
	if (n > SHAPE_COLUMNS_MAX)
		return fail(error, where, "too many columns in", site_table_names[table]);
	while (shape->n < n) {
		unsigned i = shape->n++;

		if (!map_heading(shape, i, headings[i])) {
			fail(error, where, "the same column twice:", shape->heading[i]);
			shape_free(shape);
			return false;
		}
	}
	shape->wide = table == SITE_CONFIGURATION && !has_column(shape, CONFIGURATION_NAME);
	if (shape->wide)
		return true;
	name_strangers(shape, where, problems);
	if (has_column(shape, -1))
		return true;
	shape_free(shape);
	return fail(error, where, "none of these is a column of", site_table_names[table]);
}

void shape_free(struct shape *shape)
{
	for (unsigned i = 0; i < shape->n; i++)
		g_free(shape->heading[i]);
	shape->n = 0;
}

static void put_setting(struct records *records, unsigned line, const char *name, const char *value)
{
	struct record *record = records_add(records, SITE_CONFIGURATION, line);

	record_set(records, SITE_CONFIGURATION, record, CONFIGURATION_NAME, name);
	record_set(records, SITE_CONFIGURATION, record, CONFIGURATION_VALUE, value);
}

void shape_put(const struct shape *shape, struct records *records, unsigned line,
	       const char *const *fields)
{
	if (shape->wide) {
		for (unsigned i = 0; i < shape->n; i++)
			if (fields[i] && *fields[i])
				put_setting(records, line, shape->heading[i], fields[i]);
		return;
	}
	struct record *record = records_add(records, shape->table, line);

	for (unsigned i = 0; i < shape->n; i++)
		if (shape->column[i] >= 0)
			record_set(records, shape->table, record, (unsigned)shape->column[i],
				   fields[i]);
}
