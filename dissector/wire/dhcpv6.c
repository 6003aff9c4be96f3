/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcpv6.c - DHCPv6 into the same struct as DHCPv4; see dhcp.h.
 *
 * Relays wrap the client's message, each once more. They are unwrapped in a
 * loop, outermost first; the link address nearest to the client stays.
 *
 * Sources: RFC 8415 7.3, 8, 9, 11, 21; 3646 (DNS options); 4704 (client FQDN).
 */
#include "dhcp.h"

#include "domain.h"
#include "rd_address.h"

#define RELAYS_MAX 8 /* HOP_COUNT_LIMIT, RFC 8415 7.6 */

enum {
	RELAY_FORWARD = 12,
	RELAY_REPLY = 13
};

enum {
	OPTION_CLIENT_ID = 1,
	OPTION_IA_NA = 3,
	OPTION_IA_ADDRESS = 5,
	OPTION_RELAYED = 9,
	OPTION_SERVER_UNICAST = 12,
	OPTION_DNS = 23,
	OPTION_DOMAINS = 24,
	OPTION_FQDN = 39
};

static const enum dhcp_kind kinds[] = {
	[1] = DHCP_DISCOVER,                                        /* SOLICIT */
	[2] = DHCP_OFFER,                                           /* ADVERTISE */
	[3] = DHCP_REQUEST,  [4] = DHCP_REQUEST,                    /* CONFIRM */
	[5] = DHCP_REQUEST,                                         /* RENEW */
	[6] = DHCP_REQUEST,                                         /* REBIND */
	[7] = DHCP_ACK,                                             /* REPLY */
	[8] = DHCP_RELEASE,  [9] = DHCP_DECLINE, [10] = DHCP_OTHER, /* RECONFIGURE */
	[11] = DHCP_INFORM,
};

/* The next option; false at the end, or where its length is wrong. */
static bool next_option(uint16_t *code, struct reader *value, struct reader *r)
{
	*code = rd_u16be(r);
	*value = rd_nested(r, rd_u16be(r));
	return rd_ok(r);
}

static bool from_server(const struct dhcp *dhcp)
{
	return dhcp->kind == DHCP_OFFER || dhcp->kind == DHCP_ACK;
}

/* DUID types 1 (with a time) and 3 hold a link-layer address (RFC 8415, 11.2, 11.4). */
static void read_client_id(struct dhcp *dhcp, struct reader *r)
{
	enum {
		DUID_MAC_TIME = 1,
		DUID_MAC = 3,
		HARDWARE_ETHERNET = 1
	};
	uint16_t type = rd_u16be(r);
	uint16_t hardware = rd_u16be(r);

	if (type == DUID_MAC_TIME)
		rd_u32be(r);
	else if (type != DUID_MAC)
		return;
	if (hardware == HARDWARE_ETHERNET && rd_left(r) == sizeof(struct mac))
		dhcp->client = rd_mac(r);
}

/* An address in a client's message is what it would like to have. */
static void read_ia_address(struct dhcp *dhcp, struct reader *r)
{
	struct address address = rd_address_v6(r);

	rd_u32be(r);
	uint32_t valid = rd_u32be(r);

	if (!rd_ok(r))
		return;
	if (!from_server(dhcp)) {
		dhcp->requested = address;
		return;
	}
	dhcp->your_address = address;
	dhcp->lease_time = valid;
	dhcp->has_lease_time = true;
}

/* IAID, T1, T2, then options; the first address counts. */
static void read_ia_na(struct dhcp *dhcp, struct reader *r)
{
	struct reader value;
	uint16_t code;

	rd_bytes(r, 12);
	while (next_option(&code, &value, r))
		if (code == OPTION_IA_ADDRESS) {
			read_ia_address(dhcp, &value);
			return;
		}
}

static void read_server_unicast(struct dhcp *dhcp, struct reader *r)
{
	dhcp->server = rd_address_v6(r);
}

static void read_dns(struct dhcp *dhcp, struct reader *r)
{
	while (rd_left(r) >= sizeof(struct address) && dhcp->dns_count < DHCP_DNS_MAX)
		dhcp->dns[dhcp->dns_count++] = rd_address_v6(r);
}

