/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * typed.h - what lies behind a loaded site: its rows of text, the typed rows
 * made of them, and the look-ups. For the files that make one.
 */
#ifndef SITE_TYPED_H
#define SITE_TYPED_H

#include "index.h"
#include "policy.h"
#include "records.h"

/* A setting of policy.h as it stands: the row's value, else the policy's default. */
struct known_setting {
	const char *text;   /* the row's, or the default of a policy; NULL: not known */
	const char *policy; /* what that means to a policy; NULL: nothing, or it is none */
	bool is_number, is_switch, on;
	int64_t number;
};

struct site_private {
	struct records *records;
	GStringChunk *texts;                      /* of typed rows */
	struct index *index[SITE_TABLES];         /* by row_key(); NULL: of no look-up */
	GHashTable *configuration;                /* canonical name -> value, in |records| */
	struct known_setting known[SETTINGS_MAX]; /* in the order of settings[] */
	GHashTable *certificates;                 /* files that were read (setup_files.h) */
};

/* What SITE_ROWS() looks like for any type. */
struct rows {
	char *row;
	size_t n;
};

struct rows *rows_of(struct site *site, enum site_table table);

/* Reads |record| into the typed |row|. */
bool row_read(struct site *site, enum site_table table, const struct record *record, char *row,
	      GError **error);

/* Reads all settings into |configuration| and |known|. */
bool settings_read(struct site *site, GError **error);

/* By what a row is looked up (a text, or a UUID as it lies in memory); NULL: by nothing. Free it. */
char *row_key(const struct site *site, enum site_table table, unsigned row);

/* False unless rows are looked up by |column|; else those (unsigned, or NULL) with the canonical |value|. */
bool rows_with(const struct site *site, enum site_table table, unsigned column, const char *value,
	       const GArray **rows);

#endif
