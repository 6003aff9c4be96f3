/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * input.h - from the CAPTUREs of a command line to the files to be read.
 *
 * A folder stands for the captures in it, known by their first bytes, in the
 * order of their names; FILE@client, @server and @between say where a capture
 * was made, unless a file has that whole name.
 */
#ifndef CAPTURE_INPUT_H
#define CAPTURE_INPUT_H

#include <glib.h>

/* Where a capture was made; the same words in the same order as sighting.h's enum vantage. */
enum input_vantage {
	INPUT_VANTAGE_UNKNOWN,
	INPUT_VANTAGE_CLIENT,
	INPUT_VANTAGE_SERVER,
	INPUT_VANTAGE_BETWEEN,
};

struct input {
	char *path; /* for capture_open() */
	char *name; /* for reports: relative to the folder given, else the base name */
	enum input_vantage vantage;
};

/*
 * The inputs (struct input *, freed with the array) that the NULL-terminated
 * |arguments| stand for. NULL with |error| set, whose message starts with the
 * path, when a folder cannot be searched or holds no capture. Whether a file
 * that was named can be read is for capture_open() to say.
 */
GPtrArray *input_list(const char *const *arguments, GError **error);

#endif
