/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_hello.c - the hello, and how it is sent.
 *
 * Layout: Intel's guide, setupmodehellomessages, all integers little-endian:
 *
 *	0  u16 password set   2  u16 version   4  u32 retry   8  UUID (16)
 *	24 PSK: the PID (8)   PKI: u8 count, then for each: u8 algorithm, u8 length, hash
 */
#include "device.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab_clock.h"
#include "words.h"

#define PID_BYTES 8
#define VERSION_PSK 2
#define VERSION_PKI 3
#define SHA256 2 /* the algorithm's number in a hello */

static unsigned char *put(unsigned char *p, unsigned long value, unsigned bytes)
{
	for (; bytes > 0; bytes--, value >>= 8)
		*p++ = (unsigned char)value;
	return p;
}

/* SMBIOS order: the first three groups of the text are little-endian. */
static unsigned char *put_uuid(unsigned char *p)
{
	static const unsigned char at[UUID_BYTES] = {3, 2, 1,  0,  5,  4,  7,  6,
						     8, 9, 10, 11, 12, 13, 14, 15};
	const char *text = word("uuid", "11223344-5566-7788-99aa-bbccddeeff00");
	unsigned value;

	for (unsigned i = 0; i < UUID_BYTES; i++) {
		text += *text == '-';
		if (sscanf(text, "%2x", &value) != 1)
			fail("uuid=%s is none", word("uuid", ""));
		p[at[i]] = (unsigned char)value;
		text += 2;
	}
	return p + UUID_BYTES;
}

static unsigned char *put_roots(unsigned char *p)
{
	struct roots roots;

	roots_read(&roots);
	p = put(p, (unsigned long)word_number("count", (long)roots.count), 1);
	for (size_t i = 0; i < roots.count; i++) {
		p = put(p, (unsigned long)word_number("algorithm", SHA256), 1);
		p = put(p, SHA256_BYTES, 1);
		memcpy(p, roots.hash[i], SHA256_BYTES);
		p += SHA256_BYTES;
	}
	return p;
}

/* A shorter text is filled up with zeros. */
static unsigned char *put_pid(unsigned char *p)
{
	const char *pid = word("pid", "0000037M");
	size_t length = strnlen(pid, PID_BYTES);

	memset(p, 0, PID_BYTES);
	memcpy(p, pid, length);
	return p + PID_BYTES;
}

size_t hello_write(unsigned char bytes[HELLO_MAX], unsigned retry)
{
	long version = word_number("hello", VERSION_PSK);
	unsigned char *p = put(bytes, (unsigned long)word_number("admin", 1), 2);

	p = put(p, (unsigned long)version, 2);
	p = put(p, retry, 4);
	p = put_uuid(p);
	if (version == VERSION_PKI)
		p = put_roots(p);
	else
		p = put_pid(p);
	size_t length = (size_t)(p - bytes), cut = (size_t)word_number("cut", HELLO_MAX);

	return cut < length ? cut : length;
}

static int open_connection(const struct place *server)
{
	int fd = socket(server->address.ss_family, SOCK_STREAM, 0), at_once = 1;
	struct timeval patience = {.tv_sec = word_number("connect-seconds", 12)};

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
	if (connect(fd, (const struct sockaddr *)&server->address, server->length) == 0)
		return fd;
	say("no connection: %m");
	close(fd);
	return -1;
}

/* In one segment, or in those that "split=AT,AT" ask for. */
static void send_pieces(int fd, const unsigned char *bytes, size_t length)
{
	const char *cuts = word("split", "");
	size_t from = 0;

	while (from < length) {
		size_t to = *cuts ? strtoul(cuts, NULL, 10) : length;

		if (to > length)
			to = length;
		if (send(fd, bytes + from, to - from, MSG_NOSIGNAL) < 0)
			say("hello not sent: %m");
		from = to;
		cuts += strcspn(cuts, ",");
		cuts += *cuts == ',';
		if (from < length)
			lab_rest(0.05);
	}
}

bool hello_say(const struct place *server, unsigned retry)
{
	unsigned char bytes[HELLO_MAX], unwanted[256];
	int fd = open_connection(server);
	struct timeval patience = {.tv_sec = 3};

	if (fd < 0)
		return false;
	lab_rest(word_seconds("before-hello", 0.002));
	if (word_number("no-data", 0)) {
		say("reset instead of a hello");
		socket_reset(fd);
		return true;
	}
	say("hello %u", retry);
	send_pieces(fd, bytes, hello_write(bytes, retry));
	shutdown(fd, SHUT_WR);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	while (recv(fd, unwanted, sizeof unwanted, 0) > 0)
		;
	close(fd);
	return true;
}
