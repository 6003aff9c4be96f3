/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * observer.c - what belongs together is found by a key: asker, resolver, id
 * and question of a DNS exchange; client and transaction of a DHCP one; asker
 * and target of ARP. See observer.h.
 */
#include "observer.h"

#include <string.h>

/* Repetitions come sooner after an answer that got lost: resolvers wait 5 s (resolv.conf(5)). */
#define SAME_QUESTION (10 * NANOSECONDS)

/* Sightings that may still learn something, oldest first. */
struct open {
	GHashTable *by_key; /* char * -> GList * in |order| */
	GQueue order;       /* struct waiting * */
};

struct waiting {
	char *key;
	struct sighting sighting;
};

struct observer {
	struct sightings *sightings;
	unsigned capture;
	struct watch *watch;
	struct open names, leases, neighbours;
	unsigned silent;
};

static struct capture_facts *facts(struct observer *o)
{
	return sightings_capture(o->sightings, o->capture);
}

static void open_start(struct open *open)
{
	open->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	g_queue_init(&open->order);
}

/* When what it waits for came; frame 0: it has not. */
static struct moment answered_at(const struct sighting *sighting)
{
	switch (sighting->kind) {
	case SIGHTING_NAME:
		return sighting->name->answer;
	case SIGHTING_LEASE:
		return moment_is_set(sighting->lease->ack) ? sighting->lease->ack
							   : sighting->lease->nak;
	case SIGHTING_NEIGHBOUR:
		return sighting->neighbour->answer;
	default:
		return (struct moment){0};
	}
}

/* Hands the oldest one out. */
static void open_close_first(struct observer *o, struct open *open)
{
	struct waiting *first = g_queue_pop_head(&open->order);

	g_hash_table_remove(open->by_key, first->key);
	sightings_add(o->sightings, &first->sighting);
	g_free(first->key);
	g_free(first);
}

static void open_end(struct observer *o, struct open *open)
{
	while (open->order.head)
		open_close_first(o, open);
	g_hash_table_destroy(open->by_key);
}

static struct sighting *open_find(struct open *open, const char *key)
{
	struct waiting *waiting = g_hash_table_lookup(open->by_key, key);

	return waiting ? &waiting->sighting : NULL;
}

/* Takes |key|, which waits from now on. */
static struct sighting *open_add(struct observer *o, struct open *open, char *key,
				 enum sighting_kind kind, struct moment at)
{
	struct waiting *waiting = g_new0(struct waiting, 1);

	if (open->order.length >= OBSERVER_OPEN) {
		const struct waiting *oldest = open->order.head->data;

		facts(o)->given_up += !moment_is_set(answered_at(&oldest->sighting));
		open_close_first(o, open);
	}
	waiting->key = key;
	waiting->sighting.kind = kind;
	waiting->sighting.capture = o->capture;
	waiting->sighting.at = at;
	g_queue_push_tail(&open->order, waiting);
	g_hash_table_insert(open->by_key, key, waiting);
	return &waiting->sighting;
}

/*
 * A client that uses one id for ever asks anew when it asks long after it was
 * answered: what was known is handed out, and the same place waits for more.
 */
static bool asks_anew(struct observer *o, struct sighting *sighting, struct moment at)
{
	struct moment answered = answered_at(sighting);

	if (!moment_is_set(answered) || at.time / 2 - answered.time / 2 < SAME_QUESTION / 2)
		return false;
	sightings_add(o->sightings, sighting);
	sighting->at = at;
	return true;
}

struct observer *observer_new(struct sightings *sightings, unsigned capture, struct watch *watch)
{
	struct observer *o = g_new0(struct observer, 1);

	o->sightings = sightings;
	o->capture = capture;
	o->watch = watch;
	open_start(&o->names);
	open_start(&o->leases);
	open_start(&o->neighbours);
	return o;
}

void observer_finish(struct observer *o)
{
	open_end(o, &o->names);
	open_end(o, &o->leases);
	open_end(o, &o->neighbours);
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

static struct seen_name *name_begin(struct observer *o, const struct dns *dns,
				    const struct flow *flow, const struct address *about)
{
	struct seen_name *name = sightings_room(o->sightings, sizeof *name);

	name->asker = dns->response ? flow->dst : flow->src;
	name->resolver = dns->response ? flow->src : flow->dst;
	name->question = sightings_intern(o->sightings, dns->question);
	name->type = dns->question_type;
	name->about = *about;
	return name;
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
		name->name = sightings_intern(o->sightings, record->name);
		watch_add_name(o->watch, record->name);
	}
}

