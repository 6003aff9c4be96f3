/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h - a report's way out: standard output, or a file that is either
 * the old one or the whole new one.
 */
#ifndef ANALYZER_OUTPUT_H
#define ANALYZER_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

struct output;

/*
 * Opens |path| (NULL: standard output) for writing. A regular file is written
 * beside its place under a name of its own. NULL with |error| set when not possible.
 */
struct output *output_open(const char *path, GError **error);
/* The same for secrets: the new file is for its owner alone, whoever may read the old one. */
struct output *output_open_private(const char *path, GError **error);
FILE *output_stream(struct output *output);

/*
 * Ends |output|, whose writer says whether it is |whole|: then everything is
 * brought to the disk and takes its place; else nothing of it is left. False
 * with |error| set when it did not get there.
 */
bool output_close(struct output *output, bool whole, GError **error);

/* Are |path| and |other| one file, under whatever names? False when either is not there. */
bool output_is_same_file(const char *path, const char *other);

#endif