static void read_domains(struct dhcp *dhcp, struct reader *r)
{
	char text[DOMAIN_TEXT];

	dhcp->has_suffix = true;
	while (rd_left(r) && dhcp->suffix_count < DHCP_SUFFIX_MAX &&
	       domain_read(r, (struct bytes){0}, text)) {
		const char *suffix =
			domain_keep(dhcp->text, sizeof dhcp->text, &dhcp->text_used, text);

		if (suffix && *suffix)
			dhcp->suffix[dhcp->suffix_count++] = suffix;
	}
}

/* Flags, then a name in wire form; a partial one ends without the root (RFC 4704, 4.2). */
static void read_fqdn(struct dhcp *dhcp, struct reader *r)
{
	char text[DOMAIN_TEXT];
	uint8_t whole[256] = {0};

	rd_u8(r);
	struct bytes name = rd_rest(r);

	if (!name.p || name.n >= sizeof whole)
		return;
	memcpy(whole, name.p, name.n);
	struct reader rooted = reader_over(bytes_of(whole, name.n + 1));

	if (domain_read(&rooted, (struct bytes){0}, text))
		dhcp->fqdn = domain_keep(dhcp->text, sizeof dhcp->text, &dhcp->text_used, text);
}

static const struct {
	uint16_t code;
	void (*read)(struct dhcp *dhcp, struct reader *value);
} options[] = {
	{OPTION_CLIENT_ID, read_client_id},
	{OPTION_IA_NA, read_ia_na},
	{OPTION_SERVER_UNICAST, read_server_unicast},
	{OPTION_DNS, read_dns},
	{OPTION_DOMAINS, read_domains},
	{OPTION_FQDN, read_fqdn},
};

static void read_options(struct dhcp *dhcp, struct reader *r)
{
	struct reader value;
	uint16_t code;

	while (next_option(&code, &value, r))
		for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
			if (options[i].code == code)
				options[i].read(dhcp, &value);
}

static bool is_relayed(uint8_t type)
{
	return type == RELAY_FORWARD || type == RELAY_REPLY;
}

/*
 * A relay's message behind its type: hops, link address, peer address,
 * options. Gives a reader over the message inside, failed if there is none.
 */
static struct reader read_relay(struct dhcp *dhcp, struct reader *r)
{
	struct reader value = {.failed = true};
	uint16_t code;

	rd_u8(r);
	struct address link = rd_address_v6(r);

	rd_address_v6(r);
	if (!address_is_none(&link))
		dhcp->relay = link;
	while (next_option(&code, &value, r))
		if (code == OPTION_RELAYED)
			return value;
	value.failed = true;
	return value;
}

/*
 *   0      1             4
 *   | type | transaction | options
 */
bool dhcpv6_decode(struct dhcp *dhcp, struct reader *r)
{
	*dhcp = (struct dhcp){.version = 6};
	struct reader message = reader_over(rd_rest(r));
	uint8_t type = rd_u8(&message);

	for (unsigned n = 0; n < RELAYS_MAX && is_relayed(type); n++) {
		message = read_relay(dhcp, &message);
		type = rd_u8(&message);
	}
	dhcp->xid = (uint32_t)rd_u8(&message) << 16;
	dhcp->xid |= rd_u16be(&message);
	if (!rd_ok(&message) || type == 0 || is_relayed(type))
		return false;
	if (type < sizeof kinds / sizeof kinds[0])
		dhcp->kind = kinds[type];
	read_options(dhcp, &message);
	return true;
}

/* A known type, and a first option that could be one. */
bool dhcpv6_looks_like(struct bytes start)
{
	enum {
		OPTION_LAST = 255, /* IANA has given out fewer */
		RELAY_ADDRESSES = 33,
		TRANSACTION = 3
	};
	struct reader r = reader_over(start);
	uint8_t type = rd_u8(&r);

	if (rd_ok(&r) && (type == 0 || type > RELAY_REPLY))
		return false;
	rd_bytes(&r, is_relayed(type) ? RELAY_ADDRESSES : TRANSACTION);
	return rd_u16be(&r) <= OPTION_LAST;
}
