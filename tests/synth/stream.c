/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stream.c - the verbs of TCP: tcp, send, close, fin, reset.
 *
 * Ports and initial sequence numbers follow from the number of connections
 * opened before, so that they are fixed and never the same twice. A SYN is
 * retransmitted after 1, 2, 4 ... seconds (RFC 6298).
 */
#include "stream.h"
#include "verbs.h"

#include <string.h>

#define FIRST_CLIENT_PORT 49152
#define ISN_STEP 1000000
#define FIRST_RETRANSMISSION INT64_C(1000000000) /* ns */
#define ICMP_HOST_UNREACHABLE 1
#define SILENT_SYNS 4
#define SEGMENT_MAX 1460       /* bytes: Ethernet's 1500 less the headers of IPv4 and TCP */
#define BETWEEN_SEGMENTS 20000 /* ns */

enum side stream_side(const struct line *line, const char *word)
{
	if (!strcmp(word, "client"))
		return SIDE_CLIENT;
	if (!strcmp(word, "server"))
		return SIDE_SERVER;
	line_fail(line, "neither client nor server: %s", word);
}

static struct segment next_segment(const struct connection *c, enum side side, uint8_t flags)
{
	return (struct segment){
		.from_port = c->port[side],
		.to_port = c->port[!side],
		.seq = c->next[side],
		.ack = flags & TCP_ACK ? c->next[!side] : 0,
		.flags = flags,
	};
}

void stream_segment(struct scene *scene, struct connection *c, enum side side, uint8_t flags,
		    const uint8_t *payload, size_t n)
{
	struct segment segment = next_segment(c, side, flags);

	packet_tcp(scene, c->host[side], c->host[!side], &segment, payload, n);
	c->next[side] += (uint32_t)n + !!(flags & TCP_SYN) + !!(flags & TCP_FIN);
}

void stream_segment_at(struct scene *scene, struct connection *c, enum side side, uint32_t seq,
		       const uint8_t *payload, size_t n)
{
	struct segment segment = next_segment(c, side, TCP_PSH | TCP_ACK);

	segment.seq = seq;
	packet_tcp(scene, c->host[side], c->host[!side], &segment, payload, n);
}

void stream_say(struct scene *scene, struct connection *c, enum side side, const uint8_t *payload,
		size_t n)
{
	for (; n > SEGMENT_MAX; payload += SEGMENT_MAX, n -= SEGMENT_MAX) {
		stream_segment(scene, c, side, TCP_ACK, payload, SEGMENT_MAX);
		scene_wait(scene, BETWEEN_SEGMENTS);
	}
	stream_segment(scene, c, side, TCP_PSH | TCP_ACK, payload, n);
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_segment(scene, c, !side, TCP_ACK, NULL, 0);
}

/* "server:9971" */
static void read_server(struct scene *scene, const struct line *line, struct connection *c)
{
	char **parts = g_strsplit(line_word(line, 3), ":", 2);

	if (!parts[0] || !parts[1])
		line_fail(line, "not HOST:PORT: %s", line_word(line, 3));
	c->host[SIDE_SERVER] = scene_host(scene, line, parts[0]);
	c->port[SIDE_SERVER] = (uint16_t)line_count(line, parts[1]);
	g_strfreev(parts);
}

static struct connection *open_connection(struct scene *scene, struct line *line)
{
	struct connection *c = g_new0(struct connection, 1);
	unsigned number = scene->opened++;

	c->host[SIDE_CLIENT] = scene_host(scene, line, line_word(line, 2));
	read_server(scene, line, c);
	c->port[SIDE_CLIENT] = (uint16_t)line_number(line, "port", FIRST_CLIENT_PORT + number);
	c->next[SIDE_CLIENT] = (uint32_t)line_number(line, "isn", ISN_STEP * (number + 1));
	c->next[SIDE_SERVER] = c->next[SIDE_CLIENT] + ISN_STEP / 2;
	c->number = number;
	g_hash_table_insert(scene->connections, g_strdup(line_word(line, 1)), c);
	return c;
}

/* A connection about to be made: the SYN, sent |syns| times. */
struct opening {
	struct connection *c;
	uint64_t syns;
	struct host *by; /* ICMP: the router that speaks */
	unsigned code;
};

static void syn(struct scene *scene, struct connection *c)
{
	stream_segment(scene, c, SIDE_CLIENT, TCP_SYN, NULL, 0);
	c->next[SIDE_CLIENT]--;
}

