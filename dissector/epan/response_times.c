/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * response_times.c - how long calls took to be answered: -z iamt,srt.
 *
 * Wireshark's table of service response times wants a number for each row;
 * here that is the place of the name among those seen so far. Names come from
 * the traffic, so there is an end of them.
 */
#include "call_links.h"

#define ROWS_MAX 500
#define REST "(other calls)"

/* What the tap hands on. */
struct answered {
	const char *call; /* class and method */
	nstime_t asked;
};

static int tap = -1;

void response_times_count(packet_info *pinfo, const struct call *call, const struct soap *soap)
{
	if (!call || soap->kind == SOAP_REQUEST || !have_tap_listener(tap))
		return;
	struct answered *answered = wmem_new(pinfo->pool, struct answered);

	answered->call = wmem_strdup_printf(pinfo->pool, "%s.%s", call->class, call->method);
	answered->asked = call->request_time;
	tap_queue_packet(tap, pinfo, answered);
}

/* The row of that name, or the one behind the last. */
static int find_row(const srt_stat_table *table, const char *name)
{
	int i = 0;

	while (i < table->num_procs && table->procedures[i].procedure &&
	       strcmp(table->procedures[i].procedure, name) != 0)
		i++;
	return i;
}

static tap_packet_status add(void *tapped, packet_info *pinfo, epan_dissect_t *edt _U_,
			     const void *data, tap_flags_t flags _U_)
{
	const srt_data_t *srt = tapped;
	const struct answered *answered = data;
	srt_stat_table *table = g_array_index(srt->srt_array, srt_stat_table *, 0);
	const char *name = answered->call;
	int row = find_row(table, name);

	if (row >= ROWS_MAX) {
		name = REST;
		row = ROWS_MAX;
	}
	if (row >= table->num_procs || !table->procedures[row].procedure)
		init_srt_table_row(table, row, name);
	add_srt_table_data(table, row, &answered->asked, pinfo);
	return TAP_PACKET_REDRAW;
}

static void begin(struct register_srt *srt _U_, GArray *tables)
{
	init_srt_table("Calls to Intel AMT", "Calls", tables, 1, "Call", NULL, NULL);
}

void response_times_register(void)
{
	tap = register_tap("iamt_calls");
	register_srt_table(proto_iamt, "iamt_calls", 1, add, begin, NULL);
}
