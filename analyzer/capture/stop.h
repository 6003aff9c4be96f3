/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stop.h - reading seen from outside: how far it is, and that it shall end.
 *
 * Of the whole process, since there is one person before the keyboard: all
 * captures that are being read end at their next block, with a problem that
 * says so, and none is opened any more.
 */
#ifndef CAPTURE_STOP_H
#define CAPTURE_STOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* May be called by a signal handler. */
void capture_stop(void);
bool capture_stopped(void);

/* Bytes taken from files so far, compressed ones as they are, by all threads together. */
uint64_t capture_bytes_taken(void);
void capture_take_bytes(size_t n);

#endif