static void open_silent(struct scene *scene, const struct opening *o)
{
	int64_t wait = FIRST_RETRANSMISSION;

	for (uint64_t i = 0; i < o->syns; i++, wait *= 2) {
		if (i)
			scene_wait(scene, wait / 2);
		syn(scene, o->c);
	}
	o->c->next[SIDE_CLIENT]++;
}

/* Every SYN is answered, but none of the answers arrives: only the clock differs from silence. */
static void open_unheard(struct scene *scene, const struct opening *o)
{
	int64_t wait = FIRST_RETRANSMISSION;

	for (uint64_t i = 0; i < o->syns; i++, wait *= 2) {
		if (i)
			scene_wait(scene, wait / 2);
		syn(scene, o->c);
		scene_wait(scene, STREAM_ROUND_TRIP);
		o->c->next[SIDE_CLIENT]++;
		stream_segment(scene, o->c, SIDE_SERVER, TCP_SYN | TCP_ACK, NULL, 0);
		o->c->next[SIDE_CLIENT]--;
		o->c->next[SIDE_SERVER]--;
	}
	o->c->next[SIDE_CLIENT]++;
	o->c->next[SIDE_SERVER]++;
}

static void open_half(struct scene *scene, const struct opening *o)
{
	open_silent(scene, o);
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_segment(scene, o->c, SIDE_SERVER, TCP_SYN | TCP_ACK, NULL, 0);
}

static void open_whole(struct scene *scene, const struct opening *o)
{
	open_half(scene, o);
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_segment(scene, o->c, SIDE_CLIENT, TCP_ACK, NULL, 0);
}

static void open_refused(struct scene *scene, const struct opening *o)
{
	struct connection *c = o->c;

	for (uint64_t i = 0; i < o->syns; i++) {
		if (i)
			scene_wait(scene, FIRST_RETRANSMISSION);
		syn(scene, c);
		scene_wait(scene, STREAM_ROUND_TRIP);
		struct segment reset = next_segment(c, SIDE_SERVER, TCP_RST | TCP_ACK);

		reset.seq = 0; /* RFC 9293, 3.5.2: nobody listens, so there is no sequence */
		reset.ack = c->next[SIDE_CLIENT] + 1;
		packet_tcp(scene, c->host[SIDE_SERVER], c->host[SIDE_CLIENT], &reset, NULL, 0);
	}
}

static void open_unreachable(struct scene *scene, const struct opening *o)
{
	struct connection *c = o->c;
	struct segment quoted = next_segment(c, SIDE_CLIENT, TCP_SYN);

	for (uint64_t i = 0; i < o->syns; i++) {
		if (i)
			scene_wait(scene, FIRST_RETRANSMISSION);
		syn(scene, c);
		scene_wait(scene, STREAM_ROUND_TRIP);
		packet_unreachable(scene, o->by, o->code, c->host[SIDE_CLIENT],
				   c->host[SIDE_SERVER], &quoted);
	}
}

static const struct way {
	const char *name;
	uint64_t syns; /* unless the line says how many */
	void (*open)(struct scene *scene, const struct opening *opening);
} ways[] = {
	{"open", 1, open_whole},      {"refused", 1, open_refused},
	{"half", 1, open_half},       {"silent", SILENT_SYNS, open_silent},
	{"unheard", 3, open_unheard}, {"unreachable", 1, open_unreachable},
};

void verb_tcp(struct scene *scene, struct line *line)
{
	struct opening opening = {.c = open_connection(scene, line)};
	const char *name = line_word(line, 4), *by = line_option(line, "by", NULL);

	opening.by = by ? scene_host(scene, line, by) : opening.c->host[SIDE_SERVER];
	opening.code = (unsigned)line_number(line, "code", ICMP_HOST_UNREACHABLE);
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
		if (!strcmp(ways[i].name, name)) {
			opening.syns = line_number(line, "syns", ways[i].syns);
			ways[i].open(scene, &opening);
			return;
		}
	line_fail(line, "a connection cannot be %s", name);
}

void verb_send(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));
	GByteArray *bytes = line_bytes(line, line_word(line, 3));

	stream_say(scene, c, side, bytes->data, bytes->len);
	g_byte_array_unref(bytes);
}

void verb_fin(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));

	stream_segment(scene, c, side, TCP_FIN | TCP_ACK, NULL, 0);
}

void verb_close(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));

	verb_fin(scene, line);
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_segment(scene, c, !side, TCP_FIN | TCP_ACK, NULL, 0);
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_segment(scene, c, side, TCP_ACK, NULL, 0);
}

void verb_reset(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));

	stream_segment(scene, c, side, TCP_RST | TCP_ACK, NULL, 0);
}
