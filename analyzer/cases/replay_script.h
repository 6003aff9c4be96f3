/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay_script.h - the device's lines of a case: its hello, and what it answered when called back.
 */
#ifndef CASES_REPLAY_SCRIPT_H
#define CASES_REPLAY_SCRIPT_H

#include "answers.h"
#include "case_file.h"

#define SCRIPT_CALLS_MAX 8
#define SCRIPT_BYTES_MAX (1024 * 1024) /* of one direction of one connection */

/* Bytes in a row from one side. */
struct turn {
	bool device;
	GByteArray *bytes;
};

/* A connection of the server's to the device. */
struct call {
	uint16_t port;
	GPtrArray *turns; /* struct turn */
};

struct script {
	GByteArray *hello; /* what the device sends on its first connection; empty: nothing */
	char pid[PID_TEXT];
	enum answer answer; /* what came of that connection */
	bool has_answer;
	GPtrArray *calls;        /* struct call, in the order of their first bytes */
	struct answers *answers; /* what the case keeps of calls; used up as they are given */
	uint16_t ports[SERVICES];
};

/* Reads the script out of the case's captures. NULL with |error| set. */
struct script *script_read(const struct case_file *file, GError **error);
void script_free(struct script *script);

#endif
