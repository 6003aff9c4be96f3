/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * keylog.h - TLS key logs: what browsers, OpenSSL and Wireshark call SSLKEYLOGFILE.
 *
 * A line is a label, an id and a secret in hexadecimal. Lines that are not
 * understood are counted and passed over; the first of two lines for the same
 * label and id counts. Secrets are wiped when the log is freed.
 *
 * Source: https://datatracker.ietf.org/doc/draft-ietf-tls-keylogfile/; the
 * RSA line, whose id is the beginning of the encrypted premaster secret, is
 * NSS's and OpenSSL's.
 */
#ifndef STREAM_KEYLOG_H
#define STREAM_KEYLOG_H

#include <stdint.h>

#include "bytes.h"

enum keylog_label {
	KEYLOG_CLIENT_RANDOM,    /* master secret, up to TLS 1.2 */
	KEYLOG_RSA,              /* premaster secret */
	KEYLOG_CLIENT_HANDSHAKE, /* and the rest: traffic secrets of TLS 1.3 */
	KEYLOG_SERVER_HANDSHAKE,
	KEYLOG_CLIENT_TRAFFIC,
	KEYLOG_SERVER_TRAFFIC,
	KEYLOG_LABELS
};

#define KEYLOG_SECRET_MAX 64 /* bytes */
#define KEYLOG_LINE_MAX 512
#define KEYLOG_ENTRIES_MAX 200000

struct keylog;

struct keylog *keylog_new(void);
void keylog_free(struct keylog *keylog);

/* Adds the lines of |text|, ended by LF or CRLF, the last one by nothing. */
void keylog_read(struct keylog *keylog, struct bytes text);

/* Writes the secret of |label| and |id|; returns its length, 0 when there is none. */
size_t keylog_find(const struct keylog *keylog, enum keylog_label label, struct bytes id,
		   uint8_t secret[KEYLOG_SECRET_MAX]);

struct keylog_counts {
	unsigned secrets; /* kept */
	unsigned unread;  /* lines that are no comment and no secret we know how to use */
	unsigned lost;    /* secrets past KEYLOG_ENTRIES_MAX */
};
struct keylog_counts keylog_counts(const struct keylog *keylog);

#endif
