/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device.c - DHCP with option 15, DNS, hello, call-back; see device.h.
 *
 * Formats: RFC 2131, RFC 1035, and the hello of Intel AMT Implementation and
 * Reference Guide, setupmodehellomessages.htm.
 */
#include "device.h"

#include <string.h>

enum {
	DISCOVER = 1,
	OFFER,
	REQUEST,
	DHCP_ACK = 5
};

enum {
	NET_SERVERS = 10,
	NET_DEVICES = 11
};

#define HASHES 18
#define HASH 32

static size_t append(uint8_t *b, size_t n, const void *bytes, size_t length)
{
	memcpy(b + n, bytes, length);
	return n + length;
}

static size_t append_u32(uint8_t *b, size_t n, uint32_t value)
{
	uint8_t v[] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
		       (uint8_t)value};

	return append(b, n, v, sizeof v);
}

size_t device_discover(uint8_t b[DEVICE_ROOM], const struct end *client, uint32_t xid,
		       unsigned kind)
{
	enum {
		FIXED = 236,
		CLIENT_ADDRESS = 28
	};
	static const uint8_t suffix[] = {15,  12,  'e', 'x', 'a', 'm', 'p',
					 'l', 'e', '.', 't', 'e', 's', 't'};
	bool answer = kind == OFFER || kind == DHCP_ACK;
	size_t n;

	memset(b, 0, FIXED);
	memcpy(b, (uint8_t[]){answer ? 2 : 1, 1, 6, 0}, 4);
	append_u32(b, 4, xid);
	if (answer)
		memcpy(b + 16, client->address, 4);
	memcpy(b + CLIENT_ADDRESS, client->mac, 6);
	n = append_u32(b, FIXED, 0x63825363);
	n = append(b, n, (uint8_t[]){53, 1, (uint8_t)kind}, 3);
	if (answer) {
		n = append(b, n, (uint8_t[]){54, 4, NET_SERVERS, 0, 0, 1}, 6);
		n = append(b, n, (uint8_t[]){51, 4, 0, 0, 14, 16}, 6);
		n = append(b, n, (uint8_t[]){6, 4, NET_SERVERS, 0, 0, 1}, 6);
		n = append(b, n, suffix, sizeof suffix);
	}
	b[n++] = 255;
	return n;
}

size_t device_question(uint8_t b[DEVICE_ROOM], unsigned id, const char *const labels[],
		       const uint8_t answer[4])
{
	static const uint8_t record[] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4};
	size_t n = append_u32(b, 0, id << 16 | (answer ? 0x8180 : 0x0100));

	n = append_u32(b, n, 1u << 16 | (answer ? 1 : 0));
	n = append_u32(b, n, 0);
	for (; *labels; labels++) {
		b[n++] = (uint8_t)strlen(*labels);
		n = append(b, n, *labels, strlen(*labels));
	}
	b[n++] = 0;
	n = append_u32(b, n, 1u << 16 | 1);
	if (answer) {
		n = append(b, n, record, sizeof record);
		n = append(b, n, answer, 4);
	}
	return n;
}

/* Version 3 with HASHES lists of 32 bytes that all devices share. */
size_t device_hello(uint8_t b[DEVICE_ROOM], struct trace *t, uint32_t number)
{
	static const uint8_t start[] = {1, 0, 3, 0, 0, 0, 0, 0};
	size_t n = append(b, 0, start, sizeof start);

	(void)t;
	n = append_u32(b, n, number * 2654435761u);
	n = append_u32(b, n, number);
	n = append_u32(b, n, 0x40008000);
	n = append_u32(b, n, ~number);
	b[n++] = HASHES;
	for (unsigned i = 0; i < HASHES; i++) {
		b[n++] = 2;
		b[n++] = HASH;
		memset(b + n, (int)(i + 1), HASH);
		n += HASH;
	}
	return n;
}

struct device device_of(struct trace *t, uint32_t number, bool hello_only)
{
	struct device d = {
		.number = number,
		.end = trace_host(NET_DEVICES, number + 1, false),
		.other = trace_host(NET_SERVERS, 2, false),
		.isn = {(uint32_t)trace_random(t), (uint32_t)trace_random(t)},
	};

