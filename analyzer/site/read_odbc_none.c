/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read_odbc_none.c - in place of read_odbc.c where the build found no unixODBC. */
#include "read_odbc.h"

const struct odbc_bounds odbc_bounds = {0};

bool read_odbc(struct records *records, struct odbc_source *source,
	       const struct odbc_bounds *bounds, GError **error)
{
	(void)records;
	(void)bounds;
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN,
		    "%s: this build cannot read it: it was made without ODBC (unixODBC)",
		    source->shown);
	return false;
}
