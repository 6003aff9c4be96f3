/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * called_back.h - what a server that calls back shows of itself, beside the hello it answers.
 *
 * Noted at the first pass, while TLS's handshake is read; shown at each.
 */
#ifndef EPAN_CALLED_BACK_H
#define EPAN_CALLED_BACK_H

#include "keys.h"

/*
 * The PSK identity in the packet that carries |payload|, and whether the user's
 * table opens the session.
 */
void called_back_note_identity(packet_info *pinfo, struct bytes payload, struct bytes identity,
			       enum key_found found);

/* The certificates in it. */
void called_back_note_chain(packet_info *pinfo, struct bytes payload,
			    const struct tls_certificates *list);

/* What was noted of this packet, where that was: in its layer number |layer|. */
void called_back_show(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, unsigned layer);

void called_back_register(void);

#endif
