/* SPDX-License-Identifier: GPL-2.0-or-later */
/* write.h - records to a database or to a folder of CSV files. */
#ifndef SITE_WRITE_H
#define SITE_WRITE_H

#include "records.h"

/* Would |path| be a folder: does it end in '/', or is it one? */
bool is_folder_path(const char *path);

/*
 * Writes the tables that |which| marks, in place of those of the same name.
 * A file that is not there is made, readable for its owner only.
 */
bool write_folder(const char *path, const struct records *records, const bool which[SITE_TABLES],
		  GError **error);
bool write_database(const char *path, const struct records *records, const bool which[SITE_TABLES],
		    GError **error);

#endif
