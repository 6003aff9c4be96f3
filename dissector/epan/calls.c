/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls.c - calls to AMT below Wireshark's own HTTP and XML.
 *
 * XML keeps its media types: our dissector stands in their place, calls XML
 * and then looks itself. It belongs to no protocol, so that a disabled iamt
 * switches nothing off and no layer is shown twice. Bodies without a type,
 * as some servers send them, are guessed from their first bytes.
 */
#include "call_links.h"
#include "messages.h"
#include "names.h"

/* How far into a body Intel's namespaces are looked for on other ports. */
#define NAMESPACE_WITHIN 2048

static const char *const media_types[] = {"application/soap+xml", "text/xml"};

static dissector_handle_t xml_handle;

static int hf_direction = -1;
static int hf_status = -1;

static bool is_amt_port(uint32_t port)
{
	return port == HTTP_PORT || port == TLS_PORT || port == RMCP_PORT || port == RMCP_TLS_PORT;
}

static bool is_amt_connection(packet_info *pinfo)
{
	conversation_t *conversation = find_conversation_pinfo(pinfo, 0);

	return is_amt_port(pinfo->srcport) || is_amt_port(pinfo->destport) ||
	       (conversation && conversation_get_proto_data(conversation, fields_hf(F_APF)));
}

static bool is_ours(packet_info *pinfo, struct bytes body)
{
	struct bytes start = bytes_of(body.p, MIN(body.n, NAMESPACE_WITHIN));

	return body.n > 0 && soap_looks_like(body) &&
	       (is_amt_connection(pinfo) || soap_mentions_intel(start));
}

static void add_text(proto_tree *group, int hf, tvbuff_t *tvb, const char *text)
{
	if (text && text[0])
		proto_item_set_generated(proto_tree_add_string(group, hf, tvb, 0, 0, text));
}

/* What the document shows in no place of its own, or only by its call. */
static void show_derived(struct shown *shown, const struct soap *soap, proto_tree *group)
{
	static const char *const directions[] = {
		[SOAP_REQUEST] = "request",
		[SOAP_RESPONSE] = "response",
		[SOAP_FAULT] = "fault",
	};
	const char *status = NULL;

	if (soap->has_return_value)
		status = return_value_name(soap->class, soap->method, soap->return_value);
	else if (soap->has_amt_status)
		status = name_of(NAMES_PT_STATUS, soap->amt_status);
	add_text(group, hf_direction, shown->tvb, directions[soap->kind]);
	if (spans_item(shown, F_CALL_CLASS, 0) == shown->top)
		add_text(group, fields_hf(F_CALL_CLASS), shown->tvb, soap->class);
	if (spans_item(shown, F_CALL_METHOD, 0) == shown->top)
		add_text(group, fields_hf(F_CALL_METHOD), shown->tvb, soap->method);
	add_text(group, hf_status, shown->tvb, status);
	if (status && soap->has_return_value)
		proto_item_append_text(spans_item(shown, F_CALL_RETURN_VALUE, 0), " (%s)", status);
}

/* A fault does not say what failed; its call does. */
static void complete(struct soap *soap, const struct call *call)
{
	if (!soap->class[0])
		g_strlcpy(soap->class, call->class, sizeof soap->class);
	if (!soap->method[0])
		g_strlcpy(soap->method, call->method, sizeof soap->method);
}

static void show_refusal(struct shown *shown, const struct soap *soap, const struct reader *r)
{
	if (soap->refusal == SOAP_SHORT)
		experts_raise_short(shown, r->failed_field, false);
	else if (soap->refusal != SOAP_WHOLE)
		experts_raise_refused(shown, soap_refusal_text(soap->refusal));
}

static void show_call(struct shown *shown, struct message *message, const struct reader *r,
		      proto_tree *tree)
{
	unsigned nth = (*messages_counter(shown->pinfo, F_CALL))++;
	const struct call *call = call_link(shown->pinfo, &message->soap, nth);

	if (call)
		complete(&message->soap, call);
	shown->top = proto_tree_add_item(tree, proto_iamt, shown->tvb, 0, -1, ENC_NA);
	spans_show(shown);
	proto_tree *group = proto_item_get_subtree(spans_item(shown, F_CALL, 0));

	show_derived(shown, &message->soap, group);
	if (call)
		call_link_show(call, &message->soap, shown->tvb, shown->pinfo, group);
	show_refusal(shown, &message->soap, r);
	messages_show_columns(shown->pinfo, message, message->soap.refusal == SOAP_WHOLE);
	messages_name(shown->top, message);
	statistics_count(shown->pinfo, message);
	response_times_count(shown->pinfo, call, &message->soap);
}

/* A body that was read, to be shown if it is a call. */
struct body {
	struct shown shown;
	struct message *message;
	struct reader r;
};

static void read_body(struct body *body, tvbuff_t *tvb, packet_info *pinfo)
{
	*body = (struct body){
		.shown = {.tvb = tvb, .pinfo = pinfo},
		.message = wmem_new(pinfo->pool, struct message),
		.r = reader_over(messages_bytes(tvb)),
	};
	spans_prepare(&body->shown);
	body->r.trace = &body->shown.trace;
	body->message->kind = MESSAGE_SOAP;
	soap_decode(&body->message->soap, &body->r);
}

static int dissect_media(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	int n = call_dissector_only(xml_handle, tvb, pinfo, tree, data);
	struct body body;

	if (!n || !iamt_is_enabled() || !is_ours(pinfo, messages_bytes(tvb)))
		return n;
	read_body(&body, tvb, pinfo);
	enum soap_refusal refusal = body.message->soap.refusal;

	if (refusal != SOAP_OTHER_XML && refusal != SOAP_NOT_XML)
		show_call(&body.shown, body.message, &body.r, tree);
	return n;
}

static CALLBACK_BOOL guess_call(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	struct body body;

	if (!is_ours(pinfo, messages_bytes(tvb)))
		return FALSE;
	read_body(&body, tvb, pinfo);
	if (body.message->soap.refusal != SOAP_WHOLE)
		return FALSE;
	if (tree) /* of what XML does, only its tree is wanted */
		call_dissector_only(xml_handle, tvb, pinfo, tree, data);
	show_call(&body.shown, body.message, &body.r, tree);
	return TRUE;
}

static void stand_before_xml(dissector_table_t table, const char *type)
{
	dissector_handle_t handle = dissector_get_string_handle(table, type);

	if (handle != xml_handle)
		return;
	dissector_add_string("media_type", type,
			     create_dissector_handle_with_name_and_description(
				     dissect_media, NO_PROTOCOL, NULL,
				     wmem_strdup_printf(wmem_epan_scope(),
							"XML with Intel AMT's calls (%s)", type)));
}

void calls_register(void)
{
	static hf_register_info rows[] = {
		{&hf_direction,
		 {"Direction", "iamt.call.direction", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
		{&hf_status,
		 {"Status", "iamt.call.status", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
	};

	proto_register_field_array(proto_iamt, rows, array_length(rows));
	call_links_register();
	response_times_register();
}

void calls_handoff(void)
{
	dissector_table_t table = find_dissector_table("media_type");

	xml_handle = find_dissector("xml");
	if (!xml_handle || !table)
		return;
	for (size_t i = 0; i < array_length(media_types); i++)
		stand_before_xml(table, media_types[i]);
	heur_dissector_add("http", guess_call, "Calls to Intel AMT without a content type",
			   "iamt_http", proto_iamt, HEURISTIC_ENABLE);
}
