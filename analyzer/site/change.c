/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * change.c - what-if changes on the rows of text; syntax in change.h.
 *
 * Values are compared in the spelling that equal ones share (braces, case,
 * dashes do not count). Messages never quote behind the first '=', where a
 * PPS may stand.
 */
#include "change.h"

#include "trial.h"
#include "typed.h"

struct assignment {
	unsigned column;
	char *value;
};

struct assignments {
	enum site_table table;
	unsigned n;
	struct assignment a[COLUMNS_MAX];
};

struct parsing {
	const char *all, *at;
	GError **error;
};

static bool fail(const struct parsing *in, const char *what)
{
	g_set_error(in->error, SITE_ERROR, SITE_ERROR_CHANGE, "--set %.*s...: %s",
		    (int)MIN(strcspn(in->all, "="), 80), in->all, what);
	return false;
}

static void assignments_free(struct assignments *list)
{
	for (unsigned i = 0; i < list->n; i++)
		secret_free(list->a[i].value);
	list->n = 0;
}

/* A value up to one of |ends|, or to the end of the text. NULL when a quote is not closed. */
static char *parse_value(struct parsing *in, const char *ends)
{
	if (*in->at != '"') {
		size_t n = strcspn(in->at, ends);

		in->at += n;
		return g_strndup(in->at - n, n);
	}
	/* Never longer than what is left, so it does not move and leaves no copy. */
	GString *value = g_string_sized_new(strlen(in->at));

	for (in->at++; *in->at; in->at++) {
		if (*in->at == '"' && *++in->at != '"')
			return g_string_free(value, FALSE);
		g_string_append_c(value, *in->at);
	}
	secret_free(g_string_free(value, FALSE));
	return NULL;
}

static int parse_column(struct parsing *in, enum site_table table)
{
	size_t n = strcspn(in->at, "=");
	char *name = g_strndup(in->at, n);
	int column = in->at[n] == '=' && n ? column_named(table, name) : -1;

	g_free(name);
	if (column < 0)
		fail(in, in->at[n] == '=' ? "no such column" : "column=value is wanted");
	else
		in->at += n + 1;
	return column;
}

static bool parse_assignment(struct parsing *in, struct assignments *list, const char *ends)
{
	int column = parse_column(in, list->table);

	if (column < 0)
		return false;
	for (unsigned i = 0; i < list->n; i++)
		if (list->a[i].column == (unsigned)column)
			return fail(in, "the same column twice");
	char *value = parse_value(in, ends);

	if (!value)
		return fail(in, "a quote is not closed");
	list->a[list->n++] = (struct assignment){(unsigned)column, value};
	if (!g_utf8_validate(value, -1, NULL))
		return fail(in, "is not UTF-8");
	return true;
}

/* column=value,column=value up to the one character of |end|, which is stepped over, or the end. */
static bool parse_assignments(struct parsing *in, struct assignments *list, enum site_table table,
			      const char *end)
{
	char ends[] = {',', *end, '\0'};

	*list = (struct assignments){.table = table};
	do {
		if (!parse_assignment(in, list, ends))
			return false;
	} while (*in->at == ',' && in->at++);
	if (*in->at != *end)
		return fail(in, "a value is followed by text: does it need quotes?");
	in->at += *end != '\0';
	return true;
}

/* May these values stand in their columns? */
static bool values_fit(const struct parsing *in, const struct assignments *list)
{
	for (unsigned i = 0; i < list->n; i++) {
		const struct column *column = &tables[list->table].column[list->a[i].column];
		const char *wrong =
			*list->a[i].value ? value_problem(column->kind, list->a[i].value) : NULL;

		if (wrong) {
			char *what = g_strdup_printf("%s %s", column->name, wrong);

			fail(in, what);
			g_free(what);
			return false;
		}
	}
	return true;
}

static void assign(struct records *records, struct record *record, const struct assignments *list)
{
	for (unsigned i = 0; i < list->n; i++)
		record_set(records, list->table, record, list->a[i].column, list->a[i].value);
}

static bool value_is(enum kind kind, const char *value, const char *canonical)
{
	if (!value || !*canonical)
		return !value && !*canonical;
	char *own = value_canonical(kind, value);
	bool same = strcmp(own, canonical) == 0;

	secret_free(own);
	return same;
}

/* |list| holds canonical values. */
static bool record_matches(const struct record *record, const struct assignments *list)
{
	for (unsigned i = 0; i < list->n; i++) {
		unsigned column = list->a[i].column;

		if (!value_is(tables[list->table].column[column].kind, record->value[column],
			      list->a[i].value))
			return false;
	}
	return true;
}

static void make_canonical(struct assignments *list)
{
	for (unsigned i = 0; i < list->n; i++) {
		char *value = list->a[i].value;

		list->a[i].value =
			value_canonical(tables[list->table].column[list->a[i].column].kind, value);
		secret_free(value);
	}
}

