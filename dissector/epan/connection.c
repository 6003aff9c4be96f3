/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * connection.c - the hello on its TCP connection.
 *
 * A hello has no length field, so TCP is asked for one more segment until it
 * is whole. If it never is, its sender's FIN shows the bytes once more, and at
 * the first pass each frame shows what it knows: there may be no later one.
 * Later passes know which frame shows most, and only that one does. Whether
 * TCP calls us at a FIN, or again for a segment that stayed alone, depends on
 * its version, so the bytes are kept and shown behind TCP's back, after all
 * dissectors. What follows a whole hello is trailing bytes of it.
 */
#include "messages.h"

#define HELLO_PORTS "9971" /* HELLO_PORT, as a preference is written */

static dissector_handle_t hello_handle;

/* What the first pass learned about the hello of one connection. */
struct connection {
	uint16_t client_port, server_port;
	uint32_t shown_in; /* frame that shows most of the hello */
	uint8_t *bytes;    /* kept while it is not whole */
	unsigned length;   /* bytes of it seen so far */
	unsigned segments; /* that carried them */
	uint32_t end_seq;  /* TCP sequence number behind a whole one */
	bool whole;
	bool finished; /* as in struct arrival, of the last one */
	bool complete;
};

/* Connections with a hello that is not whole, as a set. */
static wmem_map_t *unfinished;

/* Keys of what is kept with a packet. */
enum {
	KEEP_CONNECTION, /* for the file: an incomplete hello was shown in this frame */
	KEEP_SHOWN,      /* for this dissection: it has been shown already */
};

/* A payload on its way to being shown. */
struct arrival {
	struct connection *connection;
	bool finished; /* its sender said that no more follows */
	bool complete; /* all bytes of the packet were captured */
	uint32_t seq;  /* TCP sequence number of its first byte */
};

static struct connection *connection_of(packet_info *pinfo)
{
	return conversation_get_proto_data(find_or_create_conversation(pinfo), proto_iamt);
}

static struct connection *connection_begin(packet_info *pinfo)
{
	struct connection *connection = wmem_new0(wmem_file_scope(), struct connection);

	connection->client_port = (uint16_t)pinfo->srcport;
	connection->server_port = (uint16_t)pinfo->destport;
	conversation_add_proto_data(find_or_create_conversation(pinfo), proto_iamt, connection);
	return connection;
}

static bool is_from_client(const struct connection *connection, const packet_info *pinfo)
{
	return pinfo->srcport == connection->client_port &&
	       pinfo->destport == connection->server_port;
}

static void keep_bytes(struct connection *connection, packet_info *pinfo, struct bytes payload)
{
	connection->bytes = wmem_realloc(wmem_file_scope(), connection->bytes, payload.n + 1);
	memcpy(connection->bytes, payload.p, payload.n);
	p_add_proto_data(wmem_file_scope(), pinfo, proto_iamt, KEEP_CONNECTION, connection);
}

/* Notes, at the first pass, what this call knows of the hello. */
static void note(const struct arrival *arrival, packet_info *pinfo, struct bytes payload,
		 const struct hello *hello, bool whole)
{
	struct connection *connection = arrival->connection;

	if (pinfo->fd->visited)
		return;
	connection->shown_in = pinfo->num;
	connection->whole = whole;
	connection->finished = arrival->finished;
	connection->complete = arrival->complete;
	links_note_hello(pinfo, whole ? hello : NULL);
	connection->segments += payload.n > connection->length;
	connection->length = (unsigned)payload.n;
	connection->end_seq = arrival->seq + connection->length;
	if (whole || arrival->finished)
		wmem_map_remove(unfinished, connection);
	else
		wmem_map_insert(unfinished, connection, connection);
	if (!whole)
		keep_bytes(connection, pinfo, payload);
}

static void show_columns(packet_info *pinfo, const struct message *message, bool whole)
{
	char line[256];

	col_set_str(pinfo->cinfo, COL_PROTOCOL, "IAMT");
	col_clear(pinfo->cinfo, COL_INFO);
	col_add_fstr(pinfo->cinfo, COL_INFO, "%s%s", message_summary(message, line, sizeof line),
		     whole ? "" : " [not whole]");
}

