/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report_sample.c - writes one sample: report_sample NAME FORMAT [verbose|quiet|color|pids]... */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "sample.h"

int main(int argc, char **argv)
{
	struct report_options options = {0};
	const struct report_format *format = argc > 2 ? report_format_find(argv[2]) : NULL;

	if (!format)
		return EXIT_FAILURE;
	for (int i = 3; i < argc; i++) {
		options.verbose |= strcmp(argv[i], "verbose") == 0;
		options.quiet |= strcmp(argv[i], "quiet") == 0;
		options.color |= strcmp(argv[i], "color") == 0;
		options.show_pids |= strcmp(argv[i], "pids") == 0;
	}
	struct sample sample = sample_new(argv[1]);

	if (!sample.diagnosis)
		return EXIT_FAILURE;
	bool written = format->write(stdout, sample.diagnosis, &options);

	sample_free(&sample);
	return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
