/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scene.h - what a scenario is made of while it plays: hosts, connections, a
 * clock, and the frames that the capture saw.
 *
 * The clock stands at the last frame that was sent, seen or not, so that a
 * line's time is counted from the end of the line before it.
 */
#ifndef SYNTH_SCENE_H
#define SYNTH_SCENE_H

#include "line.h"
#include "out.h"

#include <stdbool.h>

#define ADDRESS_MAX 16
#define MAC_LENGTH 6
#define VLANS_MAX 2

struct host {
	unsigned length; /* of the address: 4 or 16 */
	uint8_t address[ADDRESS_MAX];
	uint8_t mac[MAC_LENGTH];
	uint16_t ip_id;
	uint32_t xid; /* of its latest DHCP transaction */
};

struct link;
struct tunnel;

struct interface {
	char *name;
	const struct link *link;
	const struct tunnel *tunnel; /* or NULL */
	unsigned vlans;
	uint16_t vlan[VLANS_MAX];
	uint64_t dropped; /* frames that the capturing machine says it lost */
	unsigned index;
};

struct frame {
	int64_t time;   /* nanoseconds since 1970 */
	int64_t astray; /* ... that the capturing machine's clock was ahead */
	unsigned interface;
	unsigned order; /* as sent, for frames of one time */
	GByteArray *bytes;
};

enum side {
	SIDE_CLIENT,
	SIDE_SERVER,
};

struct connection {
	struct host *host[2]; /* by enum side */
	uint16_t port[2];
	uint32_t next[2];      /* sequence number of the next byte */
	unsigned number;       /* of the connections of the scenario, from 0 */
	struct secure *secure; /* NULL: no TLS of secure.h is spoken on it */
	struct web *web;       /* NULL: no HTTP of web.h is */
};

struct scene {
	char *story, *vantage, *licence;
	bool pcapng;
	uint32_t snaplen;
	int64_t now;     /* nanoseconds since 1970 */
	int64_t astray;  /* ... that the capturing machine's clock is ahead */
	bool unseen;     /* what happens now is not in the capture */
	unsigned opened; /* connections so far: ports and sequence numbers follow from it */
	uint16_t dns_id;
	struct interface *on;
	GPtrArray *interfaces;    /* struct interface * */
	GHashTable *hosts;        /* name -> struct host * */
	GHashTable *connections;  /* name -> struct connection * */
	GPtrArray *frames;        /* struct frame * */
	GHashTable *certificates; /* name -> struct certificate *, of certificate.h */
	bool secrets;             /* a key log goes into the capture */
	GString *keylog;          /* a line a session: CLIENT_RANDOM */
	GPtrArray *published;     /* struct published * */
};

/* A file that the scenario writes beside its capture. */
struct published {
	char *path; /* from the scenario's folder */
	GByteArray *bytes;
};

struct scene *scene_new(void);
void scene_free(struct scene *scene);

void scene_add_host(struct scene *scene, struct line *line);
void scene_add_hosts(struct scene *scene, struct line *line);
void scene_add_interface(struct scene *scene, struct line *line);

/* By name; fails at the line when there is none. */
struct host *scene_host(struct scene *scene, const struct line *line, const char *name);
struct interface *scene_interface(struct scene *scene, const struct line *line, const char *name);
struct connection *scene_connection(struct scene *scene, const struct line *line, const char *name);

/* Reads an address of either family into |host|. False if the text is none. */
bool host_parse_address(struct host *host, const char *text);

/* Lets time pass. */
void scene_wait(struct scene *scene, int64_t ns);
/* A frame is on the wire now. Takes |bytes|. */
void scene_send(struct scene *scene, GByteArray *bytes);
/* Puts the frames into the order of time. */
void scene_sort(struct scene *scene);

#endif
