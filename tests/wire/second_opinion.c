/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * second_opinion.c - what tshark reads in the same frames.
 *
 * Every frame of every capture below the folders given is decoded by wire/
 * and by tshark, and the values are compared as text: addresses, ports,
 * protocol, VLAN, sequence number, length; DNS question; DHCP lease. Frames
 * come from libpcap; files and link types that one of us cannot read are
 * skipped. Where the specification is on our side, or a tunnel is none of
 * ours, the file stands with the number of such frames in disagreements.tsv.
 *
 * usage: second_opinion DISAGREEMENTS.tsv FOLDER ...
 */
#include "dhcp.h"
#include "dns.h"
#include "packet.h"

#include <ftw.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#define VALUE 1024

/* What is compared, by tshark's names. */
enum column {
	NUMBER,
	IPV4_SRC,
	IPV4_DST,
	IPV4_PROTOCOL,
	IPV6_SRC,
	IPV6_DST,
	ARP_SENDER,
	ARP_TARGET,
	VLAN,
	SERVICE_VLAN,
	TCP_SRC_PORT,
	TCP_DST_PORT,
	TCP_SEQUENCE,
	TCP_LENGTH,
	UDP_SRC_PORT,
	UDP_DST_PORT,
	DNS_ID,
	DNS_RCODE,
	DNS_QUESTION,
	DNS_QUESTION_TYPE,
	DHCP_KIND,
	DHCP_CLIENT,
	DHCP_YOUR,
	DHCP_REQUESTED,
	DHCP_SERVER_ID,
	DHCP_DOMAIN,
	DHCP_HOST,
	DHCP_LEASE,
	COLUMNS
};

static const char *const fields[COLUMNS] = {
	[NUMBER] = "frame.number",
	[IPV4_SRC] = "ip.src",
	[IPV4_DST] = "ip.dst",
	[IPV4_PROTOCOL] = "ip.proto",
	[IPV6_SRC] = "ipv6.src",
	[IPV6_DST] = "ipv6.dst",
	[ARP_SENDER] = "arp.src.proto_ipv4",
	[ARP_TARGET] = "arp.dst.proto_ipv4",
	[VLAN] = "vlan.id",
	[SERVICE_VLAN] = "ieee8021ad.id",
	[TCP_SRC_PORT] = "tcp.srcport",
	[TCP_DST_PORT] = "tcp.dstport",
	[TCP_SEQUENCE] = "tcp.seq_raw",
	[TCP_LENGTH] = "tcp.len",
	[UDP_SRC_PORT] = "udp.srcport",
	[UDP_DST_PORT] = "udp.dstport",
	[DNS_ID] = "dns.id",
	[DNS_RCODE] = "dns.flags.rcode",
	[DNS_QUESTION] = "dns.qry.name",
	[DNS_QUESTION_TYPE] = "dns.qry.type",
	[DHCP_KIND] = "dhcp.option.dhcp",
	[DHCP_CLIENT] = "dhcp.hw.mac_addr",
	[DHCP_YOUR] = "dhcp.ip.your",
	[DHCP_REQUESTED] = "dhcp.option.requested_ip_address",
	[DHCP_SERVER_ID] = "dhcp.option.dhcp_server_id",
	[DHCP_DOMAIN] = "dhcp.option.domain_name",
	[DHCP_HOST] = "dhcp.option.hostname",
	[DHCP_LEASE] = "dhcp.option.ip_address_lease_time",
};

/* A frame's values as one of us reads them; empty where it sees none. */
struct reading {
	char value[COLUMNS][VALUE];
	bool quotes; /* an ICMP error: tshark then lists the quoted packet's values too */
	bool skipped[COLUMNS];
};

static const char *disagreements_path;
static unsigned frames_compared, files_compared, files_skipped;
static int failures;

static void set_number(struct reading *mine, enum column column, unsigned long value)
{
	snprintf(mine->value[column], VALUE, "%lu", value);
}

static void set_address(struct reading *mine, enum column column, const struct address *a)
{
	if (!address_is_none(a))
		address_text(a, mine->value[column]);
}

static void set_text(struct reading *mine, enum column column, const char *text)
{
	snprintf(mine->value[column], VALUE, "%s", text ? text : "");
}

static void read_flow(struct reading *mine, const struct packet *p)
{
	bool v4 = p->network == NETWORK_IPV4;
	const struct flow *ports = p->icmp_error ? &p->quoted : &p->flow;

	if (v4 || p->network == NETWORK_IPV6) {
		address_text(&p->flow.src, mine->value[v4 ? IPV4_SRC : IPV6_SRC]);
		address_text(&p->flow.dst, mine->value[v4 ? IPV4_DST : IPV6_DST]);
	}
	if (v4)
		set_number(mine, IPV4_PROTOCOL, p->flow.protocol);
	if (p->network == NETWORK_ARP) {
		set_address(mine, ARP_SENDER, &p->neighbour.sender);
		set_address(mine, ARP_TARGET, &p->neighbour.target);
	}
	if (p->vlan)
		set_number(mine, VLAN, p->vlan);
	if (p->fragment.is || (!ports->src_port && !ports->dst_port))
		return;
	if (ports->protocol == PROTOCOL_TCP) {
		set_number(mine, TCP_SRC_PORT, ports->src_port);
		set_number(mine, TCP_DST_PORT, ports->dst_port);
		set_number(mine, TCP_SEQUENCE, p->icmp_error ? p->quoted_seq : p->seq);
		if (!p->icmp_error && !p->cut)
			set_number(mine, TCP_LENGTH, p->payload_length);
	} else if (ports->protocol == PROTOCOL_UDP) {
		set_number(mine, UDP_SRC_PORT, ports->src_port);
		set_number(mine, UDP_DST_PORT, ports->dst_port);
	}
}

