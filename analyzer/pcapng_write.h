/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcapng_write.h - captures as one pcapng that carries its TLS secrets before its packets.
 *
 * libpcap writes no such block. Frames keep their bytes, times, lengths and
 * kinds of link; what else a pcapng said (comments, names, counts) is left
 * out. Source: draft-ietf-opsawg-pcapng.
 */
#ifndef ANALYZER_PCAPNG_WRITE_H
#define ANALYZER_PCAPNG_WRITE_H

#include <stdio.h>

#include <glib.h>

#include "bytes.h"

/* Begins the file: its section, and |keylog| as the secrets of TLS. False when |out| does not take it. */
bool pcapng_write_begin(FILE *out, struct bytes keylog);

/* What was written of the interfaces so far; {0} at first. */
struct pcapng_links {
	GArray *link; /* uint32_t, by the interface's number; the caller frees */
};

/*
 * Appends the frames of the capture at |path|. False when |out| does not take
 * them, or, with |error| set, when the capture cannot be read at all.
 */
bool pcapng_write_capture(FILE *out, struct pcapng_links *links, const char *path, GError **error);

#endif
