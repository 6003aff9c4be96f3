/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_files_write.h - the certificates that the records name, made anew.
 *
 * They become PEM files without a key and without a password; whether there
 * was a key is then said by the records.
 */
#ifndef SCRUB_SETUP_FILES_WRITE_H
#define SCRUB_SETUP_FILES_WRITE_H

#include "mapping.h"
#include "records.h"

/*
 * Writes the files of |records| in |folder| into |out|, under the names that
 * records_mapped() gave them in |mapped|, which is completed. What cannot be
 * read or made anew is left out, and so is its name.
 */
void setup_files_write(const struct records *records, const char *folder, struct records *mapped,
		       const char *out, struct mapping *m);

#endif