static bool is_udp_on(const struct packet *p, uint16_t port)
{
	return p->flow.protocol == PROTOCOL_UDP && !p->fragment.is &&
	       (p->flow.src_port == port || p->flow.dst_port == port);
}

static void read_dns(struct reading *mine, const struct packet *p)
{
	static struct dns dns;
	struct reader r = reader_over(p->payload);

	if (!is_udp_on(p, DNS_PORT) || !dns_looks_like(p->payload) || !dns_decode(&dns, &r))
		return;
	snprintf(mine->value[DNS_ID], VALUE, "0x%04x", dns.id);
	if (dns.response)
		set_number(mine, DNS_RCODE, dns.rcode);
	if (dns.question_count == 0)
		return;
	set_text(mine, DNS_QUESTION, *dns.question ? dns.question : "<Root>");
	set_number(mine, DNS_QUESTION_TYPE, dns.question_type);
}

static void read_dhcp(struct reading *mine, const struct packet *p)
{
	static struct dhcp dhcp;
	struct reader r = reader_over(p->payload);

	if (!is_udp_on(p, DHCP_SERVER_PORT) || !dhcp_decode(&dhcp, &r))
		return;
	if (dhcp.kind)
		set_number(mine, DHCP_KIND, dhcp.kind);
	if (!mac_is_none(&dhcp.client))
		mac_text(&dhcp.client, mine->value[DHCP_CLIENT]);
	if (address_is_none(&dhcp.your_address))
		set_text(mine, DHCP_YOUR, "0.0.0.0");
	set_address(mine, DHCP_YOUR, &dhcp.your_address);
	set_address(mine, DHCP_REQUESTED, &dhcp.requested);
	set_address(mine, DHCP_SERVER_ID, &dhcp.server);
	set_text(mine, DHCP_DOMAIN, dhcp.suffix_count ? dhcp.suffix[0] : "");
	set_text(mine, DHCP_HOST, dhcp.host_name);
	if (dhcp.has_lease_time)
		set_number(mine, DHCP_LEASE, dhcp.lease_time);
}

static void skip(struct reading *mine, enum column first, enum column last)
{
	for (enum column c = first; c <= last; c++)
		mine->skipped[c] = true;
}

/*
 * tshark lists the values of every layer, we have those of the innermost. So
 * what only an outer layer has is not compared; a layer that we failed to
 * enter still shows in the columns that are.
 */
static void skip_outer(struct reading *mine, const struct packet *p)
{
	if (p->network != NETWORK_IPV4)
		skip(mine, IPV4_SRC, IPV4_PROTOCOL);
	if (p->network != NETWORK_IPV6)
		skip(mine, IPV6_SRC, IPV6_DST);
	if (p->flow.protocol != PROTOCOL_UDP)
		skip(mine, UDP_SRC_PORT, UDP_DST_PORT);
}

static void skip_unread(struct reading *mine, const struct packet *p)
{
	skip(mine, SERVICE_VLAN, SERVICE_VLAN); /* looked at together with VLAN */
	if (p->tunnels)
		skip_outer(mine, p);
	/* tshark reads the ports of a first fragment; we wait for the others. */
	if (p->fragment.is)
		skip(mine, TCP_SRC_PORT, UDP_DST_PORT);
	if (!mine->value[TCP_LENGTH][0])
		skip(mine, TCP_LENGTH, TCP_LENGTH);
	if (!mine->value[DNS_ID][0])
		skip(mine, DNS_ID, DNS_QUESTION_TYPE);
	if (!mine->value[DHCP_YOUR][0])
		skip(mine, DHCP_KIND, DHCP_LEASE);
}

static void read_mine(struct reading *mine, uint32_t link_type, struct bytes frame, uint32_t length)
{
	struct packet packet;

	*mine = (struct reading){0};
	packet_decode(&packet, link_type, frame, length);
	mine->quotes = packet.icmp_error;
	read_flow(mine, &packet);
	read_dns(mine, &packet);
	read_dhcp(mine, &packet);
	skip_unread(mine, &packet);
}

/* The |nth| value from the end of a list with commas, or "". */
static void nth_last(char value[VALUE], const char *list, unsigned nth)
{
	const char *end = list + strlen(list), *start = end;

	for (;; end = --start) {
		while (start > list && start[-1] != ',')
			start--;
		if (nth-- == 0 || start == list)
			break;
	}
	snprintf(value, VALUE, "%.*s", (int)(end - start), start);
}

