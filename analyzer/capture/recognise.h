/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recognise.h - what a file is by its first bytes.
 *
 * Names lie (a .cap may be pcap, pcapng, Network Monitor, or compressed), so
 * nothing here looks at one.
 */
#ifndef CAPTURE_RECOGNISE_H
#define CAPTURE_RECOGNISE_H

#include "bytes.h"

#define RECOGNISE_LOOK 264 /* bytes that are looked at: tar's mark is the last one */

bool recognise_pcap(struct bytes start);
bool recognise_pcapng(struct bytes start);

/* The sentence that refuses |start|, the first bytes of a file that is no capture of ours. */
const char *recognise_refuse(struct bytes start);

/*
 * Is the file at |path| a capture, compressed or not, ours or one of another
 * kind (which capture_open() then refuses with the way to convert it)?
 */
bool recognise_file(const char *path);

#endif
