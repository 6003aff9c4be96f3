/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h - a diagnosis, written out. Each format is one file behind one row.
 *
 * Nothing here depends on the clock, the locale or absolute paths. Every text
 * that comes from a capture is escaped for where it goes.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdio.h>

#include "diagnosis.h"

#define REPORT_SCHEMA "amtrace.report/1" /* of the JSON report: report.schema.json */

/* Bytes that evidence points at: a field of them. */
struct report_quote {
	char *field, *bytes; /* its name; hexadecimal */
	unsigned offset;     /* in the frame */
};

struct report_options {
	bool color;     /* text: ANSI colours, never the only sign */
	bool summary;   /* text, json: the verdict and the counts, neither devices nor findings */
	bool quiet;     /* text: the verdict and one line a device */
	bool verbose;   /* text: each device's story, and notes */
	bool show_pids; /* else masked */
	unsigned width; /* text: columns, 80 when unknown */
	/* The bytes of a place as struct report_quote, owned by the array. NULL: not at hand. */
	GPtrArray *(*quote)(void *from, unsigned file, const struct place *place);
	void *quote_from;
};

struct report_format {
	const char *name; /* of --format */
	const char *description;
	/* False with errno set when the stream does not take it all. */
	bool (*write)(FILE *out, const struct diagnosis *diagnosis,
		      const struct report_options *options);
	/* Around several reports in one output. NULL: one is all that it can hold. */
	const char *begin, *between, *end;
	bool named; /* a heading says whose report comes */
};

/* NULL when there is no format of that name. */
const struct report_format *report_format_find(const char *name);
/* The i-th format, NULL behind the last. */
const struct report_format *report_format_at(size_t i);

/* Several reports in one output, for networks that have nothing to do with each other. */
struct report_series {
	FILE *out;
	const struct report_format *format;
	unsigned written;
};

/* Writes the report of what is called |name|, and what stands before it. */
bool report_series_add(struct report_series *series, const char *name,
		       const struct diagnosis *diagnosis, const struct report_options *options);

/* Writes what stands behind the last one. */
bool report_series_end(struct report_series *series);

#endif
