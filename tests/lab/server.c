/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server.c - lab_server: stands in for a configuration server. usage:
 * lab_server KEY=VALUE...
 *
 * It hears hellos on 9971, asks the site's records about each and calls back
 * those that they accept, a process a device. "hung=1": it hears and does
 * nothing. "start=SECONDS": it opens its door only then. "late=": the script
 * takes so long.
 */
#include "server.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab_clock.h"
#include "words.h"

#define BUSY_MAX 16
#define PORT_HELLO 9971
#define HELLO_MAX 65536

/* Devices that a process is busy with. */
static struct busy {
	pid_t process;
	char uuid[UUID_TEXT];
} busy[BUSY_MAX];

static int listen_on(uint16_t port)
{
	struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), again = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
	if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, 16) != 0)
		fail("port %u: %m", port);
	return fd;
}

/* What the device says until it closes. */
static size_t hear(int fd, unsigned char bytes[HELLO_MAX])
{
	struct timeval patience = {.tv_sec = 3};
	size_t length = 0;
	ssize_t n;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	while (length < HELLO_MAX && (n = recv(fd, bytes + length, HELLO_MAX - length, 0)) > 0)
		length += (size_t)n;
	return length;
}

static struct busy *find_busy(pid_t process)
{
	for (unsigned i = 0; i < BUSY_MAX; i++)
		if (busy[i].process == process)
			return &busy[i];
	return NULL;
}

static bool is_served(const char *uuid)
{
	pid_t ended;

	while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
		*find_busy(ended) = (struct busy){0};
	for (unsigned i = 0; i < BUSY_MAX; i++)
		if (busy[i].process && strcmp(busy[i].uuid, uuid) == 0)
			return true;
	return false;
}

static void serve(const struct call_home *hello)
{
	struct decision decision;

	lab_wait(lab_now() + word_seconds("late", 0.05));
	if (decide(&decision, hello))
		call_back(hello, &decision);
}

static void serve_apart(const struct call_home *hello)
{
	struct busy *free_one = find_busy(0);

	if (is_served(hello->uuid) || !free_one) {
		say("served already");
		return;
	}
	memcpy(free_one->uuid, hello->uuid, UUID_TEXT);
	free_one->process = fork();
	if (free_one->process != 0)
		return;
	serve(hello);
	exit(EXIT_SUCCESS);
}

static void answer_page(int fd)
{
	static const char page[] = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nIt works\n";

	send(fd, page, sizeof page - 1, MSG_NOSIGNAL);
}

static void take(int fd, const struct sockaddr_in6 *source)
{
	static unsigned char bytes[HELLO_MAX];
	struct call_home hello = {.source = *source};

	if (word_number("page", 0))
		answer_page(fd);
	size_t length = hear(fd, bytes);

	close(fd);
	if (hello_read(&hello, bytes, length) && !word_number("page", 0))
		serve_apart(&hello);
}

int main(int argc, char **argv)
{
	struct sockaddr_in6 source;
	socklen_t length;

	(void)argc;
	words_take(argv);
	lab_clock_open(word("clock", NULL));
	signal(SIGPIPE, SIG_IGN);
	lab_wait(lab_now() + word_seconds("start", 0));
	int door = listen_on((uint16_t)word_number("port", PORT_HELLO));

	say("listening");
	while (word_number("hung", 0))
		pause();
	for (;;) {
		length = sizeof source;
		int fd = accept(door, (struct sockaddr *)&source, &length);

		if (fd >= 0)
			take(fd, &source);
		else if (errno != EINTR)
			fail("accept: %m");
	}
}
