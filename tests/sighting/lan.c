/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lan.c - see lan.h. */
#include "lan.h"

#include "suite.h"

#define MILLISECONDS INT64_C(1000000)

void lan_open(struct lan *n)
{
	n->frame = 0;
	n->sightings = sightings_new();
	n->watch = watch_new();
	sightings_add_capture(n->sightings, &(struct capture_facts){.file = "network"});
	n->budget = budget_new();
	n->observer = observer_new(n->sightings, 0, n->watch, n->budget);
}

const struct sighting *lan_seen(struct lan *n, size_t *count)
{
	observer_finish(n->observer);
	sightings_sort(n->sightings);
	return sightings_list(n->sightings, count);
}

void lan_close(struct lan *n)
{
	watch_free(n->watch);
	budget_free(n->budget);
	sightings_free(n->sightings);
}

struct address lan_address(const char *text)
{
	struct address address;

	ck_assert(address_parse(&address, text));
	return address;
}

struct moment lan_moment(struct lan *n, int64_t milliseconds)
{
	return (struct moment){.time = milliseconds * MILLISECONDS, .frame = ++n->frame};
}

void lan_dns(struct lan *n, int64_t ms, const struct dns *dns)
{
	struct flow flow = {
		.src = lan_address(dns->response ? RESOLVER : DEVICE),
		.dst = lan_address(dns->response ? DEVICE : RESOLVER),
		.src_port = dns->response ? DNS_PORT : 4000,
		.dst_port = dns->response ? 4000 : DNS_PORT,
	};
	struct moment at = lan_moment(n, ms);

	observe_dns(n->observer, dns, &flow, at,
		    (struct place){.frame = at.frame, .offset = 42, .length = 40});
}

void lan_question(struct lan *n, int64_t ms, uint16_t id, const char *name)
{
	static struct dns dns;

	dns = (struct dns){.id = id, .question = name, .question_type = DNS_A};
	lan_dns(n, ms, &dns);
}

void lan_answer(struct lan *n, int64_t ms, uint16_t id, const char *name, const char *address,
		uint8_t rcode)
{
	static struct dns dns;

	dns = (struct dns){.id = id,
			   .question = name,
			   .question_type = DNS_A,
			   .response = true,
			   .rcode = rcode,
			   .record_count = address ? 1 : 0};
	if (address)
		dns.record[0] = (struct dns_record){
			.owner = name, .type = DNS_A, .ttl = 300, .address = lan_address(address)};
	lan_dns(n, ms, &dns);
}

void lan_dhcp(struct lan *n, int64_t ms, enum dhcp_kind kind, uint32_t xid, const char *relay)
{
	static struct dhcp dhcp;
	struct flow flow = {.src = lan_address("0.0.0.0"), .dst = lan_address("255.255.255.255")};

	dhcp = (struct dhcp){.version = 4, .kind = kind, .xid = xid};
	mac_parse(&dhcp.client, "02:00:00:00:00:50");
	if (relay)
		dhcp.relay = lan_address(relay);
	if (kind == DHCP_ACK) {
		dhcp.your_address = lan_address(DEVICE);
		dhcp.server = lan_address(RESOLVER);
		dhcp.dns_count = 1;
		dhcp.dns[0] = lan_address(RESOLVER);
		dhcp.suffix_count = 1;
		dhcp.suffix[0] = "example.test";
		dhcp.has_suffix = true;
		dhcp.lease_time = 3600;
	}
	if (kind == DHCP_REQUEST)
		dhcp.host_name = "pc1";
	observe_dhcp(n->observer, &dhcp, &flow, lan_moment(n, ms));
}

static void neighbour(struct lan *n, int64_t ms, bool asks, const char *sender, const char *target)
{
	struct neighbour one = {
		.kind = asks ? NEIGHBOUR_ASKS : NEIGHBOUR_ANSWERS,
		.sender = lan_address(sender),
		.target = lan_address(target),
	};

	mac_parse(&one.mac, "02:00:00:00:00:10");
	observe_neighbour(n->observer, &one, lan_moment(n, ms));
}

void lan_asks(struct lan *n, int64_t ms, const char *sender, const char *target)
{
	neighbour(n, ms, true, sender, target);
}

void lan_answers(struct lan *n, int64_t ms, const char *sender, const char *target)
{
	neighbour(n, ms, false, sender, target);
}
