/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http_parts.h - reads that the decoders of http.h share. */
#ifndef WIRE_HTTP_PARTS_H
#define WIRE_HTTP_PARTS_H

#include "reader.h"

/* The next line without its end. False, and nothing read, when the end is missing. */
bool http_line(struct reader *r, struct bytes *line);

/* Without blanks and line ends on both sides. */
struct bytes http_trim(struct bytes b);

#endif
