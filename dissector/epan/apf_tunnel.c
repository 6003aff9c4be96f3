/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * apf_tunnel.c - APF inside TLS on port 4433.
 *
 * A TLS session is taken when its first bytes are whole messages of APF; on
 * other ports only AMT's greeting is believed. The answer to a request does not
 * say what it answers, so each side's unanswered requests are kept in order;
 * what an answer was found to be is kept with its packet for later passes.
 */
#include "apf_channels.h"

/* Of requests that are never answered. */
#define OUTSTANDING_MAX 64

/* Answers of one packet whose kind is kept: what is kept is searched in a row. */
#define KEPT_MAX 256

static dissector_handle_t apf_handle;

/* Kinds of answers expected from a side, oldest first. */
struct expected {
	enum apf_reply reply[OUTSTANDING_MAX];
	unsigned first, n;
};

struct tunnel {
	uint32_t port; /* of side 0, and its address: who spoke first */
	address speaker;
	struct expected expected[2]; /* from a side */
	struct channels *channels;
};

static struct tunnel *tunnel_of(packet_info *pinfo, bool begin)
{
	conversation_t *conversation = find_or_create_conversation(pinfo);
	int key = fields_hf(F_APF);
	struct tunnel *tunnel = conversation_get_proto_data(conversation, key);

	if (tunnel || !begin)
		return tunnel;
	tunnel = wmem_new0(wmem_file_scope(), struct tunnel);
	tunnel->port = pinfo->srcport;
	copy_address_wmem(wmem_file_scope(), &tunnel->speaker, &pinfo->src);
	tunnel->channels = channels_new();
	conversation_add_proto_data(conversation, key, tunnel);
	return tunnel;
}

static unsigned side_of(const struct tunnel *tunnel, const packet_info *pinfo)
{
	return pinfo->srcport != tunnel->port || !addresses_equal(&pinfo->src, &tunnel->speaker);
}

static void expect(struct expected *expected, enum apf_reply reply)
{
	if (expected->n == OUTSTANDING_MAX)
		return;
	expected->reply[(expected->first + expected->n++) % OUTSTANDING_MAX] = reply;
}

static enum apf_reply next_of(const struct expected *expected)
{
	return expected->n ? expected->reply[expected->first] : APF_REPLY_GUESS;
}

static void answered(struct expected *expected)
{
	if (expected->n == 0)
		return;
	expected->first = (expected->first + 1) % OUTSTANDING_MAX;
	expected->n--;
}

/* The kind of the answer at |offset| of its packet's bytes: found once, then kept. */
static enum apf_reply reply_at(const struct tunnel *tunnel, packet_info *pinfo, unsigned nth)
{
	enum apf_reply *kept =
		p_get_proto_data(wmem_file_scope(), pinfo, fields_hf(F_APF_REQUEST), nth);

	return kept ? *kept : next_of(&tunnel->expected[side_of(tunnel, pinfo)]);
}

static bool decode(void *state, packet_info *pinfo, struct message *message, struct reader *r)
{
	message->kind = MESSAGE_APF;
	return apf_decode(&message->apf, r,
			  reply_at(state, pinfo, *messages_counter(pinfo, F_APF)));
}

static void keep_reply(packet_info *pinfo, unsigned nth, enum apf_reply reply)
{
	if (nth >= KEPT_MAX)
		return;
	enum apf_reply *kept = wmem_new(wmem_file_scope(), enum apf_reply);

	*kept = reply;
	p_add_proto_data(wmem_file_scope(), pinfo, fields_hf(F_APF_REQUEST), nth, kept);
}

/* At the first pass: what this message means for those that follow. */
static void follow(struct tunnel *tunnel, packet_info *pinfo, const struct apf *apf, unsigned nth)
{
	unsigned side = side_of(tunnel, pinfo);

	if (apf->type == APF_GLOBAL_REQUEST && apf->want_reply)
		expect(&tunnel->expected[!side], apf_reply_to(apf));
	if (apf->type == APF_REQUEST_SUCCESS)
		keep_reply(pinfo, nth, next_of(&tunnel->expected[side]));
	if (apf->type == APF_REQUEST_SUCCESS || apf->type == APF_REQUEST_FAILURE)
		answered(&tunnel->expected[side]);
	channels_follow(tunnel->channels, apf, side);
}

static void whole(void *state, struct shown *shown, const struct message *message, proto_tree *tree)
{
	struct tunnel *tunnel = state;
	const struct apf *apf = &message->apf;
	unsigned nth = (*messages_counter(shown->pinfo, F_APF))++;

	statistics_count(shown->pinfo, message);
	if (!shown->pinfo->fd->visited)
		follow(tunnel, shown->pinfo, apf, nth);
	if (apf->type == APF_CHANNEL_DATA)
		channels_show(tunnel->channels, apf, side_of(tunnel, shown->pinfo), shown, nth,
			      tree);
}

static const struct spoken spoken = {
	.looks_like = apf_looks_like,
	.decode = decode,
	.whole = whole,
};

static int dissect_apf(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
	struct tunnel *tunnel = tunnel_of(pinfo, false);

	if (!tunnel && !apf_is_strict(messages_bytes(tvb)))
		return 0;
	return messages_show(&spoken, tunnel ? tunnel : tunnel_of(pinfo, true), tvb, pinfo, tree,
			     NULL);
}

static CALLBACK_BOOL guess_in_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	bool on_port = pinfo->srcport == APF_PORT || pinfo->destport == APF_PORT;
	struct bytes start = messages_bytes(tvb);

	if (!(on_port ? apf_is_strict(start) : apf_is_greeting(start)))
		return FALSE;
	*tls_app_handle(data) = apf_handle;
	dissect_apf(tvb, pinfo, tree, NULL);
	return TRUE;
}

void apf_tunnel_register(void)
{
	int name = proto_register_protocol_in_name_only("Intel AMT port forwarding", "APF",
							"iamt_apf", proto_iamt, FT_PROTOCOL);

	apf_handle = register_dissector("iamt_apf", dissect_apf, name);
}

void apf_tunnel_handoff(void)
{
	channels_handoff();
	dissector_add_for_decode_as("tls.port", apf_handle);
	dissector_add_for_decode_as("tcp.port", apf_handle);
	heur_dissector_add("tls", guess_in_tls, "Intel AMT port forwarding in TLS", "iamt_apf_tls",
			   proto_iamt, HEURISTIC_ENABLE);
}
