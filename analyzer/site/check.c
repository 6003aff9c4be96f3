/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.c - every problem of the records.
 *
 * One pass a column, a table of further rules a table: what a value is in
 * itself, what is there twice, which joins lead nowhere. Reading the files
 * has already listed what is wrong with them.
 */
#include "policy.h"
#include "read.h"
#include "setup_files_check.h"
#include "shown.h"
#include "site_edit.h"

struct checking {
	const struct records *records;
	const char *path;
	enum site_table table;
	GPtrArray *problems;
};

static void say(const struct checking *in, const struct record *record, bool warning,
		const char *what)
{
	problem_add(in->problems, warning, records_where(in->records, in->table, record), "%s",
		    what);
}

/* The same with the value that it is about, as it may be shown. */
static void say_value(const struct checking *in, const struct record *record, unsigned column,
		      bool warning, const char *what)
{
	char *value = value_shown(in->table, column, record, false);

	problem_add(in->problems, warning, records_where(in->records, in->table, record),
		    "%s \"%.80s\" %s", tables[in->table].column[column].name, value, what);
	g_free(value);
}

static void check_pid(const struct checking *in, const struct record *record, unsigned column)
{
	char pid[PID_TEXT];

	key_text(pid, sizeof pid, record->value[column]);
	if (!pid_is_well_formed(bytes_of(pid, PID_LENGTH)))
		say_value(in, record, column, false, "holds more than A-Z and 0-9");
	else if (!pid_check_holds(bytes_of(pid, PID_LENGTH)))
		say_value(in, record, column, true, "has a check character that does not fit");
}

static void check_pps(const struct checking *in, const struct record *record, unsigned column)
{
	char pps[PPS_LENGTH + 1];
	size_t n = key_text(pps, sizeof pps, record->value[column]);

	if (n != PPS_LENGTH)
		say_value(in, record, column, false, "is no PPS: 32 characters are wanted");
	else if (!pps_check_holds(bytes_of(pps, PPS_LENGTH)))
		say_value(in, record, column, true, "has check characters that do not fit");
	explicit_bzero(pps, sizeof pps);
}

static void check_uuid(const struct checking *in, const struct record *record, unsigned column)
{
	struct uuid uuid;

	if (uuid_parse(&uuid, record->value[column]) && uuid_is_blank(&uuid))
		say_value(in, record, column, true, "names no machine");
}

static void check_fqdn(const struct checking *in, const struct record *record, unsigned column)
{
	if (!strchr(record->value[column], '.'))
		say_value(in, record, column, true, "has no dot: it is no whole name (AMT-F08)");
}

static void check_time(const struct checking *in, const struct record *record, unsigned column)
{
	bool has_offset;
	gint64 time;

	if (time_parse(&time, record->value[column], &has_offset) && !has_offset)
		say_value(in, record, column, true, "has no offset and is taken for UTC");
}

static void (*const further[])(const struct checking *in, const struct record *record,
			       unsigned column) = {
	[KIND_FQDN] = check_fqdn, [KIND_PID] = check_pid,   [KIND_SECRET] = check_pps,
	[KIND_UUID] = check_uuid, [KIND_TIME] = check_time,
};

static void check_value(const struct checking *in, const struct record *record, unsigned column)
{
	enum kind kind = tables[in->table].column[column].kind;
	const char *wrong = value_problem(kind, record->value[column]);

	if (wrong)
		say_value(in, record, column, false, wrong);
	else if (kind < G_N_ELEMENTS(further) && further[kind])
		further[kind](in, record, column);
}

static void check_key(const struct checking *in, const struct record *record)
{
	const struct table *t = &tables[in->table];

	for (unsigned c = 0; c < t->n; c++)
		if (t->column[c].key && record->value[c])
			return;
	say(in, record, false, "has nothing that says what it is about");
}

static void check_values(const struct checking *in)
{
	for (unsigned i = 0; i < in->records->rows[in->table]->len; i++) {
		const struct record *record = records_at(in->records, in->table, i);

		check_key(in, record);
		for (unsigned c = 0; c < tables[in->table].n; c++)
			if (record->value[c])
				check_value(in, record, c);
	}
}

/* The values of |column|, canonical, each with the first record that has it. */
static GHashTable *values_of(const struct records *records, enum site_table table, unsigned column)
{
	GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (unsigned i = 0; i < records->rows[table]->len; i++) {
		const struct record *record = records_at(records, table, i);
		const char *text = record->value[column];
		char *value =
			text ? value_canonical(tables[table].column[column].kind, text) : NULL;

		if (value && !g_hash_table_contains(values, value))
			g_hash_table_insert(values, value, (gpointer)record);
		else
			g_free(value);
	}
	return values;
}

/* The canonical text of a UUID with its first groups turned round; NULL when it is none. */
static char *turned_round(const char *text)
{
	char turned[UUID_TEXT];
	struct uuid uuid;

	if (!uuid_parse(&uuid, text))
		return NULL;
	uuid = uuid_swapped(&uuid);
	return g_strdup(uuid_text(&uuid, turned));
}

/* The record that had this value before, in either byte order of a UUID; |*how| says which. */
static const struct record *earlier(GHashTable *values, enum kind kind, const char *text,
				    const struct record *record, const char **how)
{
	char *value = value_canonical(kind, text);
	const struct record *other = g_hash_table_lookup(values, value);

	g_free(value);
	*how = "";
	if (other != record || kind != KIND_UUID)
		return other == record ? NULL : other;
	value = turned_round(text);
	other = value ? g_hash_table_lookup(values, value) : NULL;
	g_free(value);
	*how = " in the other byte order";
	return other && other->line < record->line ? other : NULL;
}

