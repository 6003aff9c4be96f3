/* SPDX-License-Identifier: GPL-2.0-or-later */
/* records.c - rows of text and their problems; see records.h. */
#include "records.h"

#include <string.h>

#include "site_edit.h"

#define CHUNK 65536 /* bytes of text that are allocated at once */

void secret_free(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

static void secret_drop(gpointer text)
{
	secret_free(text);
}

struct records *records_new(void)
{
	struct records *records = g_new0(struct records, 1);

	for (unsigned t = 0; t < SITE_TABLES; t++)
		records->rows[t] = g_ptr_array_new_with_free_func(g_free);
	records->texts = g_string_chunk_new(CHUNK);
	records->secrets = g_ptr_array_new_with_free_func(secret_drop);
	return records;
}

void records_free(struct records *records)
{
	if (!records)
		return;
	for (unsigned t = 0; t < SITE_TABLES; t++) {
		g_ptr_array_unref(records->rows[t]);
		g_free(records->source[t]);
	}
	g_string_chunk_free(records->texts);
	g_ptr_array_unref(records->secrets);
	g_free(records);
}

void records_give(struct records *records, enum site_table table, const char *source, bool by_line)
{
	records->has[table] = true;
	if (!source)
		return;
	g_free(records->source[table]);
	records->source[table] = g_strdup(source);
	records->by_line[table] = by_line;
}

/* Only a trial remembers which rows differ. */
static void touch(struct records *records, enum site_table table, unsigned row)
{
	if (records->touched[table])
		g_array_append_val(records->touched[table], row);
}

struct record *records_add(struct records *records, enum site_table table, unsigned line)
{
	struct record *record = g_new0(struct record, 1);

	record->line = line;
	g_ptr_array_add(records->rows[table], record);
	touch(records, table, records->rows[table]->len - 1);
	return record;
}

struct record *records_own(struct records *records, enum site_table table, unsigned row)
{
	GPtrArray *rows = records->rows[table];
	const GPtrArray *shared = records->shared ? records->shared->rows[table] : NULL;

	if (shared && row < shared->len && rows->pdata[row] == shared->pdata[row])
		rows->pdata[row] = g_memdup2(rows->pdata[row], sizeof(struct record));
	touch(records, table, row);
	return rows->pdata[row];
}

void record_set(struct records *records, enum site_table table, struct record *record,
		unsigned column, const char *text)
{
	const char **value = &record->value[column];

	if (!text || !*text) {
		*value = NULL;
		return;
	}
	if (tables[table].column[column].kind != KIND_SECRET) {
		*value = g_string_chunk_insert_const(records->texts, text);
		return;
	}
	char *secret = g_strdup(text);

	g_ptr_array_add(records->secrets, secret);
	*value = secret;
}

char *records_where(const struct records *records, enum site_table table,
		    const struct record *record)
{
	if (!record->line)
		return g_strdup_printf("--set: %s", site_table_names[table]);
	if (records->by_line[table])
		return g_strdup_printf("%s:%u", records->source[table], record->line);
	return g_strdup_printf("%s: %s row %u", records->source[table], site_table_names[table],
			       record->line);
}

static void problem_free(gpointer p)
{
	struct site_problem *problem = p;

	g_free(problem->where);
	g_free(problem->what);
	g_free(problem);
}

GPtrArray *problems_new(void)
{
	return g_ptr_array_new_with_free_func(problem_free);
}

void problem_add(GPtrArray *problems, bool warning, char *where, const char *format, ...)
{
	if (!problems) {
		g_free(where);
		return;
	}
	struct site_problem *problem = g_new0(struct site_problem, 1);
	va_list args;

	va_start(args, format);
	problem->what = g_strdup_vprintf(format, args);
	va_end(args);
	problem->warning = warning;
	problem->where = where;
	g_ptr_array_add(problems, problem);
}
