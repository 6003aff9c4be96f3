/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcp_write.c - a DHCPv4 message from its decoded form.
 *
 * Client identifiers, vendor classes and relay information are options that
 * the decoder passes over: they are not written. Source: RFC 2131, 2132, 4702.
 */
#include "datagram.h"
#include "dhcp.h"
#include "frame_write.h"

enum {
	ETHERNET = 1,
	NAMES = 16 - 6 + 64 + 128, /* rest of chaddr, sname, file */
	COOKIE = 0x63825363,
	OPTION_DNS = 6,
	OPTION_HOST_NAME = 12,
	OPTION_DOMAIN = 15,
	OPTION_REQUESTED = 50,
	OPTION_LEASE_TIME = 51,
	OPTION_KIND = 53,
	OPTION_SERVER = 54,
	OPTION_FQDN = 81,
	OPTION_END = 255,
};

/* By enum dhcp_kind: option 53, and whether a server sends it. */
static const struct {
	uint8_t type;
	bool reply;
} kinds[] = {
	[DHCP_DISCOVER] = {1, false}, [DHCP_OFFER] = {2, true},   [DHCP_REQUEST] = {3, false},
	[DHCP_DECLINE] = {4, false},  [DHCP_ACK] = {5, true},     [DHCP_NAK] = {6, true},
	[DHCP_RELEASE] = {7, false},  [DHCP_INFORM] = {8, false},
};

/* None is 0.0.0.0. */
static void put_v4(GByteArray *out, struct mapping *m, const struct address *a)
{
	struct address mapped = mapping_address(m, a);

	g_byte_array_append(out, mapped.b + ADDRESS_V4_PREFIX, 4);
}

static void put_address_option(GByteArray *out, struct mapping *m, unsigned code,
			       const struct address *a)
{
	if (address_is_none(a))
		return;
	put_u8(out, code);
	put_u8(out, 4);
	put_v4(out, m, a);
}

/* |before| bytes of zero, then the name in characters. */
static void put_name_option(GByteArray *out, struct mapping *m, unsigned code, unsigned before,
			    const char *name)
{
	char mapped[DOMAIN_TEXT];
	size_t length;

	if (!name)
		return;
	length = MIN(strlen(mapping_name(m, name, mapped)), UINT8_MAX - before);
	put_u8(out, code);
	put_u8(out, (unsigned)length + before);
	put_zeros(out, before);
	g_byte_array_append(out, (const guint8 *)mapped, (guint)length);
}

static void put_options(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	put_u8(out, OPTION_KIND);
	put_u8(out, 1);
	put_u8(out, kinds[dhcp->kind].type);
	put_address_option(out, m, OPTION_REQUESTED, &dhcp->requested);
	put_address_option(out, m, OPTION_SERVER, &dhcp->server);
	if (dhcp->has_lease_time) {
		put_u8(out, OPTION_LEASE_TIME);
		put_u8(out, 4);
		put_u32(out, dhcp->lease_time);
	}
	if (dhcp->dns_count) {
		put_u8(out, OPTION_DNS);
		put_u8(out, 4 * dhcp->dns_count);
		for (unsigned i = 0; i < dhcp->dns_count; i++)
			put_v4(out, m, &dhcp->dns[i]);
	}
	if (dhcp->has_suffix)
		put_name_option(out, m, OPTION_DOMAIN, 0,
				dhcp->suffix_count ? dhcp->suffix[0] : "");
	put_name_option(out, m, OPTION_HOST_NAME, 0, dhcp->host_name);
	put_name_option(out, m, OPTION_FQDN, 3, dhcp->fqdn);
	put_u8(out, OPTION_END);
}

void dhcp_write(GByteArray *out, struct mapping *m, const struct dhcp *dhcp)
{
	struct mac client = mapping_mac(m, &dhcp->client);

	if (dhcp->kind >= G_N_ELEMENTS(kinds) || !kinds[dhcp->kind].type)
		return;
	put_u8(out, kinds[dhcp->kind].reply ? 2 : 1);
	put_u8(out, mac_is_none(&client) ? 0 : ETHERNET);
	put_u8(out, sizeof client.b);
	put_u8(out, 0);
	put_u32(out, dhcp->xid);
	put_u32(out, 0); /* seconds, flags */
	put_v4(out, m, &dhcp->client_address);
	put_v4(out, m, &dhcp->your_address);
	put_u32(out, 0); /* the next server */
	put_v4(out, m, &dhcp->relay);
	g_byte_array_append(out, client.b, sizeof client.b);
	put_zeros(out, NAMES);
	put_u32(out, COOKIE);
	put_options(out, m, dhcp);
}
