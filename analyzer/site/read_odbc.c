/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read_odbc.c - the server's own database, where it is reachable.
 *
 * Nothing is said to the database but SELECT * FROM a name that stands in our
 * tables: a name of its catalogue only ever chooses among ours (by case at
 * most, so it cannot hold anything else), and the same goes for schemas. What
 * a driver says is struck of the connection's secrets before anybody sees it.
 * API: ISO/IEC 9075-3 and Microsoft's ODBC Programmer's Reference, 3.x.
 */
#include "read_odbc.h"

#include <sql.h>
#include <sqlext.h>
#include <string.h>

#include "odbc_call.h"
#include "shape.h"

#define ENTRIES_MAX 200000 /* of a database's catalogue */
#define NAME_MAX_LENGTH 256

const struct odbc_bounds odbc_bounds = {
	.seconds = 60,
	.rows = 1000000,
	.characters = 65536,
	.bytes = 64u << 20,
};

/* Where a table of ours stands in the database, as it is spelled there. */
struct place_found {
	bool found;
	char schema[NAME_MAX_LENGTH], name[NAME_MAX_LENGTH];
};

/* Those that SCS, Symantec and the databases themselves use. "": the database has none. */
static const char *const schemas[] = {"",    "IntelAMT", "Symantec_CMDB_IntelAMT",
				      "dbo", "main",     "public"};

static bool is_known_schema(const char *schema)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schemas); i++)
		if (g_ascii_strcasecmp(schemas[i], schema) == 0)
			return true;
	return false;
}

/* Which table of ours |name| is; |theirs| tells whether it is the server's own name of it. */
static enum site_table table_called(const char *name, bool *theirs)
{
	for (unsigned t = 0; t < SITE_TABLES; t++) {
		const char *ours = table_identifier(t, name);

		*theirs = ours && ours != site_table_names[t];
		if (ours)
			return t;
	}
	return SITE_TABLES;
}

static bool note_entry(const struct odbc_call *call, struct place_found found[2][SITE_TABLES],
		       const char *schema, const char *name, GError **error)
{
	bool theirs;
	enum site_table table = table_called(name, &theirs);

	if (table == SITE_TABLES || !is_known_schema(schema))
		return true;
	struct place_found *place = &found[theirs][table];

	if (place->found) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
			    "%s: %s is there twice, in schemas '%s' and '%s': connect as a user "
			    "who sees one",
			    call->source->shown, name, place->schema, schema);
		return false;
	}
	place->found = true;
	g_strlcpy(place->schema, schema, sizeof place->schema);
	g_strlcpy(place->name, name, sizeof place->name);
	return true;
}

/* The columns of SQLTables' result. */
enum {
	TABLES_SCHEMA = 2,
	TABLES_NAME = 3,
};

static bool read_entry(struct odbc_call *call, struct place_found found[2][SITE_TABLES],
		       GError **error)
{
	const char *wrong = NULL;
	char *schema = odbc_value(call, TABLES_SCHEMA, SQL_VARCHAR, &wrong);
	char *name = odbc_value(call, TABLES_NAME, SQL_VARCHAR, &wrong);
	bool ok = wrong || !name || note_entry(call, found, schema ? schema : "", name, error);

	g_free(schema);
	g_free(name);
	return ok;
}

static bool find_tables(struct odbc_call *call, struct place_found found[2][SITE_TABLES],
			GError **error)
{
	SQLWCHAR kinds[] = {'T', 'A', 'B', 'L', 'E', ',', 'V', 'I', 'E', 'W', 0};
	bool ok = true;

	if (!odbc_begin(call, error))
		return false;
	if (!SQL_SUCCEEDED(SQLTablesW(call->statement, NULL, 0, NULL, 0, NULL, 0, kinds, SQL_NTS)))
		ok = odbc_fail(call, "its tables cannot be listed", error);
	for (unsigned n = 0; ok && n < ENTRIES_MAX && odbc_next(call, &ok, error); n++)
		ok = read_entry(call, found, error);
	odbc_end(call);
	return ok;
}

/* The columns of the result that is open, and of what type they are. */
static bool describe(struct odbc_call *call, struct shape *shape, enum site_table table,
		     SQLSMALLINT *types, GError **error)
{
	char *heading[SHAPE_COLUMNS_MAX] = {NULL};
	SQLSMALLINT n = 0;
	bool ok = true;

	if (!SQL_SUCCEEDED(SQLNumResultCols(call->statement, &n)))
		return odbc_fail(call, "its columns cannot be listed", error);
	for (int i = 0; ok && i < MIN(n, SHAPE_COLUMNS_MAX); i++) {
		SQLWCHAR name[NAME_MAX_LENGTH] = {0};

		ok = SQL_SUCCEEDED(SQLDescribeColW(call->statement, (SQLUSMALLINT)(i + 1), name,
						   NAME_MAX_LENGTH, NULL, &types[i], NULL, NULL,
						   NULL)) ||
		     odbc_fail(call, "its columns cannot be described", error);
		heading[i] = odbc_text(name, NAME_MAX_LENGTH);
	}
	ok = ok && shape_make(shape, table, (unsigned)MAX(n, 0), (const char *const *)heading,
			      call->source->shown, NULL, error);
	for (int i = 0; i < SHAPE_COLUMNS_MAX; i++)
		g_free(heading[i]);
	return ok;
}

