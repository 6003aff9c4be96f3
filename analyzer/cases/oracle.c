/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * oracle.c - the whole path from a capture file to a diagnosis, in memory.
 *
 * The frames are written as the case would have them and read back, so that
 * what is asked is what check will ask.
 */
#include "oracle.h"

#include "case_file.h"
#include "records_write.h"

/* A capture in memory is read by look_through() as any other. */
static void look_at(struct oracle *oracle, const bool *in, unsigned capture,
		    struct sightings *sightings)
{
	struct look_options look = oracle->look;
	struct look_secrets secrets;
	g_autofree char *name = case_capture_name(capture);
	char *image = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&image, &size);

	look.vantage = frames_capture(oracle->frames, capture)->vantage;
	look.site = oracle->site;
	look_secrets_open(&secrets, oracle->site);
	look.secrets = &secrets;
	if (!out || !frames_write(oracle->frames, in, capture, out))
		g_error("no memory for a capture");
	fclose(out);
	struct capture *opened = capture_open_bytes(bytes_of(image, size), NULL);

	if (opened)
		look_through(sightings, opened, (const char *[]){name, NULL}, &look);
	free(image);
	look_secrets_close(&secrets);
}

struct diagnosis *oracle_thinks(struct oracle *oracle, const bool *in, struct sightings **sightings)
{
	*sightings = sightings_new();
	for (unsigned i = 0; i < oracle->frames->captures->len; i++)
		look_at(oracle, in, i, *sightings);
	return diagnose(*sightings, oracle->site, &(struct diagnose_options){0});
}

json_t *oracle_says(struct oracle *oracle, const bool *in)
{
	struct sightings *sightings;
	struct diagnosis *diagnosis = oracle_thinks(oracle, in, &sightings);
	json_t *said = said_of(diagnosis, whom_find(diagnosis, &oracle->whom));

	diagnosis_free(diagnosis);
	sightings_free(sightings);
	return said;
}

struct site *site_of(const struct records *records, const bool *in, const char *folder,
		     GError **error)
{
	return records ? site_from_records(records_some(records, in), folder, error)
		       : site_load(NULL, NULL, error);
}
