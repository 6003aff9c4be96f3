/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * change.h - one what-if change, the value of --set.
 *
 *   configuration.NAME=VALUE                sets a setting
 *   TABLE+column=value,column=value         adds a record
 *   TABLE-column=value,column=value         removes the records that have all of these
 *   TABLE[column=value].column=value,...    changes them
 *
 * A value with a comma, a bracket or a quote stands in quotes, doubled inside.
 * An empty value is one that is not given.
 */
#ifndef SITE_CHANGE_H
#define SITE_CHANGE_H

#include "records.h"

/* False with SITE_ERROR_CHANGE when it does not parse, or names no table, column or record. */
bool change_make(struct records *records, const char *change, GError **error);

#endif