	(void)hello_only;
	d.end.port = (uint16_t)(49152 + number % 16384);
	return d;
}

static void send_dhcp(struct trace *t, const struct device *d, unsigned kind)
{
	static const uint8_t none[16], all[16] = {255, 255, 255, 255};
	struct end client = d->end, server = trace_host(NET_SERVERS, 1, false);
	bool answer = kind == OFFER || kind == DHCP_ACK;
	uint8_t b[DEVICE_ROOM];
	size_t n = device_discover(b, &d->end, d->number * 7919, kind);

	client.port = 68;
	server.port = 67;
	memcpy(client.address, answer ? all : none, sizeof none);
	if (!answer)
		memcpy(server.address, all, sizeof all);
	trace_udp(t, answer ? &server : &client, answer ? &client : &server, b, n);
}

static void send_dns(struct trace *t, const struct device *d, bool answer)
{
	static const char *const name[] = {"provisionserver", "example", "test", NULL};
	struct end resolver = trace_host(NET_SERVERS, 1, false), device = d->end;
	uint8_t b[DEVICE_ROOM];
	size_t n = device_question(b, d->number & 0xffff, name, answer ? d->other.address : NULL);

	resolver.port = 53;
	trace_udp(t, answer ? &resolver : &device, answer ? &device : &resolver, b, n);
}

/* A whole connection in eight frames, of which the client's data is the fourth. */
static void send_connection(struct trace *t, const struct device *d, const struct end *client,
			    const struct end *server, unsigned step, const uint8_t *b, size_t n)
{
	uint32_t c = d->isn[0], s = d->isn[1];
	uint32_t sent = c + 1 + (uint32_t)n;

	switch (step) {
	case 0:
		trace_tcp(t, client, server, FLAG_SYN, c, 0, NULL, 0);
		break;
	case 1:
		trace_tcp(t, server, client, FLAG_SYN | FLAG_ACK, s, c + 1, NULL, 0);
		break;
	case 2:
		trace_tcp(t, client, server, FLAG_ACK, c + 1, s + 1, NULL, 0);
		break;
	case 3:
		trace_tcp(t, client, server, FLAG_ACK | FLAG_PSH, c + 1, s + 1, b, n);
		break;
	case 4:
		trace_tcp(t, server, client, FLAG_ACK, s + 1, sent, NULL, 0);
		break;
	case 5:
		trace_tcp(t, client, server, FLAG_ACK | FLAG_FIN, sent, s + 1, NULL, 0);
		break;
	case 6:
		trace_tcp(t, server, client, FLAG_ACK | FLAG_FIN, s + 1, sent + 1, NULL, 0);
		break;
	default:
		trace_tcp(t, client, server, FLAG_ACK, sent + 1, s + 2, NULL, 0);
	}
}

static void send_hello(struct trace *t, const struct device *d, unsigned step)
{
	struct end server = d->other;
	uint8_t b[DEVICE_ROOM];
	size_t n = device_hello(b, t, d->number);

	server.port = 9971;
	send_connection(t, d, &d->end, &server, step, b, n);
}

static void send_callback(struct trace *t, const struct device *d, unsigned step)
{
	struct end device = d->end, server = d->other;

	server.port = d->end.port;
	device.port = 16993;
	send_connection(t, d, &server, &device, step, trace_filler(t), 517);
}

bool device_step(struct trace *t, struct device *d, bool hello_only)
{
	enum {
		DHCP = 4,
		DNS = 2,
		CONNECTION = 8
	};
	static const unsigned kinds[DHCP] = {DISCOVER, OFFER, REQUEST, DHCP_ACK};
	unsigned step = d->step++;

	if (hello_only)
		step += DHCP + DNS;
	if (step < DHCP)
		send_dhcp(t, d, kinds[step]);
	else if (step < DHCP + DNS)
		send_dns(t, d, step > DHCP);
	else if (step < DHCP + DNS + CONNECTION)
		send_hello(t, d, step - DHCP - DNS);
	else if (step < DHCP + DNS + 2 * CONNECTION && !hello_only)
		send_callback(t, d, step - DHCP - DNS - CONNECTION);
	else
		return false;
	return true;
}