static void name_take_answer(struct observer *o, struct seen_name *name, const struct dns *dns,
			     struct moment at, struct place place)
{
	name->answer = at;
	name->answer_place = place;
	name->rcode = dns->rcode;
	for (unsigned i = 0; i < dns->record_count; i++)
		name_take_record(o, name, &dns->record[i]);
}

void observe_dns(struct observer *o, const struct dns *dns, const struct flow *flow,
		 struct moment at, struct place place)
{
	struct address about = {{0}};

	facts(o)->dns++;
	if (!dns_is_watched(o, dns, &about))
		return;
	g_autofree char *key = dns_key(dns, flow);
	struct sighting *sighting = open_find(&o->names, key);

	if (!sighting) {
		sighting = open_add(o, &o->names, g_steal_pointer(&key), SIGHTING_NAME, at);
		sighting->name = name_begin(o, dns, flow, &about);
	} else if (!dns->response && asks_anew(o, sighting, at)) {
		sighting->name = name_begin(o, dns, flow, &about);
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
static void lease_take_grant(struct observer *o, struct seen_lease *lease, const struct dhcp *dhcp)
{
	lease->server = dhcp->server;
	lease->relay = dhcp->relay;
	lease->lease_time = dhcp->lease_time;
	lease->has_suffix = dhcp->has_suffix;
	lease->dns_count = MIN(dhcp->dns_count, SEEN_DNS_MAX);
	memcpy(lease->dns, dhcp->dns, lease->dns_count * sizeof lease->dns[0]);
	lease->suffix_count = MIN(dhcp->suffix_count, SEEN_SUFFIX_MAX);
	for (unsigned i = 0; i < lease->suffix_count; i++)
		lease->suffix[i] = sightings_intern(o->sightings, dhcp->suffix[i]);
}

static void lease_take_client(struct observer *o, struct seen_lease *lease, const struct dhcp *dhcp)
{
	if (dhcp->host_name)
		lease->host_name = sightings_intern(o->sightings, dhcp->host_name);
	if (dhcp->fqdn)
		lease->fqdn = sightings_intern(o->sightings, dhcp->fqdn);
}

static void lease_take(struct observer *o, struct seen_lease *lease, const struct dhcp *dhcp,
		       const struct flow *flow, struct moment at)
{
	lease->last = at;
	switch (dhcp->kind) {
	case DHCP_DISCOVER:
		lease->discovers++;
		first(&lease->discover, at);
		lease_take_client(o, lease, dhcp);
		break;
	case DHCP_REQUEST:
	case DHCP_INFORM:
		lease->requests++;
		first(&lease->request, at);
		lease_take_client(o, lease, dhcp);
		break;
	case DHCP_OFFER:
		first(&lease->offer, at);
		break;
	case DHCP_ACK:
		first(&lease->ack, at);
		lease->address =
			address_is_none(&dhcp->your_address) ? flow->dst : dhcp->your_address;
		lease_take_grant(o, lease, dhcp);
		break;
	case DHCP_NAK:
		first(&lease->nak, at);
		break;
	default:
		break;
	}
}

static struct seen_lease *lease_begin(struct observer *o, const struct dhcp *dhcp)
{
	struct seen_lease *lease = sightings_room(o->sightings, sizeof *lease);

	lease->version = dhcp->version;
	lease->client = dhcp->client;
	return lease;
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
	struct sighting *sighting = open_find(&o->leases, key);

	if (!sighting) {
		sighting = open_add(o, &o->leases, g_steal_pointer(&key), SIGHTING_LEASE, at);
		sighting->lease = lease_begin(o, dhcp);
	} else if (is_client(dhcp->kind) && asks_anew(o, sighting, at)) {
		sighting->lease = lease_begin(o, dhcp);
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
	struct sighting *sighting = open_find(&o->neighbours, key);

	if (!sighting) {
		sighting =
			open_add(o, &o->neighbours, g_steal_pointer(&key), SIGHTING_NEIGHBOUR, at);
		sighting->neighbour = sightings_room(o->sightings, sizeof *sighting->neighbour);
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

static bool is_silent(const struct seen_connection *c)
{
	return c->answer == ANSWER_NONE && c->bytes[0] + c->bytes[1] == 0;
}

void observe_connection(struct observer *o, const struct seen_connection *connection,
			struct moment at)
{
	struct sighting sighting = {
		.kind = SIGHTING_CONNECTION,
		.capture = o->capture,
		.at = at,
	};

	if (is_silent(connection) && ++o->silent > OBSERVER_SILENT) {
		facts(o)->given_up++;
		return;
	}
	sighting.connection = sightings_room(o->sightings, sizeof *connection);
	*sighting.connection = *connection;
	sightings_add(o->sightings, &sighting);
}
