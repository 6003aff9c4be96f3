/* SPDX-License-Identifier: GPL-2.0-or-later */
/* series.c - reports one behind the other; see report.h. */
#include "page.h"
#include "report.h"

static bool put_name(FILE *out, const char *name, const struct report_options *options)
{
	struct page page = {
		.out = out,
		.width = options->width ? options->width : PAGE_WIDTH,
		.color = options->color,
	};

	page_rowf(&page, 0, PAINT_NONE, NULL, 0, "== %s ==", name);
	return !ferror(out);
}

bool report_series_add(struct report_series *series, const char *name,
		       const struct diagnosis *diagnosis, const struct report_options *options)
{
	const struct report_format *format = series->format;
	const char *before = series->written++ ? format->between : format->begin;

	return fputs(before, series->out) >= 0 &&
	       (!format->named || put_name(series->out, name, options)) &&
	       format->write(series->out, diagnosis, options);
}

bool report_series_end(struct report_series *series)
{
	const struct report_format *format = series->format;

	return (series->written || fputs(format->begin, series->out) >= 0) &&
	       fputs(format->end, series->out) >= 0 && fflush(series->out) == 0;
}
