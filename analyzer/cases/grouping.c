/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grouping.c - a key of capture, protocol, hosts and ports, whichever way the frame goes.
 *
 * An ICMP error belongs to the connection that it is about; leases by DHCP
 * belong together whatever the addresses, for they change in their course.
 */
#include "grouping.h"

#include <stdlib.h>

#include "dhcp.h"

struct grouping {
	GHashTable *known; /* GBytes -> group + 1 */
	unsigned count;
};

struct end {
	struct address address;
	uint32_t port;
};

struct key {
	struct end end[2];
	uint32_t capture, kind;
};

struct grouping *grouping_new(void)
{
	struct grouping *g = g_new0(struct grouping, 1);

	g->known = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
					 NULL);
	return g;
}

void grouping_free(struct grouping *g)
{
	g_hash_table_destroy(g->known);
	g_free(g);
}

unsigned grouping_alone(struct grouping *g)
{
	return g->count++;
}

unsigned grouping_count(const struct grouping *g)
{
	return g->count;
}

static int compare_ends(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct end));
}

static bool is_dhcp(const struct flow *flow)
{
	return flow->protocol == PROTOCOL_UDP &&
	       (flow->dst_port == DHCP_SERVER_PORT || flow->dst_port == DHCP_CLIENT_PORT ||
		flow->dst_port == DHCPV6_SERVER_PORT || flow->dst_port == DHCPV6_CLIENT_PORT);
}

static struct key key_of(unsigned capture, const struct packet *packet)
{
	const struct flow *flow = packet->icmp_error ? &packet->quoted : &packet->flow;
	struct key key;

	memset(&key, 0, sizeof key);
	key.capture = capture;
	key.kind = flow->protocol;
	if (packet->neighbour.kind != NEIGHBOUR_NONE) {
		key.kind = UINT32_MAX;
		key.end[0].address = packet->neighbour.sender;
		key.end[1].address = packet->neighbour.target;
	} else if (is_dhcp(flow)) {
		key.kind = UINT32_MAX - 1;
	} else {
		key.end[0] = (struct end){flow->src, flow->src_port};
		key.end[1] = (struct end){flow->dst, flow->dst_port};
	}
	qsort(key.end, 2, sizeof key.end[0], compare_ends);
	return key;
}

unsigned grouping_of(struct grouping *g, unsigned capture, const struct packet *packet)
{
	struct key key = key_of(capture, packet);
	GBytes *bytes = g_bytes_new(&key, sizeof key);
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(g->known, bytes));

	if (known) {
		g_bytes_unref(bytes);
		return known - 1;
	}
	g_hash_table_insert(g->known, bytes, GUINT_TO_POINTER(g->count + 1));
	return g->count++;
}
