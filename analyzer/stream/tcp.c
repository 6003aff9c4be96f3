/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tcp.c - the connections of a capture from their first packet to their last call; see tcp.h. */
#include "tcp.h"

#include "step.h"

/* How long an ended connection may wait for stragglers: twice the MSL of RFC 9293, 3.4.2. */
#define LINGER (240 * NANOSECONDS)

/* Of the connections followed at once, one in so many may be an ended one. */
#define LINGER_SHARE 8

const struct tcp_limits tcp_default_limits = {
	.connections = 65536,
	.buffered = 16 * 1024 * 1024,
	.buffered_one_way = 128 * 1024,
	.idle = 3600 * NANOSECONDS,
};

struct tcp *tcp_new(const struct tcp_limits *limits, const struct tcp_consumer *consumer,
		    void *user)
{
	struct tcp *tcp = g_new0(struct tcp, 1);

	tcp->limits = *limits;
	tcp->consumer = *consumer;
	tcp->user = user;
	table_open(&tcp->table, limits->connections, limits->seed);
	return tcp;
}

/* The connection's last call, and its slot is free again. */
static void release(struct tcp *tcp, struct slot *slot)
{
	handout_end(tcp, slot, FROM_CLIENT);
	handout_end(tcp, slot, FROM_SERVER);
	handout_limit(tcp, slot);
	if (tcp->consumer.ended)
		tcp->consumer.ended(tcp->user, &slot->connection);
	table_remove(&tcp->table, slot);
}

static void release_as(struct tcp *tcp, struct slot *slot, enum ending ending)
{
	if (slot->connection.ending == ENDING_NONE)
		slot->connection.ending = ending;
	release(tcp, slot);
}

/* An ended connection makes room without loss; any other is given up. */
static void make_room(struct tcp *tcp)
{
	struct slot *slot = NULL;

	if (tcp->table.count < tcp->table.limit)
		return;
	for (enum rank rank = 0; rank < RANKS && !slot; rank++)
		slot = table_oldest(&tcp->table, rank);
	if (slot->rank != RANK_ENDED)
		tcp->losses.connections++;
	release_as(tcp, slot, ENDING_GIVEN_UP);
}

/* At most one of each rank a packet: a clock that jumps ahead once cannot empty the table. */
static void expire(struct tcp *tcp, struct moment at)
{
	for (enum rank rank = 0; rank < RANKS; rank++) {
		struct slot *slot = table_oldest(&tcp->table, rank);
		int64_t patience = rank == RANK_ENDED ? LINGER : tcp->limits.idle;

		if (slot && at.time > slot->connection.last.time &&
		    (uint64_t)at.time - (uint64_t)slot->connection.last.time > (uint64_t)patience)
			release(tcp, slot);
	}
	if (tcp->table.rank[RANK_ENDED].length > tcp->table.limit / LINGER_SHARE)
		release(tcp, table_oldest(&tcp->table, RANK_ENDED));
}

/* A SYN or SYN/ACK says who is the client; a guess from the ports gives way to it. */
static bool sender_is_client(const struct packet *p, enum tcp_wanted wanted)
{
	if (packet_is_syn(p))
		return true;
	if (packet_is_syn_ack(p))
		return false;
	return wanted == TCP_CLIENT_SENDS;
}

static void open_connection(struct step *s, enum tcp_wanted wanted)
{
	bool client = sender_is_client(s->packet, wanted);

	make_room(s->tcp);
	s->slot = table_add(&s->tcp->table, &s->packet->flow, client);
	s->slot->connection.first = s->at;
	s->from = client ? FROM_CLIENT : FROM_SERVER;
}

static enum rank rank_of(const struct slot *slot)
{
	if (slot->connection.ending != ENDING_NONE)
		return RANK_ENDED;
	return slot_has_payload(slot) ? RANK_PAYLOAD : RANK_SILENT;
}

static void take_packet(struct step *s)
{
	uint8_t flags = s->packet->tcp_flags;

	if (packet_is_syn(s->packet))
		step_syn(s);
	else if (packet_is_syn_ack(s->packet))
		step_syn_ack(s);
	if (flags & TCP_RST) {
		if (!step_reset_is_plausible(s))
			return;
		step_reset(s);
	} else {
		if (flags & TCP_ACK)
			step_ack(s);
		step_segment(s);
	}
	s->slot->connection.last = s->at;
	if (!s->slot->connection.half[s->from].ttl)
		s->slot->connection.half[s->from].ttl = s->packet->ttl;
	table_rank(&s->tcp->table, s->slot, rank_of(s->slot));
	handout_limit(s->tcp, s->slot);
}

/* Every segment has a flag; one without has a header that the capture cut before them. */
static bool is_tcp(const struct packet *p)
{
	return p->flow.protocol == PROTOCOL_TCP && !p->fragment.is && p->tcp_flags;
}

void tcp_packet(struct tcp *tcp, const struct packet *packet, struct moment at, struct bytes frame)
{
	enum tcp_wanted want = is_tcp(packet) ? tcp_wants(tcp, &packet->flow) : TCP_NOT_WANTED;
	struct step s = {.tcp = tcp, .packet = packet, .at = at, .frame = frame};

	if (want == TCP_NOT_WANTED)
		return;
	expire(tcp, at);
	s.slot = table_find(&tcp->table, &packet->flow, &s.from);
	if (s.slot && step_begins_anew(&s)) {
		release_as(tcp, s.slot, ENDING_REUSED);
		s.slot = NULL;
	}
	if (!s.slot && packet->tcp_flags & TCP_RST)
		return; /* of a connection that nothing was seen of */
	if (!s.slot)
		open_connection(&s, want);
	take_packet(&s);
}

void tcp_finish(struct tcp *tcp)
{
	GPtrArray *all = table_all(&tcp->table);

	for (guint i = 0; i < all->len; i++)
		release(tcp, g_ptr_array_index(all, i));
	g_ptr_array_unref(all);
}

static void drop(struct slot *slot)
{
	lane_advance(&slot->lane[FROM_CLIENT], INT64_MAX);
	lane_advance(&slot->lane[FROM_SERVER], INT64_MAX);
}

/* Without tcp_finish() the consumer hears no more. */
void tcp_free(struct tcp *tcp)
{
	if (!tcp)
		return;
	for (enum rank rank = 0; rank < RANKS; rank++)
		for (GList *l = tcp->table.rank[rank].head; l; l = l->next)
			drop(l->data);
	table_close(&tcp->table);
	g_free(tcp);
}

unsigned tcp_places(const struct connection *connection, enum direction direction, size_t offset,
		    size_t length, struct place *places, unsigned room)
{
	const struct slot *slot = (const struct slot *)connection;
	const struct lane *lane = &slot->lane[direction];
	int64_t from = lane->start + (int64_t)offset, to = from + (int64_t)length;
	unsigned n = 0;

	if (slot->direct.frame)
		return room && piece_place(&slot->direct, from, to, places) ? 1 : 0;
	for (unsigned i = 0; lane->ranges && i < lane->ranges->pieces && n < room; i++)
		if (piece_place(&lane->ranges->piece[i], from, to, &places[n]))
			n++;
	return n;
}

struct tcp_losses tcp_losses(const struct tcp *tcp)
{
	return tcp->losses;
}
