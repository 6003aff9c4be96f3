/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * apf_channels.h - the connections inside a tunnel, and the HTTP in them.
 *
 * A channel has two numbers, each side's own; data carry the receiver's. What
 * a side sends on a channel to an HTTP port is handed to Wireshark's HTTP, put
 * together over messages as HTTP asks for it.
 */
#ifndef EPAN_APF_CHANNELS_H
#define EPAN_APF_CHANNELS_H

#include "messages.h"

struct channels;

struct channels *channels_new(void);

/* At the first pass: |apf|, sent by |side| (0 or 1), opens, confirms or closes one. */
void channels_follow(struct channels *channels, const struct apf *apf, unsigned side);

/* Shows what the data of |apf| mean, at any pass; |nth| in its packet. */
void channels_show(struct channels *channels, const struct apf *apf, unsigned side,
		   struct shown *shown, unsigned nth, proto_tree *tree);

void channels_handoff(void);

#endif
