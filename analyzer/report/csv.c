/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * csv.c - findings as CSV (RFC 4180), for spreadsheets: a row for each finding
 * of each device, and one for a device without findings.
 *
 * Cells are printable ASCII. One that a spreadsheet would take for a formula
 * begins with an apostrophe, which makes it text.
 */
#include <string.h>

#include "escape.h"
#include "formats.h"
#include "text.h"

static void put_cell(FILE *out, const char *text)
{
	g_autofree char *plain = escape_ascii(text);
	bool formula = *plain && strchr("=+-@", *plain);

	fputc('"', out);
	if (formula)
		fputc('\'', out);
	for (const char *at = plain; *at; at++) {
		if (*at == '"')
			fputc('"', out);
		fputc(*at, out);
	}
	fputc('"', out);
}

/* A row that is being written: of a device, of a finding, or of both. */
struct row {
	const struct diagnosis *diagnosis;
	const struct report_options *options;
	const struct finding *finding; /* NULL: a device without one */
	int index;                     /* of the device; negative: a finding without one */
};

static const struct device *device_of(const struct row *row)
{
	return row->index < 0 ? NULL : row->diagnosis->devices->pdata[row->index];
}

static char *cell_id(const struct row *row)
{
	return row->finding ? g_strdup(row->finding->row->id) : NULL;
}

static char *cell_title(const struct row *row)
{
	return row->finding ? g_strdup(failure_title(row->finding->row)) : NULL;
}

static char *cell_severity(const struct row *row)
{
	return row->finding ? g_strdup(severity_names[row->finding->severity]) : NULL;
}

static char *cell_certainty(const struct row *row)
{
	return row->finding ? g_strdup(certainty_names[row->finding->certainty]) : NULL;
}

static char *cell_step(const struct row *row)
{
	return row->finding ? g_strdup(step_names[row->finding->row->step]) : NULL;
}

static char *cell_device(const struct row *row)
{
	return row->index < 0 ? NULL : g_strdup_printf("%d", row->index + 1);
}

static char *cell_name(const struct row *row)
{
	return device_of(row) ? text_device_name(device_of(row)) : NULL;
}

static char *cell_uuid(const struct row *row)
{
	const struct device *device = device_of(row);
	char text[UUID_TEXT];

	return device && device->has_uuid ? g_strdup(uuid_text(&device->uuid, text)) : NULL;
}

static char *cell_addresses(const struct row *row)
{
	const struct device *device = device_of(row);
	GString *list = g_string_new(NULL);
	char text[ADDRESS_TEXT];

	for (unsigned i = 0; device && i < device->addresses->n; i++)
		g_string_append_printf(list, "%s%s", i ? " " : "",
				       address_text(addresses_at(device->addresses, i), text));
	return g_string_free(list, FALSE);
}

static char *cell_pid(const struct row *row)
{
	char text[PID_TEXT];

	return device_of(row) ? g_strdup(report_pid(device_of(row), row->options, text)) : NULL;
}

static char *cell_outcome(const struct row *row)
{
	return device_of(row) ? g_strdup(outcome_names[device_of(row)->outcome]) : NULL;
}

static char *cell_message(const struct row *row)
{
	return g_strdup(row->finding ? row->finding->message : device_of(row)->verdict);
}

/* Evidence is the finding's, not a device's: one place, and how many more there are. */
static char *cell_evidence(const struct row *row)
{
	const GArray *evidence = row->finding ? row->finding->evidence : NULL;

	if (!evidence || !evidence->len)
		return NULL;
	char *place = text_place(row->diagnosis, &g_array_index(evidence, struct evidence, 0));

	if (evidence->len == 1)
		return place;
	char *more = g_strdup_printf("%s and %u more", place, evidence->len - 1);

	g_free(place);
	return more;
}

static char *cell_cause(const struct row *row)
{
	return row->finding ? g_strdup(failure_cause(row->finding->row)) : NULL;
}

static char *cell_remedy(const struct row *row)
{
	return row->finding ? g_strdup(failure_remedy(row->finding->row)) : NULL;
}

static char *cell_accepted(const struct row *row)
{
	const struct acceptance *acceptance =
		row->finding ? finding_acceptance(row->finding, row->index) : NULL;

	return acceptance ? text_acceptance(acceptance) : NULL;
}

static const struct {
	const char *name;
	char *(*cell)(const struct row *row);
} columns[] = {
	{"id", cell_id},
	{"severity", cell_severity},
	{"certainty", cell_certainty},
	{"title", cell_title},
	{"step", cell_step},
	{"device", cell_device},
	{"name", cell_name},
	{"outcome", cell_outcome},
	{"uuid", cell_uuid},
	{"addresses", cell_addresses},
	{"pid", cell_pid},
	{"message", cell_message},
	{"evidence", cell_evidence},
	{"cause", cell_cause},
	{"remedy", cell_remedy},
	{"accepted", cell_accepted},
};

static void put_heads(FILE *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
		fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	fputs("\r\n", out);
}

static void put_row(FILE *out, const struct row *row)
{
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
		g_autofree char *cell = columns[i].cell(row);

		if (i)
			fputc(',', out);
		if (cell && *cell)
			put_cell(out, cell);
	}
	fputs("\r\n", out);
}

/* |seen| notes the devices that a finding concerns. */
static void put_finding(FILE *out, struct row row, bool *seen)
{
	const GArray *devices = row.finding->devices;

	for (guint i = 0; i < devices->len; i++) {
		row.index = g_array_index(devices, int, i);
		seen[row.index] = true;
		put_row(out, &row);
	}
	row.index = -1;
	if (!devices->len)
		put_row(out, &row);
}

bool report_write_csv(FILE *out, const struct diagnosis *diagnosis,
		      const struct report_options *options)
{
	g_autofree bool *seen = g_new0(bool, diagnosis->devices->len + 1);
	struct row row = {.diagnosis = diagnosis, .options = options};

	put_heads(out);
	for (guint i = 0; i < diagnosis->findings->len; i++) {
		row.finding = diagnosis->findings->pdata[i];
		put_finding(out, row, seen);
	}
	row.finding = NULL;
	for (row.index = 0; row.index < (int)diagnosis->devices->len; row.index++)
		if (!seen[row.index])
			put_row(out, &row);
	return fflush(out) == 0 && !ferror(out);
}
