/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * odbc_source.h - "odbc:CONNECTION STRING": what of it may be shown, what never.
 *
 * Only attributes that are known to be harmless are shown; the values of all
 * that are not known to be are struck out of whatever a driver says.
 */
#ifndef SITE_ODBC_SOURCE_H
#define SITE_ODBC_SOURCE_H

#include <glib.h>
#include <stdbool.h>

struct odbc_source {
	char *connection;   /* for the driver; a secret */
	char *shown;        /* "odbc:DSN=scs", for messages */
	GPtrArray *secrets; /* char *: what no message may hold */
};

/* Does |text| name one? */
bool odbc_is_source(const char *text);

struct odbc_source *odbc_source_new(const char *text);
void odbc_source_free(struct odbc_source *source);

/* The secrets of |connection|, another string for the same database, are ones too. */
void odbc_source_hide(struct odbc_source *source, const char *connection);

/* |message| in printable characters, "***" for every secret. Free with g_free(). */
char *odbc_source_scrub(const struct odbc_source *source, const char *message);

#endif