/* Where a trial's look-ups know the rows that may match, these; else NULL and |n| is that of all. */
static const unsigned *rows_to_try(const struct records *records, const struct assignments *which,
				   unsigned *n)
{
	const GArray *rows = NULL;

	*n = records->rows[which->table]->len;
	for (unsigned i = 0; records->under && i < which->n; i++)
		if (rows_with(records->under, which->table, which->a[i].column, which->a[i].value,
			      &rows)) {
			*n = rows ? rows->len : 0;
			return rows ? &g_array_index(rows, unsigned, 0) : NULL;
		}
	return NULL;
}

/* Assigns to every record that matches; gives their number. */
static unsigned assign_matching(struct records *records, const struct assignments *which,
				const struct assignments *what)
{
	unsigned count, n = 0;
	const unsigned *row = rows_to_try(records, which, &count);

	for (unsigned i = 0; i < count; i++) {
		unsigned at = row ? row[i] : i;

		if (record_matches(records_at(records, which->table, at), which)) {
			assign(records, records_own(records, which->table, at), what);
			n++;
		}
	}
	return n;
}

/* Keeps the order of what stays, and touches each row once. */
static unsigned remove_matching(struct records *records, const struct assignments *which)
{
	GPtrArray *rows = records->rows[which->table];
	GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
	unsigned n = 0;

	for (unsigned i = 0; i < rows->len; i++) {
		if (record_matches(g_ptr_array_index(rows, i), which))
			n++;
		else
			g_ptr_array_add(kept, g_steal_pointer(&rows->pdata[i]));
	}
	g_ptr_array_unref(rows);
	records->rows[which->table] = kept;
	return n;
}

static bool change_add(struct records *records, struct parsing *in, enum site_table table)
{
	struct assignments list;
	bool ok = parse_assignments(in, &list, table, "") && values_fit(in, &list);

	if (ok) {
		assign(records, records_add(records, table, 0), &list);
		records_give(records, table, NULL, false);
	}
	assignments_free(&list);
	return ok;
}

static bool change_remove(struct records *records, struct parsing *in, enum site_table table)
{
	struct assignments list;
	bool ok = parse_assignments(in, &list, table, "");

	make_canonical(&list);
	if (ok && records->shared)
		ok = fail(in, "records cannot be removed in a trial");
	if (ok && !remove_matching(records, &list))
		ok = fail(in, "no such record");
	assignments_free(&list);
	return ok;
}

static bool change_rows(struct records *records, struct parsing *in, enum site_table table)
{
	struct assignments which, what = {.n = 0};
	bool ok = parse_assignments(in, &which, table, "]");

	if (ok && *in->at++ != '.')
		ok = fail(in, "TABLE[column=value].column=value is wanted");
	ok = ok && parse_assignments(in, &what, table, "") && values_fit(in, &what);
	make_canonical(&which);
	if (ok && !assign_matching(records, &which, &what))
		ok = fail(in, "no such record");
	assignments_free(&which);
	assignments_free(&what);
	return ok;
}

/* configuration.NAME=VALUE: changes the record of that name, or adds it. */
static bool change_setting(struct records *records, struct parsing *in, enum site_table table)
{
	size_t n = strcspn(in->at, "=");

	if (table != SITE_CONFIGURATION || n == 0 || in->at[n] != '=')
		return fail(in, "configuration.NAME=VALUE is wanted");
	struct assignments which = {.table = table, .n = 1}, what = which;

	which.a[0] = (struct assignment){0, g_strndup(in->at, n)};
	what.a[0] = (struct assignment){1, g_strdup(in->at + n + 1)};
	char *name = g_strdup(which.a[0].value);
	bool ok = g_utf8_validate(in->at, -1, NULL) || fail(in, "is not UTF-8");

	make_canonical(&which);
	if (ok && !assign_matching(records, &which, &what)) {
		struct record *record = records_add(records, table, 0);

		record_set(records, table, record, 0, name);
		assign(records, record, &what);
	}
	if (ok)
		records_give(records, table, NULL, false);
	g_free(name);
	assignments_free(&which);
	assignments_free(&what);
	return ok;
}

static const struct operation {
	char sign;
	bool (*make)(struct records *records, struct parsing *in, enum site_table table);
} operations[] = {
	{'.', change_setting},
	{'+', change_add},
	{'-', change_remove},
	{'[', change_rows},
};

static size_t table_length(const char *change)
{
	return strspn(change, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
}

enum site_table change_table(const char *change)
{
	return table_named(change, table_length(change));
}

bool change_make(struct records *records, const char *change, GError **error)
{
	enum site_table table = change_table(change);
	struct parsing in = {.all = change, .at = change + table_length(change), .error = error};

	if (table == SITE_TABLES)
		return fail(&in, "no such table");
	for (const struct operation *o = operations; o < operations + G_N_ELEMENTS(operations); o++)
		if (*in.at == o->sign) {
			in.at++;
			return o->make(records, &in, table);
		}
	return fail(&in, "one of . + - [ must follow the table");
}
