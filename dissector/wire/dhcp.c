/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcp.c - DHCPv4; see dhcp.h.
 *
 * Options may stand in three areas and in several pieces. So each row of the
 * table is looked up in all areas and its pieces are joined, instead of
 * walking the options once: a second piece then needs no bookkeeping.
 *
 * Sources: RFC 2131 2, 4.1; 2132; 3396 5, 7; 4702 2.
 */
#include "dhcp.h"

#include "domain.h"
#include "rd_address.h"

#define SNAME_LENGTH 64
#define FILE_LENGTH 128
#define CHADDR_LENGTH 16
#define MAGIC_COOKIE UINT32_C(0x63825363)
#define OPTION_MAX 1024 /* of one option, its pieces joined */

enum {
	OPTION_PAD = 0,
	OPTION_DNS = 6,
	OPTION_HOST_NAME = 12,
	OPTION_DOMAIN = 15,
	OPTION_REQUESTED = 50,
	OPTION_LEASE_TIME = 51,
	OPTION_OVERLOAD = 52,
	OPTION_KIND = 53,
	OPTION_SERVER = 54,
	OPTION_FQDN = 81,
	OPTION_END = 255
};

/* Where options stand, in the order in which they are read (RFC 3396, 5). */
enum area {
	AREA_OPTIONS,
	AREA_FILE,
	AREA_SNAME,
	AREAS
};

struct option {
	uint8_t code;
	struct bytes value;
};

/* The next option of an area; false at its end, or where its length is wrong. */
static bool next_option(struct option *option, struct reader *area)
{
	do {
		option->code = rd_u8(area);
	} while (rd_ok(area) && option->code == OPTION_PAD);
	if (option->code == OPTION_END)
		return false;
	option->value = rd_bytes(area, rd_u8(area));
	return rd_ok(area);
}

/* Joins the pieces of |code|; false when it is nowhere. One byte of |buffer| stays zero behind. */
static bool join_option(struct bytes *value, uint8_t buffer[OPTION_MAX + 1],
			const struct reader areas[AREAS], uint8_t code)
{
	bool found = false;
	size_t n = 0;

	for (unsigned i = 0; i < AREAS; i++) {
		struct reader area = areas[i];

		for (struct option option; next_option(&option, &area);) {
			size_t room = OPTION_MAX - n;
			size_t take = option.value.n < room ? option.value.n : room;

			if (option.code != code)
				continue;
			memcpy(buffer + n, option.value.p, take);
			n += take;
			found = true;
		}
	}
	buffer[n] = 0;
	*value = bytes_of(buffer, n);
	return found;
}

static const char *keep(struct dhcp *dhcp, const char *text)
{
	return domain_keep(dhcp->text, sizeof dhcp->text, &dhcp->text_used, text);
}

static const char *keep_characters(struct dhcp *dhcp, struct reader *r)
{
	char text[DOMAIN_TEXT];

	domain_from_characters(rd_rest(r), text);
	return keep(dhcp, text);
}

static void read_dns(struct dhcp *dhcp, struct reader *r)
{
	while (rd_left(r) >= 4 && dhcp->dns_count < DHCP_DNS_MAX)
		dhcp->dns[dhcp->dns_count++] = rd_address_v4(r);
}

static void read_host_name(struct dhcp *dhcp, struct reader *r)
{
	dhcp->host_name = keep_characters(dhcp, r);
}

static void read_domain(struct dhcp *dhcp, struct reader *r)
{
	const char *suffix = keep_characters(dhcp, r);

	dhcp->has_suffix = true;
	if (suffix && *suffix)
		dhcp->suffix[dhcp->suffix_count++] = suffix;
}

/*
 * Flags, two codes that nobody uses any more, a name: in wire form if flag E
 * is set, else in characters. A partial name lacks its root; the zero byte
 * behind the joined value stands in for it.
 */
static void read_fqdn(struct dhcp *dhcp, struct reader *r)
{
	enum {
		FQDN_WIRE_FORM = 0x04
	};
	uint8_t flags = rd_u8(r);
	char text[DOMAIN_TEXT];

	rd_u16be(r);
	if (!rd_ok(r))
		return;
	if (!(flags & FQDN_WIRE_FORM)) {
		dhcp->fqdn = keep_characters(dhcp, r);
		return;
	}
	struct reader name = reader_over(bytes_of(r->at, rd_left(r) + 1));

	if (domain_read(&name, (struct bytes){0}, text))
		dhcp->fqdn = keep(dhcp, text);
}

static void read_kind(struct dhcp *dhcp, struct reader *r)
{
	static const enum dhcp_kind kinds[] = {
		[1] = DHCP_DISCOVER, [2] = DHCP_OFFER, [3] = DHCP_REQUEST, [4] = DHCP_DECLINE,
		[5] = DHCP_ACK,      [6] = DHCP_NAK,   [7] = DHCP_RELEASE, [8] = DHCP_INFORM,
	};
	uint8_t type = rd_u8(r);

	dhcp->kind = type < sizeof kinds / sizeof kinds[0] ? kinds[type] : DHCP_OTHER;
}

