/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_tcp.c - a script of packets against the rules of TCP.
 *
 * Each eight bytes of the input are one packet: who, flags, small or wild
 * numbers, how long, how much of it captured. Asserted: a consumer is never
 * given more than was sent, |over| comes once at the end, every connection that
 * was spoken of gets its last call, and what was held is free in the end.
 */
#include <glib.h>
#include <stdlib.h>

#include "tcp.h"

#define PACKET 8
#define LONGEST 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct seen {
	uint64_t bytes[2];
	size_t pending[2]; /* not taken at the last call */
};

struct audience {
	uint64_t sent, heard;
	unsigned open;
	uint8_t appetite;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static struct seen *seen_of(struct audience *a, struct connection *c)
{
	if (!c->user) {
		c->user = g_new0(struct seen, 1);
		a->open++;
	}
	return c->user;
}

static enum tcp_wanted on_wants(void *user, const struct flow *flow)
{
	(void)user;
	if (flow->dst_port == 2)
		return TCP_CLIENT_SENDS;
	return flow->src_port == 2 ? TCP_SERVER_SENDS : TCP_NOT_WANTED;
}

static size_t on_bytes(void *user, struct connection *c, enum direction d, struct bytes pending,
		       bool over)
{
	struct audience *a = user;
	struct seen *seen = seen_of(a, c);
	size_t take = over ? pending.n : MIN(pending.n, a->appetite);
	struct place places[4];
	unsigned n = tcp_places(c, d, 0, pending.n, places, 4);

	must(over || pending.n > 0);
	must(pending.n >= seen->pending[d]);
	must(n <= 4 && (pending.n == 0 || n > 0));
	for (unsigned i = 0; i < n; i++)
		must(places[i].frame != 0 && places[i].length <= LONGEST);
	seen->pending[d] = over ? 0 : pending.n - take;
	a->heard += take;
	return take;
}

static void on_gap(void *user, struct connection *c, enum direction d, uint64_t lost)
{
	struct seen *seen = seen_of(user, c);

	must(lost > 0);
	must(seen->pending[d] == 0);
}

static void on_ended(void *user, struct connection *c)
{
	struct audience *a = user;

	if (!c->user)
		return;
	a->open--;
	g_free(c->user);
}

static struct packet packet_of(const uint8_t *b, const uint8_t *payload)
{
	bool reverse = b[0] & 1;
	uint16_t port = (uint16_t)(10 + (b[0] >> 1) % 8);
	uint32_t wild = b[0] & 0x80 ? (uint32_t)b[7] << 24 : 0;

	return (struct packet){
		.network = NETWORK_IPV4,
		.flow = {{{1}}, {{1}}, reverse ? 2 : port, reverse ? port : 2, PROTOCOL_TCP},
		.seq = b[2] - 128u + wild,
		.ack = b[3] - 128u,
		.tcp_flags = b[1] & 0x1f,
		.payload = bytes_of(payload, b[4] % LONGEST),
		.payload_length = b[4] % LONGEST + (b[5] & 0x80 ? b[5] % 16u : 0),
	};
}

static struct tcp_limits limits_of(const uint8_t *b)
{
	return (struct tcp_limits){
		.connections = 1 + b[0] % 6u,
		.buffered = 300u + b[1] * 16u,
		.buffered_one_way = 1 + b[2],
		.idle = 1000,
		.seed = 1,
	};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct tcp_consumer consumer = {on_wants, on_bytes, on_gap, on_ended};
	static const uint8_t payload[LONGEST];
	struct audience a = {0};

	if (n < PACKET)
		return 0;
	struct tcp_limits limits = limits_of(data);
	struct tcp *tcp = tcp_new(&limits, &consumer, &a);

	a.appetite = data[3];
	for (size_t at = PACKET; at + PACKET <= n; at += PACKET) {
		struct packet p = packet_of(data + at, payload);
		struct moment now = {(int64_t)at + (data[at + 6] & 0x80 ? 5000 : 0), at};

		if ((data[at + 5] & 0x60) == 0x60) {
			p.icmp_error = true;
			p.icmp_type = data[at + 1];
			p.quoted = p.flow;
			p.quoted_seq = p.seq;
			p.flow.protocol = PROTOCOL_ICMP;
			tcp_unreachable(tcp, &p, now);
			continue;
		}
		tcp_packet(tcp, &p, now, bytes_of(payload, LONGEST));
		a.sent += p.payload.n;
		must(a.heard <= a.sent);
	}
	if (data[4] & 1)
		tcp_finish(tcp);
	must(a.heard <= a.sent);
	tcp_finish(tcp);
	must(a.open == 0);
	tcp_free(tcp);
	return 0;
}
