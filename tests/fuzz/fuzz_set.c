/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_set.c - any lines as what-if changes, one after the other.
 *
 * A change is made whole or refused with a reason; records that changes made
 * can be typed but for what the settings' own values forbid.
 */
#include <stdlib.h>

#include "site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *text = g_strndup((const char *)data, n);
	char **changes = g_strsplit(text, "\n", 50);
	GError *error = NULL;
	struct site *site = site_load(NULL, (const char *const *)changes, &error);

	if ((site != NULL) == (error != NULL))
		abort();
	if (error && error->code == SITE_ERROR_OPEN)
		abort();
	for (unsigned i = 0; site && i < site->pids.n; i++)
		if (site->pids.row[i].pid[0] && !site_find_pid(site, site->pids.row[i].pid))
			abort();
	g_clear_error(&error);
	site_free(site);
	g_strfreev(changes);
	g_free(text);
	return 0;
}
