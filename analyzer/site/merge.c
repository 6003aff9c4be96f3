/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge.c - merging by key in one walk over each side; see merge.h. */
#include "merge.h"

#include <string.h>

#define BETWEEN '\x1f' /* stands in no value that anybody writes */

static void append_canonical(GString *key, const struct column *column, const char *value)
{
	char *canonical = value ? value_canonical(column->kind, value) : NULL;

	g_string_append(key, canonical ? canonical : "");
	g_string_append_c(key, BETWEEN);
	g_free(canonical);
}

/* The key of |record|: its key columns, or without any of these all that is no secret. */
static char *key_of(enum site_table table, const struct record *record)
{
	const struct table *t = &tables[table];
	GString *key = g_string_new(NULL);
	bool has_key = false;

	for (unsigned c = 0; c < t->n; c++)
		has_key |= t->column[c].key && record->value[c];
	for (unsigned c = 0; c < t->n; c++)
		if (has_key ? t->column[c].key : t->column[c].kind != KIND_SECRET)
			append_canonical(key, &t->column[c], record->value[c]);
	return g_string_free(key, FALSE);
}

static GHashTable *keys_of(const struct records *records, enum site_table table)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < records->rows[table]->len; i++)
		g_hash_table_add(keys, key_of(table, records_at(records, table, i)));
	return keys;
}

/*
 * Takes the records whose key is in |keys| out of |into|; gives the first of
 * each key, by key, and all of them in |taken|, which owns them.
 */
static GHashTable *take_out(struct records *into, enum site_table table, GHashTable *keys,
			    GPtrArray *taken)
{
	GHashTable *first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *rows = into->rows[table];

	for (unsigned i = 0; i < rows->len; i++) {
		struct record *record = g_steal_pointer(&rows->pdata[i]);
		char *key = key_of(table, record);
		bool out = g_hash_table_contains(keys, key);

		g_ptr_array_add(out ? taken : kept, record);
		if (out && !g_hash_table_contains(first, key))
			g_hash_table_insert(first, key, record);
		else
			g_free(key);
	}
	g_ptr_array_unref(rows);
	into->rows[table] = kept;
	return first;
}

static bool record_same(enum site_table table, const struct record *a, const struct record *b)
{
	for (unsigned c = 0; c < tables[table].n; c++)
		if (g_strcmp0(a->value[c], b->value[c]) != 0)
			return false;
	return true;
}

/* Adds |record| with what |old| (or NULL) knows besides. */
static void put_merged(struct records *into, enum site_table table, const struct record *record,
		       const struct record *old, struct merged *n)
{
	struct record *merged = records_add(into, table, record->line);

	for (unsigned c = 0; c < tables[table].n; c++)
		record_set(into, table, merged, c,
			   record->value[c] || !old ? record->value[c] : old->value[c]);
	if (!old)
		n->added++;
	else if (record_same(table, merged, old))
		n->unchanged++;
	else
		n->changed++;
}

struct merged merge_table(struct records *into, const struct records *from, enum site_table table)
{
	struct merged n = {0};
	GPtrArray *taken = g_ptr_array_new_with_free_func(g_free);
	GHashTable *keys = keys_of(from, table);
	GHashTable *first = take_out(into, table, keys, taken);

	for (unsigned i = 0; i < from->rows[table]->len; i++) {
		const struct record *record = records_at(from, table, i);
		char *key = key_of(table, record);

		put_merged(into, table, record, g_hash_table_lookup(first, key), &n);
		g_free(key);
	}
	records_give(into, table, NULL, false);
	g_hash_table_unref(first);
	g_hash_table_unref(keys);
	g_ptr_array_unref(taken);
	return n;
}

static const char *record_problem(enum site_table table, const struct record *record,
				  const char **column)
{
	for (unsigned c = 0; c < tables[table].n; c++) {
		const char *value = record->value[c];
		const char *wrong =
			value ? value_problem(tables[table].column[c].kind, value) : NULL;

		*column = tables[table].column[c].name;
		if (wrong)
			return wrong;
	}
	return NULL;
}

static bool table_fits(const struct records *from, enum site_table table, GError **error)
{
	for (unsigned i = 0; i < from->rows[table]->len; i++) {
		const struct record *record = records_at(from, table, i);
		const char *column, *wrong = record_problem(table, record, &column);

		if (wrong) {
			char *where = records_where(from, table, record);

			g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: %s %s", where,
				    column, wrong);
			g_free(where);
			return false;
		}
	}
	return true;
}

bool merge_values_fit(const struct records *from, GError **error)
{
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (!table_fits(from, t, error))
			return false;
	return true;
}
