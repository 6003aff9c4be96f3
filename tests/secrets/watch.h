/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.h - what functions of ours leave of a secret behind: see watch.c. */
#ifndef TESTS_SECRETS_WATCH_H
#define TESTS_SECRETS_WATCH_H

#include <stddef.h>

#define WATCH_SECRET_MIN 8 /* bytes: shorter ones stand anywhere */

/* Looks for |n| bytes from now on, beside those named before. */
void watch_for(const void *secret, size_t n);
void watch_forget(void);

/*
 * Watches. A line goes to |fd| for each find: "frame ADDRESS" with the address
 * of the function in the program, or "block ADDRESS" with that of the last of
 * our functions that was entered.
 */
void watch_begin(int fd);
/* Ends it, and gives the number of finds. */
unsigned watch_end(void);

#endif
