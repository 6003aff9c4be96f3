/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server_callback.c - the connection back to the device, and TLS on it.
 *
 * The address is the hello's source; with "contact=name" it is that of the
 * name, which is where a stale one leads astray; "contact=asked" looks up the
 * name and does not use it. "tries=" says how often all of it is tried.
 */
#include "server.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab_clock.h"
#include "words.h"

#define PORT_PLAIN 16992
#define PORT_TLS 16993

static bool speaks_plainly(void)
{
	return word_number("plain", 0) != 0;
}

static struct sockaddr_in6 target_of(const struct call_home *hello, const char *fqdn)
{
	const char *contact = word("contact", "address");
	struct sockaddr_in6 target = hello->source, unused = target;

	target.sin6_port = htons(speaks_plainly() ? PORT_PLAIN : PORT_TLS);
	if (strcmp(contact, "name") == 0 && !forward_address(fqdn, &target))
		say("%s has no address, so the hello's source is called", fqdn);
	if (strcmp(contact, "asked") == 0)
		forward_address(fqdn, &unused);
	return target;
}

static int open_connection(const struct sockaddr_in6 *target)
{
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), now = 1;
	struct timeval connecting = {.tv_sec = word_number("connect-seconds", 16)};
	struct timeval reading = {.tv_sec = word_number("read-seconds", 8)};

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &connecting, sizeof connecting);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &reading, sizeof reading);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
	if (connect(fd, (const struct sockaddr *)target, sizeof *target) == 0)
		return fd;
	say("no call-back: %m");
	close(fd);
	return -1;
}

/* A dated device certificate that this server does not take: its own alert then. */
static int judge_device(const struct der *chain, size_t count)
{
	(void)chain;
	return count ? (int)word_number("refuses-device", 0) : 0;
}

static struct link *open_link(int fd, const struct call_home *hello,
			      const struct decision *decision)
{
	bool pki = hello->version == 3;
	struct wishes wishes = {
		.by_certificate = word_number("by-certificate", pki),
		.library = word("library", "openssl"),
		.oldest = word("tls-oldest", "1.0"),
		.newest = word("tls-newest", "1.2"),
		.suites = word("suites", pki ? "AES128-SHA:AES256-SHA" : "PSK-AES128-CBC-SHA"),
		.identity = word("identity", hello->pid),
		.key = decision->pps,
		.chain_file = *decision->certificate ? decision->certificate : NULL,
		.key_file = word("key", decision->certificate),
		.judge = pki && word_number("refuses-device", 0) ? judge_device : NULL,
		.keys = word("keys", NULL),
	};

	return speaks_plainly() ? link_plain(fd) : link_secure(fd, &wishes);
}

static enum made configure(const struct call_home *hello, const struct decision *decision, int fd)
{
	struct link *link = open_link(fd, hello, decision);
	bool legacy = word_number("legacy", hello->version == 2) != 0;
	enum made made = MADE_STOPPED;

	if (!link)
		return made;
	if (word_number("quiet", 0) == 0)
		made = make_calls(link, decision->fqdn, legacy);
	link_close(link);
	return made;
}

bool call_back(const struct call_home *hello, const struct decision *decision)
{
	struct sockaddr_in6 target = target_of(hello, decision->fqdn);
	char text[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, &target.sin6_addr, text, sizeof text);
	for (long tries = word_number("tries", 1); tries > 0; tries--) {
		say("calling %s, port %d", text, ntohs(target.sin6_port));
		int fd = open_connection(&target);

		if (fd >= 0 && configure(hello, decision, fd) == MADE_ALL) {
			say("provisioned");
			return true;
		}
		lab_rest(0.5);
	}
	return false;
}
