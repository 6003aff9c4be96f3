/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * case_file.h - a case: a folder with captures, records, and what must come of them.
 *
 *   expect.json      what is read, and what must be said of the device (case.schema.json)
 *   capture-1.pcap   and so on
 *   records/         the site's records, if there are any
 *   answers.json     what the device answered when called back, if that was read
 *   README.md        the same in words
 *   ladder.txt       who said what to whom
 */
#ifndef CASES_CASE_FILE_H
#define CASES_CASE_FILE_H

#include "look.h"
#include "said.h"

#define CASE_SCHEMA "amtrace.case/1"
#define CASE_EXPECT "expect.json"
#define CASE_RECORDS "records"

#define CASE_ERROR case_error_quark()
GQuark case_error_quark(void);
enum case_error {
	CASE_ERROR_READ, /* no case, or one that cannot be read */
	CASE_ERROR_WRITE,
	CASE_ERROR_LOST, /* what was to be reproduced cannot be */
};

/* "capture-1.pcap" for capture 0. Free with g_free(). */
char *case_capture_name(unsigned capture);

struct case_file {
	json_t *root; /* expect.json */
	char *folder;
};

/* NULL with |error| set when the folder holds no case, or one of another version. */
struct case_file *case_open(const char *folder, GError **error);
void case_close(struct case_file *file);

/* What it expects: borrowed. */
const json_t *case_expects(const struct case_file *file);

/* How many captures it has, the path of one (to be freed; NULL with |error| set), its ports. */
unsigned case_captures(const struct case_file *file);
char *case_capture_path(const struct case_file *file, unsigned i, GError **error);
void case_ports(const struct case_file *file, uint16_t ports[SERVICES]);

/* What is said of it now. NULL with |error| set when it cannot be read. */
json_t *case_says(const struct case_file *file, GError **error);

/* Writes |said| as what is expected, in place of what was. */
bool case_update(struct case_file *file, json_t *said, GError **error);

/* The text of an expect.json: keys in their order, a line each. Free with g_free(). */
char *case_text(const json_t *root);

/* The content of a new one; |said| is taken over. */
json_t *case_describe(const GArray *captures, const struct look_options *look, bool has_records,
		      const struct whom *whom, json_t *said);

/* Looks at all that the case holds and thinks; both are to be freed. NULL with |error| set. */
struct case_thought {
	struct sightings *sightings;
	struct site *site;
	struct diagnosis *diagnosis;
	int device; /* of the diagnosis, or -1 */
};
bool case_think(const struct case_file *file, struct case_thought *thought, GError **error);
void case_thought_clear(struct case_thought *thought);

#endif
