/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device.c - lab_device: stands in for a machine with AMT, from the look-up of
 * its server to CommitChanges. usage: lab_device KEY=VALUE...
 *
 * It says hello by the documented schedule and serves whoever calls back in
 * between. What remains of a wait after "settle=" seconds without a call-back
 * is skipped (lab_clock.h), unless "follows=1": then another device does that.
 */
#include "device.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lab_clock.h"
#include "words.h"

#define SKIP_STEP 5 /* seconds: others that wait shall wake near their moment */

/* The hellos' moments, in minutes (Intel's blog intel-amtpsk, 2009): 5 a minute apart, and so on. */
static const int schedule[] = {0, 1, 2, 3, 4, 14, 24, 34, 44, 54, 114, 174, 234, 294, 354};

#define HELLOS (sizeof schedule / sizeof *schedule)

static const int ports[] = {16993, 16992};
static struct pollfd doors[2];

static bool opens(int port)
{
	return port == 16993 ? word_number("door-tls", 1) : word_number("door-plain", 0);
}

static int listen_on(int port)
{
	struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), again = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
	if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, 4) != 0)
		fail("port %d: %m", port);
	return fd;
}

static void doors_open(void)
{
	for (unsigned i = 0; i < 2; i++)
		doors[i] = (struct pollfd){opens(ports[i]) ? listen_on(ports[i]) : -1, POLLIN, 0};
}

static void doors_close(void)
{
	for (unsigned i = 0; i < 2; i++)
		if (doors[i].fd >= 0)
			close(doors[i].fd);
}

static void skip_towards(double moment)
{
	double left = moment - lab_now(), step = word_seconds("step", SKIP_STEP);

	if (word_number("follows", 0) == 0 && left > 0)
		lab_skip(left < step ? left : step);
	lab_rest(0.03);
}

/* Serves visitors until |moment|; gives what ended it early, or VISIT_FAILED. */
static enum visit serve_until(double moment)
{
	double idle_since = lab_now();
	enum visit visit;

	while (lab_now() < moment) {
		if (poll(doors, 2, 20) <= 0) {
			if (lab_now() - idle_since > word_seconds("settle", 2.5))
				skip_towards(moment);
			continue;
		}
		for (unsigned i = 0; i < 2; i++) {
			if (!(doors[i].revents & POLLIN))
				continue;
			visit = visit_serve(accept(doors[i].fd, NULL, NULL), ports[i]);
			if (visit != VISIT_FAILED)
				return visit;
		}
		idle_since = lab_now();
	}
	return VISIT_FAILED;
}

/* One run through the schedule. */
static enum visit call_home(const struct place *server)
{
	unsigned hellos = (unsigned)word_number("hellos", 4);
	double start = lab_now();
	enum visit visit = VISIT_FAILED;

	for (unsigned i = 0; i < hellos && i < HELLOS && visit == VISIT_FAILED; i++) {
		double next = start + 60.0 * (i + 1 < HELLOS ? schedule[i + 1] : schedule[i] + 60);

		hello_say(server, word_number("retry-stays", 0) ? 0 : i);
		/* After the last hello long enough to see that nothing comes. */
		visit = serve_until(i + 1 < hellos ? next : lab_now() + word_seconds("linger", 70));
	}
	return visit;
}

/* Asks again a minute later, "looks=" times; false, and a while later, where nobody knows. */
static bool find_server(struct place *server)
{
	for (long looks = word_number("looks", 1); looks > 0; looks--) {
		if (locate(server))
			return true;
		serve_until(lab_now() + (looks > 1 ? 60 : word_seconds("linger", 70)));
	}
	return false;
}

int main(int argc, char **argv)
{
	struct place server;
	enum visit visit;

	(void)argc;
	words_take(argv);
	lab_clock_open(word("clock", NULL));
	signal(SIGPIPE, SIG_IGN);
	lab_wait(lab_now() + word_seconds("start", 0));
	doors_open();
	if (!find_server(&server))
		return 0;
	do {
		visit = call_home(&server);
		say(visit == VISIT_PROVISIONED ? "provisioned" : "not provisioned");
		if (visit == VISIT_REBOOT)
			serve_until(lab_now() + 60);
	} while (visit == VISIT_REBOOT);
	if (visit == VISIT_PROVISIONED)
		serve_until(lab_now() + word_seconds("linger", 70));
	doors_close();
	return 0;
}
