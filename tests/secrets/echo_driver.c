/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * echo_driver.c - an ODBC driver that connects to nothing, and whose error
 * message repeats the connection string: some real ones do, with the password.
 *
 * A library for the driver manager to load; all that a connection asks for.
 */
#include <sql.h>
#include <sqlext.h>
#include <string.h>

static SQLWCHAR echoed[512];
static SQLSMALLINT echoed_length;

SQLRETURN SQL_API SQLAllocHandle(SQLSMALLINT type, SQLHANDLE from, SQLHANDLE *handle)
{
	(void)type, (void)from;
	*handle = (SQLHANDLE)echoed;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle)
{
	(void)type, (void)handle;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API SQLSetEnvAttr(SQLHENV environment, SQLINTEGER attribute, SQLPOINTER value,
				SQLINTEGER length)
{
	(void)environment, (void)attribute, (void)value, (void)length;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API SQLDriverConnectW(SQLHDBC connection, SQLHWND window, SQLWCHAR *in,
				    SQLSMALLINT in_length, SQLWCHAR *out, SQLSMALLINT out_room,
				    SQLSMALLINT *out_length, SQLUSMALLINT completion)
{
	(void)connection, (void)window, (void)out, (void)out_room, (void)out_length;
	(void)completion;
	for (echoed_length = 0; in[echoed_length] && echoed_length != in_length; echoed_length++)
		if ((size_t)echoed_length < sizeof echoed / sizeof *echoed)
			echoed[echoed_length] = in[echoed_length];
	return SQL_ERROR;
}

SQLRETURN SQL_API SQLGetDiagRecW(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT record,
				 SQLWCHAR *state, SQLINTEGER *native, SQLWCHAR *text,
				 SQLSMALLINT room, SQLSMALLINT *length)
{
	static const SQLWCHAR login_failed[] = {'2', '8', '0', '0', '0', 0};

	(void)type, (void)handle;
	if (record != 1)
		return SQL_NO_DATA;
	memcpy(state, login_failed, sizeof login_failed);
	*native = 0;
	*length = echoed_length;
	for (SQLSMALLINT i = 0; i < room; i++)
		text[i] = i < echoed_length ? echoed[i] : 0;
	return SQL_SUCCESS;
}
