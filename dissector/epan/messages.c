/* SPDX-License-Identifier: GPL-2.0-or-later */
/* messages.c - see messages.h. */
#include "messages.h"

struct bytes messages_bytes(tvbuff_t *tvb)
{
	unsigned n = tvb_captured_length(tvb);

	return bytes_of(tvb_get_ptr(tvb, 0, (int)n), n);
}

unsigned *messages_counter(packet_info *pinfo, enum field what)
{
	unsigned *count = p_get_proto_data(pinfo->pool, pinfo, fields_hf(what), 0);

	if (!count) {
		count = wmem_new0(pinfo->pool, unsigned);
		p_add_proto_data(pinfo->pool, pinfo, fields_hf(what), 0, count);
	}
	return count;
}

void messages_mark_flow(packet_info *pinfo, bool runs_to_its_end)
{
	struct tcp_analysis *tcp = get_tcp_conversation_data(NULL, pinfo);

	if (!tcp || !tcp->fwd)
		return;
	if (runs_to_its_end)
		tcp->fwd->flags |= TCP_FLOW_REASSEMBLE_UNTIL_FIN;
	else
		tcp->fwd->flags &= (uint16_t)~TCP_FLOW_REASSEMBLE_UNTIL_FIN;
}

void messages_show_columns(packet_info *pinfo, const struct message *message, bool whole)
{
	bool first = (*messages_counter(pinfo, F_NONE))++ == 0;
	char line[256];

	col_set_str(pinfo->cinfo, COL_PROTOCOL, "IAMT");
	if (first)
		col_clear(pinfo->cinfo, COL_INFO);
	col_append_sep_fstr(pinfo->cinfo, COL_INFO, "; ", "%s%s",
			    message_summary(message, line, sizeof line),
			    whole ? "" : " [not whole]");
	if (message->kind == MESSAGE_SOAP)
		col_append_str(pinfo->cinfo, COL_INFO, " "); /* HTTP may go on without one */
}

void messages_name(proto_item *top, const struct message *message)
{
	char line[256];

	if (top && PTREE_DATA(top)->visible)
		proto_item_append_text(top, ": %s", message_summary(message, line, sizeof line));
}

/* A stretch of bytes being read message by message. */
struct stretch {
	const struct spoken *spoken;
	void *state;
	tvbuff_t *tvb;
	packet_info *pinfo;
	proto_tree *tree;
	const struct tcpinfo *tcp;
	struct message *message; /* room for one at a time: there may be many in a packet */
	struct trace room;
};

static bool is_finished(const struct stretch *stretch)
{
	return stretch->tcp && IS_TH_FIN(stretch->tcp->flags);
}

static void show(struct shown *shown, const struct message *message, const struct reader *r,
		 const struct stretch *stretch)
{
	bool whole = rd_ok(r);
	int n = whole ? (int)rd_offset(r) : -1;

	shown->top = proto_tree_add_item(stretch->tree, proto_iamt, shown->tvb, 0, n, ENC_NA);
	messages_show_columns(shown->pinfo, message, whole);
	messages_name(shown->top, message);
	spans_show(shown);
	if (!whole) {
		spans_show_cut(shown, rd_offset(r), r->failed_field);
		experts_raise_short(shown, r->failed_field, !is_finished(stretch));
	}
}

static bool ask_for_more(const struct stretch *stretch, int offset)
{
	packet_info *pinfo = stretch->pinfo;

	if (!pinfo->can_desegment || is_finished(stretch) ||
	    tvb_captured_length(stretch->tvb) < tvb_reported_length(stretch->tvb))
		return false;
	if (stretch->tcp && !pinfo->fd->visited)
		messages_mark_flow(pinfo, true);
	pinfo->desegment_offset = offset;
	pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
	return true;
}

/* Shows the message at |offset|; gives its length, 0 if more bytes were asked for. */
static int show_one(const struct stretch *stretch, int offset)
{
	struct message *message = stretch->message;
	struct shown shown = {.tvb = tvb_new_subset_remaining(stretch->tvb, offset),
			      .pinfo = stretch->pinfo,
			      .trace = trace_into(stretch->room.span, stretch->room.size)};
	struct reader r = reader_over(messages_bytes(shown.tvb));

	r.trace = &shown.trace;
	bool whole = stretch->spoken->decode(stretch->state, stretch->pinfo, message, &r);

	if (!whole && ask_for_more(stretch, offset))
		return 0;
	show(&shown, message, &r, stretch);
	if (!whole)
		return (int)tvb_captured_length(shown.tvb);
	if (stretch->tcp && !stretch->pinfo->fd->visited)
		messages_mark_flow(stretch->pinfo, false);
	stretch->spoken->whole(stretch->state, &shown, message, stretch->tree);
	return (int)rd_offset(&r);
}

/* Are the bytes from |offset| on not ours? Then they have been shown. */
static bool is_others(const struct stretch *stretch, int offset)
{
	const struct spoken *spoken = stretch->spoken;
	tvbuff_t *rest = tvb_new_subset_remaining(stretch->tvb, offset);

	if (spoken->handed_over &&
	    spoken->handed_over(stretch->state, rest, stretch->pinfo, stretch->tree))
		return true;
	if (spoken->looks_like(messages_bytes(rest)))
		return false;
	call_data_dissector(rest, stretch->pinfo, stretch->tree);
	return true;
}

int messages_show(const struct spoken *spoken, void *state, tvbuff_t *tvb, packet_info *pinfo,
		  proto_tree *tree, const struct tcpinfo *tcp)
{
	struct shown first = {.pinfo = pinfo};
	int offset = 0, n;

	spans_prepare(&first);
	const struct stretch stretch = {
		.spoken = spoken,
		.state = state,
		.tvb = tvb,
		.pinfo = pinfo,
		.tree = tree,
		.tcp = tcp,
		.message = wmem_new0(pinfo->pool, struct message),
		.room = first.trace,
	};

	while (tvb_captured_length_remaining(tvb, offset) > 0 && !is_others(&stretch, offset)) {
		n = show_one(&stretch, offset);
		if (n == 0)
			break;
		offset += n;
	}
	return (int)tvb_captured_length(tvb);
}
