/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * observer.c - what belongs together is found by a key: asker, resolver, id
 * and question of a DNS exchange; client and transaction of a DHCP one; asker
 * and target of ARP. See observer.h.
 */
#include "observer.h"

#include <string.h>

#include "repeats.h"

/* Repetitions come sooner after an answer that got lost: resolvers wait 5 s (resolv.conf(5)). */
#define SAME_QUESTION (10 * NANOSECONDS)

/* Sightings that may still learn something, oldest first. */
struct open {
	GHashTable *by_key; /* char * -> struct waiting * */
	GQueue order;       /* struct waiting * */
};

/* Until it is known whether it may be kept, its value and texts are its own. */
struct waiting {
	char *key;
	struct sighting sighting;
};

static const size_t value_sizes[] = {
	[SIGHTING_LEASE] = sizeof(struct seen_lease),
	[SIGHTING_NAME] = sizeof(struct seen_name),
	[SIGHTING_NEIGHBOUR] = sizeof(struct seen_neighbour),
};

#define TEXTS_MAX (SEEN_SUFFIX_MAX + 2)

/* The texts of a waiting sighting, where they hang. */
static unsigned texts_of(const struct sighting *s, const char **texts[TEXTS_MAX])
{
	unsigned n = 0;

	if (s->kind == SIGHTING_NAME) {
		texts[n++] = &s->name->question;
		texts[n++] = &s->name->name;
	} else if (s->kind == SIGHTING_LEASE) {
		for (unsigned i = 0; i < SEEN_SUFFIX_MAX; i++)
			texts[n++] = &s->lease->suffix[i];
		texts[n++] = &s->lease->host_name;
		texts[n++] = &s->lease->fqdn;
	}
	return n;
}

static void set_text(const char **field, const char *text)
{
	char *old = (char *)*field;

	*field = g_strdup(text);
	g_free(old);
}

struct observer {
	struct sightings *sightings;
	unsigned capture;
	struct watch *watch;
	struct budget *budget;
	struct repeats *repeats;
	struct open names, leases, neighbours;
};

static struct capture_facts *facts(struct observer *o)
{
	return sightings_capture(o->sightings, o->capture);
}

static void open_start(struct open *open)
{
	open->by_key = g_hash_table_new(text_hash, g_str_equal);
	g_queue_init(&open->order);
}

static bool may_be_kept(struct observer *o, const struct sighting *s, size_t text)
{
	switch (s->kind) {
	case SIGHTING_NAME:
		return budget_take(o->budget, BUDGET_NAME, &s->name->asker, text);
	case SIGHTING_LEASE:
		return budget_take(o->budget,
				   moment_is_set(s->lease->ack) ? BUDGET_LEASE : BUDGET_DISCOVER,
				   &s->lease->address, text);
	default:
		return budget_take(o->budget, BUDGET_NEIGHBOUR, &s->neighbour->asker, text);
	}
}

/* What is kept moves to the store; what is not is forgotten. */
static void keep(struct observer *o, struct sighting *sighting)
{
	const char **texts[TEXTS_MAX];
	unsigned n = texts_of(sighting, texts);
	void *waited = sighting->lease;
	size_t size = value_sizes[sighting->kind], text = 0;

	for (unsigned i = 0; i < n; i++)
		text += *texts[i] ? strlen(*texts[i]) + 1 : 0;
	bool kept = may_be_kept(o, sighting, text);

	for (unsigned i = 0; i < n; i++) {
		char *own = (char *)*texts[i];

		*texts[i] = kept ? sightings_intern(o->sightings, own) : NULL;
		g_free(own);
	}
	if (kept) {
		sighting->lease = memcpy(sightings_room(o->sightings, size), waited, size);
		sightings_add(o->sightings, sighting);
	}
	g_free(waited);
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
	keep(o, &first->sighting);
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
	waiting->sighting.lease = g_malloc0(value_sizes[kind]);
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
	keep(o, sighting);
	sighting->lease = g_malloc0(value_sizes[sighting->kind]);
	sighting->at = at;
	return true;
}

struct observer *observer_new(struct sightings *sightings, unsigned capture, struct watch *watch,
			      struct budget *budget)
{
	struct observer *o = g_new0(struct observer, 1);

	o->sightings = sightings;
	o->capture = capture;
	o->watch = watch;
	o->budget = budget;
	o->repeats = repeats_new();
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
	set_text(&name->question, dns->question);
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
		set_text(&name->name, record->name);
		watch_add_name(o->watch, record->name);
	}
}

static void name_take_answer(struct observer *o, struct seen_name *name, const struct dns *dns,
			     struct moment at, struct place place)
{
	budget_stand_out(o->budget, &name->asker);
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
	struct sighting *sighting = open_find(&o->names, key);

	if (!sighting) {
		sighting = open_add(o, &o->names, g_steal_pointer(&key), SIGHTING_NAME, at);
		name_begin(sighting->name, dns, flow, &about);
	} else if (!dns->response && asks_anew(o, sighting, at)) {
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
		set_text(&lease->suffix[i], dhcp->suffix[i]);
}

static void lease_take_client(struct seen_lease *lease, const struct dhcp *dhcp)
{
	if (dhcp->host_name)
		set_text(&lease->host_name, dhcp->host_name);
	if (dhcp->fqdn)
		set_text(&lease->fqdn, dhcp->fqdn);
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
		budget_stand_out(o->budget, &lease->address);
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
	struct sighting *sighting = open_find(&o->leases, key);

	if (!sighting) {
		sighting = open_add(o, &o->leases, g_steal_pointer(&key), SIGHTING_LEASE, at);
		lease_begin(sighting->lease, dhcp);
	} else if (is_client(dhcp->kind) && asks_anew(o, sighting, at)) {
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
	struct sighting *sighting = open_find(&o->neighbours, key);

	if (!sighting) {
		sighting =
			open_add(o, &o->neighbours, g_steal_pointer(&key), SIGHTING_NEIGHBOUR, at);
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
	struct seen_hello *kept = sightings_room(o->sightings, sizeof *kept);
	size_t size = hello->piece_count * sizeof *hello->piece;

	*kept = *hello;
	if (size)
		kept->piece = memcpy(sightings_room(o->sightings, size), hello->piece, size);
	return kept;
}

void observe_connection(struct observer *o, const struct seen_connection *connection,
			struct moment at)
{
	const struct address *device =
		connection->service == SERVICE_HELLO ? &connection->client : &connection->server;
	struct sighting sighting = {
		.kind = SIGHTING_CONNECTION,
		.capture = o->capture,
		.at = at,
	};

	if (connection->service != SERVICE_HELLO && connection->answer == ANSWER_ACCEPTED)
		budget_stand_out(o->budget, device);
	if (repeats_fold(o->repeats, o->sightings, connection)) {
		facts(o)->repeats++;
		return;
	}
	if (!budget_take(o->budget, kind_of_connection(connection), device, 0))
		return;
	sighting.connection = sightings_room(o->sightings, sizeof *connection);
	*sighting.connection = *connection;
	if (connection->hello)
		sighting.connection->hello = keep_hello(o, connection->hello);
	sightings_add(o->sightings, &sighting);
	repeats_note(o->repeats, sighting.connection);
}
