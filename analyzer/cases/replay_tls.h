/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay_tls.h - a call-back by TLS, answered with the device's PID and PPS. */
#ifndef CASES_REPLAY_TLS_H
#define CASES_REPLAY_TLS_H

#include "site.h"

/*
 * Takes the handshake on |fd|, within |limit| milliseconds. Gives what came of
 * it in words, to be freed. The PPS of |pid| is |site|'s.
 */
char *replay_tls(int fd, const struct site *site, const char *pid, int limit);

#endif
