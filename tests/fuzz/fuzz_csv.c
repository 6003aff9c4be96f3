/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_csv.c - any bytes as the CSV file of a table; the first byte says which.
 *
 * What loads has only whole text in it, and a refusal has one line.
 */
#include <stdlib.h>

#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_text(const char *text)
{
	if (text && (!*text || !g_utf8_validate(text, -1, NULL)))
		abort();
}

static void check_rows(const struct records *records, enum site_table table)
{
	for (unsigned i = 0; i < records->rows[table]->len; i++)
		for (unsigned c = 0; c < COLUMNS_MAX; c++)
			check_text(records_at(records, table, i)->value[c]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0)
		return 0;
	enum site_table table = data[0] % SITE_TABLES;
	struct records *records = records_new();
	GPtrArray *problems = problems_new();
	GError *error = NULL;
	bool ok = read_csv(records, table, "x.csv", bytes_of(data + 1, n - 1), problems, &error);

	if (ok == (error != NULL) || ok != records->has[table])
		abort();
	check_rows(records, table);
	g_clear_error(&error);
	g_ptr_array_unref(problems);
	records_free(records);
	return 0;
}