static void show_hello(struct shown *shown, const struct message *message, const struct reader *r,
		       const struct arrival *arrival)
{
	bool whole = rd_ok(r);
	struct remarked seen = {
		.message = message,
		.whole = whole,
		.finished = arrival->finished && arrival->complete,
		.failed_field = r->failed_field,
		.segments = arrival->connection->segments,
	};

	show_columns(shown->pinfo, message, whole);
	messages_name(shown->top, message);
	spans_show(shown);
	links_show_hello(shown->tvb, shown->pinfo, spans_item(shown, F_HELLO, 0));
	statistics_count(shown->pinfo, message);
	if (!whole) {
		spans_show_cut(shown, rd_offset(r), r->failed_field);
		experts_raise_short(shown, r->failed_field, !arrival->finished);
	}
	experts_raise(shown, &seen);
}

/* Bytes in a later frame than the hello: they belong to it and to nothing else. */
static int show_trailing(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	proto_item *top = proto_tree_add_item(tree, proto_iamt, tvb, 0, -1, ENC_NA);
	struct shown shown = {.tvb = tvb, .pinfo = pinfo, .top = top};
	proto_tree *group = proto_item_add_subtree(top, fields_ett(F_NONE));
	proto_item *item =
		proto_tree_add_item(group, fields_hf(F_HELLO_TRAILING), tvb, 0, -1, ENC_NA);

	col_set_str(pinfo->cinfo, COL_PROTOCOL, "IAMT");
	col_set_str(pinfo->cinfo, COL_INFO, field_label(F_HELLO_TRAILING));
	experts_raise_one(&shown, REMARK_H01, item);
	return (int)tvb_captured_length(tvb);
}

static void ask_for_more(packet_info *pinfo)
{
	messages_mark_flow(pinfo, true);
	pinfo->desegment_offset = 0;
	pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
}

/* Shows the hello as far as |tvb| holds it; true if it is whole. */
static bool show_payload(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
			 const struct arrival *arrival)
{
	struct message *message = wmem_new0(pinfo->pool, struct message);
	struct shown shown = {.tvb = tvb, .pinfo = pinfo};
	struct bytes payload = messages_bytes(tvb);
	struct reader r = reader_over(payload);

	spans_prepare(&shown);
	r.trace = &shown.trace;
	protocol_on(TRANSPORT_TCP, HELLO_PORT)->decode(message, &r);
	note(arrival, pinfo, payload, &message->hello, rd_ok(&r));
	if (arrival->connection->shown_in != pinfo->num)
		return rd_ok(&r);
	shown.top = proto_tree_add_item(tree, proto_iamt, tvb, 0, -1, ENC_NA);
	show_hello(&shown, message, &r, arrival);
	p_add_proto_data(pinfo->pool, pinfo, proto_iamt, KEEP_SHOWN, arrival->connection);
	return rd_ok(&r);
}

static int dissect_payload(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
			   const struct arrival *arrival)
{
	bool whole = show_payload(tvb, pinfo, tree, arrival);

	if (!whole && pinfo->can_desegment && !arrival->finished)
		ask_for_more(pinfo);
	if (whole && !pinfo->fd->visited)
		messages_mark_flow(pinfo, false);
	return (int)tvb_captured_length(tvb);
}

static struct arrival arrival_of(struct connection *connection, tvbuff_t *tvb, void *data)
{
	struct tcpinfo *tcp = data;

	return (struct arrival){
		.connection = connection,
		.finished = tcp && IS_TH_FIN(tcp->flags),
		.complete = tvb_captured_length(tvb) == tvb_reported_length(tvb),
		.seq = tcp ? tcp->seq : 0,
	};
}

/*
 * Does |payload| begin as the hello did? A later piece does not, where TCP was
 * told not to put segments together.
 */
static bool begins_the_same(const struct connection *connection, struct bytes payload)
{
	size_t n = MIN(connection->length, payload.n);

	return !connection->bytes || connection->whole ||
	       memcmp(connection->bytes, payload.p, n) == 0;
}

/* Has the hello been read whole in an earlier frame? */
static bool is_over(const struct connection *connection, const packet_info *pinfo)
{
	return connection->whole && pinfo->num > connection->shown_in;
}

/* Found by the port that it comes from? */
static bool is_from_server(const packet_info *pinfo)
{
	return pinfo->match_uint == pinfo->srcport && pinfo->srcport != pinfo->destport;
}

