/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * links.c - a device's hello and the server's call-back, over connections.
 *
 * The call-back is a connection of its own to the address that the hello came
 * from, on AMT's HTTP or TLS port; its first packet is linked to the newest
 * hello before it. What the first pass finds is kept with the packets.
 */
#include "links.h"

/* Keys of what is kept with a packet, besides the field. */
enum {
	KEEP_HELLO,
	KEEP_CALLBACK
};

static wmem_map_t *hellos; /* by the text of the device's address */

static int hf_hello_frame = -1;
static int hf_callback_frame = -1;
static int hf_psk_frame = -1;
static int hf_chain_frame = -1;
static int hf_since_hello = -1;

static void *kept(packet_info *pinfo, unsigned what)
{
	return p_get_proto_data(wmem_file_scope(), pinfo, fields_hf(F_HELLO), what);
}

static void keep(packet_info *pinfo, unsigned what, struct hello_seen *hello)
{
	p_add_proto_data(wmem_file_scope(), pinfo, fields_hf(F_HELLO), what, hello);
}

/* The hashes, for the certificates that a call-back may show. */
static void copy_hashes(struct hello_seen *seen, const struct hello *hello)
{
	struct hello_hash *hash =
		wmem_memdup(wmem_file_scope(), hello->hash, hello->hashes_read * sizeof *hash);

	for (unsigned i = 0; i < hello->hashes_read; i++)
		hash[i].value.p = wmem_memdup(wmem_file_scope(), hash[i].value.p, hash[i].value.n);
	seen->hash = hash;
	seen->hashes = hello->hashes_read;
}

void links_note_hello(packet_info *pinfo, const struct hello *whole)
{
	struct hello_seen *hello = wmem_new0(wmem_file_scope(), struct hello_seen);

	hello->frame = pinfo->num;
	hello->time = pinfo->abs_ts;
	if (whole && whole->pid.n == PID_LENGTH)
		hello->pid = bytes_of(wmem_memdup(wmem_file_scope(), whole->pid.p, whole->pid.n),
				      whole->pid.n);
	if (whole && whole->hashes_read > 0)
		copy_hashes(hello, whole);
	wmem_map_insert(hellos, address_to_str(wmem_file_scope(), &pinfo->src), hello);
	if (!kept(pinfo, KEEP_HELLO))
		keep(pinfo, KEEP_HELLO, hello);
}

void links_show_hello(tvbuff_t *tvb, packet_info *pinfo, proto_item *item)
{
	const struct hello_seen *hello = kept(pinfo, KEEP_HELLO);
	proto_tree *group = proto_item_get_subtree(item);

	if (!hello)
		return;
	links_show_frame(group, hf_callback_frame, tvb, hello->callback_frame);
	links_show_frame(group, hf_psk_frame, tvb, hello->psk_frame);
	links_show_frame(group, hf_chain_frame, tvb, hello->chain_frame);
}

struct hello_seen *links_hello_behind(packet_info *pinfo)
{
	conversation_t *conversation = find_conversation_pinfo(pinfo, 0);

	return conversation ? conversation_get_proto_data(conversation, fields_hf(F_HELLO)) : NULL;
}

void links_show_frame(proto_tree *group, int hf, tvbuff_t *tvb, uint32_t frame)
{
	if (frame)
		proto_item_set_generated(proto_tree_add_uint(group, hf, tvb, 0, 0, frame));
}

void links_show_hello_frame(tvbuff_t *tvb, proto_tree *group, const struct hello_seen *hello)
{
	if (hello)
		links_show_frame(group, hf_hello_frame, tvb, hello->frame);
}

static bool is_to_device(const packet_info *pinfo)
{
	return pinfo->ptype == PT_TCP && !pinfo->flags.in_error_pkt &&
	       (pinfo->destport == HTTP_PORT || pinfo->destport == TLS_PORT);
}

/* The first packet of a connection that answers a hello. */
static void note_callback(packet_info *pinfo)
{
	struct hello_seen *hello =
		wmem_map_lookup(hellos, address_to_str(pinfo->pool, &pinfo->dst));
	conversation_t *conversation = hello ? find_conversation_pinfo(pinfo, 0) : NULL;
	int key = fields_hf(F_HELLO);

	if (!conversation || conversation_get_proto_data(conversation, key))
		return;
	conversation_add_proto_data(conversation, key, hello);
	keep(pinfo, KEEP_CALLBACK, hello);
	if (!hello->callback_frame)
		hello->callback_frame = pinfo->num;
}

void links_show_callback(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	nstime_t since;

	if (!is_to_device(pinfo) || wmem_map_size(hellos) == 0)
		return;
	if (!pinfo->fd->visited)
		note_callback(pinfo);
	const struct hello_seen *hello = kept(pinfo, KEEP_CALLBACK);

	if (!hello)
		return;
	proto_item *top = proto_tree_add_item(tree, proto_iamt, tvb, 0, 0, ENC_NA);
	proto_tree *group = proto_item_add_subtree(top, fields_ett(F_NONE));

	proto_item_append_text(top, ": call-back of the hello in frame %u", hello->frame);
	proto_item_set_generated(top);
	links_show_hello_frame(tvb, group, hello);
	nstime_delta(&since, &pinfo->abs_ts, &hello->time);
	proto_item_set_generated(proto_tree_add_time(group, hf_since_hello, tvb, 0, 0, &since));
}

void links_register(void)
{
	static hf_register_info rows[] = {
		{&hf_hello_frame,
		 {"Hello in frame", "iamt.hello_frame", FT_FRAMENUM, BASE_NONE, NULL, 0, NULL,
		  HFILL}},
		{&hf_callback_frame,
		 {"Call-back in frame", "iamt.callback_frame", FT_FRAMENUM, BASE_NONE, NULL, 0,
		  NULL, HFILL}},
		{&hf_psk_frame,
		 {"PSK identity in frame", "iamt.psk_frame", FT_FRAMENUM, BASE_NONE, NULL, 0, NULL,
		  HFILL}},
		{&hf_chain_frame,
		 {"Certificates of the server in frame", "iamt.chain_frame", FT_FRAMENUM, BASE_NONE,
		  NULL, 0, NULL, HFILL}},
		{&hf_since_hello,
		 {"Time since the hello", "iamt.time_since_hello", FT_RELATIVE_TIME, BASE_NONE,
		  NULL, 0, NULL, HFILL}},
	};

	proto_register_field_array(proto_iamt, rows, array_length(rows));
	hellos = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), wmem_str_hash,
					g_str_equal);
}
