/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * message.c - the messages and their ports; one line about each.
 *
 * Summaries quote text of the sender, so everything passes one function that
 * lets only printable ASCII through. Ports: IANA, and for the hello Intel AMT
 * Implementation and Reference Guide, setupmodehellomessages.htm.
 */
#include "message.h"

#include "line.h"
#include "names.h"
#include "summary.h"

static bool decode_hello(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_HELLO;
	return hello_decode(&message->hello, r);
}

static bool decode_pong(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_PONG;
	return pong_decode(&message->pong, r);
}

static bool decode_redirection(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_REDIRECTION;
	return redirection_decode(&message->redirection, r, false);
}

static bool decode_apf(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_APF;
	return apf_decode(&message->apf, r, APF_REPLY_GUESS);
}

static bool decode_dns(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_DNS;
	return dns_decode(&message->dns, r);
}

static bool decode_dns_tcp(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_DNS;
	return dns_decode_tcp(&message->dns, r);
}

static bool decode_dhcp(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_DHCP;
	return dhcp_decode(&message->dhcp, r);
}

static bool decode_dhcpv6(struct message *message, struct reader *r)
{
	message->kind = MESSAGE_DHCP;
	return dhcpv6_decode(&message->dhcp, r);
}

/* The length word before a message over TCP is not what looks like DNS. */
static bool dns_tcp_looks_like(struct bytes start)
{
	return start.n <= 2 || dns_looks_like(bytes_of(start.p + 2, start.n - 2));
}

/* clang-format off */
const struct protocol protocols[] = {
	/* kind         name      transport      port                ours   looks_like           decode */
	{MESSAGE_HELLO, "hello",  TRANSPORT_TCP, HELLO_PORT,         true,  hello_looks_like,    decode_hello},
	{MESSAGE_PONG,  "pong",   TRANSPORT_UDP, RMCP_PORT,          true,  pong_looks_like,     decode_pong},
	{MESSAGE_REDIRECTION, "redirection", TRANSPORT_TCP, REDIRECTION_PORT, true, redirection_looks_like, decode_redirection},
	{MESSAGE_APF,   "apf",    TRANSPORT_TCP, APF_PORT,           true,  apf_looks_like,      decode_apf},
	{MESSAGE_DNS,   "dns",    TRANSPORT_UDP, DNS_PORT,           false, dns_looks_like,      decode_dns},
	{MESSAGE_DNS,   "dns",    TRANSPORT_TCP, DNS_PORT,           false, dns_tcp_looks_like,  decode_dns_tcp},
	{MESSAGE_DHCP,  "dhcp",   TRANSPORT_UDP, DHCP_SERVER_PORT,   false, dhcp_looks_like,     decode_dhcp},
	{MESSAGE_DHCP,  "dhcp",   TRANSPORT_UDP, DHCP_CLIENT_PORT,   false, dhcp_looks_like,     decode_dhcp},
	{MESSAGE_DHCP,  "dhcpv6", TRANSPORT_UDP, DHCPV6_CLIENT_PORT, false, dhcpv6_looks_like,   decode_dhcpv6},
	{MESSAGE_DHCP,  "dhcpv6", TRANSPORT_UDP, DHCPV6_SERVER_PORT, false, dhcpv6_looks_like,   decode_dhcpv6},
};
/* clang-format on */

const size_t protocol_count = sizeof protocols / sizeof protocols[0];

const struct protocol *protocol_on(enum transport transport, uint16_t port)
{
	for (size_t i = 0; i < protocol_count; i++)
		if (protocols[i].transport == transport && protocols[i].port == port)
			return &protocols[i];
	return NULL;
}

static void put_address(struct line *line, const char *what, const struct address *a)
{
	char text[ADDRESS_TEXT];

	if (!address_is_none(a))
		line_put(line, "%s%s", what, address_text(a, text));
}

