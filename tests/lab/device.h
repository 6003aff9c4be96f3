/* SPDX-License-Identifier: GPL-2.0-or-later */
/* device.h - the parts of lab_device, and what they tell each other. */
#ifndef LAB_DEVICE_H
#define LAB_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "http.h"
#include "link.h"

#define UUID_BYTES 16
#define HELLO_MAX 4096
#define REALM "Digest:F3EB554784E729164447A89F60B641C5"

/* What happened in a call-back. */
enum visit {
	VISIT_FAILED,      /* no session, no log-in, or it ended early */
	VISIT_PROVISIONED, /* CommitChanges was answered with 0 */
	VISIT_REBOOT,      /* the device starts anew in the middle of it */
};

struct place {
	struct sockaddr_storage address;
	socklen_t length;
};

/* The server, as the name server or "sca=" says; false where nobody knows it. */
bool locate(struct place *server);

/* Writes hello number |retry|; gives its length. */
size_t hello_write(unsigned char bytes[HELLO_MAX], unsigned retry);

/* Says it to |server|; false where no connection was made. */
bool hello_say(const struct place *server, unsigned retry);

/* Serves whoever connected to |port|. */
enum visit visit_serve(int fd, int port);

/* The alert with which a server's chain is refused, 0 where it is taken. */
int chain_judge(const struct der *chain, size_t count);

/* SHA-256 of each root that the hello names, in its order. */
#define ROOTS_MAX 40
#define SHA256_BYTES 32

struct roots {
	size_t count;
	unsigned char hash[ROOTS_MAX][SHA256_BYTES];
};

void roots_read(struct roots *roots);

/*
 * The answer's status and body for a call, or what else it comes to. |name| is
 * the call's method, or its operation and class.
 */
enum answer {
	ANSWER_SENT,
	ANSWER_COMMITTED,
	ANSWER_CLOSE,
	ANSWER_RESET,
	ANSWER_SILENCE,
	ANSWER_REBOOT,
};

enum answer answer_call(const struct message *call, int *status, char *body, size_t room);

#endif
