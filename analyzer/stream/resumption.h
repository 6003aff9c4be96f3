/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * resumption.h - master secrets of sessions that a later connection may take up again.
 *
 * Up to TLS 1.2 a client names an old session by its id or a ticket, and both
 * sides go on with its master secret: nothing of the later handshake would
 * lead to it. The oldest of RESUMPTIONS_MAX goes first.
 */
#ifndef STREAM_RESUMPTION_H
#define STREAM_RESUMPTION_H

#include "tls_keys.h"

#define RESUMPTIONS_MAX 1024

struct resumption;

struct resumption *resumption_new(void);
void resumption_free(struct resumption *resumption); /* wipes */

/* |name| is a session id or a ticket; an empty one names nothing. */
void resumption_keep(struct resumption *resumption, struct bytes name,
		     const uint8_t master[MASTER_LENGTH]);
bool resumption_find(const struct resumption *resumption, struct bytes name,
		     uint8_t master[MASTER_LENGTH]);

#endif
