/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formats.h - the writers behind the rows of report.c. */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report.h"

bool report_write_text(FILE *out, const struct diagnosis *diagnosis,
		       const struct report_options *options);
bool report_write_json(FILE *out, const struct diagnosis *diagnosis,
		       const struct report_options *options);

bool report_write_ndjson(FILE *out, const struct diagnosis *diagnosis,
			 const struct report_options *options);
bool report_write_sarif(FILE *out, const struct diagnosis *diagnosis,
			const struct report_options *options);
bool report_write_junit(FILE *out, const struct diagnosis *diagnosis,
			const struct report_options *options);
bool report_write_github(FILE *out, const struct diagnosis *diagnosis,
			 const struct report_options *options);
bool report_write_csv(FILE *out, const struct diagnosis *diagnosis,
		      const struct report_options *options);
bool report_write_amt_log(FILE *out, const struct diagnosis *diagnosis,
			  const struct report_options *options);

bool report_write_html(FILE *out, const struct diagnosis *diagnosis,
		       const struct report_options *options);

/* The facts of the file that evidence or an event names, or NULL when there is no such. */
const struct capture_facts *report_capture(const struct diagnosis *diagnosis, unsigned file);

/* What its capture cannot show, char * each; NULL when the diagnosis does not say. */
const GPtrArray *report_limits(const struct diagnosis *diagnosis, unsigned file);

/* The PID as options allow it to be seen, into |text|, which is returned; "" without one. */
const char *report_pid(const struct device *device, const struct report_options *options,
		       char text[PID_TEXT]);

#endif
