/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link.h - what HTTP runs over: plain TCP, or TLS by OpenSSL or by GnuTLS.
 *
 * Both programs use it, the device as the server of TLS and the configuration
 * server as its client. GnuTLS is there for what OpenSSL refuses to do.
 */
#ifndef LAB_LINK_H
#define LAB_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A certificate of a chain, as it came. */
struct der {
	const unsigned char *data;
	size_t length;
};

struct wishes {
	bool serves;                 /* TLS's server */
	bool by_certificate;         /* and not by pre-shared key */
	const char *library;         /* "openssl" or "gnutls" */
	const char *oldest, *newest; /* "1.0" to "1.3" */
	const char *suites;          /* as the library writes them */
	const char *identity, *key;  /* of PSK */
	const char *hint;
	const char *chain_file, *key_file; /* PEM */
	/* Of the peer's chain: the alert to refuse it with, 0 for none. NULL: not asked for. */
	int (*judge)(const struct der *chain, size_t count);
	bool mute;        /* refuses without an alert */
	const char *keys; /* a file to append session secrets to, or NULL */
};

struct link {
	int fd;
	void *session;
	bool abrupt; /* ends without a word of TLS, by a reset */
	ssize_t (*read)(struct link *link, void *bytes, size_t room);
	ssize_t (*write)(struct link *link, const void *bytes, size_t n);
	void (*close)(struct link *link);
};

struct link *link_plain(int fd);

/* After a handshake on |fd|; NULL where it failed, which was said, and |fd| is closed. */
struct link *link_secure(int fd, const struct wishes *wishes);

struct link *link_openssl(int fd, const struct wishes *wishes);
struct link *link_gnutls(int fd, const struct wishes *wishes);

bool link_write_all(struct link *link, const void *bytes, size_t n);

/* Ends and frees. */
void link_close(struct link *link);

/* A reset instead of an end, of a socket of any kind. */
void socket_reset(int fd);

#endif
