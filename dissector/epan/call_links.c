/* SPDX-License-Identifier: GPL-2.0-or-later */
/* call_links.c - see call_links.h. */
#include "call_links.h"

/* Of a connection whose calls are never answered; the oldest is forgotten. */
#define OPEN_MAX 64

struct open_calls {
	struct call *call[OPEN_MAX]; /* NULL: answered */
	unsigned next;
};

static int hf_request_in = -1;
static int hf_response_in = -1;
static int hf_time = -1;

static struct open_calls *open_calls_of(packet_info *pinfo)
{
	conversation_t *conversation = find_or_create_conversation(pinfo);
	int key = fields_hf(F_CALL);
	struct open_calls *open = conversation_get_proto_data(conversation, key);

	if (!open) {
		open = wmem_new0(wmem_file_scope(), struct open_calls);
		conversation_add_proto_data(conversation, key, open);
	}
	return open;
}

static struct call *begin(packet_info *pinfo, const struct soap *soap)
{
	struct open_calls *open = open_calls_of(pinfo);
	struct call *call = wmem_new0(wmem_file_scope(), struct call);

	call->request_frame = pinfo->num;
	call->request_time = pinfo->abs_ts;
	call->class = wmem_strdup(wmem_file_scope(), soap->class);
	call->method = wmem_strdup(wmem_file_scope(), soap->method);
	call->message_id = wmem_strdup(wmem_file_scope(), soap->message_id);
	open->call[open->next++ % OPEN_MAX] = call;
	return call;
}

static bool fits(const struct call *call, const struct soap *soap)
{
	return call && (!soap->relates_to[0] || strcmp(call->message_id, soap->relates_to) == 0);
}

static struct call *answer(packet_info *pinfo, const struct soap *soap)
{
	struct open_calls *open = open_calls_of(pinfo);

	for (unsigned i = open->next, left = MIN(open->next, OPEN_MAX); left > 0; left--) {
		struct call **place = &open->call[--i % OPEN_MAX], *call = *place;

		if (!fits(call, soap))
			continue;
		call->response_frame = pinfo->num;
		*place = NULL;
		return call;
	}
	return NULL;
}

const struct call *call_link(packet_info *pinfo, const struct soap *soap, unsigned nth)
{
	int key = fields_hf(F_CALL);

	if (pinfo->fd->visited)
		return p_get_proto_data(wmem_file_scope(), pinfo, key, nth);
	struct call *call = soap->kind == SOAP_REQUEST ? begin(pinfo, soap) : answer(pinfo, soap);

	if (call)
		p_add_proto_data(wmem_file_scope(), pinfo, key, nth, call);
	return call;
}

static void show_frame(proto_tree *group, int hf, tvbuff_t *tvb, uint32_t frame)
{
	if (frame)
		proto_item_set_generated(proto_tree_add_uint(group, hf, tvb, 0, 0, frame));
}

void call_link_show(const struct call *call, const struct soap *soap, tvbuff_t *tvb,
		    packet_info *pinfo, proto_tree *group)
{
	nstime_t time;

	if (soap->kind == SOAP_REQUEST) {
		show_frame(group, hf_response_in, tvb, call->response_frame);
		return;
	}
	show_frame(group, hf_request_in, tvb, call->request_frame);
	nstime_delta(&time, &pinfo->abs_ts, &call->request_time);
	proto_item_set_generated(proto_tree_add_time(group, hf_time, tvb, 0, 0, &time));
}

void call_links_register(void)
{
	static hf_register_info rows[] = {
		{&hf_request_in,
		 {"Request in frame", "iamt.call.request_in", FT_FRAMENUM, BASE_NONE,
		  FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0, NULL, HFILL}},
		{&hf_response_in,
		 {"Answer in frame", "iamt.call.response_in", FT_FRAMENUM, BASE_NONE,
		  FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), 0, NULL, HFILL}},
		{&hf_time,
		 {"Time since the request", "iamt.call.time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0,
		  NULL, HFILL}},
	};

	proto_register_field_array(proto_iamt, rows, array_length(rows));
}
