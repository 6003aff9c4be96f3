/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file.h - a scene's frames as a capture file. */
#ifndef SYNTH_FILE_H
#define SYNTH_FILE_H

#include "scene.h"

/* The whole file: pcap with microseconds, or pcapng with nanoseconds. */
GByteArray *file_bytes(const struct scene *scene);

#endif
