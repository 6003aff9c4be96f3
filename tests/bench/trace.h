/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trace.h - captures for measuring, written as fast as they can be made.
 *
 * A pcap file of Ethernet frames with made-up but well-formed headers. The
 * same seed gives the same bytes. IPv4 header checksums are right; those of
 * TCP and UDP are left out, since nobody measured here looks at them.
 */
#ifndef BENCH_TRACE_H
#define BENCH_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct trace {
	FILE *out;
	uint64_t bytes, frames; /* written so far */
	uint64_t time;          /* microseconds since 1970, of the next frame */
	uint64_t random;        /* state of trace_random() */
};

/* A host with a port; |vlan| 0 is untagged. */
struct end {
	uint8_t mac[6];
	uint8_t address[16]; /* IPv4: the first four bytes */
	bool v6;
	uint16_t port;
	uint16_t vlan;
};

enum {
	FLAG_FIN = 0x01,
	FLAG_SYN = 0x02,
	FLAG_RST = 0x04,
	FLAG_PSH = 0x08,
	FLAG_ACK = 0x10
};

/* Starts the file; exits when it cannot be written, as trace_end() does. */
void trace_begin(struct trace *trace, const char *path, uint64_t seed);
void trace_end(struct trace *trace);

uint64_t trace_random(struct trace *trace);
/* 0 to |n| - 1. */
static inline uint32_t trace_below(struct trace *trace, uint32_t n)
{
	return (uint32_t)((trace_random(trace) >> 32) * n >> 32);
}

/* The |number|-th host of the network |net|. */
struct end trace_host(uint32_t net, uint32_t number, bool v6);

/* |n| bytes that look like nothing, at most TRACE_FILLER. */
#define TRACE_FILLER 1460
const uint8_t *trace_filler(struct trace *trace);

void trace_tcp(struct trace *trace, const struct end *from, const struct end *to, unsigned flags,
	       uint32_t seq, uint32_t ack, const void *payload, size_t n);
void trace_udp(struct trace *trace, const struct end *from, const struct end *to,
	       const void *payload, size_t n);
/* Two IP fragments of a UDP datagram of more than 1,600 bytes. */
void trace_fragments(struct trace *trace, const struct end *from, const struct end *to);
void trace_echo(struct trace *trace, const struct end *from, const struct end *to);
void trace_arp(struct trace *trace, const struct end *asker, const struct end *target);

#endif
