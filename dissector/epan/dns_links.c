/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns_links.c - the DNS answer that told a device its server, and the connection that it led to.
 *
 * Wireshark's DNS shows the answer; of it only the addresses are needed. The
 * name asked for is the first thing behind the header of a message, so that
 * where AMT's name lies in the packet says where the message begins. An
 * answer over TCP, or cut into fragments, is not found.
 */
#include "links.h"

#include "dns.h"

/* RFC 1035, 3.1: its length, then the label. */
static const char server_label[] = "\017provisionserver";

#define DNS_HEADER 12 /* RFC 1035, 4.1.1 */

/* Keys of what is kept with a packet, besides the field. */
enum {
	KEEP_ANSWER,
	KEEP_LED_TO
};

struct answer {
	uint32_t frame;
	nstime_t time;
	uint32_t connection_frame; /* the first; 0: none yet */
};

/* Who was told which address. */
struct told {
	struct address client, server;
};

static wmem_map_t *answers; /* the newest answer, by struct told */

static int hf_dns_frame = -1;
static int hf_connection_frame = -1;
static int hf_since_dns = -1;

static guint told_hash(gconstpointer key)
{
	return wmem_strong_hash(key, sizeof(struct told));
}

static gboolean told_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct told)) == 0;
}

static struct address address_from(const address *from)
{
	if (from->type == AT_IPv4)
		return address_v4(from->data);
	return from->type == AT_IPv6 ? address_v6(from->data) : (struct address){0};
}

static void *kept(packet_info *pinfo, unsigned what)
{
	return p_get_proto_data(wmem_file_scope(), pinfo, hf_dns_frame, what);
}

static void keep(packet_info *pinfo, unsigned what, struct answer *answer)
{
	p_add_proto_data(wmem_file_scope(), pinfo, hf_dns_frame, what, answer);
}

/* Where a DNS message that asks for AMT's name begins in |tvb|, or an empty view. */
static struct bytes message_in(tvbuff_t *tvb)
{
	unsigned n = tvb_captured_length(tvb);
	const uint8_t *p = tvb_get_ptr(tvb, 0, (int)n);
	size_t length = strlen(server_label);

	for (size_t i = DNS_HEADER; i + length <= n; i++)
		if (p[i] == (uint8_t)server_label[0] &&
		    g_ascii_strncasecmp((const char *)p + i + 1, &server_label[1], length - 1) == 0)
			return bytes_of(p + i - DNS_HEADER, n - i + DNS_HEADER);
	return (struct bytes){0};
}

static void note_answer(tvbuff_t *tvb, packet_info *pinfo)
{
	struct bytes bytes = message_in(tvb);
	struct reader r = reader_over(bytes);
	struct dns *dns = bytes.n ? wmem_new(pinfo->pool, struct dns) : NULL;

	if (!dns || !dns_decode(dns, &r) || !dns->response)
		return;
	struct answer *answer = wmem_new0(wmem_file_scope(), struct answer);

	answer->frame = pinfo->num;
	answer->time = pinfo->abs_ts;
	for (unsigned i = 0; i < dns->record_count; i++) {
		struct told *told = wmem_new(wmem_file_scope(), struct told);

		if (dns->record[i].type != DNS_A && dns->record[i].type != DNS_AAAA)
			continue;
		told->client = address_from(&pinfo->dst);
		told->server = dns->record[i].address;
		wmem_map_insert(answers, told, answer);
	}
	keep(pinfo, KEEP_ANSWER, answer);
}

/* The first packet of a connection to an address that its sender was told. */
static void note_connection(packet_info *pinfo)
{
	const struct told told = {address_from(&pinfo->src), address_from(&pinfo->dst)};
	struct answer *answer = wmem_map_lookup(answers, &told);
	const conversation_t *conversation = answer ? find_conversation_pinfo(pinfo, 0) : NULL;

	if (!conversation || conversation->setup_frame != pinfo->num)
		return;
	keep(pinfo, KEEP_LED_TO, answer);
	if (!answer->connection_frame)
		answer->connection_frame = pinfo->num;
}

static void note(tvbuff_t *tvb, packet_info *pinfo)
{
	if (pinfo->flags.in_error_pkt)
		return;
	if (pinfo->ptype == PT_UDP && pinfo->srcport == DNS_PORT)
		note_answer(tvb, pinfo);
	else if (pinfo->ptype == PT_TCP && wmem_map_size(answers) > 0)
		note_connection(pinfo);
}

static proto_tree *show_top(tvbuff_t *tvb, proto_tree *tree, const char *what, uint32_t frame)
{
	proto_item *top = proto_tree_add_item(tree, proto_iamt, tvb, 0, 0, ENC_NA);

	proto_item_append_text(top, ": %s frame %u", what, frame);
	proto_item_set_generated(top);
	return proto_item_add_subtree(top, fields_ett(F_NONE));
}

void dns_links_show(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	nstime_t since;

	if (!pinfo->fd->visited)
		note(tvb, pinfo);
	if (wmem_map_size(answers) == 0)
		return;
	const struct answer *answer = kept(pinfo, KEEP_ANSWER);

	if (answer && answer->connection_frame)
		links_show_frame(
			show_top(tvb, tree, "led to the connection in", answer->connection_frame),
			hf_connection_frame, tvb, answer->connection_frame);
	const struct answer *led_to = kept(pinfo, KEEP_LED_TO);

	if (!led_to)
		return;
	proto_tree *group =
		show_top(tvb, tree, "to the address of the DNS answer in", led_to->frame);

	links_show_frame(group, hf_dns_frame, tvb, led_to->frame);
	nstime_delta(&since, &pinfo->abs_ts, &led_to->time);
	proto_item_set_generated(proto_tree_add_time(group, hf_since_dns, tvb, 0, 0, &since));
}

void dns_links_register(void)
{
	static hf_register_info rows[] = {
		{&hf_dns_frame,
		 {"DNS answer in frame", "iamt.dns_frame", FT_FRAMENUM, BASE_NONE, NULL, 0, NULL,
		  HFILL}},
		{&hf_connection_frame,
		 {"Connection in frame", "iamt.connection_frame", FT_FRAMENUM, BASE_NONE, NULL, 0,
		  NULL, HFILL}},
		{&hf_since_dns,
		 {"Time since the DNS answer", "iamt.time_since_dns", FT_RELATIVE_TIME, BASE_NONE,
		  NULL, 0, NULL, HFILL}},
	};

	proto_register_field_array(proto_iamt, rows, array_length(rows));
	answers =
		wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), told_hash, told_equal);
}
