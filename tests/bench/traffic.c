/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * traffic.c - captures for measuring: what an office sends, devices, floods.
 *
 * usage: traffic KIND FILE SIZE [SEED]
 *
 * SIZE is in bytes for mixed and dense, else a number of connections or
 * messages. In each flood one real device says hello in the middle, and one
 * before it: whoever bounds memory must still show both.
 */
#include <stdlib.h>
#include <string.h>

#include "device.h"

#define FLOWS 20000 /* at once, of other people */
#define DEVICES_AT_ONCE 64

enum {
	NET_OFFICE = 172,
	NET_INTERNET = 93,
	NET_FORGED = 100
};

/* Other people's conversations: how many frames in a hundred, and how long they are. */
static const struct habit {
	uint16_t port;
	bool tcp;
	unsigned weight;
	unsigned least, most; /* bytes of payload */
} habits[] = {
	{443, true, 26, 0, 0},       /* TLS: bare acknowledgements */
	{443, true, 10, 900, 1460},  /* and what they acknowledge */
	{443, true, 8, 60, 500},     /* small records */
	{80, true, 5, 100, 700},     /* HTTP */
	{22, true, 5, 36, 120},      /* SSH */
	{445, true, 6, 80, 300},     /* files */
	{443, false, 9, 60, 1350},   /* QUIC */
	{5004, false, 16, 172, 240}, /* RTP */
	{123, false, 1, 48, 48},     /* NTP */
};

#define WEIGHT_DNS 8
#define WEIGHT_ARP 3
#define WEIGHT_ECHO 2
#define WEIGHT_FRAGMENTS 1

struct conversation {
	struct end client, server;
	uint32_t seq, ack;
	const struct habit *habit;
};

static const struct habit *choose_habit(struct trace *t)
{
	unsigned sum = 0, pick;

	for (size_t i = 0; i < sizeof habits / sizeof habits[0]; i++)
		sum += habits[i].weight;
	pick = trace_below(t, sum);
	for (size_t i = 0;; i++) {
		if (pick < habits[i].weight)
			return &habits[i];
		pick -= habits[i].weight;
	}
}

static void begin(struct trace *t, struct conversation *c)
{
	bool v6 = trace_below(t, 100) < 15;
	uint16_t vlan = trace_below(t, 100) < 10 ? (uint16_t)(1 + trace_below(t, 100)) : 0;

	c->client = trace_host(NET_OFFICE, trace_below(t, 4000), v6);
	c->server = trace_host(NET_INTERNET, trace_below(t, 60000), v6);
	c->habit = choose_habit(t);
	c->client.port = (uint16_t)(32768 + trace_below(t, 28000));
	c->server.port = c->habit->port;
	c->client.vlan = c->server.vlan = vlan;
	c->seq = (uint32_t)trace_random(t);
	c->ack = (uint32_t)trace_random(t);
	if (c->habit->tcp)
		trace_tcp(t, &c->client, &c->server, FLAG_SYN, c->seq++, 0, NULL, 0);
}

static void speak(struct trace *t, struct conversation *c)
{
	const struct habit *h = c->habit;
	size_t n = h->least + trace_below(t, h->most - h->least + 1);
	bool up = trace_below(t, 3) == 0;
	const struct end *from = up ? &c->client : &c->server, *to = up ? &c->server : &c->client;

	if (!h->tcp) {
		trace_udp(t, from, to, trace_filler(t), n);
		return;
	}
	trace_tcp(t, from, to, FLAG_ACK | (n ? FLAG_PSH : 0), up ? c->seq : c->ack,
		  up ? c->ack : c->seq, trace_filler(t), n);
	*(up ? &c->seq : &c->ack) += (uint32_t)n;
}

/* A question, or an answer. */
static void resolve(struct trace *t)
{
	static const uint8_t address[4] = {93, 184, 215, 14};
	char label[16];
	const char *const labels[] = {"www", label, "example", NULL};
	struct end client = trace_host(NET_OFFICE, trace_below(t, 4000), false);
	struct end resolver = trace_host(10, 1, false);
	bool answer = trace_below(t, 2);
	uint8_t b[DEVICE_ROOM];

	snprintf(label, sizeof label, "site%u", trace_below(t, 100000));
	client.port = (uint16_t)(32768 + trace_below(t, 28000));
	resolver.port = 53;
	size_t n = device_question(b, trace_below(t, 65536), labels, answer ? address : NULL);

	trace_udp(t, answer ? &resolver : &client, answer ? &client : &resolver, b, n);
}

static void background(struct trace *t, struct conversation *conversations)
{
	struct conversation *c = &conversations[trace_below(t, FLOWS)];
	struct end client = trace_host(NET_OFFICE, trace_below(t, 4000), false);
	struct end server = trace_host(NET_INTERNET, trace_below(t, 60000), false);
	unsigned pick = trace_below(t, 100);

	client.port = (uint16_t)trace_below(t, 65536);
	server.port = 5004;
	if (pick < WEIGHT_DNS)
		resolve(t);
	else if ((pick -= WEIGHT_DNS) < WEIGHT_ARP)
		trace_arp(t, &client, &server);
	else if ((pick -= WEIGHT_ARP) < WEIGHT_ECHO)
		trace_echo(t, &client, &server);
	else if ((pick -= WEIGHT_ECHO) < WEIGHT_FRAGMENTS)
		trace_fragments(t, &client, &server);
	else if (!c->habit || trace_below(t, 15) == 0)
		begin(t, c);
	else
		speak(t, c);
}

