/* SPDX-License-Identifier: GPL-2.0-or-later */
/* near.c - three tables from a part of a PID to the keys that have it; see near.h. */
#include "near.h"

#include <string.h>

static const struct {
	unsigned from, length;
} parts[] = {{0, 3}, {3, 3}, {6, 2}};

struct near {
	const struct site *site;
	GHashTable *by_part; /* packed part -> GArray of row numbers */
};

static gpointer part_of(const char pid[PID_TEXT], unsigned part)
{
	guint packed = part + 1;

	for (unsigned i = 0; i < parts[part].length; i++)
		packed = packed << 8 | (guchar)pid[parts[part].from + i];
	return GUINT_TO_POINTER(packed);
}

static void free_rows(gpointer rows)
{
	g_array_free(rows, TRUE);
}

static void add_row(struct near *near, unsigned part, guint row)
{
	gpointer key = part_of(near->site->pids.row[row].pid, part);
	GArray *rows = g_hash_table_lookup(near->by_part, key);

	if (!rows) {
		rows = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(near->by_part, key, rows);
	}
	if (rows->len < NEAR_MOST)
		g_array_append_val(rows, row);
}

struct near *near_new(const struct site *site)
{
	struct near *near = g_new0(struct near, 1);

	near->site = site;
	return near;
}

/* Only when somebody asks: most sites know all their keys. */
static void build(struct near *near)
{
	const struct site *site = near->site;

	near->by_part = g_hash_table_new_full(NULL, NULL, NULL, free_rows);
	for (guint row = 0; row < site->pids.n; row++)
		for (unsigned part = 0; part < G_N_ELEMENTS(parts) && !site->pids.row[row].used;
		     part++)
			add_row(near, part, row);
}

void near_free(struct near *near)
{
	if (!near)
		return;
	g_clear_pointer(&near->by_part, g_hash_table_destroy);
	g_free(near);
}

struct best {
	const struct site_pid *key;
	unsigned distance;
	bool several;
};

static void weigh(struct best *best, const struct site_pid *key, const char pid[PID_TEXT])
{
	unsigned distance = pid_distance(key->pid, pid);

	if (distance > best->distance || key == best->key)
		return;
	best->several = distance == best->distance && best->key;
	best->distance = distance;
	best->key = key;
}

const struct site_pid *near_find(struct near *near, const char pid[PID_TEXT])
{
	struct best best = {.distance = NEAR_SLIPS};

	if (!near->by_part)
		build(near);
	for (unsigned part = 0; part < G_N_ELEMENTS(parts); part++) {
		GArray *rows = g_hash_table_lookup(near->by_part, part_of(pid, part));

		for (guint i = 0; rows && i < rows->len; i++)
			weigh(&best, &near->site->pids.row[g_array_index(rows, guint, i)], pid);
	}
	return best.several ? NULL : best.key;
}
