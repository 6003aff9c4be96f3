/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sightings_sample.c - prints the samples, for a foreign program to validate. */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "sample.h"

int main(int argc, char **argv)
{
	bool bare = argc > 1 && strcmp(argv[1], "bare") == 0;
	struct sightings *s = bare ? sample_bare() : sample_full();
	bool written = sightings_write(stdout, s);

	sightings_free(s);
	return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
