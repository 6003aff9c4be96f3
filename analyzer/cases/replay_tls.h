/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay_tls.h - a call-back by TLS, answered with the device's PID and PPS. */
#ifndef CASES_REPLAY_TLS_H
#define CASES_REPLAY_TLS_H

#include "answer_http.h"
#include "site.h"

/*
 * Takes the handshake on |fd|, and answers what is asked then with |answers|,
 * all within |limit| milliseconds and |budget| bytes heard. Gives what came of
 * it in words, to be freed. The PPS of |pid| is |site|'s.
 */
char *replay_tls(int fd, const struct site *site, const char *pid, struct answers *answers,
		 int limit, size_t budget);

#endif
