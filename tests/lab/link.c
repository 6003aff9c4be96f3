/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.c - see link.h: the plain one, and what all have in common. */
#include "link.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static ssize_t plain_read(struct link *link, void *bytes, size_t room)
{
	return recv(link->fd, bytes, room, 0);
}

static ssize_t plain_write(struct link *link, const void *bytes, size_t n)
{
	return send(link->fd, bytes, n, MSG_NOSIGNAL);
}

static void plain_close(struct link *link)
{
	(void)link;
}

struct link *link_plain(int fd)
{
	struct link *link = calloc(1, sizeof *link);

	*link = (struct link){
		.fd = fd, .read = plain_read, .write = plain_write, .close = plain_close};
	return link;
}

struct link *link_secure(int fd, const struct wishes *wishes)
{
	if (strcmp(wishes->library, "gnutls") == 0)
		return link_gnutls(fd, wishes);
	return link_openssl(fd, wishes);
}

bool link_write_all(struct link *link, const void *bytes, size_t n)
{
	for (const char *p = bytes; n > 0;) {
		ssize_t written = link->write(link, p, n);

		if (written <= 0)
			return false;
		p += written;
		n -= (size_t)written;
	}
	return true;
}

void link_close(struct link *link)
{
	link->close(link);
	if (link->abrupt)
		socket_reset(link->fd);
	else
		close(link->fd);
	free(link);
}

void socket_reset(int fd)
{
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
}
