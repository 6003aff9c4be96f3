/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lab_clock.h - the laboratory's time: the real one plus what was skipped.
 *
 * A device that nobody serves waits for minutes and hours. While it waits and
 * nothing happens, it moves this clock ahead; everything that does happen runs
 * at its real speed. What was skipped stands in a file, a line each, and when
 * the recordings are developed the frames behind it get their time.
 */
#ifndef LAB_CLOCK_H
#define LAB_CLOCK_H

/* |path|: the file of what was skipped; it need not exist yet. */
void lab_clock_open(const char *path);

/* Seconds since 1970, skipped ones included. */
double lab_now(void);

/* Writes that |seconds| are skipped at this moment. */
void lab_skip(double seconds);

/* Sleeps until lab_now() is |moment|, however it comes to be. */
void lab_wait(double moment);

/* Sleeps for |seconds| of real time. */
void lab_rest(double seconds);

#endif
