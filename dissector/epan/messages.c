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
}

static void show(struct shown *shown, const struct message *message, const struct reader *r,
		 proto_tree *tree)
{
	bool whole = rd_ok(r);
	int n = whole ? (int)rd_offset(r) : -1;

	shown->top = proto_tree_add_item(tree, proto_iamt, shown->tvb, 0, n, ENC_NA);
	messages_show_columns(shown->pinfo, message, whole);
	spans_show(shown);
	if (!whole) {
		spans_show_cut(shown, rd_offset(r), r->failed_field);
		experts_raise_short(shown, r->failed_field, true);
	}
}

static bool ask_for_more(packet_info *pinfo, tvbuff_t *tvb, int offset)
{
	if (!pinfo->can_desegment || tvb_captured_length(tvb) < tvb_reported_length(tvb))
		return false;
	pinfo->desegment_offset = offset;
	pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT;
	return true;
}

/* Shows the message that |tvb| begins with; gives its length, 0 if more bytes were asked for. */
static int show_one(const struct spoken *spoken, void *state, tvbuff_t *tvb, int offset,
		    packet_info *pinfo, proto_tree *tree)
{
	struct message *message = wmem_new0(pinfo->pool, struct message);
	struct shown shown = {.tvb = tvb_new_subset_remaining(tvb, offset), .pinfo = pinfo};
	struct reader r = reader_over(messages_bytes(shown.tvb));

	spans_prepare(&shown);
	r.trace = &shown.trace;
	bool whole = spoken->decode(state, pinfo, message, &r);

	if (!whole && ask_for_more(pinfo, tvb, offset))
		return 0;
	show(&shown, message, &r, tree);
	if (whole)
		spoken->whole(state, &shown, message, tree);
	return whole ? (int)rd_offset(&r) : (int)tvb_captured_length(shown.tvb);
}

int messages_show(const struct spoken *spoken, void *state, tvbuff_t *tvb, packet_info *pinfo,
		  proto_tree *tree)
{
	int offset = 0, n;

	while (tvb_captured_length_remaining(tvb, offset) > 0) {
		tvbuff_t *rest = tvb_new_subset_remaining(tvb, offset);

		if (spoken->handed_over && spoken->handed_over(state, rest, pinfo, tree))
			break;
		if (!spoken->looks_like(messages_bytes(rest))) {
			call_data_dissector(rest, pinfo, tree);
			break;
		}
		n = show_one(spoken, state, tvb, offset, pinfo, tree);
		if (n == 0)
			break;
		offset += n;
	}
	return (int)tvb_captured_length(tvb);
}