static bool fail_value(const struct odbc_call *call, const struct shape *shape, unsigned row,
		       unsigned column, const char *what, GError **error)
{
	g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: %s row %u: %s %s",
		    call->source->shown, site_table_names[shape->table], row,
		    shape->heading[column], what);
	return false;
}

/* A value that is none of ours may be whatever it likes. */
static bool read_row(struct odbc_call *call, const struct shape *shape, const SQLSMALLINT *types,
		     unsigned row, char **field, GError **error)
{
	for (unsigned i = 0; i < shape->n; i++) {
		const char *wrong = NULL;

		if (shape->column[i] < 0 && !shape->wide)
			continue;
		field[i] = odbc_value(call, (SQLUSMALLINT)(i + 1), types[i], &wrong);
		if (wrong && shape->column[i] >= 0)
			return fail_value(call, shape, row, i, wrong, error);
	}
	return true;
}

static bool put_row(struct odbc_call *call, struct records *records, const struct shape *shape,
		    const SQLSMALLINT *types, unsigned row, GError **error)
{
	char *field[SHAPE_COLUMNS_MAX] = {NULL};
	bool ok = read_row(call, shape, types, row, field, error);

	if (ok)
		shape_put(shape, records, row, (const char *const *)field);
	for (unsigned i = 0; i < shape->n; i++)
		secret_free(field[i]);
	return ok;
}

static bool put_rows(struct odbc_call *call, struct records *records, const struct shape *shape,
		     const SQLSMALLINT *types, GError **error)
{
	unsigned row = 0;
	bool ok = true;

	while (odbc_next(call, &ok, error)) {
		if (++row > call->bounds->rows || call->bytes > call->bounds->bytes) {
			g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD,
				    "%s: %s has more than is read: %u rows and %zu bytes at most",
				    call->source->shown, site_table_names[shape->table],
				    call->bounds->rows, call->bounds->bytes);
			return false;
		}
		if (!put_row(call, records, shape, types, row, error))
			return false;
	}
	return ok;
}

/* Both names are ours but for their case (see note_entry()), so neither holds a quote. */
static char *select_text(const struct odbc_call *call, const struct place_found *place)
{
	const char *q = call->quote;

	if (!*place->schema)
		return g_strdup_printf("SELECT * FROM %s%s%s", q, place->name, q);
	return g_strdup_printf("SELECT * FROM %s%s%s.%s%s%s", q, place->schema, q, q, place->name,
			       q);
}

static bool read_result(struct odbc_call *call, struct records *records, enum site_table table,
			GError **error)
{
	SQLSMALLINT types[SHAPE_COLUMNS_MAX];
	struct shape shape;

	if (!describe(call, &shape, table, types, error))
		return false;
	bool ok = put_rows(call, records, &shape, types, error);

	shape_free(&shape);
	records_give(records, table, call->source->shown, false);
	return ok;
}

static bool read_table(struct odbc_call *call, struct records *records, enum site_table table,
		       const struct place_found *place, GError **error)
{
	g_autofree char *select = select_text(call, place);
	g_autofree SQLWCHAR *wide = g_utf8_to_utf16(select, -1, NULL, NULL, NULL);

	if (!odbc_begin(call, error))
		return false;
	bool ok = SQL_SUCCEEDED(SQLExecDirectW(call->statement, wide, SQL_NTS)) ||
		  odbc_fail(call, place->name, error);

	ok = ok && read_result(call, records, table, error);
	odbc_end(call);
	return ok;
}

static bool has_any(const struct place_found found[SITE_TABLES])
{
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (found[t].found)
			return true;
	return false;
}

static bool read_tables(struct odbc_call *call, struct records *records, GError **error)
{
	struct place_found found[2][SITE_TABLES] = {0};

	if (!find_tables(call, found, error))
		return false;
	/* In the server's database a table "device" or "profile" is something else. */
	const struct place_found *these = found[has_any(found[true])];

	if (!has_any(these)) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
			    "%s: has none of the tables that are wanted, or this user does not "
			    "see them",
			    call->source->shown);
		return false;
	}
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (these[t].found && !read_table(call, records, t, &these[t], error))
			return false;
	return true;
}

bool read_odbc(struct records *records, struct odbc_source *source,
	       const struct odbc_bounds *bounds, GError **error)
{
	struct odbc_call call = {.source = source, .bounds = bounds};
	bool ok = odbc_connect(&call, error) && read_tables(&call, records, error);

	odbc_disconnect(&call);
	return ok;
}
