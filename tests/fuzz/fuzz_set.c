/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_set.c - any lines as what-if changes, one after the other.
 *
 * A change is made whole or refused with a reason; records that changes made
 * can be typed but for what the settings' own values forbid. The second half
 * of the lines, tried on a site of the first half, gives what all lines give.
 */
#include <stdlib.h>

#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void compare(const struct site *tried, const struct site *whole)
{
	if (!whole || tried->pids.n != whole->pids.n ||
	    tried->capabilities.n != whole->capabilities.n)
		abort();
	for (size_t i = 0; i < whole->pids.n; i++) {
		const struct site_pid *row = &whole->pids.row[i];
		const struct site_pid *found = site_find_pid(tried, row->pid);

		if (strcmp(tried->pids.row[i].pid, row->pid) != 0 ||
		    tried->pids.row[i].used != row->used || !found ||
		    found - tried->pids.row != site_find_pid(whole, row->pid) - whole->pids.row)
			abort();
	}
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (site_has(tried, t) != site_has(whole, t))
			abort();
}

static void try_half(char **changes, const struct site *whole)
{
	g_autoptr(GPtrArray) rest = g_ptr_array_new();
	unsigned half = g_strv_length(changes) / 2;

	for (unsigned i = half; changes[i]; i++)
		g_ptr_array_add(rest, changes[i]);
	char *cut = g_steal_pointer(&changes[half]);
	struct site *base = site_load(NULL, (const char *const *)changes, NULL);
	struct site_trial *trial = base ? site_trial_new(base) : NULL;

	changes[half] = cut;
	for (unsigned i = 0; trial && i < 2; i++) {
		const struct site *tried = site_trial_with(trial, rest);

		if (tried)
			compare(tried, whole);
	}
	site_trial_free(trial);
	site_free(base);
}

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
	try_half(changes, site);
	g_clear_error(&error);
	site_free(site);
	g_strfreev(changes);
	g_free(text);
	return 0;
}