/* Devices that take turns; each is followed by the next one of its place. */
struct devices {
	struct device at[DEVICES_AT_ONCE];
	uint32_t begun;
	bool hello_only;
};

static void next_device_frame(struct trace *t, struct devices *devices)
{
	struct device *d = &devices->at[trace_below(t, DEVICES_AT_ONCE)];

	if (d->step && device_step(t, d, devices->hello_only))
		return;
	*d = device_of(t, devices->begun++, devices->hello_only);
	device_step(t, d, devices->hello_only);
}

static void make_mixed(struct trace *t, uint64_t size)
{
	static struct conversation conversations[FLOWS];
	static struct devices devices;

	while (t->bytes < size)
		if (trace_below(t, 1000) < 5)
			next_device_frame(t, &devices);
		else
			background(t, conversations);
}

static void make_dense(struct trace *t, uint64_t size)
{
	static struct devices devices = {.hello_only = true};

	while (t->bytes < size)
		next_device_frame(t, &devices);
}

static void forge(struct trace *t, struct end *from, struct end *to)
{
	*from = trace_host(NET_FORGED, (uint32_t)trace_random(t), false);
	from->port = (uint16_t)(1024 + trace_below(t, 60000));
	*to = trace_host(10, 2, false);
	to->port = 9971;
}

static void flood_syn(struct trace *t)
{
	struct end from, to;

	forge(t, &from, &to);
	trace_tcp(t, &from, &to, FLAG_SYN, (uint32_t)trace_random(t), 0, NULL, 0);
}

static void flood_refused(struct trace *t)
{
	uint32_t seq = (uint32_t)trace_random(t);
	struct end from, to;

	forge(t, &from, &to);
	trace_tcp(t, &from, &to, FLAG_SYN, seq, 0, NULL, 0);
	trace_tcp(t, &to, &from, FLAG_RST | FLAG_ACK, 0, seq + 1, NULL, 0);
}

static void flood_discover(struct trace *t)
{
	struct end from = trace_host(NET_FORGED, (uint32_t)trace_random(t), false);
	struct end to = trace_host(255, 0xffffff, false);
	uint8_t b[DEVICE_ROOM];
	size_t n = device_discover(b, &from, (uint32_t)trace_random(t), 1);

	memset(from.address, 0, sizeof from.address);
	from.port = 68;
	to.port = 67;
	trace_udp(t, &from, &to, b, n);
}

static void flood_hello(struct trace *t)
{
	uint32_t number = (uint32_t)trace_random(t) | 1u << 31; /* no real device's */
	struct device d = device_of(t, number, true);

	while (device_step(t, &d, true))
		;
}

static void flood_name(struct trace *t)
{
	char label[32];
	const char *const labels[] = {"provisionserver", label, "test", NULL};
	struct end client = trace_host(NET_FORGED, (uint32_t)trace_random(t), false);
	struct end resolver = trace_host(10, 1, false);
	uint8_t b[DEVICE_ROOM];

	snprintf(label, sizeof label, "x%08x", (unsigned)trace_random(t));
	client.port = (uint16_t)(1024 + trace_below(t, 60000));
	resolver.port = 53;
	size_t n = device_question(b, trace_below(t, 65536), labels, NULL);

	trace_udp(t, &client, &resolver, b, n);
}

/* The same request in hundreds of thousands of ways, and a real device twice. */
static void make_flood(struct trace *t, uint64_t size, void (*flood)(struct trace *t))
{
	for (uint64_t i = 0; i < size; i++) {
		if (i == 0 || i == size / 2) {
			struct device d = device_of(t, i ? 2 : 1, false);

			while (device_step(t, &d, false))
				;
		}
		flood(t);
	}
}

static const struct {
	const char *kind;
	void (*make)(struct trace *t, uint64_t size);
	void (*flood)(struct trace *t);
} kinds[] = {
	{"mixed", make_mixed, NULL},        {"dense", make_dense, NULL},
	{"syn", NULL, flood_syn},           {"refused", NULL, flood_refused},
	{"discover", NULL, flood_discover}, {"hello", NULL, flood_hello},
	{"name", NULL, flood_name},
};

int main(int argc, char **argv)
{
	uint64_t size = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
	struct trace t;

	for (size_t i = 0; size && i < sizeof kinds / sizeof kinds[0]; i++) {
		if (strcmp(kinds[i].kind, argv[1]) != 0)
			continue;
		trace_begin(&t, argv[2], argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
		if (kinds[i].flood)
			make_flood(&t, size, kinds[i].flood);
		else
			kinds[i].make(&t, size);
		trace_end(&t);
		printf("%llu frames\n", (unsigned long long)t.frames);
		return EXIT_SUCCESS;
	}
	fputs("usage: traffic mixed|dense|syn|refused|discover|hello|name FILE SIZE [SEED]\n",
	      stderr);
	return EXIT_FAILURE;
}
