/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcpv6_write.c - a DHCPv6 message from its decoded form.
 *
 * Who the client is stands in a DUID of its MAC, whatever DUID it had.
 * Source: RFC 8415, 3646, 4704.
 */
#include "datagram.h"
#include "dhcp.h"
#include "frame_write.h"

enum {
	DUID_MAC = 3,
	ETHERNET = 1,
	RELAY_FORWARD = 12,
	RELAY_REPLY = 13,
	OPTION_CLIENT_ID = 1,
	OPTION_IA_NA = 3,
	OPTION_IA_ADDRESS = 5,
	OPTION_RELAYED = 9,
	OPTION_SERVER_UNICAST = 12,
	OPTION_DNS = 23,
	OPTION_DOMAINS = 24,
	OPTION_FQDN = 39,
};

/* By enum dhcp_kind; 0: none that a lease has. */
static const uint8_t types[] = {
	[DHCP_DISCOVER] = 1, [DHCP_OFFER] = 2,   [DHCP_REQUEST] = 3, [DHCP_ACK] = 7,
	[DHCP_RELEASE] = 8,  [DHCP_DECLINE] = 9, [DHCP_INFORM] = 11,
};

/* Opens an option; close_option() fills its length in. */
static guint open_option(GByteArray *out, unsigned code)
{
	put_u16(out, code);
	put_u16(out, 0);
	return out->len;
}

static void close_option(GByteArray *out, guint at)
{
	out->data[at - 2] = (guint8)((out->len - at) >> 8);
	out->data[at - 1] = (guint8)(out->len - at);
}

static void put_v6(GByteArray *out, struct mapping *m, const struct address *a)
{
	struct address mapped = mapping_address(m, a);

	g_byte_array_append(out, mapped.b, sizeof mapped.b);
}

static void put_client_id(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	struct mac client = mapping_mac(m, &dhcp->client);

	if (mac_is_none(&client))
		return;
	guint at = open_option(out, OPTION_CLIENT_ID);

	put_u16(out, DUID_MAC);
	put_u16(out, ETHERNET);
	g_byte_array_append(out, client.b, sizeof client.b);
	close_option(out, at);
}

static void put_ia(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	bool reply = dhcp->kind == DHCP_OFFER || dhcp->kind == DHCP_ACK;
	const struct address *a = reply ? &dhcp->your_address : &dhcp->requested;

	if (address_is_none(a))
		return;
	guint at = open_option(out, OPTION_IA_NA);

	put_zeros(out, 12); /* IAID, T1, T2 */
	guint inner = open_option(out, OPTION_IA_ADDRESS);

	put_v6(out, m, a);
	put_u32(out, dhcp->lease_time); /* preferred */
	put_u32(out, dhcp->lease_time); /* valid */
	close_option(out, inner);
	close_option(out, at);
}

static void put_names(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	char mapped[DOMAIN_TEXT];

	if (dhcp->has_suffix) {
		guint at = open_option(out, OPTION_DOMAINS);

		for (unsigned i = 0; i < dhcp->suffix_count; i++)
			put_name(out, mapping_name(m, dhcp->suffix[i], mapped));
		close_option(out, at);
	}
	if (dhcp->fqdn) {
		guint at = open_option(out, OPTION_FQDN);

		put_u8(out, 0);
		put_name(out, mapping_name(m, dhcp->fqdn, mapped));
		close_option(out, at);
	}
}

static void put_message(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	put_u8(out, types[dhcp->kind]);
	put_u8(out, dhcp->xid >> 16);
	put_u16(out, dhcp->xid & 0xffff);
	put_client_id(out, m, dhcp);
	put_ia(out, m, dhcp);
	if (!address_is_none(&dhcp->server)) {
		guint at = open_option(out, OPTION_SERVER_UNICAST);

		put_v6(out, m, &dhcp->server);
		close_option(out, at);
	}
	if (dhcp->dns_count) {
		guint at = open_option(out, OPTION_DNS);

		for (unsigned i = 0; i < dhcp->dns_count; i++)
			put_v6(out, m, &dhcp->dns[i]);
		close_option(out, at);
	}
	put_names(out, m, dhcp);
}

void dhcpv6_write(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	bool reply = dhcp->kind == DHCP_OFFER || dhcp->kind == DHCP_ACK;

	if (dhcp->kind >= G_N_ELEMENTS(types) || !types[dhcp->kind])
		return;
	if (address_is_none(&dhcp->relay)) {
		put_message(out, m, dhcp);
		return;
	}
	put_u8(out, reply ? RELAY_REPLY : RELAY_FORWARD);
	put_u8(out, 0);
	put_v6(out, m, &dhcp->relay);
	put_zeros(out, sizeof(struct address)); /* the peer */
	guint at = open_option(out, OPTION_RELAYED);

	put_message(out, m, dhcp);
	close_option(out, at);
}