static void put_hello(struct line *line, const struct hello *hello)
{
	const char *version = name_of(NAMES_HELLO_VERSION, hello->version);

	line_put(line, "Hello v%u (%s)", hello->version, version ? version : "unknown version");
	if (hello->pid.n) {
		line_put(line, ", PID ");
		line_put_bytes(line, hello->pid);
	}
	if (hello->version == HELLO_VERSION_PKI)
		line_put(line, ", %u root hash%s", hello->hash_count,
			 hello->hash_count == 1 ? "" : "es");
	line_put(line, ", retry %u", hello->retry);
}

static const struct name dns_types[] = {
	{DNS_A, "A"},     {DNS_CNAME, "CNAME"}, {DNS_SOA, "SOA"},
	{DNS_PTR, "PTR"}, {DNS_AAAA, "AAAA"},   {0, NULL},
};

static const struct name dns_rcodes[] = {
	{DNS_SERVFAIL, "server failure"},
	{DNS_NXDOMAIN, "no such name"},
	{DNS_REFUSED, "refused"},
	{0, NULL},
};

static void put_dns(struct line *line, const struct dns *dns)
{
	line_put(line, "DNS %s", dns->response ? "answer" : "question");
	line_put_named(line, dns_types, dns->question_type);
	line_put(line, " ");
	line_put_text(line, dns->question ? dns->question : "");
	if (!dns->response)
		return;
	line_put(line, ":");
	const char *answers = line->at;

	if (dns->rcode != DNS_NOERROR)
		line_put_named(line, dns_rcodes, dns->rcode);
	for (unsigned i = 0; i < dns->record_count; i++) {
		put_address(line, " ", &dns->record[i].address);
		if (dns->record[i].name) {
			line_put(line, " ");
			line_put_text(line, dns->record[i].name);
		}
	}
	if (line->at == answers)
		line_put(line, " no data");
}

static const struct name dhcp_kinds[] = {
	{DHCP_OTHER, "message"},   {DHCP_DISCOVER, "discover"},
	{DHCP_OFFER, "offer"},     {DHCP_REQUEST, "request"},
	{DHCP_DECLINE, "decline"}, {DHCP_ACK, "ack"},
	{DHCP_NAK, "nak"},         {DHCP_RELEASE, "release"},
	{DHCP_INFORM, "inform"},   {0, NULL},
};

static void put_dhcp(struct line *line, const struct dhcp *dhcp)
{
	char mac[MAC_TEXT];

	line_put(line, dhcp->version == 6 ? "DHCPv6" : "DHCP");
	line_put_named(line, dhcp_kinds, dhcp->kind);
	if (!mac_is_none(&dhcp->client))
		line_put(line, ", client %s", mac_text(&dhcp->client, mac));
	put_address(line, ", address ", &dhcp->your_address);
	for (unsigned i = 0; i < dhcp->dns_count; i++)
		put_address(line, i ? " " : ", DNS ", &dhcp->dns[i]);
	for (unsigned i = 0; i < dhcp->suffix_count; i++) {
		line_put(line, i ? " " : ", suffix ");
		line_put_text(line, dhcp->suffix[i]);
	}
}

const char *message_summary(const struct message *message, char *line, size_t size)
{
	if (size == 0)
		return line;
	struct line out = {line, line + size - 1};

	*line = '\0';
	if (message->kind == MESSAGE_HELLO)
		put_hello(&out, &message->hello);
	if (message->kind == MESSAGE_PONG)
		summary_put_pong(&out, &message->pong);
	if (message->kind == MESSAGE_REDIRECTION)
		summary_put_redirection(&out, &message->redirection);
	if (message->kind == MESSAGE_APF)
		summary_put_apf(&out, &message->apf);
	if (message->kind == MESSAGE_SOAP)
		summary_put_soap(&out, &message->soap);
	if (message->kind == MESSAGE_DNS)
		put_dns(&out, &message->dns);
	if (message->kind == MESSAGE_DHCP)
		put_dhcp(&out, &message->dhcp);
	return line;
}