static int dissect_hello(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	struct connection *connection = connection_of(pinfo);

	/* What an ICMP error quotes was not sent at this place. */
	if (pinfo->flags.in_error_pkt)
		return 0;
	if (!connection) {
		if (is_from_server(pinfo) || !hello_looks_like(messages_bytes(tvb)))
			return 0;
		connection = connection_begin(pinfo);
	}
	if (!is_from_client(connection, pinfo) || !begins_the_same(connection, messages_bytes(tvb)))
		return 0;
	struct arrival arrival = arrival_of(connection, tvb, data);

	if (!is_over(connection, pinfo))
		return dissect_payload(tvb, pinfo, tree, &arrival);
	/* The same bytes again are a retransmission, not more of them. */
	return LT_SEQ(arrival.seq, connection->end_seq) ? 0 : show_trailing(tvb, pinfo, tree);
}

/* On ports that are not the hello's only a whole and valid one is believed. */
static CALLBACK_BOOL guess_hello(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	if (pinfo->flags.in_error_pkt || !hello_is_strict(messages_bytes(tvb)) ||
	    connection_of(pinfo))
		return FALSE;
	struct arrival arrival = arrival_of(connection_begin(pinfo), tvb, data);

	conversation_set_dissector(find_or_create_conversation(pinfo), hello_handle);
	dissect_payload(tvb, pinfo, tree, &arrival);
	return TRUE;
}

static void show_kept(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
		      struct connection *connection)
{
	tvbuff_t *kept = tvb_new_child_real_data(tvb, connection->bytes, connection->length,
						 (int)connection->length);
	struct arrival arrival = {
		.connection = connection,
		.finished = connection->finished,
		.complete = connection->complete,
	};

	add_new_data_source(pinfo, kept, "Hello so far");
	show_payload(kept, pinfo, tree, &arrival);
}

/* The connection whose sender ends it in this packet before its hello is whole, or NULL. */
static struct connection *cut_here(packet_info *pinfo)
{
	if (wmem_map_size(unfinished) == 0 || pinfo->ptype != PT_TCP || pinfo->flags.in_error_pkt)
		return NULL;
	conversation_t *conversation = find_conversation_pinfo(pinfo, 0);
	struct connection *connection =
		conversation ? conversation_get_proto_data(conversation, proto_iamt) : NULL;
	const struct tcp_analysis *tcp =
		connection ? get_tcp_conversation_data(conversation, pinfo) : NULL;

	if (!tcp || !tcp->fwd || tcp->fwd->fin != pinfo->num ||
	    !is_from_client(connection, pinfo) || !wmem_map_contains(unfinished, connection))
		return NULL;
	return connection;
}

/* The connection whose hello so far is to be shown in this packet, or NULL. */
static struct connection *kept_here(packet_info *pinfo)
{
	struct connection *connection;

	if (!pinfo->fd->visited) {
		connection = cut_here(pinfo);
		if (connection && !p_get_proto_data(pinfo->pool, pinfo, proto_iamt, KEEP_SHOWN))
			connection->finished = true;
	} else {
		connection =
			p_get_proto_data(wmem_file_scope(), pinfo, proto_iamt, KEEP_CONNECTION);
		if (connection && connection->shown_in != pinfo->num)
			return NULL;
	}
	if (connection && p_get_proto_data(pinfo->pool, pinfo, proto_iamt, KEEP_SHOWN))
		return NULL;
	return connection;
}

/* After all dissectors, of every packet: what TCP did not call us for, and links. */
static int dissect_rest(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
	struct connection *connection = kept_here(pinfo);

	links_show_callback(tvb, pinfo, tree);
	dns_links_show(tvb, pinfo, tree);
	if (!connection)
		return 0;
	show_kept(tvb, pinfo, tree, connection);
	return (int)tvb_captured_length(tvb);
}

void connection_register(void)
{
	hello_handle = register_dissector("iamt", dissect_hello, proto_iamt);
	unfinished = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_direct_hash,
					    g_direct_equal);
	register_postdissector(create_dissector_handle(dissect_rest, proto_iamt));
}

void connection_handoff(void)
{
	dissector_add_uint_range_with_preference("tcp.port", HELLO_PORTS, hello_handle);
	heur_dissector_add("tcp", guess_hello, "Intel AMT hello on TCP", "iamt_tcp", proto_iamt,
			   HEURISTIC_ENABLE);
}
