/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * history.h - a device's story in a line, made into sightings without a capture.
 *
 * Events are separated by ';'. Times are seconds. "@N" before an event makes
 * it device N's (default 1): its address is 192.0.2.(50+N) and its UUID ends in N;
 * "%N" before it: from the address 192.0.2.N this time.
 * "~" before it: over IPv6, from 2001:db8::(50+N) to 2001:db8::10 or back.
 * The server is 192.0.2.10, the DNS server 192.0.2.1.
 *
 *   cover FROM TO [client|server|between]   a capture; events belong to the last one named
 *   lease T ok|none|nak [SUFFIX|-] [dns|nodns]
 *   ask T NAME nx|fail|refused|none|ADDRESS [RESOLVER]   the device asks for its server
 *   ptr T nx|none|NAME                      the server asks for the device's reverse name
 *   where T NAME ADDRESS                    the server asks for that name's address
 *   syn T refused|silent|icmp|half|mute|http [N]   to the hello port, N SYNs
 *   hello T RETRY pid PID | hashes N | blank | version V | cut
 *   call T ok|silent|refused [ADDRESS]      from the server, to the device if not named
 *   arp T ADDRESS ok|none                   the server looks for an address
 *   port N                                  of the next connection: the same port, in
 *                                           another capture, is the same connection
 * and what is said on the last call-back that was taken: history_talk.h.
 */
#ifndef TESTS_ENGINE_HISTORY_H
#define TESTS_ENGINE_HISTORY_H

#include "sighting.h"

struct sightings *history_tell(const char *story);

#endif
