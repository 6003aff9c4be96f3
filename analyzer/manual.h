/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * manual.h - the manual pages, made of the commands, the option tables and the
 * catalogue, for man(7).
 */
#ifndef ANALYZER_MANUAL_H
#define ANALYZER_MANUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The i-th page's file: "amtrace.1", "amtrace-analyze.1"; NULL behind the last. Free it. */
char *manual_page_name(size_t i);

/* Writes the page, which may also be named as its command. False when there is none. */
bool manual_write(FILE *out, const char *name);

#endif
