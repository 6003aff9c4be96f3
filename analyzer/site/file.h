/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file.h - a whole file of records in memory, which is wiped when freed. */
#ifndef SITE_FILE_H
#define SITE_FILE_H

#include <glib.h>

#include "bytes.h"

/* Records are small: 100,000 devices with their locations are about 20 MiB. */
#define FILE_BYTES_MAX (64u << 20)

struct file {
	uint8_t *p; /* NUL behind the last byte */
	size_t n;
};

/* False with SITE_ERROR_OPEN when |path| is no regular file, too long, or changed while read. */
bool file_read(struct file *file, const char *path, GError **error);
void file_free(struct file *file);

#endif
