/* SPDX-License-Identifier: GPL-2.0-or-later */
/* odbc_call.h - a connection under our bounds: one statement at a time, errors without secrets. */
#ifndef SITE_ODBC_CALL_H
#define SITE_ODBC_CALL_H

#include <sql.h>
#include <sqlext.h>

#include "read_odbc.h"

struct odbc_call {
	struct odbc_source *source;
	const struct odbc_bounds *bounds;
	SQLHENV environment;
	SQLHDBC connection;
	SQLHSTMT statement;
	gint64 deadline; /* of the statement, in microseconds of the monotonic clock */
	char quote[2];   /* around identifiers, or "" */
	SQLWCHAR *value; /* room for the longest */
	size_t bytes;    /* read so far */
};

bool odbc_connect(struct odbc_call *call, GError **error);
void odbc_disconnect(struct odbc_call *call);

/* A statement and its end. */
bool odbc_begin(struct odbc_call *call, GError **error);
void odbc_end(struct odbc_call *call);

/* The next row of the result. False at its end, and with |*ok| false when it failed or took too long. */
bool odbc_next(struct odbc_call *call, bool *ok, GError **error);

/*
 * A value of the row as UTF-8, to be freed with secret_free(); NULL when it
 * is NULL, or when |*wrong| says why it has none. Columns count from 1 and
 * are to be read in their order.
 */
char *odbc_value(struct odbc_call *call, SQLUSMALLINT column, SQLSMALLINT type, const char **wrong);

/* |wide|, at most |n| units of it, as UTF-8. NULL when it is no UTF-16. */
char *odbc_text(const SQLWCHAR *wide, size_t n);

/* Sets |error| to |what| and what the driver says, without secrets; gives false. */
bool odbc_fail(const struct odbc_call *call, const char *what, GError **error);

#endif
