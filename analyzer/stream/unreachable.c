/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unreachable.c - ICMP errors that say a connection's packets do not arrive; see tcp.h. */
#include "handout.h"

/* Is this error a reason why nothing gets there, not advice how to send? RFC 792, 4443. */
static bool means_not_there(const struct packet *p)
{
	enum {
		UNREACHABLE = 3,
		FRAGMENTATION_NEEDED = 4, /* a code of UNREACHABLE */
		TIME_EXCEEDED = 11,
		PARAMETER_PROBLEM = 12,
		V6_UNREACHABLE = 1,
		V6_TIME_EXCEEDED = 3,
		V6_PARAMETER_PROBLEM = 4,
	};
	uint8_t type = p->icmp_type;

	if (p->flow.protocol == PROTOCOL_ICMPV6)
		return type == V6_UNREACHABLE || type == V6_TIME_EXCEEDED ||
		       type == V6_PARAMETER_PROBLEM;
	return (type == UNREACHABLE && p->icmp_code != FRAGMENTATION_NEEDED) ||
	       type == TIME_EXCEEDED || type == PARAMETER_PROBLEM;
}

/* A forger who does not see the traffic does not know the numbers (RFC 5927, 4.1). */
static bool was_sent(const struct lane *lane, uint32_t seq)
{
	int64_t offset = lane_offset(lane, seq);

	return !lane->synced || (offset >= -1 && offset <= MAX(lane->top, lane_next(lane)));
}

void tcp_unreachable(struct tcp *tcp, const struct packet *packet, struct moment at)
{
	enum direction from;
	struct slot *slot;

	if (!packet->icmp_error || packet->quoted.protocol != PROTOCOL_TCP ||
	    !means_not_there(packet) || tcp_wants(tcp, &packet->quoted) == TCP_NOT_WANTED)
		return;
	slot = table_find(&tcp->table, &packet->quoted, &from);
	if (!slot || moment_is_set(slot->connection.unreachable) ||
	    !was_sent(&slot->lane[from], packet->quoted_seq))
		return;
	slot->connection.unreachable = at;
	slot->connection.icmp_type = packet->icmp_type;
	slot->connection.icmp_code = packet->icmp_code;
	slot->connection.unreachable_by = packet->flow.src;
}
