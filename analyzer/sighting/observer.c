/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * observer.c - what belongs together is found by a key: asker, resolver, id
 * and question of a DNS exchange; client and transaction of a DHCP one; asker
 * and target of ARP. See observer.h.
 */
#include "observer.h"

#include <string.h>

#include "repeats.h"
#include "waiting.h"

struct observer {
	struct keeper keeper;
	struct watch *watch;
	struct repeats *repeats;
	struct waiting_list names, leases, neighbours;
};

static struct capture_facts *facts(struct observer *o)
{
	return keeper_facts(&o->keeper);
}

struct observer *observer_new(struct sightings *sightings, unsigned capture, struct watch *watch,
			      struct budget *budget)
{
	struct observer *o = g_new0(struct observer, 1);

	o->keeper.sightings = sightings;
	o->keeper.capture = capture;
	o->keeper.budget = budget;
	o->watch = watch;
	o->repeats = repeats_new();
	waiting_start(&o->names, &o->keeper, SIGHTING_NAME);
	waiting_start(&o->leases, &o->keeper, SIGHTING_LEASE);
	waiting_start(&o->neighbours, &o->keeper, SIGHTING_NEIGHBOUR);
	return o;
}

void observer_finish(struct observer *o)
{
	waiting_end(&o->names);
	waiting_end(&o->leases);
	waiting_end(&o->neighbours);
	repeats_free(o->repeats);
	g_free(o);
}

static bool dns_is_watched(const struct observer *o, const struct dns *dns, struct address *about)
{
	if (dns->opcode != 0 || !*dns->question)
		return false;
	if (dns->question_type == DNS_PTR)
		return dns_reverse_address(about, dns->question) &&
		       watch_has_address(o->watch, about);
	if (dns->question_type != DNS_A && dns->question_type != DNS_AAAA)
		return false;
	return name_is_provisionserver(dns->question) || watch_has_name(o->watch, dns->question);
}

/* The key reads the same from the question and from the answer. */
static char *dns_key(const struct dns *dns, const struct flow *flow)
{
	char asker[ADDRESS_TEXT], resolver[ADDRESS_TEXT];
	const struct address *from = dns->response ? &flow->dst : &flow->src;
	const struct address *to = dns->response ? &flow->src : &flow->dst;
	unsigned port = dns->response ? flow->dst_port : flow->src_port;

	return g_strdup_printf("%s %s %u %u %u %s", address_text(from, asker),
			       address_text(to, resolver), port, dns->id, dns->question_type,
			       dns->question);
}

static void name_begin(struct seen_name *name, const struct dns *dns, const struct flow *flow,
		       const struct address *about)
{
	name->asker = dns->response ? flow->dst : flow->src;
	name->resolver = dns->response ? flow->src : flow->dst;
	waiting_set_text(&name->question, dns->question);
	name->type = dns->question_type;
	name->about = *about;
}

/* Every record of the answer section is followed: a chain may come in any order. */
static void name_take_record(struct observer *o, struct seen_name *name,
			     const struct dns_record *record)
{
	if (record->type == DNS_SOA) {
		name->ttl = MIN(record->ttl, record->minimum);
		name->has_ttl = true;
		return;
	}
	if (record->authority)
		return;
	name->ttl = name->has_ttl ? MIN(name->ttl, record->ttl) : record->ttl;
	name->has_ttl = true;
	if ((record->type == DNS_A || record->type == DNS_AAAA) &&
	    name->address_count < SEEN_ADDRESSES_MAX) {
		name->address[name->address_count++] = record->address;
		watch_add_address(o->watch, &record->address);
	}
	if (record->type == DNS_CNAME || record->type == DNS_PTR) {
		waiting_set_text(&name->name, record->name);
		watch_add_name(o->watch, record->name);
	}
}

static void name_take_answer(struct observer *o, struct seen_name *name, const struct dns *dns,
			     struct moment at, struct place place)
{
	budget_stand_out(o->keeper.budget, &name->asker);
	name->answer = at;
	name->answer_place = place;
	name->rcode = dns->rcode;
	for (unsigned i = 0; i < dns->record_count; i++)
		name_take_record(o, name, &dns->record[i]);
}

