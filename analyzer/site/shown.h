/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shown.h - a record's value as people may see it. */
#ifndef SITE_SHOWN_H
#define SITE_SHOWN_H

#include "records.h"

/*
 * The text of a column for a terminal: no control characters, "" when not
 * given, "(there)" for a secret, PIDs masked unless |show_pids|. Free with
 * g_free().
 */
char *value_shown(enum site_table table, unsigned column, const struct record *record,
		  bool show_pids);

#endif
