/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines_schema.h - the schema of --format ndjson, made of the report's. */
#ifndef REPORT_LINES_SCHEMA_H
#define REPORT_LINES_SCHEMA_H

/* |report| is the text of report.schema.json. Free what is returned with g_free(). */
char *lines_schema(const char *report);

#endif