static void check_unique(const struct checking *in, unsigned column)
{
	enum kind kind = tables[in->table].column[column].kind;
	GHashTable *values = values_of(in->records, in->table, column);

	for (unsigned i = 0; i < in->records->rows[in->table]->len; i++) {
		const struct record *record = records_at(in->records, in->table, i);
		const char *text = record->value[column], *how;
		const struct record *other =
			text ? earlier(values, kind, text, record, &how) : NULL;

		if (!other)
			continue;
		char *what = g_strdup_printf("stands in %s %u too%s",
					     in->records->by_line[in->table] ? "line" : "row",
					     other->line, how);

		say_value(in, record, column, true, what);
		g_free(what);
	}
	g_hash_table_unref(values);
}

/* Columns of which a value should stand once only. */
static const struct {
	enum site_table table;
	const char *column;
} unique[] = {
	{SITE_PID_MAP, "pid"},
	{SITE_CONFIGURATION, "name"},
	{SITE_SYSTEMS, "uuid"},
	{SITE_OOB_CAPABILITY, "uuid"},
	{SITE_DEVICE, "uuid"},
	{SITE_DEVICE, "mac"},
	{SITE_LOCATION, "resource_guid"},
	{SITE_IDENTIFICATION, "resource_guid"},
};

/* Joins by resource GUID: a row of |from| should have one in |to|. */
static const struct {
	enum site_table from, to;
} joins[] = {
	{SITE_LOCATION, SITE_OOB_CAPABILITY},
	{SITE_IDENTIFICATION, SITE_OOB_CAPABILITY},
	{SITE_OOB_CAPABILITY, SITE_LOCATION},
};

static void check_join(const struct checking *in, enum site_table to)
{
	unsigned from_column = (unsigned)column_named(in->table, "resource_guid");
	GHashTable *there = values_of(in->records, to, (unsigned)column_named(to, "resource_guid"));
	char *what = g_strdup_printf("stands in no row of %s", site_table_names[to]);

	for (unsigned i = 0; i < in->records->rows[in->table]->len; i++) {
		const struct record *record = records_at(in->records, in->table, i);
		const char *text = record->value[from_column];
		char *value = text ? value_canonical(KIND_GUID, text) : NULL;

		if (value && !g_hash_table_contains(there, value))
			say_value(in, record, from_column, true, what);
		g_free(value);
	}
	g_free(what);
	g_hash_table_unref(there);
}

static void check_setting(const struct checking *in, const struct record *record)
{
	const char *name = record->value[0], *value = record->value[1];
	const struct setting *setting = name ? setting_named(name) : NULL;

	if (!setting || !value || setting_value(setting, value))
		return;
	char *shown = value_shown(in->table, 1, record, false);

	problem_add(in->problems, false, records_where(in->records, in->table, record),
		    "%s is \"%.80s\", but must be %s", setting->name, shown, setting->values);
	g_free(shown);
}

static void check_settings(const struct checking *in)
{
	for (unsigned i = 0; i < in->records->rows[in->table]->len; i++)
		check_setting(in, records_at(in->records, in->table, i));
}

static void check_empty(const struct checking *in)
{
	if (in->records->rows[in->table]->len)
		return;
	problem_add(in->problems, true, g_strdup(in->records->source[in->table]),
		    "%s is empty, which says that there are none: remove it if they are not known",
		    site_table_names[in->table]);
}

static void check_table(const struct checking *in)
{
	check_empty(in);
	check_values(in);
	if (in->table == SITE_CONFIGURATION)
		check_settings(in);
	if (in->table == SITE_CERTIFICATE)
		setup_files_check(in->records, in->path, in->problems);
	for (unsigned i = 0; i < G_N_ELEMENTS(unique); i++)
		if (unique[i].table == in->table)
			check_unique(in, (unsigned)column_named(in->table, unique[i].column));
	for (unsigned i = 0; i < G_N_ELEMENTS(joins); i++)
		if (joins[i].from == in->table && in->records->has[joins[i].to])
			check_join(in, joins[i].to);
}

GPtrArray *site_problems(const char *path, GError **error)
{
	struct records *records = records_new();
	struct checking in = {.records = records, .path = path, .problems = problems_new()};

	if (!records_read(records, path, in.problems, error)) {
		g_ptr_array_unref(in.problems);
		in.problems = NULL;
	}
	for (unsigned t = 0; in.problems && t < SITE_TABLES; t++) {
		in.table = t;
		if (records->has[t])
			check_table(&in);
	}
	records_free(records);
	return in.problems;
}

/* Names of files and columns may be as hostile as what stands in them. */
static void print_problem(const struct site_problem *problem, FILE *out)
{
	char *where = text_printable(problem->where), *what = text_printable(problem->what);

	fprintf(out, "%s%s%s: %s\n", where, *where ? ": " : "",
		problem->warning ? "warning" : "error", what);
	g_free(where);
	g_free(what);
}

bool site_check(const char *path, FILE *out, unsigned *errors, unsigned *warnings, GError **error)
{
	GPtrArray *problems = site_problems(path, error);

	*errors = *warnings = 0;
	if (!problems)
		return false;
	for (unsigned i = 0; i < problems->len; i++) {
		const struct site_problem *problem = g_ptr_array_index(problems, i);

		print_problem(problem, out);
		++*(problem->warning ? warnings : errors);
	}
	g_ptr_array_unref(problems);
	return true;
}
