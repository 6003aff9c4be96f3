/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_sightings.c - any bytes as a file of sightings.
 *
 * They are refused with a reason, or read; then what is written of them reads
 * back to the same, and is written the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct sightings *read_bytes(const void *data, size_t n)
{
	struct sightings *s = sightings_new();
	FILE *in = fmemopen((void *)data, n, "r");
	GError *error = NULL;
	bool good = sightings_read(s, in, &error);

	if (good == (error != NULL))
		abort();
	fclose(in);
	g_clear_error(&error);
	if (good)
		return s;
	sightings_free(s);
	return NULL;
}

static char *write_text(struct sightings *s, size_t *n)
{
	char *text;
	FILE *out = open_memstream(&text, n);

	if (!sightings_write(out, s))
		abort();
	fclose(out);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct sightings *first = n ? read_bytes(data, n) : NULL, *second;
	size_t length, again_length;

	if (!first)
		return 0;
	char *text = write_text(first, &length);

	second = read_bytes(text, length);
	if (!second)
		abort();
	char *again = write_text(second, &again_length);

	if (length != again_length || memcmp(text, again, length) != 0)
		abort();
	free(text);
	free(again);
	sightings_free(first);
	sightings_free(second);
	return 0;
}