bool observe_question(struct observer *o, const struct dns *dns)
{
	struct address about;
	bool watched = dns_is_watched(o, dns, &about);

	if (!watched)
		facts(o)->dns++;
	return watched;
}

void observe_dns(struct observer *o, const struct dns *dns, const struct flow *flow,
		 struct moment at, struct place place)
{
	struct address about = {{0}};

	facts(o)->dns++;
	if (!dns_is_watched(o, dns, &about))
		return;
	g_autofree char *key = dns_key(dns, flow);
	struct sighting *sighting = waiting_find(&o->names, key);

	if (!sighting) {
		sighting = waiting_add(&o->names, g_steal_pointer(&key), at);
		name_begin(sighting->name, dns, flow, &about);
	} else if (!dns->response && waiting_asks_anew(&o->keeper, sighting, at)) {
		name_begin(sighting->name, dns, flow, &about);
	}
	if (!dns->response) {
		sighting->name->asked++;
		if (sighting->name->asked == 1)
			sighting->name->question_place = place;
	} else if (!moment_is_set(sighting->name->answer)) {
		name_take_answer(o, sighting->name, dns, at, place);
	}
}

static void first(struct moment *moment, struct moment at)
{
	if (!moment_is_set(*moment))
		*moment = at;
}

/* What the server's answer grants; of several offers the acknowledged one counts. */
static void lease_take_grant(struct seen_lease *lease, const struct dhcp *dhcp)
{
	lease->server = dhcp->server;
	lease->relay = dhcp->relay;
	lease->lease_time = dhcp->lease_time;
	lease->has_suffix = dhcp->has_suffix;
	lease->dns_count = MIN(dhcp->dns_count, SEEN_DNS_MAX);
	memcpy(lease->dns, dhcp->dns, lease->dns_count * sizeof lease->dns[0]);
	lease->suffix_count = MIN(dhcp->suffix_count, SEEN_SUFFIX_MAX);
	for (unsigned i = 0; i < lease->suffix_count; i++)
		waiting_set_text(&lease->suffix[i], dhcp->suffix[i]);
}

static void lease_take_client(struct seen_lease *lease, const struct dhcp *dhcp)
{
	if (dhcp->host_name)
		waiting_set_text(&lease->host_name, dhcp->host_name);
	if (dhcp->fqdn)
		waiting_set_text(&lease->fqdn, dhcp->fqdn);
}

static void lease_take(struct observer *o, struct seen_lease *lease, const struct dhcp *dhcp,
		       const struct flow *flow, struct moment at)
{
	lease->last = at;
	switch (dhcp->kind) {
	case DHCP_DISCOVER:
		lease->discovers++;
		first(&lease->discover, at);
		lease_take_client(lease, dhcp);
		break;
	case DHCP_REQUEST:
	case DHCP_INFORM:
		lease->requests++;
		first(&lease->request, at);
		lease_take_client(lease, dhcp);
		break;
	case DHCP_OFFER:
		first(&lease->offer, at);
		break;
	case DHCP_ACK:
		first(&lease->ack, at);
		lease->address =
			address_is_none(&dhcp->your_address) ? flow->dst : dhcp->your_address;
		lease_take_grant(lease, dhcp);
		budget_stand_out(o->keeper.budget, &lease->address);
		break;
	case DHCP_NAK:
		first(&lease->nak, at);
		break;
	default:
		break;
	}
}

static void lease_begin(struct seen_lease *lease, const struct dhcp *dhcp)
{
	lease->version = dhcp->version;
	lease->client = dhcp->client;
}

static bool is_client(enum dhcp_kind kind)
{
	return kind == DHCP_DISCOVER || kind == DHCP_REQUEST || kind == DHCP_INFORM;
}

void observe_dhcp(struct observer *o, const struct dhcp *dhcp, const struct flow *flow,
		  struct moment at)
{
	char mac[MAC_TEXT];

