/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cable.c - lab_cable: a cable between two interfaces, with its faults.
 * usage: lab_cable LEFT RIGHT KEY=VALUE...
 *
 * "delay=SECONDS" each way; "late=N:SECONDS" holds back the Nth TCP frame with
 * data from left to right; "lose=N,N" and "twice=N,N" count likewise; "tag=N"
 * puts VLAN N on what goes right and takes it off what goes left. It does what
 * netem and 802.1Q interfaces would, the same each time, on kernels that have
 * neither. libpcap reads and writes, as it puts back tags that the kernel hid.
 */
#include <arpa/inet.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "words.h"

#define ROOM 2048
#define WAITING_MAX 512
#define TAG_BYTES 4
#define MACS 12 /* bytes before the type */

/* A frame on its way. */
struct frame {
	double due;
	int to;
	unsigned length;
	unsigned char bytes[ROOM];
};

static pcap_t *ends[2];
static struct frame waiting[WAITING_MAX];
static unsigned waiting_count;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void open_end(int which, const char *name)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *end = pcap_create(name, error);

	pcap_set_snaplen(end, ROOM);
	pcap_set_promisc(end, 1);
	pcap_set_immediate_mode(end, 1);
	if (pcap_activate(end) < 0)
		fail("%s: %s", name, pcap_geterr(end));
	pcap_setdirection(end, PCAP_D_IN);
	pcap_setnonblock(end, 1, error);
	ends[which] = end;
}

/* Has it TCP data? IPv4 without a tag, which is what a device's side sends. */
static bool has_data(const unsigned char *p, unsigned length)
{
	if (length < 54 || p[12] != 8 || p[13] != 0 || p[23] != 6)
		return false;
	unsigned ip = (p[14] & 15u) * 4, whole = (unsigned)p[16] << 8 | p[17];
	unsigned tcp = (p[14 + ip + 12] >> 4) * 4u;

	return whole > ip + tcp;
}

static double lateness(unsigned number)
{
	const char *late = word("late", "");
	char *rest;

	if (strtoul(late, &rest, 10) != number || *rest != ':')
		return 0;
	return strtod(rest + 1, NULL);
}

static void put_tag(struct frame *f, unsigned long tag)
{
	unsigned char *p = f->bytes + MACS;

	memmove(p + TAG_BYTES, p, f->length - MACS);
	p[0] = 0x81;
	p[1] = 0x00;
	p[2] = (unsigned char)(tag >> 8);
	p[3] = (unsigned char)tag;
	f->length += TAG_BYTES;
}

static void take_tag(struct frame *f)
{
	unsigned char *p = f->bytes + MACS;

	if (p[0] != 0x81 || p[1] != 0x00)
		return;
	memmove(p, p + TAG_BYTES, f->length - MACS - TAG_BYTES);
	f->length -= TAG_BYTES;
}

static void add(int to, const unsigned char *bytes, unsigned length, double extra)
{
	struct frame *f = &waiting[waiting_count];
	unsigned long tag = strtoul(word("tag", "0"), NULL, 10);

	if (waiting_count == WAITING_MAX || length + TAG_BYTES > ROOM)
		return;
	f->due = now() + word_seconds("delay", 0) + extra;
	f->to = to;
	f->length = length;
	memcpy(f->bytes, bytes, length);
	if (tag && to == 1)
		put_tag(f, tag);
	if (tag && to == 0)
		take_tag(f);
	waiting_count++;
}

static void take(unsigned char *user, const struct pcap_pkthdr *header, const unsigned char *bytes)
{
	static unsigned number;
	int to = *(int *)(void *)user;
	bool counts = to == 1 && has_data(bytes, header->caplen);
	char text[16];

	number += counts;
	snprintf(text, sizeof text, "%u", number);
	if (counts && word_lists("lose", text))
		return;
	add(to, bytes, header->caplen, counts ? lateness(number) : 0);
	if (counts && word_lists("twice", text))
		add(to, bytes, header->caplen, 0.001);
}

/* The first of those that are due, or NULL. */
static struct frame *next_due(void)
{
	struct frame *first = NULL;

	for (unsigned i = 0; i < waiting_count; i++)
		if (waiting[i].due <= now() && (!first || waiting[i].due < first->due))
			first = &waiting[i];
	return first;
}

static void deliver(void)
{
	struct frame *f;

	while ((f = next_due())) {
		pcap_inject(ends[f->to], f->bytes, f->length);
		memmove(f, f + 1, (size_t)(waiting + waiting_count - f - 1) * sizeof *f);
		waiting_count--;
	}
}

int main(int argc, char **argv)
{
	int towards[2] = {1, 0};

	if (argc < 3) {
		fprintf(stderr, "usage: lab_cable LEFT RIGHT KEY=VALUE...\n");
		return EXIT_FAILURE;
	}
	words_take(argv + 2);
	for (int i = 0; i < 2; i++)
		open_end(i, argv[1 + i]);
	for (;;) {
		struct pollfd sockets[2];

		for (int i = 0; i < 2; i++)
			sockets[i] = (struct pollfd){pcap_get_selectable_fd(ends[i]), POLLIN, 0};
		poll(sockets, 2, waiting_count ? 1 : 20);
		for (int i = 0; i < 2; i++)
			pcap_dispatch(ends[i], -1, take, (unsigned char *)&towards[i]);
		deliver();
	}
}
