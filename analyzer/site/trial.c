/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trial.c - a site over a site; see trial.h.
 *
 * Row numbers are the site's, added rows follow. Typed rows and rows of text
 * lie in arrays of the trial's own, so that the checks see them as any other;
 * the look-ups are indexes over the site's, for changed keys alone.
 */
#include "trial.h"

#include "change.h"
#include "typed.h"

#define CHUNK 4096

struct site_trial {
	const struct site *base;
	struct site site;
	struct site_private private;
	struct records records;
	bool opened[SITE_TABLES];
	size_t room[SITE_TABLES]; /* typed rows that fit */
};

static GPtrArray *base_rows(const struct site_trial *trial, enum site_table table)
{
	return trial->base->private->records->rows[table];
}

struct site_trial *site_trial_new(const struct site *site)
{
	struct site_trial *trial = g_new0(struct site_trial, 1);

	trial->base = site;
	trial->site = *site;
	trial->site.private = &trial->private;
	trial->private = *site->private;
	trial->private.records = &trial->records;
	trial->private.texts = g_string_chunk_new(CHUNK);
	trial->records = *site->private->records;
	trial->records.under = &trial->site;
	trial->records.shared = site->private->records;
	trial->records.texts = g_string_chunk_new(CHUNK);
	trial->records.secrets = g_ptr_array_new_with_free_func((GDestroyNotify)secret_free);
	return trial;
}

/* From now on the table is the trial's own. */
static void open_table(struct site_trial *trial, enum site_table table)
{
	if (trial->opened[table])
		return;
	trial->opened[table] = true;
	/* Not a copy of the array: that would free the rows too. */
	trial->records.rows[table] = g_ptr_array_new();
	g_ptr_array_extend(trial->records.rows[table], base_rows(trial, table), NULL, NULL);
	trial->records.touched[table] = g_array_new(FALSE, FALSE, sizeof(unsigned));
	if (trial->private.index[table])
		trial->private.index[table] = index_over(trial->private.index[table]);
	if (table == SITE_CONFIGURATION)
		trial->private.configuration =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (tables[table].rows == NOWHERE)
		return;
	struct rows *rows = rows_of(&trial->site, table);

	trial->room[table] = rows->n;
	rows->row = g_memdup2(rows->row, rows->n * tables[table].row_size);
}

static char *typed_row(struct site *site, enum site_table table, unsigned row)
{
	return rows_of(site, table)->row + row * tables[table].row_size;
}

static void undo_row(struct site_trial *trial, enum site_table table, unsigned row)
{
	GPtrArray *rows = trial->records.rows[table];
	gpointer base =
		row < base_rows(trial, table)->len ? base_rows(trial, table)->pdata[row] : NULL;

	if (rows->pdata[row] == base)
		return;
	g_free(rows->pdata[row]);
	rows->pdata[row] = base;
	if (!base)
		return;
	if (tables[table].rows != NOWHERE)
		memcpy(typed_row(&trial->site, table, row),
		       typed_row((struct site *)trial->base, table, row), tables[table].row_size);
}

static void undo_table(struct site_trial *trial, enum site_table table)
{
	GArray *touched = trial->records.touched[table];

	for (unsigned i = 0; i < touched->len; i++)
		undo_row(trial, table, g_array_index(touched, unsigned, i));
	g_array_set_size(touched, 0);
	g_ptr_array_set_size(trial->records.rows[table], (int)base_rows(trial, table)->len);
	if (tables[table].rows != NOWHERE)
		rows_of(&trial->site, table)->n = base_rows(trial, table)->len;
	if (trial->private.index[table])
		g_hash_table_remove_all(trial->private.index[table]->keys);
	trial->site.has[table] = trial->records.has[table] = trial->base->has[table];
}

static void undo_all(struct site_trial *trial)
{
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (trial->opened[t])
			undo_table(trial, t);
	if (trial->opened[SITE_CONFIGURATION]) {
		g_hash_table_remove_all(trial->private.configuration);
		settings_read(&trial->site, NULL);
	}
	g_string_chunk_clear(trial->private.texts);
	g_string_chunk_clear(trial->records.texts);
	g_ptr_array_set_size(trial->records.secrets, 0);
}

