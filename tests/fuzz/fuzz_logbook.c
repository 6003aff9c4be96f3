/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_logbook.c - a line of the server's log, whatever it holds, beside one hello. */
#include <string.h>

#include "diagnosis.h"
#include "history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *line = g_strconcat("amt_log+time=1970-01-01T00:00:02Z,text=", text, NULL);
	const char *changes[] = {line, NULL};
	g_autoptr(GError) error = NULL;
	struct site *site = site_load(NULL, changes, &error);

	if (!site)
		return 0;
	struct sightings *sightings = history_tell("cover 0 90; hello 1 0 pid 0000037M");
	struct diagnose_options options = {0};
	struct diagnosis *diagnosis = diagnose(sightings, site, &options);

	for (unsigned i = 0; i < diagnosis->devices->len; i++)
		g_array_unref(log_of(diagnosis, diagnosis->devices->pdata[i]));
	diagnosis_free(diagnosis);
	sightings_free(sightings);
	site_free(site);
	return 0;
}
