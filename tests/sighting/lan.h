/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lan.h - a small network that an observer looks at: messages as decoders
 * hand them over, each in the next frame and a given time after the start.
 *
 * Device 192.0.2.50 (02:00:00:00:00:50), name server and DHCP 192.0.2.1,
 * server 192.0.2.10.
 */
#ifndef TESTS_SIGHTING_LAN_H
#define TESTS_SIGHTING_LAN_H

#include "observer.h"

#define DEVICE "192.0.2.50"
#define RESOLVER "192.0.2.1"
#define SERVER "192.0.2.10"
#define SERVER_NAME "provisionserver.example.test"

struct lan {
	struct sightings *sightings;
	struct watch *watch;
	struct budget *budget;
	struct observer *observer;
	uint64_t frame;
};

void lan_open(struct lan *n);

/* Ends the observation and gives what was seen, in the order of time. */
const struct sighting *lan_seen(struct lan *n, size_t *count);
void lan_close(struct lan *n);

struct address lan_address(const char *text);

/* When and where the next message is; milliseconds since the start. */
struct moment lan_moment(struct lan *n, int64_t milliseconds);

/* The device asks for |name| with |id|, or is answered: with |address|, or with |rcode| if NULL. */
void lan_question(struct lan *n, int64_t ms, uint16_t id, const char *name);
void lan_answer(struct lan *n, int64_t ms, uint16_t id, const char *name, const char *address,
		uint8_t rcode);
/* Any DNS message, from the device to its resolver unless it is a response. */
void lan_dns(struct lan *n, int64_t ms, const struct dns *dns);

/* A DHCP message of transaction |xid| of the device; grants are those of an acknowledgement. */
void lan_dhcp(struct lan *n, int64_t ms, enum dhcp_kind kind, uint32_t xid, const char *relay);

void lan_asks(struct lan *n, int64_t ms, const char *sender, const char *target);
void lan_answers(struct lan *n, int64_t ms, const char *sender, const char *target);

#endif