static void make_room(struct site_trial *trial, enum site_table table)
{
	struct rows *rows = rows_of(&trial->site, table);
	size_t wanted = trial->records.rows[table]->len;

	if (wanted > trial->room[table]) {
		trial->room[table] = wanted * 2;
		rows->row = g_realloc_n(rows->row, wanted * 2, tables[table].row_size);
	}
	rows->n = wanted;
}

static void change_key(struct site_trial *trial, enum site_table table, unsigned row,
		       void (*change)(struct index *index, const void *key, unsigned row))
{
	char *key = trial->private.index[table] ? row_key(&trial->site, table, row) : NULL;

	if (key)
		change(trial->private.index[table], key, row);
	g_free(key);
}

/* A record as it stands now, into its typed row and the look-up. */
static bool retype(struct site_trial *trial, enum site_table table, unsigned row, size_t before)
{
	char *typed = typed_row(&trial->site, table, row);

	if (row < before)
		change_key(trial, table, row, index_remove);
	memset(typed, 0, tables[table].row_size);
	if (!row_read(&trial->site, table, records_at(&trial->records, table, row), typed, NULL))
		return false;
	change_key(trial, table, row, index_add);
	return true;
}

/* Rows from |first| on in the list of those that were touched. */
static bool retype_touched(struct site_trial *trial, enum site_table table, unsigned first)
{
	const GArray *touched = trial->records.touched[table];
	size_t before = rows_of(&trial->site, table)->n;

	make_room(trial, table);
	for (unsigned i = first; i < touched->len; i++)
		if (!retype(trial, table, g_array_index(touched, unsigned, i), before))
			return false;
	return true;
}

bool rows_with(const struct site *site, enum site_table table, unsigned column, const char *value,
	       const GArray **rows)
{
	static const char *const looked_up_by[SITE_TABLES] = {
		[SITE_PID_MAP] = "pid",  [SITE_LOCATION] = "resource_guid",
		[SITE_SYSTEMS] = "uuid", [SITE_OOB_CAPABILITY] = "uuid",
		[SITE_DEVICE] = "uuid",
	};
	const char *key = looked_up_by[table];
	const struct index *index = site->private->index[table];
	struct uuid uuid;

	if (!key || strcmp(tables[table].column[column].name, key) != 0)
		return false;
	if (index->of_uuids && (!uuid_parse(&uuid, value) || uuid_is_blank(&uuid)))
		return false;
	*rows = index_rows(index, index->of_uuids ? (const void *)&uuid : value);
	return true;
}

static bool make(struct site_trial *trial, const char *change)
{
	enum site_table table = change_table(change);

	if (table == SITE_TABLES)
		return false;
	open_table(trial, table);
	unsigned first = trial->records.touched[table]->len;

	if (!change_make(&trial->records, change, NULL))
		return false;
	trial->site.has[table] = trial->records.has[table];
	if (table != SITE_CONFIGURATION)
		return retype_touched(trial, table, first);
	g_hash_table_remove_all(trial->private.configuration);
	return settings_read(&trial->site, NULL);
}

const struct site *site_trial_with(struct site_trial *trial, const GPtrArray *changes)
{
	undo_all(trial);
	for (unsigned i = 0; i < changes->len; i++)
		if (!make(trial, changes->pdata[i]))
			return NULL;
	return &trial->site;
}

static void close_table(struct site_trial *trial, enum site_table table)
{
	g_ptr_array_unref(trial->records.rows[table]);
	g_array_unref(trial->records.touched[table]);
	index_free(trial->private.index[table]);
	if (tables[table].rows != NOWHERE)
		g_free(rows_of(&trial->site, table)->row);
}

void site_trial_free(struct site_trial *trial)
{
	if (!trial)
		return;
	undo_all(trial);
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (trial->opened[t])
			close_table(trial, t);
	if (trial->opened[SITE_CONFIGURATION])
		g_hash_table_unref(trial->private.configuration);
	g_string_chunk_free(trial->private.texts);
	g_string_chunk_free(trial->records.texts);
	g_ptr_array_unref(trial->records.secrets);
	g_free(trial);
}
