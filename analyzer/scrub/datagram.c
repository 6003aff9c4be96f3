/* SPDX-License-Identifier: GPL-2.0-or-later */
/* datagram.c - which message a datagram holds, and names in wire form; see datagram.h. */
#include "datagram.h"

#include "frame_write.h"
#include "message.h"

#define LABEL_MAX 63

/* One octet of a label, \DDD understood. */
static uint8_t next_octet(const char **at)
{
	const char *c = *at;

	if (c[0] == '\\' && g_ascii_isdigit(c[1]) && g_ascii_isdigit(c[2]) &&
	    g_ascii_isdigit(c[3])) {
		*at += 4;
		return (uint8_t)((c[1] - '0') * 100 + (c[2] - '0') * 10 + (c[3] - '0'));
	}
	++*at;
	return (uint8_t)*c;
}

void put_name(GByteArray *out, const char *text)
{
	while (*text) {
		guint length_at = out->len;

		put_u8(out, 0);
		while (*text && *text != '.')
			put_u8(out, next_octet(&text));
		out->data[length_at] = (guint8)MIN(out->len - length_at - 1, LABEL_MAX);
		text += *text == '.';
	}
	put_u8(out, 0);
}

bool datagram_write(GByteArray *out, struct mapping *m, const struct packet *packet)
{
	const struct protocol *protocol = protocol_on(TRANSPORT_UDP, packet->flow.dst_port);
	struct reader r = reader_over(packet->payload);

	g_byte_array_set_size(out, 0);
	if (!protocol)
		protocol = protocol_on(TRANSPORT_UDP, packet->flow.src_port);
	if (!protocol || !protocol->looks_like(packet->payload))
		return false;
	struct message *message = g_new0(struct message, 1);

	if (!protocol->decode(message, &r))
		message->kind = MESSAGE_NONE;
	else if (protocol->kind == MESSAGE_DNS)
		dns_write(out, m, &message->dns);
	else if (protocol->kind == MESSAGE_DHCP && message->dhcp.version == 4)
		dhcp_write(out, m, &message->dhcp);
	else if (protocol->kind == MESSAGE_DHCP)
		dhcpv6_write(out, m, &message->dhcp);
	g_free(message);
	return out->len > 0;
}
