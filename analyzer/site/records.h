/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * records.h - rows of text, as they stood in the file: what loading, what-if
 * changes, import, check and show all work on.
 *
 * A value that is not given is NULL. The values of secret columns lie in
 * allocations of their own, which are wiped before they are freed.
 */
#ifndef SITE_RECORDS_H
#define SITE_RECORDS_H

#include "tables.h"

struct record {
	unsigned line; /* in its CSV file, or its number in the table; 0 = a what-if change */
	const char *value[COLUMNS_MAX];
};

struct records {
	bool has[SITE_TABLES];
	GPtrArray *rows[SITE_TABLES]; /* of struct record, owned */
	char *source[SITE_TABLES];    /* the file that a table came from last, or NULL */
	bool by_line[SITE_TABLES];    /* |line| counts lines of a text file */
	bool strange[SITE_TABLES];    /* has columns or a name that we would not write so */
	GStringChunk *texts;
	GPtrArray *secrets;
	/* Of a trial (trial.h) alone: rows that are still those of |shared| must not be written. */
	const struct records *shared;
	const struct site *under;     /* whose look-ups know the rows */
	GArray *touched[SITE_TABLES]; /* unsigned: rows changed or added; may be there twice */
};

struct records *records_new(void);
void records_free(struct records *records);

/* The table is there, read from |source| (NULL: a change). */
void records_give(struct records *records, enum site_table table, const char *source, bool by_line);

/* Appends a record without values, owned by |records|. */
struct record *records_add(struct records *records, enum site_table table, unsigned line);

/* Copies |text| into a column; NULL and "" make it not given. */
void record_set(struct records *records, enum site_table table, struct record *record,
		unsigned column, const char *text);

/* The record of |row|, to be changed. */
struct record *records_own(struct records *records, enum site_table table, unsigned row);

static inline const struct record *records_at(const struct records *records, enum site_table table,
					      unsigned row)
{
	return g_ptr_array_index(records->rows[table], row);
}

/* "FILE:LINE" or "FILE: TABLE row N". Free with g_free(). */
char *records_where(const struct records *records, enum site_table table,
		    const struct record *record);

/*
 * A site of |records|, which it takes over, and of the certificates in
 * |folder|. NULL with |error| set when one cannot be read.
 */
struct site *site_from_records(struct records *records, const char *folder, GError **error);

/* Wipes and frees text that held a secret; NULL is fine. */
void secret_free(char *text);

/* A list of struct site_problem (site_edit.h), owned. */
GPtrArray *problems_new(void);
/* Adds a problem; |where| is taken over. No list: nothing happens. */
void problem_add(GPtrArray *problems, bool warning, char *where, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

#endif
