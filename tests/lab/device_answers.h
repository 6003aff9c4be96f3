/* SPDX-License-Identifier: GPL-2.0-or-later */
/* device_answers.h - a call that was read, and the bodies that answer it. */
#ifndef LAB_DEVICE_ANSWERS_H
#define LAB_DEVICE_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

#define NAME 128

/* A call: CommitChanges of AMT_SetupAndConfigurationService, Pull of CIM_SoftwareIdentity. */
struct call {
	bool legacy;
	char class[NAME]; /* WS-Management's class, or the older interface's name */
	char resource[2 * NAME];
	char operation[NAME]; /* method, or Get, Put, Enumerate, Pull, Create */
	char id[NAME];
};

/* The answer to |call|: |value| is its ReturnValue, where it is a method. */
void write_answer(const struct call *call, long value, char *body, size_t room);

/* A fault of WS-Management; |subcode| with its prefix. */
void write_fault(const char *subcode, const char *reason, const char *detail, char *body,
		 size_t room);

#endif
