/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * said.h - what a diagnosis says of one device: what a case is to keep.
 *
 * {"outcome": "failed", "certainty": "certain", "reached": "resolve",
 *  "stopped_at": "connect",
 *  "findings": [{"id": "AMT-T03", "severity": "error", "certainty": "certain"}]}
 */
#ifndef CASES_SAID_H
#define CASES_SAID_H

#include <jansson.h>

#include "diagnosis.h"

/* How a device is known again: by the first of these that is there. */
struct whom {
	bool has_uuid;
	struct uuid uuid;
	struct address address;
	struct mac mac;
};

struct whom whom_of(const struct device *device);
/* "uuid", an address, or a MAC. Free with g_free(). */
char *whom_text(const struct whom *whom);
/* False when |text| is none of these. */
bool whom_parse(struct whom *whom, const char *text);

/* The device in |diagnosis|, or -1. */
int whom_find(const struct diagnosis *diagnosis, const struct whom *whom);

/* The device that |text| names: a number of the report, UUID, address, MAC, name, or PID; or -1. */
int device_named(const struct diagnosis *diagnosis, const char *text);

/* What is said of it; of no device (-1) only that there is none. Free with json_decref(). */
json_t *said_of(const struct diagnosis *diagnosis, int device);

/* How |is| differs from |expected|: sentences, none when it does not. */
GPtrArray *said_differences(const json_t *expected, const json_t *is);

#endif
