/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * statistics.c - how many messages of which kind: -z iamt,tree.
 *
 * A message is counted under up to three names, the wider first. Names come
 * from tables or were cut to what a call may be named; no secret is among them.
 */
#include "iamt.h"

#include "names.h"

#define PARTS 3

/* What the tap hands on; NULL ends it early. */
struct counted {
	const char *part[PARTS];
};

static int tap = -1;

static const char *named(const struct name *table, uint32_t value)
{
	const char *name = name_of(table, value);

	return name ? name : "unknown";
}

static const char *result_of(packet_info *pinfo, const struct soap *soap)
{
	const char *name = return_value_name(soap->class, soap->method, soap->return_value);

	if (soap->kind == SOAP_REQUEST)
		return "Requests";
	if (soap->kind == SOAP_FAULT)
		return wmem_strdup_printf(pinfo->pool, "Fault %s", soap->fault);
	if (!soap->has_return_value)
		return "Answers";
	return wmem_strdup_printf(pinfo->pool, "Answers: %s (%u)", name ? name : "unknown",
				  soap->return_value);
}

static void count_call(struct counted *counted, packet_info *pinfo, const struct soap *soap)
{
	counted->part[0] = "Calls";
	counted->part[1] = wmem_strdup_printf(pinfo->pool, "%s.%s", soap->class, soap->method);
	counted->part[2] = result_of(pinfo, soap);
}

static void count_table(struct counted *counted, const char *kind, const struct name *table,
			uint32_t value)
{
	counted->part[0] = kind;
	counted->part[1] = named(table, value);
}

void statistics_count(packet_info *pinfo, const struct message *message)
{
	struct counted *counted = wmem_new0(pinfo->pool, struct counted);

	if (!have_tap_listener(tap))
		return;
	if (message->kind == MESSAGE_HELLO)
		count_table(counted, "Hellos", NAMES_HELLO_VERSION, message->hello.version);
	if (message->kind == MESSAGE_PONG)
		count_table(counted, "Presence pongs", NAMES_PROVISIONING_STATE,
			    message->pong.provisioning_state);
	if (message->kind == MESSAGE_REDIRECTION)
		count_table(counted, "Redirection", NAMES_REDIRECTION_TYPE,
			    message->redirection.type);
	if (message->kind == MESSAGE_APF)
		count_table(counted, "APF", NAMES_APF_TYPE, message->apf.type);
	if (message->kind == MESSAGE_SOAP)
		count_call(counted, pinfo, &message->soap);
	tap_queue_packet(tap, pinfo, counted);
}

static tap_packet_status count(stats_tree *st, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
			       const void *data, tap_flags_t flags _U_)
{
	const struct counted *counted = data;
	int parent = tick_stat_node(st, "Messages", 0, TRUE);

	for (unsigned i = 0; i < PARTS && counted->part[i]; i++)
		parent = tick_stat_node(st, counted->part[i], parent, TRUE);
	return TAP_PACKET_REDRAW;
}

static void begin(stats_tree *st)
{
	stats_tree_create_node(st, "Messages", 0, STAT_DT_INT, TRUE);
}

void statistics_register(void)
{
	tap = register_tap("iamt");
	stats_tree_register_plugin("iamt", "iamt", "Intel AMT" STATS_TREE_MENU_SEPARATOR "Messages",
				   0, count, begin, NULL);
}
