/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * odbc_call.c - see odbc_call.h.
 *
 * Drivers are free to ignore time-outs and limits, so each is set and, where
 * that can be done from outside, also kept: rows, lengths, and the clock
 * between two rows. The trace of the driver manager, which would write the
 * connection string into a file, is switched off for our connection.
 */
#include "odbc_call.h"

#include <string.h>

#include "uuid.h"

#define MESSAGE_MAX 4096 /* UTF-16 units */
#define CONNECTION_MAX 4096

/* unixODBC's SQLWCHAR is UTF-16; another driver manager's may be UTF-32. */
_Static_assert(sizeof(SQLWCHAR) == sizeof(gunichar2), "SQLWCHAR is UTF-16");

char *odbc_text(const SQLWCHAR *wide, size_t n)
{
	size_t length = 0;

	while (length < n && wide[length])
		length++;
	return g_utf16_to_utf8(wide, (glong)length, NULL, NULL, NULL);
}

/* The latest handle is the one that failed. */
static SQLRETURN diagnostic(const struct odbc_call *call, SQLWCHAR state[6], SQLWCHAR *text,
			    SQLSMALLINT *length)
{
	SQLSMALLINT type = call->statement    ? SQL_HANDLE_STMT
			   : call->connection ? SQL_HANDLE_DBC
					      : SQL_HANDLE_ENV;
	SQLHANDLE handle = call->statement    ? call->statement
			   : call->connection ? call->connection
					      : call->environment;

	return SQLGetDiagRecW(type, handle, 1, state, NULL, text, MESSAGE_MAX, length);
}

bool odbc_fail(const struct odbc_call *call, const char *what, GError **error)
{
	SQLWCHAR state[6] = {0};
	SQLWCHAR *text = g_new0(SQLWCHAR, MESSAGE_MAX);
	SQLSMALLINT length = 0;
	bool told = SQL_SUCCEEDED(diagnostic(call, state, text, &length));
	char *said = told ? odbc_text(text, MESSAGE_MAX - 1) : NULL;
	g_autofree char *code = told ? odbc_text(state, 5) : NULL;
	g_autofree char *clean =
		odbc_source_scrub(call->source, said ? said : "the driver does not say why");
	g_autofree char *shown = text_printable(code ? code : "");

	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: %s: %s%s%s", call->source->shown, what,
		    clean, *shown ? ", SQLSTATE " : "", shown);
	explicit_bzero(text, MESSAGE_MAX * sizeof *text);
	g_free(text);
	secret_free(said);
	return false;
}

static void wipe_wide(SQLWCHAR *wide, size_t n)
{
	if (wide)
		explicit_bzero(wide, n * sizeof *wide);
	g_free(wide);
}

/* What the driver made of the string: it may hold the password of the data source. */
static void hide_completed(struct odbc_call *call, const SQLWCHAR *completed)
{
	char *text = odbc_text(completed, CONNECTION_MAX);

	if (text)
		odbc_source_hide(call->source, text);
	secret_free(text);
}

static bool drive(struct odbc_call *call, GError **error)
{
	glong n = 0;
	SQLWCHAR *wide = g_utf8_to_utf16(call->source->connection, -1, NULL, &n, NULL);
	SQLWCHAR *completed = g_new0(SQLWCHAR, CONNECTION_MAX + 1);
	bool fits = wide && n < CONNECTION_MAX;
	bool ok = fits && SQL_SUCCEEDED(SQLDriverConnectW(call->connection, NULL, wide,
							  (SQLSMALLINT)n, completed, CONNECTION_MAX,
							  NULL, SQL_DRIVER_NOPROMPT));

	if (!fits)
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
			    "%s: the connection string is too long, or not UTF-8",
			    call->source->shown);
	else if (!ok)
		odbc_fail(call, "no connection", error);
	else
		hide_completed(call, completed);
	wipe_wide(wide, (size_t)n);
	wipe_wide(completed, CONNECTION_MAX + 1);
	return ok;
}

/* Only the two quotes that databases use; anything else, and identifiers go without. */
static void ask_quote(struct odbc_call *call)
{
	SQLCHAR quote[8] = "";

	SQLGetInfo(call->connection, SQL_IDENTIFIER_QUOTE_CHAR, quote, sizeof quote, NULL);
	if (quote[1] == '\0' && (quote[0] == '"' || quote[0] == '`'))
		call->quote[0] = (char)quote[0];
}

static void set_connection(SQLHDBC connection, SQLINTEGER attribute, SQLULEN value)
{
	SQLSetConnectAttr(connection, attribute, (SQLPOINTER)value, SQL_IS_UINTEGER);
}

