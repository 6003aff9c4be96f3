/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcp.c - the verbs dhcp (one message) and lease (a whole exchange).
 *
 * Servers answer by broadcast: nobody then needs to know whether the client
 * already uses its address. Formats: RFC 2131, 2132, 4702 (option 81).
 */
#include "packet.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <string.h>

#define SERVER_PORT 67
#define CLIENT_PORT 68
#define OP_REQUEST 1
#define OP_REPLY 2
#define FLAG_BROADCAST 0x8000
#define CHADDR_PADDING 10
#define SNAME_AND_FILE 192
#define COOKIE 0x63825363
#define ROUND_TRIP 1000000 /* ns */
#define XID_BASE 0x5a000000

enum option {
	OPTION_DNS = 6,
	OPTION_HOST_NAME = 12,
	OPTION_SUFFIX = 15,
	OPTION_REQUESTED = 50,
	OPTION_LEASE = 51,
	OPTION_TYPE = 53,
	OPTION_SERVER = 54,
	OPTION_PARAMETERS = 55,
	OPTION_FQDN = 81,
	OPTION_END = 255,
};

static const struct kind {
	const char *name;
	unsigned type;
	bool by_server;
	bool with_address; /* the message names the client's address */
} kinds[] = {
	{"discover", 1, false, false}, {"offer", 2, true, true},   {"request", 3, false, true},
	{"decline", 4, false, true},   {"ack", 5, true, true},     {"nak", 6, true, false},
	{"release", 7, false, true},   {"inform", 8, false, true},
};

/* What an exchange says, whichever message says it. */
struct terms {
	struct host *client, *server;
	const char *suffix, *dns, *host_name, *fqdn;
	struct host address;
	uint32_t seconds;
};

static void put_option(GByteArray *out, enum option option, const void *bytes, size_t n)
{
	put8(out, option);
	put8(out, (unsigned)n);
	put_bytes(out, bytes, n);
}

static void put_text_option(GByteArray *out, enum option option, const char *text)
{
	if (text)
		put_option(out, option, text, strlen(text));
}

static void put_number_option(GByteArray *out, enum option option, uint32_t number)
{
	uint32_t wire = htonl(number);

	put_option(out, option, &wire, sizeof wire);
}

/* RFC 4702: flags, two result codes of no meaning any more, the name in ASCII. */
static void put_fqdn(GByteArray *out, const char *name)
{
	if (!name)
		return;
	put8(out, OPTION_FQDN);
	put8(out, 3 + (unsigned)strlen(name));
	put_zeros(out, 3);
	put_bytes(out, name, strlen(name));
}

static void put_name_servers(GByteArray *out, const struct line *line, const char *list)
{
	GByteArray *addresses = g_byte_array_new();
	char **each = g_strsplit(list, ",", -1);
	struct host host = {0};

	for (unsigned i = 0; each[i]; i++) {
		if (!host_parse_address(&host, each[i]) || host.length != 4)
			line_fail(line, "not an IPv4 address: %s", each[i]);
		put_bytes(addresses, host.address, host.length);
	}
	put_option(out, OPTION_DNS, addresses->data, addresses->len);
	g_strfreev(each);
	g_byte_array_unref(addresses);
}

static void put_client_options(GByteArray *out, const struct kind *kind, const struct terms *terms)
{
	static const uint8_t wanted[] = {1, 3, OPTION_DNS, OPTION_SUFFIX, OPTION_FQDN};

	if (kind->with_address)
		put_option(out, OPTION_REQUESTED, terms->address.address, 4);
	put_text_option(out, OPTION_HOST_NAME, terms->host_name);
	put_fqdn(out, terms->fqdn);
	put_option(out, OPTION_PARAMETERS, wanted, sizeof wanted);
}

static void put_server_options(GByteArray *out, const struct line *line, const struct kind *kind,
			       const struct terms *terms)
{
	put_option(out, OPTION_SERVER, terms->server->address, 4);
	if (!kind->with_address)
		return;
	put_number_option(out, OPTION_LEASE, terms->seconds);
	if (terms->dns)
		put_name_servers(out, line, terms->dns);
	put_text_option(out, OPTION_SUFFIX, terms->suffix);
}

