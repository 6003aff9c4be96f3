/* SPDX-License-Identifier: GPL-2.0-or-later */
/* findings.c - see findings.h. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

static const char letters[] = "NRTHKLPFD"; /* of ids, "AMT-N01", in the order of the steps */

static const char *const known_sentences[] = {
	[KNOWN_WIRE] = "the capture shows it",
	[KNOWN_RECORDS] = "the site's records decide it, together with the capture",
	[KNOWN_SILENCE] = "by what did not come in the time that the capture covers",
	[KNOWN_LOG] = "the server's log says so",
	[KNOWN_CANDIDATE] = "nothing that we read proves it: other findings name it as possible",
};

const char *findings_known(const struct failure *row)
{
	return known_sentences[row->known];
}

enum severity findings_severity(const struct failure *row)
{
	return row->remark ? row->remark->severity : row->severity;
}

static unsigned letter_of(const struct failure *row)
{
	const char *at = strchr(letters, row->id[strlen("AMT-")]);

	return at ? (unsigned)(at - letters) : UINT_MAX;
}

static unsigned number_of(const struct failure *row)
{
	unsigned number = (unsigned)atoi(row->id + strlen("AMT-K"));

	return number ? number : UINT_MAX;
}

static int row_order(gconstpointer a, gconstpointer b)
{
	const struct failure *x = *(const struct failure *const *)a;
	const struct failure *y = *(const struct failure *const *)b;

	if (letter_of(x) != letter_of(y))
		return letter_of(x) < letter_of(y) ? -1 : 1;
	return number_of(x) < number_of(y) ? -1 : number_of(x) > number_of(y);
}

GPtrArray *findings_for_reading(void)
{
	GPtrArray *rows = g_ptr_array_new();
	const struct failure *row;

	for (size_t i = 0; (row = catalogue_row(i)); i++)
		g_ptr_array_add(rows, (gpointer)row);
	g_ptr_array_sort(rows, row_order);
	return rows;
}