bool odbc_connect(struct odbc_call *call, GError **error)
{
	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &call->environment)))
		return odbc_fail(call, "no ODBC", error);
	SQLSetEnvAttr(call->environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0);
	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, call->environment, &call->connection)))
		return odbc_fail(call, "no ODBC", error);
	set_connection(call->connection, SQL_ATTR_TRACE, SQL_OPT_TRACE_OFF);
	set_connection(call->connection, SQL_ATTR_LOGIN_TIMEOUT, call->bounds->seconds);
	set_connection(call->connection, SQL_ATTR_ACCESS_MODE, SQL_MODE_READ_ONLY);
	if (!drive(call, error))
		return false;
	ask_quote(call);
	call->value = g_new(SQLWCHAR, call->bounds->characters + 1);
	return true;
}

void odbc_disconnect(struct odbc_call *call)
{
	wipe_wide(call->value, call->bounds->characters + 1);
	if (call->connection) {
		SQLDisconnect(call->connection);
		SQLFreeHandle(SQL_HANDLE_DBC, call->connection);
	}
	if (call->environment)
		SQLFreeHandle(SQL_HANDLE_ENV, call->environment);
}

static void set_statement(SQLHSTMT statement, SQLINTEGER attribute, SQLULEN value)
{
	SQLSetStmtAttr(statement, attribute, (SQLPOINTER)value, SQL_IS_UINTEGER);
}

bool odbc_begin(struct odbc_call *call, GError **error)
{
	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, call->connection, &call->statement)))
		return odbc_fail(call, "no statement", error);
	set_statement(call->statement, SQL_ATTR_QUERY_TIMEOUT, call->bounds->seconds);
	set_statement(call->statement, SQL_ATTR_MAX_ROWS, (SQLULEN)call->bounds->rows + 1);
	call->deadline = g_get_monotonic_time() + (gint64)call->bounds->seconds * G_USEC_PER_SEC;
	return true;
}

void odbc_end(struct odbc_call *call)
{
	if (call->statement)
		SQLFreeHandle(SQL_HANDLE_STMT, call->statement);
	call->statement = NULL;
}

bool odbc_next(struct odbc_call *call, bool *ok, GError **error)
{
	if (!*ok)
		return false;
	SQLRETURN got = SQLFetch(call->statement);

	if (got == SQL_NO_DATA)
		return false;
	*ok = SQL_SUCCEEDED(got) || odbc_fail(call, "its rows cannot be read", error);
	if (*ok && g_get_monotonic_time() > call->deadline) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
			    "%s: takes longer than %u s to give its rows", call->source->shown,
			    call->bounds->seconds);
		*ok = false;
	}
	return *ok;
}

static bool is_binary(SQLSMALLINT type)
{
	return type == SQL_BINARY || type == SQL_VARBINARY || type == SQL_LONGVARBINARY;
}

/* 16 bytes in a UUID's place are one as SQL Server stores it, which is also its wire form. */
static char *binary_value(struct odbc_call *call, SQLUSMALLINT column, const char **wrong)
{
	struct uuid uuid;
	uint8_t bytes[sizeof uuid.b + 1];
	SQLLEN length = 0;
	SQLRETURN got =
		SQLGetData(call->statement, column, SQL_C_BINARY, bytes, sizeof bytes, &length);

	if (got == SQL_NO_DATA || (SQL_SUCCEEDED(got) && length == SQL_NULL_DATA))
		return NULL;
	if (got != SQL_SUCCESS || length != sizeof uuid.b) {
		*wrong = "is binary";
		return NULL;
	}
	memcpy(uuid.b, bytes, sizeof uuid.b);
	return g_strdup(uuid_text(&uuid, (char[UUID_TEXT]){0}));
}

/* Columns of a fixed width are filled up with blanks. */
static char *unpadded(char *text, SQLSMALLINT type)
{
	if (text && (type == SQL_CHAR || type == SQL_WCHAR))
		g_strchomp(text);
	return text;
}

char *odbc_value(struct odbc_call *call, SQLUSMALLINT column, SQLSMALLINT type, const char **wrong)
{
	SQLLEN room = (SQLLEN)((call->bounds->characters + 1) * sizeof *call->value);
	SQLLEN length = 0;

	if (is_binary(type))
		return binary_value(call, column, wrong);
	SQLRETURN got =
		SQLGetData(call->statement, column, SQL_C_WCHAR, call->value, room, &length);

	if (got == SQL_NO_DATA || (SQL_SUCCEEDED(got) && length == SQL_NULL_DATA))
		return NULL;
	if (!SQL_SUCCEEDED(got)) {
		*wrong = "cannot be read";
		return NULL;
	}
	if (length < 0 || length > room - (SQLLEN)sizeof *call->value) {
		*wrong = "is too long";
		return NULL;
	}
	size_t n = (size_t)length / sizeof *call->value;
	char *text = odbc_text(call->value, n);

	if (!text)
		*wrong = "is no UTF-16";
	call->bytes += text ? strlen(text) : 0;
	return unpadded(text, type);
}
