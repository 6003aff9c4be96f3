/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_files.h - the files that the certificate table names, read once each.
 *
 * They lie beside the records. A password stands in a file of its own, the
 * first line of it, and is wiped like the private keys that it opens: of a
 * key only stays whether there is one and whose it is.
 */
#ifndef SITE_SETUP_FILES_H
#define SITE_SETUP_FILES_H

#include "site.h"

/* The folder of the records at |path| (NULL: none were given). Free with g_free(). */
char *setup_files_folder(const char *path);

/* Files read so far, by their name and their password's. */
GHashTable *setup_files_new(void);

/*
 * What |file| in |folder| holds, with the password in |password_file| ("": none).
 * NULL with SITE_ERROR_RECORD set, whose message begins with the file, when it cannot be read.
 */
const struct site_chain *setup_files_read(GHashTable *files, const char *folder, const char *file,
					  const char *password_file, GError **error);

/* The same of a file that was read before; else NULL. */
const struct site_chain *setup_files_find(GHashTable *files, const char *file,
					  const char *password_file);

#endif
