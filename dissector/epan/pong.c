/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pong.c - AMT's fields of the presence pong, below Wireshark's own RMCP and ASF.
 *
 * Wireshark's ASF leaves the pong's body as data and offers no hook, so that
 * its place in the table of RMCP is taken by a dissector that calls it first.
 * That one belongs to no protocol and shows nothing itself.
 */
#include "messages.h"

#define RMCP_CLASS_ASF 6 /* DMTF Alert Standard Format 2.0, 3.2.2.1 */

static dissector_handle_t asf_handle;

static bool decode(void *state _U_, packet_info *pinfo _U_, struct message *message,
		   struct reader *r)
{
	message->kind = MESSAGE_PONG;
	return pong_decode_asf(&message->pong, r);
}

static void whole(void *state _U_, struct shown *shown, const struct message *message,
		  proto_tree *tree _U_)
{
	statistics_count(shown->pinfo, message);
}

static const struct spoken spoken = {
	.looks_like = pong_looks_like_asf,
	.decode = decode,
	.whole = whole,
};

static int dissect_asf(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	int n = asf_handle ? call_dissector_only(asf_handle, tvb, pinfo, tree, data) : 0;

	if (iamt_is_enabled() && pong_looks_like_asf(messages_bytes(tvb)))
		messages_show(&spoken, NULL, tvb, pinfo, tree, NULL);
	return n;
}

void pong_handoff(void)
{
	dissector_table_t classes = find_dissector_table("rmcp.class");
	dissector_handle_t handle = create_dissector_handle_with_name_and_description(
		dissect_asf, NO_PROTOCOL, "iamt.asf", "ASF with Intel AMT's presence pong");

	if (!classes)
		return;
	asf_handle = dissector_get_uint_handle(classes, RMCP_CLASS_ASF);
	dissector_add_uint("rmcp.class", RMCP_CLASS_ASF, handle);
}
