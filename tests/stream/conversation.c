/* SPDX-License-Identifier: GPL-2.0-or-later */
/* conversation.c - two machines that talk; see conversation.h. */
#include "conversation.h"

#define HEADERS 54 /* of Ethernet, IPv4 and TCP: where a payload begins in its frame */

static const struct address client_address = {{[10] = 0xff, 0xff, 10, 0, 0, 1}};
static const struct address server_address = {{[10] = 0xff, 0xff, 10, 0, 0, 2}};

static struct heard *heard_of(struct connection *connection)
{
	struct heard *h = connection->user;

	if (h)
		return h;
	connection->user = h = g_new0(struct heard, 1);
	h->bytes[0] = g_string_new(NULL);
	h->bytes[1] = g_string_new(NULL);
	return h;
}

static void heard_free(gpointer p)
{
	struct heard *h = p;

	g_string_free(h->bytes[0], TRUE);
	g_string_free(h->bytes[1], TRUE);
	g_free(h);
}

static enum tcp_wanted on_wants(void *user, const struct flow *flow)
{
	((struct listener *)user)->asked++;
	if (flow->dst_port == SERVER_PORT)
		return TCP_CLIENT_SENDS;
	return flow->src_port == SERVER_PORT ? TCP_SERVER_SENDS : TCP_NOT_WANTED;
}

static size_t on_bytes(void *user, struct connection *connection, enum direction d,
		       struct bytes pending, bool over)
{
	struct listener *l = user;
	struct heard *h = heard_of(connection);
	size_t take = MIN(pending.n, l->take);

	if (pending.n) {
		l->places = tcp_places(connection, d, 0, pending.n, NULL, 0);
		l->places = tcp_places(connection, d, pending.n - 1, 1, &l->place, 1);
	}
	if (l->wait && !over)
		take = 0;
	if (over)
		h->overs[d]++;
	g_string_append_len(h->bytes[d], (const char *)pending.p, (gssize)take);
	return take;
}

static void on_gap(void *user, struct connection *connection, enum direction d, uint64_t lost)
{
	(void)user;
	for (uint64_t i = 0; i < MIN(lost, 1000); i++)
		g_string_append_c(heard_of(connection)->bytes[d], '~');
}

static void on_ended(void *user, struct connection *connection)
{
	struct listener *l = user;
	struct heard *h = heard_of(connection);

	h->connection = *connection;
	g_ptr_array_add(l->ended, h);
}

void talk_begin(struct talk *t, const struct tcp_limits *limits)
{
	static const struct tcp_consumer consumer = {on_wants, on_bytes, on_gap, on_ended};

	*t = (struct talk){
		.listener = {.ended = g_ptr_array_new_with_free_func(heard_free), .take = SIZE_MAX},
		.time = 1000 * NANOSECONDS,
		.client_port = CLIENT_PORT,
		.client_isn = CLIENT_ISN,
		.server_isn = SERVER_ISN,
	};
	t->tcp = tcp_new(limits ? limits : &tcp_default_limits, &consumer, &t->listener);
}

void talk_finish(struct talk *t)
{
	tcp_finish(t->tcp);
}

void talk_end(struct talk *t)
{
	tcp_finish(t->tcp); /* what is heard of a connection is freed by way of its last call */
	tcp_free(t->tcp);
	g_ptr_array_unref(t->listener.ended);
}

struct heard *talk_heard(struct talk *t, unsigned i)
{
	g_assert(i < t->listener.ended->len);
	return g_ptr_array_index(t->listener.ended, i);
}

static struct flow flow_of(const struct talk *t, enum direction from)
{
	struct flow flow = {client_address, server_address, t->client_port, SERVER_PORT,
			    PROTOCOL_TCP};

	if (from == FROM_SERVER)
		flow = (struct flow){server_address, client_address, SERVER_PORT, t->client_port,
				     PROTOCOL_TCP};
	return flow;
}

struct packet segment_of(const struct talk *t, enum direction from, uint8_t flags, int64_t seq,
			 int64_t ack, struct bytes payload)
{
	bool client = from == FROM_CLIENT;

	return (struct packet){
		.network = NETWORK_IPV4,
		.flow = flow_of(t, from),
		.seq = (client ? t->client_isn : t->server_isn) + (uint32_t)seq,
		.ack = (client ? t->server_isn : t->client_isn) + (uint32_t)ack,
		.tcp_flags = flags,
		.payload = payload,
		.payload_length = (uint32_t)payload.n,
	};
}

static struct moment next_moment(struct talk *t)
{
	t->time += NANOSECONDS / 1000;
	return (struct moment){.time = t->time, .frame = ++t->frame};
}

void say_cut(struct talk *t, enum direction from, uint8_t flags, int64_t seq, int64_t ack,
	     const char *text, size_t captured)
{
	size_t length = text ? strlen(text) : 0;
	uint8_t *payload = t->frame_bytes + HEADERS;
	struct packet p = segment_of(t, from, flags, seq, ack, bytes_of(payload, captured));

	if (text)
		memcpy(payload, text, length);
	p.payload_length = (uint32_t)length;
	tcp_packet(t->tcp, &p, next_moment(t), bytes_of(t->frame_bytes, HEADERS + captured));
}

void say(struct talk *t, enum direction from, uint8_t flags, int64_t seq, int64_t ack,
	 const char *text)
{
	say_cut(t, from, flags, seq, ack, text, text ? strlen(text) : 0);
}

void shake_hands(struct talk *t)
{
	say(t, FROM_CLIENT, TCP_SYN, 0, 0, NULL);
	say(t, FROM_SERVER, TCP_SYN | TCP_ACK, 0, 1, NULL);
	say(t, FROM_CLIENT, TCP_ACK, 1, 1, NULL);
}

void say_unreachable(struct talk *t, enum direction from, int64_t seq, uint8_t type, uint8_t code)
{
	struct packet quoted = segment_of(t, from, TCP_SYN, seq, 0, (struct bytes){0});
	struct packet p = {
		.network = NETWORK_IPV4,
		.flow = {.src = {{[10] = 0xff, 0xff, 10, 0, 0, 254}}, .protocol = PROTOCOL_ICMP},
		.icmp_type = type,
		.icmp_code = code,
		.icmp_error = true,
		.quoted = quoted.flow,
		.quoted_seq = quoted.seq,
	};

	tcp_unreachable(t->tcp, &p, next_moment(t));
}