/* Values of the packet itself, which a quotation would follow in tshark's lists. */
static bool precedes_quotation(enum column column)
{
	return column >= IPV4_SRC && column <= IPV6_DST;
}

/* Does tshark's list |theirs| agree with our value? Names have no case. */
static bool agrees(const struct reading *mine, enum column column, const char *theirs)
{
	char value[VALUE];

	if (column >= DNS_ID)
		snprintf(value, VALUE, "%.*s", (int)strcspn(theirs, ","), theirs);
	else
		nth_last(value, theirs, mine->quotes && precedes_quotation(column));
	/* Of eight quoted bytes tshark gives the sequence number under another name. */
	if (column == TCP_SEQUENCE && mine->quotes && !*value)
		return true;
	return strcasecmp(value, mine->value[column]) == 0;
}

static void split(const char *theirs[COLUMNS], char *line)
{
	for (enum column c = 0; c < COLUMNS; c++)
		theirs[c] = line ? strsep(&line, "\t") : "";
	if (!*theirs[VLAN])
		theirs[VLAN] = theirs[SERVICE_VLAN];
}

static bool compare(const char *path, const struct reading *mine, char *line)
{
	const char *theirs[COLUMNS];
	bool same = true;

	split(theirs, line);
	for (enum column c = NUMBER + 1; c < COLUMNS; c++) {
		if (mine->skipped[c] || agrees(mine, c, theirs[c]))
			continue;
		printf("%s frame %s: %s: ours \"%s\", tshark's \"%s\"\n", path, theirs[NUMBER],
		       fields[c], mine->value[c], theirs[c]);
		same = false;
	}
	return same;
}

static FILE *open_tshark(const char *path)
{
	char command[8192];
	int n = snprintf(command, sizeof command,
			 "tshark -n -r '%s' -T fields -E separator=/t -o ip.defragment:FALSE "
			 "-o ipv6.defragment:FALSE -o tcp.desegment_tcp_streams:FALSE",
			 path);

	for (enum column c = 0; c < COLUMNS; c++)
		n += snprintf(command + n, sizeof command - (size_t)n, " -e %s", fields[c]);
	snprintf(command + n, sizeof command - (size_t)n, " 2>/dev/null");
	return popen(command, "r");
}

/* How many frames of this file are known to be read differently. */
static unsigned expected_disagreements(const char *name)
{
	FILE *f = fopen(disagreements_path, "r");
	char line[VALUE], file[VALUE];
	unsigned count, expected = 0;

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "%1023[^\t]\t%u", file, &count) == 2 && strcmp(file, name) == 0)
			expected = count;
	if (f)
		fclose(f);
	return expected;
}

/* libpcap's DLT numbers are those of the file but for a few; of ours raw IP. */
static uint32_t link_type_of(pcap_t *pcap)
{
	int dlt = pcap_datalink(pcap);

	return dlt == DLT_RAW ? LINK_RAW : (uint32_t)dlt;
}

static unsigned compare_frames(const char *path, pcap_t *pcap, FILE *tshark)
{
	struct pcap_pkthdr *header;
	const unsigned char *data;
	char *line = NULL;
	size_t size = 0;
	unsigned differing = 0;

	while (pcap_next_ex(pcap, &header, &data) == 1 && getline(&line, &size, tshark) > 0) {
		static struct reading mine;

		line[strcspn(line, "\n")] = '\0';
		read_mine(&mine, link_type_of(pcap), bytes_of(data, header->caplen), header->len);
		differing += !compare(path, &mine, line);
		frames_compared++;
	}
	free(line);
	return differing;
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char error[PCAP_ERRBUF_SIZE];
	const char *name = path + ftw->base;
	pcap_t *pcap = type == FTW_F && st->st_size ? pcap_open_offline(path, error) : NULL;

	if (!pcap)
		return 0;
	FILE *tshark = link_type_is_known(link_type_of(pcap)) ? open_tshark(path) : NULL;

	if (tshark) {
		unsigned differing = compare_frames(path, pcap, tshark);
		unsigned expected = expected_disagreements(name);

		pclose(tshark);
		files_compared++;
		if (differing != expected) {
			printf("%s: %u frames differ, expected %u\n", name, differing, expected);
			failures++;
		}
	} else {
		files_skipped++;
	}
	pcap_close(pcap);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 3 || system("tshark -v >/dev/null 2>&1") != 0) {
		fprintf(stderr, "skipped: no tshark\n");
		return 0;
	}
	disagreements_path = argv[1];
	for (int i = 2; i < argc; i++)
		if (access(argv[i], R_OK) == 0)
			nftw(argv[i], visit, 16, FTW_PHYS);
		else
			fprintf(stderr, "skipped: %s is not here\n", argv[i]);
	printf("%u frames in %u files compared, %u files of other link types\n", frames_compared,
	       files_compared, files_skipped);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
