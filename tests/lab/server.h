/* SPDX-License-Identifier: GPL-2.0-or-later */
/* server.h - the parts of lab_server, and what they tell each other. */
#ifndef LAB_SERVER_H
#define LAB_SERVER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "link.h"

#define TEXT 256
#define UUID_TEXT 37
#define PID_TEXT 9
#define SHA256_BYTES 32
#define ROOTS_MAX 255

/* A hello as it came, and whence. */
struct call_home {
	struct sockaddr_in6 source;
	unsigned version, retry;
	char uuid[UUID_TEXT];
	char pid[PID_TEXT];
	size_t root_count;
	unsigned char root[ROOTS_MAX][SHA256_BYTES]; /* those of SHA-256 */
};

/* Reads the |length| bytes of a hello; false, said, where they are none. */
bool hello_read(struct call_home *hello, const unsigned char *bytes, size_t length);

/* What the records decide about a device. */
struct decision {
	char pps[TEXT];             /* PSK */
	char certificate[2 * TEXT]; /* PKI: a PEM file with chain and key */
	char fqdn[TEXT];
	char profile[TEXT];
};

/*
 * identify, name, profile: the server's steps between hello and call-back, by
 * the records in the folder "site=". False, said, where one stops it.
 */
bool decide(struct decision *decision, const struct call_home *hello);

/* The value in column |want| of the first row of |table| whose |column| is |value|, or "". */
void records_find(const char *table, const char *column, const char *value, const char *want,
		  char found[TEXT]);

/* Calls |each| with column |want| of every row of |table|. False where there is no such table. */
bool records_each(const char *table, const char *want, bool (*each)(const char *value, void *user),
		  void *user);

/* The reverse name of |address|, by DNS; false without one. */
bool reverse_name(const struct sockaddr_in6 *address, char name[TEXT]);

/* The address of |name|, by DNS, with the port of |address| left as it is. */
bool forward_address(const char *name, struct sockaddr_in6 *address);

/* Calls the device back and configures it; false where that did not end in CommitChanges. */
bool call_back(const struct call_home *hello, const struct decision *decision);

/* Makes the calls of a provisioning over |link|, after logging in. */
enum made {
	MADE_ALL,
	MADE_NO_LOGIN, /* 401 in spite of the password */
	MADE_STOPPED,  /* refused, or ended, on the way */
};

enum made make_calls(struct link *link, const char *host, bool legacy);

#endif
