/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * progress.h - what a long run shows while captures are read, and Ctrl-C.
 *
 * Standard error gets one line that is written over: how much was read, how
 * fast, how long it will take. It comes after a second, and only on a terminal
 * unless asked for. Ctrl-C ends the reading and not the program: what was
 * read is reported, as incomplete. A second one ends the program.
 */
#ifndef ANALYZER_PROGRESS_H
#define ANALYZER_PROGRESS_H

#include <glib.h>

enum progress_when {
	PROGRESS_AUTO, /* on a terminal */
	PROGRESS_ALWAYS,
	PROGRESS_NEVER,
};

/* The reading of |inputs| (struct input *) begins, and ends. */
void progress_begin(const GPtrArray *inputs, enum progress_when when);
void progress_end(void);

/* Takes the line off the screen before something else is written there. */
void progress_clear(void);

/* |taken| bytes of |total| (0: not known) after |seconds|, in words. */
#define PROGRESS_TEXT 96
const char *progress_text(char text[PROGRESS_TEXT], guint64 taken, guint64 total, double seconds);

#endif
