/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * amt_log.c - the lines that the server would have logged, to be laid beside
 * those that it did. Each carries its mark, so that nobody looks for words of
 * ours in a real log.
 */
#include "escape.h"
#include "formats.h"
#include "text.h"
#include "time_text.h"

static void put_line(FILE *out, const struct diagnosis *diagnosis, const struct logged *logged)
{
	const struct capture_facts *facts = report_capture(diagnosis, logged->capture);
	char time[TIME_TEXT], *text = escape_ascii(logged->text);

	time_text(logged->time, facts ? facts->digits : 0, time);
	fprintf(out, "%s  %-7s  %-13s  %s\n", time, logged->sourced ? "sourced" : "ours",
		logged->book, text);
	g_free(text);
}

static void put_heading(FILE *out, const struct device *device, unsigned number, unsigned attempt)
{
	char *name = text_device_name(device), *shown = escape_ascii(name);
	char uuid[UUID_TEXT];

	fprintf(out, "\n# Device %u: %s%s%s, attempt %u\n", number, shown,
		device->has_uuid ? ", UUID " : "",
		device->has_uuid ? uuid_text(&device->uuid, uuid) : "", attempt + 1);
	g_free(shown);
	g_free(name);
}

bool report_write_amt_log(FILE *out, const struct diagnosis *diagnosis,
			  const struct report_options *options)
{
	(void)options;
	fputs("# What the server's log would say, at the captures' times.\n"
	      "# sourced: words that a source confirms; ours: the analyzer's own.\n",
	      out);
	for (guint i = 0; i < diagnosis->devices->len; i++) {
		const struct device *device = diagnosis->devices->pdata[i];
		g_autoptr(GArray) log = log_of(diagnosis, device);

		for (guint k = 0; k < log->len; k++) {
			const struct logged *logged = &g_array_index(log, struct logged, k);

			if (k == 0 || logged->attempt != logged[-1].attempt)
				put_heading(out, device, i + 1, logged->attempt);
			put_line(out, diagnosis, logged);
		}
	}
	return fflush(out) == 0 && !ferror(out);
}
