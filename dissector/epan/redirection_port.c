/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redirection_port.c - redirection on its port, plain or inside TLS.
 *
 * A connection is taken when its first bytes are redirection without doubt;
 * whatever else speaks on the port stays what it is. A session of the screen
 * hands its connection over to RFB, which Wireshark reads as VNC.
 */
#include "messages.h"

#define VNC_PORT 5900             /* IANA rfb */
#define REDIRECTION_PORTS "16994" /* as a preference is written */

static dissector_handle_t tcp_handle, tls_handle;
static dissector_handle_t vnc_handle;

/* Frames of the first pass, 0 where it was not seen: later passes ask "before or behind?". */
struct session {
	uint32_t kvm_frame; /* a session of the screen was asked for */
	uint32_t rfb_frame; /* the host agreed: from here on RFB */
};

static struct session *session_of(packet_info *pinfo, bool begin)
{
	conversation_t *conversation = find_or_create_conversation(pinfo);
	int key = fields_hf(F_REDIRECTION);
	struct session *session = conversation_get_proto_data(conversation, key);

	if (!session && begin) {
		session = wmem_new0(wmem_file_scope(), struct session);
		conversation_add_proto_data(conversation, key, session);
	}
	return session;
}

static bool since(uint32_t frame, const packet_info *pinfo)
{
	return frame && pinfo->num >= frame;
}

static bool decode(void *state, packet_info *pinfo, struct message *message, struct reader *r)
{
	const struct session *session = state;

	message->kind = MESSAGE_REDIRECTION;
	return redirection_decode(&message->redirection, r, since(session->kvm_frame, pinfo));
}

static void whole(void *state, struct shown *shown, const struct message *message,
		  proto_tree *tree _U_)
{
	struct session *session = state;

	statistics_count(shown->pinfo, message);
	if (!session->kvm_frame && redirection_is_kvm(&message->redirection))
		session->kvm_frame = shown->pinfo->num;
	if (!session->rfb_frame && message->redirection.kvm &&
	    message->redirection.type == REDIRECTION_OPEN_REPLY)
		session->rfb_frame = shown->pinfo->num;
}

/* In the frame of the host's answer what follows is RFB, and so is all that comes later. */
static bool handed_over(void *state, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	const struct session *session = state;

	if (!since(session->rfb_frame, pinfo))
		return false;
	if (pinfo->num == session->rfb_frame && tvb_get_ptr(tvb, 0, 1)[0] == REDIRECTION_OPEN_REPLY)
		return false;
	if (vnc_handle)
		call_dissector(vnc_handle, tvb, pinfo, tree);
	return vnc_handle != NULL;
}

static const struct spoken spoken = {
	.looks_like = redirection_looks_like,
	.decode = decode,
	.whole = whole,
	.handed_over = handed_over,
};

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct tcpinfo *tcp)
{
	struct session *session = session_of(pinfo, false);

	if (pinfo->flags.in_error_pkt)
		return 0;
	if (!session && !redirection_is_strict(messages_bytes(tvb)))
		return 0;
	return messages_show(&spoken, session ? session : session_of(pinfo, true), tvb, pinfo, tree,
			     tcp);
}

static int dissect_on_tcp(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	return dissect(tvb, pinfo, tree, data);
}

static int dissect_in_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
	return dissect(tvb, pinfo, tree, NULL);
}

/* Inside TLS: the first bytes decide, as they do outside. */
static CALLBACK_BOOL guess_in_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	bool on_port =
		pinfo->srcport == REDIRECTION_TLS_PORT || pinfo->destport == REDIRECTION_TLS_PORT;

	if (!on_port || !redirection_is_strict(messages_bytes(tvb)))
		return FALSE;
	*tls_app_handle(data) = tls_handle;
	dissect(tvb, pinfo, tree, NULL);
	return TRUE;
}

void redirection_port_register(void)
{
	int name =
		proto_register_protocol_in_name_only("Intel AMT redirection", "AMT redirection",
						     "iamt_redirection", proto_iamt, FT_PROTOCOL);

	tcp_handle = register_dissector("iamt_redirection", dissect_on_tcp, name);
	tls_handle = register_dissector("iamt_redirection_tls", dissect_in_tls, name);
}

void redirection_port_handoff(void)
{
	vnc_handle = dissector_get_uint_handle(find_dissector_table("tcp.port"), VNC_PORT);
	ports_bind("redirection", "Redirection ports", REDIRECTION_PORTS, tcp_handle);
	dissector_add_for_decode_as("tls.port", tls_handle);
	heur_dissector_add("tls", guess_in_tls, "Intel AMT redirection in TLS",
			   "iamt_redirection_tls", proto_iamt, HEURISTIC_ENABLE);
}
