/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * history_talk.h - what is said on a call-back of a history, a tenth of a second an event.
 *
 *   tls psk PID | pki | nopsk | hello     how far the handshake came: to the client's Finished;
 *                                         nopsk, hello: to a ClientHello without or with PSK
 *   tls 13                                to a ServerHello of TLS 1.3, which hides the rest
 *   tls old                               to a ServerHello without secure renegotiation
 *   done [BYTES]                          the handshake's end, and so much data each way (5000)
 *   alert device|server NUMBER            a fatal one
 *   close device|server, reset device|server
 *   key ok|wrong                          the records' PPS: fits what was encrypted, or does not
 *   certificate device|server FROM TO     the only one that is sent, valid between these seconds
 *   plain                                 not TLS but HTTP in the clear
 *   alien                                 the device's side answers with no TLS
 *   cut                                   bytes are missing in the capture
 *   do [CLASS.]METHOD RESULT [COUNT]      a call: its ReturnValue as a number, none (no answer),
 *                                         http=N, 401, 401! (to a log-in), fault=NAME, amt=N, bad
 */
#ifndef TESTS_ENGINE_HISTORY_TALK_H
#define TESTS_ENGINE_HISTORY_TALK_H

#include "sighting.h"

/* Does |word| begin an event of these? */
bool history_is_talk(const char *word);
/* Tells it of |c|, the last call-back; |frame| counts frames. */
void history_talk(struct sightings *sightings, struct seen_connection *c, char *const *word,
		  uint64_t *frame);

#endif
