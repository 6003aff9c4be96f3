/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handshake.c - how a connection begins, and how a RST ends it; see step.h. */
#include "step.h"

/* A maximal unscaled window (RFC 9293, 3.1): how far ahead of what was seen a RST may stand. */
#define RESET_AHEAD 65535

/* Does this SYN or SYN/ACK begin something else than the connection that its ports belong to? */
bool step_begins_anew(const struct step *s)
{
	const struct lane *lane = &s->slot->lane[s->from];
	bool same = lane->synced && lane->base == s->packet->seq + 1;

	if (same)
		return false;
	if (packet_is_syn(s->packet))
		return lane->synced || slot_has_payload(s->slot) || s->slot->connection.ending;
	if (packet_is_syn_ack(s->packet))
		return lane->synced && (slot_has_payload(s->slot) || s->slot->connection.ending);
	return false;
}

/* The guess who is the client was wrong. After the first payload it stays: it was told on. */
static void swap_sides(struct slot *slot)
{
	struct connection *c = &slot->connection, was = *c;
	struct lane lane = slot->lane[0];

	if (c->client_known || slot_has_payload(slot))
		return;
	c->client = was.server;
	c->server = was.client;
	c->client_port = was.server_port;
	c->server_port = was.client_port;
	c->half[0] = was.half[1];
	c->half[1] = was.half[0];
	slot->lane[0] = slot->lane[1];
	slot->lane[1] = lane;
}

static void take_isn(struct step *s)
{
	struct connection *c = &s->slot->connection;

	lane_sync(&s->slot->lane[s->from], s->packet->seq + 1, false);
	c->isn[s->from] = s->packet->seq;
	c->has_isn[s->from] = true;
}

static void count_up(uint16_t *counter)
{
	if (*counter < UINT16_MAX)
		++*counter;
}

void step_syn(struct step *s)
{
	struct connection *c = &s->slot->connection;

	if (s->from == FROM_SERVER && !c->client_known) {
		swap_sides(s->slot);
		table_find(&s->tcp->table, &s->packet->flow, &s->from);
	}
	take_isn(s);
	if (s->from != FROM_CLIENT)
		return; /* the other half of a simultaneous open */
	c->client_known = true;
	count_up(&c->syns);
	note_moment(&c->syn, &c->last_syn, s->at);
}

/* The port was opened after it had refused: the client's next try was heard. */
static void reopen(struct slot *slot)
{
	slot->connection.ending = ENDING_NONE;
	for (int d = 0; d < 2; d++)
		slot->lane[d].closed = slot->lane[d].has_end = false;
}

void step_syn_ack(struct step *s)
{
	struct connection *c = &s->slot->connection;
	struct lane *other;

	if (s->from == FROM_CLIENT && !c->client_known) {
		swap_sides(s->slot);
		table_find(&s->tcp->table, &s->packet->flow, &s->from);
	}
	if (c->ending == ENDING_REFUSED)
		reopen(s->slot);
	take_isn(s);
	other = &s->slot->lane[!s->from];
	if (!other->synced || (other->guessed && other->top == 0))
		lane_sync(other, s->packet->ack, false);
	if (s->from != FROM_SERVER)
		return;
	c->client_known = true;
	count_up(&c->syn_acks);
	note_moment(&c->syn_ack, &c->last_syn_ack, s->at);
}

/* A closed port answers with sequence number 0; what it acknowledges is how one knows it. */
static bool answers_syn(const struct step *s)
{
	const struct connection *c = &s->slot->connection;
	const struct lane *asker = &s->slot->lane[!s->from];
	bool silent = s->slot->lane[s->from].synced ? !slot_has_payload(s->slot)
						    : !c->half[s->from].bytes;

	if (!silent || !c->has_isn[!s->from] || !(s->packet->tcp_flags & TCP_ACK))
		return false;
	int64_t offset = lane_offset(asker, s->packet->ack);

	return offset >= 0 && offset <= asker->top;
}

/* RFC 5961, 3.2 asks for the exact number; a capture that missed some needs a window. */
bool step_reset_is_plausible(const struct step *s)
{
	const struct lane *lane = &s->slot->lane[s->from];
	uint32_t seq = s->packet->seq;

	if (answers_syn(s))
		return true;
	if (!lane->synced)
		return lane->acked && seq - lane->ack <= RESET_AHEAD;
	int64_t offset = lane_offset(lane, seq), low = lane_next(lane);

	if (lane->acked)
		low = MIN(low, lane_offset(lane, lane->ack));
	return offset >= low && offset <= MAX(lane->top, lane_next(lane)) + RESET_AHEAD;
}

void step_reset(struct step *s)
{
	struct connection *c = &s->slot->connection;
	bool refuses = s->from == FROM_SERVER && c->syns && !c->syn_acks && !c->half[s->from].bytes;

	if (!moment_is_set(c->half[s->from].reset))
		c->half[s->from].reset = s->at;
	if (c->ending == ENDING_NONE)
		c->ending = refuses ? ENDING_REFUSED : ENDING_RESET;
	handout_end(s->tcp, s->slot, FROM_CLIENT);
	handout_end(s->tcp, s->slot, FROM_SERVER);
}
