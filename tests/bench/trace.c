/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace.c - frames from their headers up; see trace.h. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#define ROOM 2048 /* of one frame */
#define START UINT64_C(1790000000000000)
#define FILLER_POOL 65536

enum protocol {
	ICMP = 1,
	TCP = 6,
	UDP = 17,
	ICMPV6 = 58
};

struct frame {
	uint8_t b[ROOM];
	size_t n;
};

static void put16(struct frame *f, unsigned value)
{
	f->b[f->n++] = (uint8_t)(value >> 8);
	f->b[f->n++] = (uint8_t)value;
}

static void put32(struct frame *f, uint32_t value)
{
	put16(f, value >> 16);
	put16(f, value & 0xffff);
}

static void put(struct frame *f, const void *bytes, size_t n)
{
	memcpy(f->b + f->n, bytes, n);
	f->n += n;
}

static void die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* xorshift64*, https://vigna.di.unimi.it/ftp/papers/xorshift.pdf */
uint64_t trace_random(struct trace *t)
{
	t->random ^= t->random >> 12;
	t->random ^= t->random << 25;
	t->random ^= t->random >> 27;
	return t->random * UINT64_C(2685821657736338717);
}

void trace_begin(struct trace *t, const char *path, uint64_t seed)
{
	static const uint32_t header[] = {0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1};

	*t = (struct trace){.out = fopen(path, "wb"), .time = START, .random = seed * 2 + 1};
	if (!t->out || fwrite(header, sizeof header, 1, t->out) != 1)
		die(path);
	t->bytes = sizeof header;
}

void trace_end(struct trace *t)
{
	if (fclose(t->out) != 0)
		die("cannot write");
}

struct end trace_host(uint32_t net, uint32_t number, bool v6)
{
	struct end end = {.v6 = v6};
	struct frame f = {.n = 0};

	put16(&f, 0x0200 | (net & 0xff));
	put32(&f, number);
	memcpy(end.mac, f.b, sizeof end.mac);
	f.n = 0;
	if (v6)
		put32(&f, 0xfd000000 | net), put32(&f, 0), put32(&f, 0), put32(&f, number);
	else
		put32(&f, net << 24 | (number & 0xffffff));
	memcpy(end.address, f.b, f.n);
	return end;
}

const uint8_t *trace_filler(struct trace *t)
{
	static uint8_t pool[FILLER_POOL + TRACE_FILLER];

	if (!pool[0])
		for (size_t i = 0; i < sizeof pool; i++)
			pool[i] = (uint8_t)(1 + trace_below(t, 255));
	return pool + trace_below(t, FILLER_POOL);
}

static void write_frame(struct trace *t, const struct frame *f)
{
	uint32_t n = (uint32_t)f->n;
	uint32_t header[] = {(uint32_t)(t->time / 1000000), (uint32_t)(t->time % 1000000), n, n};

	if (fwrite(header, sizeof header, 1, t->out) != 1 || fwrite(f->b, n, 1, t->out) != 1)
		die("cannot write");
	t->bytes += sizeof header + n;
	t->frames++;
	t->time += 1 + trace_below(t, 40);
}

static void put_ethernet(struct frame *f, const struct end *from, const uint8_t to[6],
			 unsigned type)
{
	f->n = 0;
	put(f, to, 6);
	put(f, from->mac, 6);
	if (from->vlan) {
		put16(f, 0x8100);
		put16(f, from->vlan);
	}
	put16(f, type);
}

static void put_ipv4_checksum(uint8_t *header)
{
	uint32_t sum = 0;

	for (unsigned i = 0; i < 20; i += 2)
		sum += (uint32_t)header[i] << 8 | header[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = ~((sum & 0xffff) + (sum >> 16));
	header[10] = (uint8_t)(sum >> 8);
	header[11] = (uint8_t)sum;
}

static void put_ipv4(struct frame *f, const struct end *from, const struct end *to,
		     enum protocol protocol, unsigned fragment, size_t n)
{
	put_ethernet(f, from, to->mac, 0x0800);
	uint8_t *header = f->b + f->n;

	put16(f, 0x4500);
	put16(f, 20 + (unsigned)n);
	put16(f, from->port);
	put16(f, fragment);
	put16(f, 64u << 8 | protocol);
	put16(f, 0);
	put(f, from->address, 4);
	put(f, to->address, 4);
	put_ipv4_checksum(header);
}

static void put_ip(struct frame *f, const struct end *from, const struct end *to,
		   enum protocol protocol, size_t n)
{
	if (!from->v6) {
		put_ipv4(f, from, to, protocol, 0x4000, n);
		return;
	}
	put_ethernet(f, from, to->mac, 0x86dd);
	put32(f, 0x60000000);
	put16(f, (unsigned)n);
	put16(f, protocol << 8 | 64);
	put(f, from->address, 16);
	put(f, to->address, 16);
}

static void put_udp(struct frame *f, const struct end *from, const struct end *to, size_t n)
{
	put16(f, from->port);
	put16(f, to->port);
	put16(f, 8 + (unsigned)n);
	put16(f, 0);
}

void trace_tcp(struct trace *t, const struct end *from, const struct end *to, unsigned flags,
	       uint32_t seq, uint32_t ack, const void *payload, size_t n)
{
	struct frame f;

	put_ip(&f, from, to, TCP, 20 + n);
	put16(&f, from->port);
	put16(&f, to->port);
	put32(&f, seq);
	put32(&f, ack);
	put16(&f, 0x5000 | flags);
	put16(&f, 64240);
	put32(&f, 0);
	if (n)
		put(&f, payload, n);
	write_frame(t, &f);
}

void trace_udp(struct trace *t, const struct end *from, const struct end *to, const void *payload,
	       size_t n)
{
	struct frame f;

	put_ip(&f, from, to, UDP, 8 + n);
	put_udp(&f, from, to, n);
	put(&f, payload, n);
	write_frame(t, &f);
}

void trace_fragments(struct trace *t, const struct end *from, const struct end *to)
{
	enum {
		FIRST = 1480, /* with the UDP header */
		SECOND = 200,
		MORE = 0x2000
	};
	struct frame f;

	put_ipv4(&f, from, to, UDP, MORE, FIRST);
	put_udp(&f, from, to, FIRST - 8 + SECOND);
	put(&f, trace_filler(t), FIRST - 8);
	write_frame(t, &f);
	put_ipv4(&f, from, to, UDP, FIRST / 8, SECOND);
	put(&f, trace_filler(t), SECOND);
	write_frame(t, &f);
}

void trace_echo(struct trace *t, const struct end *from, const struct end *to)
{
	struct frame f;

	put_ip(&f, from, to, from->v6 ? ICMPV6 : ICMP, 64);
	put32(&f, from->v6 ? 0x80000000 : 0x08000000);
	put(&f, trace_filler(t), 60);
	write_frame(t, &f);
}

void trace_arp(struct trace *t, const struct end *asker, const struct end *target)
{
	static const uint8_t everybody[6] = {255, 255, 255, 255, 255, 255}, nobody[24];
	struct frame f;

	put_ethernet(&f, asker, everybody, 0x0806);
	put32(&f, 0x00010800);
	put32(&f, 0x06040001);
	put(&f, asker->mac, 6);
	put(&f, asker->address, 4);
	put(&f, nobody, 6);
	put(&f, target->address, 4);
	put(&f, nobody, 18);
	write_frame(t, &f);
}
