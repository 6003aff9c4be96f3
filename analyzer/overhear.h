/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * overhear.h - all TLS sessions of one capture, followed from its first frame to its last.
 *
 * Key logs that a pcapng carries are used beside the caller's secrets.
 */
#ifndef ANALYZER_OVERHEAR_H
#define ANALYZER_OVERHEAR_H

#include "session.h"

struct overhearing {
	const uint16_t *ports; /* that servers listen on, the last one 0; NULL: any connection */
	struct session_secrets secrets;
	/* Callbacks get |user|; session_user() gives the struct connection. */
	struct session_consumer consumer;
	/* The last call for a session; may be NULL. */
	void (*ended)(void *user, struct session *session, const struct connection *connection);
	void *user;
};

/*
 * Follows the sessions of the capture at |path|. False with |error| set when
 * it cannot be read at all; |complete| says whether it was read to its end.
 */
bool overhear(const char *path, const struct overhearing *overhearing, bool *complete,
	      GError **error);

#endif