static void read_requested(struct dhcp *dhcp, struct reader *r)
{
	dhcp->requested = rd_address_v4(r);
}

static void read_server(struct dhcp *dhcp, struct reader *r)
{
	dhcp->server = rd_address_v4(r);
}

static void read_lease_time(struct dhcp *dhcp, struct reader *r)
{
	dhcp->lease_time = rd_u32be(r);
	dhcp->has_lease_time = rd_ok(r);
}

static const struct {
	uint8_t code;
	void (*read)(struct dhcp *dhcp, struct reader *value);
} options[] = {
	{OPTION_DNS, read_dns},
	{OPTION_HOST_NAME, read_host_name},
	{OPTION_DOMAIN, read_domain},
	{OPTION_REQUESTED, read_requested},
	{OPTION_LEASE_TIME, read_lease_time},
	{OPTION_KIND, read_kind},
	{OPTION_SERVER, read_server},
	{OPTION_FQDN, read_fqdn},
};

/* Option 52 says which of the two fields hold options instead of what they are for. */
static void use_overload(struct reader areas[AREAS], struct reader file, struct reader sname)
{
	enum {
		OVERLOAD_FILE = 1,
		OVERLOAD_SNAME = 2
	};
	uint8_t buffer[OPTION_MAX + 1];
	struct bytes value;

	if (!join_option(&value, buffer, areas, OPTION_OVERLOAD) || value.n == 0)
		return;
	if (value.p[0] & OVERLOAD_FILE)
		areas[AREA_FILE] = file;
	if (value.p[0] & OVERLOAD_SNAME)
		areas[AREA_SNAME] = sname;
}

static void read_options(struct dhcp *dhcp, const struct reader areas[AREAS])
{
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		uint8_t buffer[OPTION_MAX + 1];
		struct bytes value;

		if (!join_option(&value, buffer, areas, options[i].code))
			continue;
		struct reader r = reader_over(value);

		options[i].read(dhcp, &r);
	}
}

/* 0.0.0.0 in a field of the header says that there is none. */
static struct address read_field_address(struct reader *r)
{
	static const struct address unspecified = {.b = {[10] = 0xff, [11] = 0xff}};
	struct address a = rd_address_v4(r);

	return address_equal(&a, &unspecified) ? (struct address){0} : a;
}

/* op, hardware type and length, hops; the kind of address that a MAC is. */
static bool read_has_mac(struct reader *r)
{
	enum {
		HARDWARE_ETHERNET = 1,
		HARDWARE_IEEE802 = 6
	};

	rd_u8(r);
	uint8_t hardware = rd_u8(r);
	uint8_t length = rd_u8(r);

	rd_u8(r);
	return length == sizeof(struct mac) &&
	       (hardware == HARDWARE_ETHERNET || hardware == HARDWARE_IEEE802);
}

/*
 *   0    1       2      3      4     8      10      12       16
 *   | op | htype | hlen | hops | xid | secs | flags | ciaddr | yiaddr
 *   20       24       28       44      108    236      240
 *   | siaddr | giaddr | chaddr | sname | file | cookie | options
 */
bool dhcp_decode(struct dhcp *dhcp, struct reader *r)
{
	*dhcp = (struct dhcp){.version = 4};
	bool has_mac = read_has_mac(r);

	dhcp->xid = rd_u32be(r);
	rd_u32be(r);
	dhcp->client_address = read_field_address(r);
	dhcp->your_address = read_field_address(r);
	rd_u32be(r);
	dhcp->relay = read_field_address(r);
	struct reader chaddr = rd_nested(r, CHADDR_LENGTH);
	struct reader sname = rd_nested(r, SNAME_LENGTH);
	struct reader file = rd_nested(r, FILE_LENGTH);
	uint32_t cookie = rd_u32be(r);

	if (has_mac && rd_ok(r))
		dhcp->client = rd_mac(&chaddr);
	if (!rd_ok(r) || cookie != MAGIC_COOKIE)
		return false;
	struct reader areas[AREAS] = {[AREA_OPTIONS] = reader_over(rd_rest(r))};

	areas[AREA_FILE] = areas[AREA_SNAME] = reader_over((struct bytes){0});
	use_overload(areas, file, sname);
	read_options(dhcp, areas);
	return true;
}

/* What is behind the end of |start| may be anything; BOOTP without options is not ours. */
bool dhcp_looks_like(struct bytes start)
{
	enum {
		BOOT_REQUEST = 1,
		BOOT_REPLY = 2,
		BEFORE_COOKIE = 236 - 4
	};
	struct reader r = reader_over(start);
	uint8_t op = rd_u8(&r), hardware = rd_u8(&r), length = rd_u8(&r);

	rd_u8(&r);
	if (!rd_ok(&r))
		return start.n == 0 || op == BOOT_REQUEST || op == BOOT_REPLY;
	if ((op != BOOT_REQUEST && op != BOOT_REPLY) || !hardware || length > CHADDR_LENGTH)
		return false;
	rd_bytes(&r, BEFORE_COOKIE);
	return !rd_ok(&r) || rd_u32be(&r) == MAGIC_COOKIE;
}
