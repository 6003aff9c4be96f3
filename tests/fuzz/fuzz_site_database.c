/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_site_database.c - any bytes as a SQLite file of records.
 *
 * What loads has only whole text in it; a refusal has a reason of one line.
 */
#include <stdlib.h>

#include "read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_text(const char *text)
{
	if (text && (!*text || !g_utf8_validate(text, -1, NULL)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct records *records = records_new();
	GPtrArray *problems = problems_new();
	GError *error = NULL;
	bool ok = read_database(records, "x.db", bytes_of(data, n), problems, &error);

	if (ok == (error != NULL))
		abort();
	for (unsigned t = 0; t < SITE_TABLES; t++)
		for (unsigned i = 0; i < records->rows[t]->len; i++)
			for (unsigned c = 0; c < COLUMNS_MAX; c++)
				check_text(records_at(records, t, i)->value[c]);
	g_clear_error(&error);
	g_ptr_array_unref(problems);
	records_free(records);
	return 0;
}