	facts(o)->dhcp++;
	if (dhcp->kind == DHCP_OTHER)
		return;
	g_autofree char *key =
		g_strdup_printf("%u %s %u", dhcp->version, mac_text(&dhcp->client, mac), dhcp->xid);
	struct sighting *sighting = waiting_find(&o->leases, key);

	if (!sighting) {
		sighting = waiting_add(&o->leases, g_steal_pointer(&key), at);
		lease_begin(sighting->lease, dhcp);
	} else if (is_client(dhcp->kind) && waiting_asks_anew(&o->keeper, sighting, at)) {
		lease_begin(sighting->lease, dhcp);
	}
	lease_take(o, sighting->lease, dhcp, flow, at);
}

/* Only addresses that provisioning speaks of: every host on a network asks for its router. */
static bool neighbour_is_watched(const struct observer *o, const struct address *target)
{
	return watch_has_address(o->watch, target);
}

void observe_neighbour(struct observer *o, const struct neighbour *neighbour, struct moment at)
{
	char asker[ADDRESS_TEXT], target[ADDRESS_TEXT];
	bool asks = neighbour->kind == NEIGHBOUR_ASKS;
	const struct address *from = asks ? &neighbour->sender : &neighbour->target;
	const struct address *to = asks ? &neighbour->target : &neighbour->sender;

	facts(o)->arp++;
	if (!neighbour_is_watched(o, to) || address_equal(from, to))
		return;
	g_autofree char *key =
		g_strdup_printf("%s %s", address_text(from, asker), address_text(to, target));
	struct sighting *sighting = waiting_find(&o->neighbours, key);

	if (!sighting) {
		sighting = waiting_add(&o->neighbours, g_steal_pointer(&key), at);
		sighting->neighbour->asker = *from;
		sighting->neighbour->target = *to;
	}
	sighting->neighbour->last = at;
	if (asks) {
		sighting->neighbour->asked++;
	} else if (!moment_is_set(sighting->neighbour->answer)) {
		sighting->neighbour->answer = at;
		sighting->neighbour->mac = neighbour->mac;
	}
}

static enum budget_kind kind_of_connection(const struct seen_connection *c)
{
	if (c->hello)
		return BUDGET_HELLO;
	if (c->bytes[0] + c->bytes[1])
		return BUDGET_CONNECTION;
	if (c->answer == ANSWER_REFUSED)
		return BUDGET_REFUSED;
	return c->answer == ANSWER_NONE ? BUDGET_SILENT : BUDGET_EMPTY;
}

static struct seen_hello *keep_hello(struct observer *o, const struct seen_hello *hello)
{
	struct seen_hello *kept = sightings_room(o->keeper.sightings, sizeof *kept);
	size_t size = hello->piece_count * sizeof *hello->piece;

	*kept = *hello;
	if (size)
		kept->piece = memcpy(sightings_room(o->keeper.sightings, size), hello->piece, size);
	return kept;
}

void observe_connection(struct observer *o, const struct seen_connection *connection,
			struct moment at)
{
	const struct address *device =
		connection->service == SERVICE_HELLO ? &connection->client : &connection->server;
	struct sighting sighting = {
		.kind = SIGHTING_CONNECTION,
		.capture = o->keeper.capture,
		.at = at,
	};

	if (connection->service != SERVICE_HELLO && connection->answer == ANSWER_ACCEPTED)
		budget_stand_out(o->keeper.budget, device);
	if (repeats_fold(o->repeats, o->keeper.sightings, connection)) {
		facts(o)->repeats++;
		return;
	}
	if (!budget_take(o->keeper.budget, kind_of_connection(connection), device, 0))
		return;
	sighting.connection = sightings_room(o->keeper.sightings, sizeof *connection);
	*sighting.connection = *connection;
	if (connection->hello)
		sighting.connection->hello = keep_hello(o, connection->hello);
	sightings_add(o->keeper.sightings, &sighting);
	repeats_note(o->repeats, sighting.connection);
}