static void put_fixed_part(GByteArray *out, const struct kind *kind, const struct terms *terms)
{
	put8(out, kind->by_server ? OP_REPLY : OP_REQUEST);
	put8(out, 1); /* Ethernet */
	put8(out, MAC_LENGTH);
	put8(out, 0); /* hops */
	put32(out, terms->client->xid);
	put16(out, 0); /* seconds */
	put16(out, FLAG_BROADCAST);
	put32(out, 0); /* ciaddr */
	if (kind->by_server && kind->with_address)
		put_bytes(out, terms->address.address, 4);
	else
		put32(out, 0);
	put32(out, 0); /* siaddr */
	put32(out, 0); /* giaddr */
	put_bytes(out, terms->client->mac, MAC_LENGTH);
	put_zeros(out, CHADDR_PADDING + SNAME_AND_FILE);
	put32(out, COOKIE);
}

static void send_message(struct scene *scene, const struct line *line, const struct kind *kind,
			 const struct terms *terms)
{
	struct host all = {.length = 4}, nobody = {.length = 4};
	GByteArray *out = g_byte_array_new();
	uint8_t type = (uint8_t)kind->type;

	memset(all.address, 0xff, sizeof all.address);
	memset(all.mac, 0xff, sizeof all.mac);
	memcpy(nobody.mac, terms->client->mac, MAC_LENGTH);
	put_fixed_part(out, kind, terms);
	put_option(out, OPTION_TYPE, &type, 1);
	if (kind->by_server)
		put_server_options(out, line, kind, terms);
	else
		put_client_options(out, kind, terms);
	put8(out, OPTION_END);
	if (kind->by_server)
		packet_udp(scene, terms->server, SERVER_PORT, &all, CLIENT_PORT, out);
	else
		packet_udp(scene, &nobody, CLIENT_PORT, &all, SERVER_PORT, out);
	g_byte_array_unref(out);
}

/* A discover opens a transaction, and so does a client's first message without one. */
static void number_transaction(struct scene *scene, struct line *line, struct host *client,
			       bool opens)
{
	if (opens || !client->xid)
		client->xid = XID_BASE + ++scene->opened;
	client->xid = (uint32_t)line_number(line, "xid", client->xid);
}

static struct terms read_terms(struct scene *scene, struct line *line, const char *client,
			       const char *server)
{
	struct terms terms = {.client = scene_host(scene, line, client)};
	const char *address = line_option(line, "address", NULL);

	terms.server = server ? scene_host(scene, line, server) : NULL;
	terms.suffix = line_option(line, "suffix", NULL);
	terms.dns = line_option(line, "dns", NULL);
	terms.host_name = line_option(line, "hostname", NULL);
	terms.fqdn = line_option(line, "fqdn", NULL);
	terms.seconds = (uint32_t)line_number(line, "lease", 28800);
	terms.address = *terms.client;
	if (address && !host_parse_address(&terms.address, address))
		line_fail(line, "not an address: %s", address);
	if (terms.address.length != 4)
		line_fail(line, "DHCP gives out IPv4 addresses");
	return terms;
}

void verb_dhcp(struct scene *scene, struct line *line)
{
	const char *name = line_word(line, 1);
	const struct kind *kind = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			kind = &kinds[i];
	if (!kind)
		line_fail(line, "no DHCP message is called %s", name);
	const char *server = kind->by_server ? line_word(line, 3) : NULL;
	struct terms terms = read_terms(scene, line, line_word(line, 2), server);

	number_transaction(scene, line, terms.client, kind->type == 1);
	send_message(scene, line, kind, &terms);
}

void verb_lease(struct scene *scene, struct line *line)
{
	static const unsigned exchange[] = {0, 1, 2, 4}; /* discover, offer, request, ack */
	struct terms terms = read_terms(scene, line, line_word(line, 1), line_word(line, 2));

	number_transaction(scene, line, terms.client, true);
	for (size_t i = 0; i < G_N_ELEMENTS(exchange); i++) {
		if (i)
			scene_wait(scene, ROUND_TRIP);
		send_message(scene, line, &kinds[exchange[i]], &terms);
	}
}
