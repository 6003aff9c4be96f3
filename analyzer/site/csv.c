/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * csv.c - a record is copied field by field into its own text, unquoted.
 *
 * Source: RFC 4180; what SQL Server's tools write besides, see csv.h.
 */
#include "csv.h"

static const char separators[] = ",;\t";

/* The separator that stands most often in the first line; a comma when none does. */
static char separator_of(struct bytes text)
{
	size_t count[sizeof separators] = {0}, best = 0;

	for (size_t i = 0; i < text.n && text.p[i] != '\n' && text.p[i] != '\r'; i++) {
		const char *s = text.p[i] ? strchr(separators, text.p[i]) : NULL;

		if (s)
			count[s - separators]++;
	}
	for (size_t s = 1; s < sizeof separators - 1; s++)
		if (count[s] > count[best])
			best = s;
	return separators[best];
}

struct csv csv_over(struct bytes text)
{
	const char *start = text.n ? (const char *)text.p : "";

	return (struct csv){
		.at = start,
		.end = start + text.n,
		.separator = separator_of(text),
		.line = 1,
	};
}

static bool at_newline(const struct csv *csv)
{
	return csv->at < csv->end && (*csv->at == '\n' || *csv->at == '\r');
}

/* Steps over one line end: LF, CRLF or a CR alone. */
static void skip_newline(struct csv *csv)
{
	csv->at += *csv->at == '\r' && csv->end - csv->at > 1 && csv->at[1] == '\n' ? 2 : 1;
	csv->line++;
}

static bool put(struct csv_record *record, char c)
{
	if (record->used == sizeof record->text)
		return false;
	record->text[record->used++] = c;
	return true;
}

static const char too_long[] = "is longer than 65536 bytes";

/* The field behind an opening quote, up to and over the closing one. */
static const char *read_quoted(struct csv *csv, struct csv_record *record)
{
	while (++csv->at < csv->end) {
		if (*csv->at == '"' && (csv->end - csv->at == 1 || csv->at[1] != '"')) {
			csv->at++;
			return NULL;
		}
		if (*csv->at == '"')
			csv->at++;
		csv->line += *csv->at == '\n';
		if (!put(record, *csv->at))
			return too_long;
	}
	return "a quote is not closed";
}

static const char *read_plain(struct csv *csv, struct csv_record *record, size_t start)
{
	for (; csv->at < csv->end && *csv->at != csv->separator && !at_newline(csv); csv->at++) {
		if (record->used == start && *csv->at == ' ')
			continue;
		if (!put(record, *csv->at))
			return too_long;
	}
	while (record->used > start && record->text[record->used - 1] == ' ')
		record->used--;
	return NULL;
}

static const char *read_field(struct csv *csv, struct csv_record *record)
{
	if (record->n == CSV_FIELDS_MAX)
		return "has more than 256 fields";
	size_t start = record->used;
	bool quoted = csv->at < csv->end && *csv->at == '"';
	const char *wrong = quoted ? read_quoted(csv, record) : read_plain(csv, record, start);

	if (wrong)
		return wrong;
	if (csv->at < csv->end && *csv->at != csv->separator && !at_newline(csv))
		return "a closing quote is followed by text";
	record->field[record->n] = record->text + start;
	record->quoted[record->n++] = quoted;
	return put(record, '\0') ? NULL : too_long;
}

bool csv_next(struct csv *csv, struct csv_record *record, const char **wrong)
{
	*wrong = NULL;
	while (at_newline(csv))
		skip_newline(csv);
	record->line = csv->line;
	record->n = 0;
	record->used = 0;
	if (csv->at == csv->end)
		return false;
	while (!(*wrong = read_field(csv, record))) {
		if (csv->at == csv->end)
			return true;
		if (at_newline(csv)) {
			skip_newline(csv);
			return true;
		}
		csv->at++;
	}
	return false;
}
