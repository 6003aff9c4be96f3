/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * subjects.c - a host becomes an AMT device by a hello, by asking for
 * ProvisionServer, by connecting to a hello port (possible only: port scans do
 * the same), by a server's call-back to it, or by standing in the site's
 * records (engine.md). A hello names the machine, so its UUID is the device's
 * key; addresses belong to whoever said hello from them at that time. DHCP
 * alone never makes a device.
 *
 * Passes go from the surest evidence to the weakest; each sighting has at most
 * one owner.
 */
#include "subjects.h"

#include "families.h"
#include "fleet.h"
#include "numbers.h"
#include "tenures.h"
#include "translations.h"
#include "watch.h"

/* The IPv6 and the IPv4 address that a device used last. */
struct present {
	struct address used[2];
};

struct grouping {
	struct fleet *fleet;
	const struct sighting *list;
	size_t count;
	struct subject **owner;               /* by sighting */
	const struct sighting **translations; /* by sighting; NULL: one capture */
	GArray *present;                      /* struct present, by subject */
	GHashTable *by_uuid;                  /* struct uuid * -> struct subject * */
	struct tenures *tenures;
	GHashTable *by_mac;    /* struct mac * -> struct subject * */
	GHashTable *servers;   /* struct address *: hosts that hellos went to or names led to */
	GHashTable *resolvers; /* struct address *: hosts that answer DNS */
	GHashTable *consoles;  /* struct address *: hosts that connect to devices' ports */
	GHashTable *callers;   /* struct address * -> struct sighting *: last hello to a server */
	GHashTable *reverse_names; /* const char * -> struct subject *: what PTR answers said */
	GHashTable *led_to;        /* struct address * -> struct subject *: where those names led */
};

static guint uuid_hash(gconstpointer uuid)
{
	return address_hash(uuid); /* both are 16 bytes */
}

static gboolean uuid_equals(gconstpointer a, gconstpointer b)
{
	return uuid_equal(a, b);
}

static guint mac_hash(gconstpointer mac)
{
	struct address padded = {{0}};

	memcpy(padded.b, mac, sizeof(struct mac));
	return address_hash(&padded);
}

static gboolean mac_equals(gconstpointer a, gconstpointer b)
{
	return mac_equal(a, b);
}

static GHashTable *address_table(void)
{
	return g_hash_table_new(address_hash, address_equals);
}

static struct subject *subject_new(struct grouping *g)
{
	struct subject *subject = room_take(&g->fleet->room, sizeof *subject);

	subject->number = g->fleet->subjects->len;
	g_array_set_size(g->present, subject->number + 1);

	g_ptr_array_add(g->fleet->subjects, subject);
	return subject;
}

void subject_free(struct subject *subject)
{
	g_free(subject->addresses.more);
}

/*
 * A device that moves has a new address; one that goes back to an old one
 * while the other is in use is two machines with one UUID. IPv4 and IPv6 are
 * not each other's old address.
 */
static void add_address(struct grouping *g, struct subject *subject, const struct address *address)
{
	struct address *present = &g_array_index(g->present, struct present, subject->number)
					   .used[address_is_v4(address)];
	bool moved = !address_is_none(present) && !address_equal(present, address);

	*present = *address;
	if (addresses_have(&subject->addresses, address))
		subject->shared = subject->shared || moved;
	else
		addresses_add(&subject->addresses, address);
}

/* |subject| uses |address| at |time|. */
static void take_address(struct grouping *g, const struct address *address, int64_t time,
			 struct subject *subject)
{
	tenures_take(g->tenures, address, time, subject);
	add_address(g, subject, address);
}

static struct subject *tenant(const struct grouping *g, const struct address *address, int64_t time,
			      bool before_hello)
{
	return tenures_at(g->tenures, address, time, before_hello);
}

static bool is_hello(const struct sighting *s)
{
	return s->kind == SIGHTING_CONNECTION && s->connection->hello;
}

static struct subject *subject_of_uuid(struct grouping *g, const struct uuid *uuid)
{
	struct subject *subject = g_hash_table_lookup(g->by_uuid, uuid);

	if (!subject) {
		subject = subject_new(g);
		subject->has_uuid = true;
		subject->uuid = *uuid;
		g_hash_table_insert(g->by_uuid, (gpointer)uuid, subject);
	}
	return subject;
}

/* At both ends of a translation a device has an address; it goes from neither to the other. */
static bool take_translated(struct grouping *g, size_t i, struct subject *subject)
{
	const struct sighting *s = &g->list[i];
	const struct sighting *other = g->translations ? g->translations[i] : NULL;

	if (!other)
		return false;
	subject->translated[0] = MIN(s, other);
	subject->translated[1] = MAX(s, other);
	tenures_take(g->tenures, &s->connection->client, s->at.time, subject);
	if (!addresses_have(&subject->addresses, &s->connection->client))
		addresses_add(&subject->addresses, &s->connection->client);
	return true;
}

/* A blank UUID names nobody: such a device goes by its address. */
static void own_hello(struct grouping *g, size_t i)
{
	const struct sighting *s = &g->list[i];
	const struct seen_connection *c = s->connection;
	struct subject *subject;

	if (c->hello->has_uuid && !uuid_is_blank(&c->hello->uuid))
		subject = subject_of_uuid(g, &c->hello->uuid);
	else
		subject = tenant(g, &c->client, s->at.time, false);
	if (!subject)
		subject = subject_new(g);
	subject->identity = CERTAINTY_CERTAIN;
	subject->said_hello = true;
	if (!take_translated(g, i, subject))
		take_address(g, &c->client, s->at.time, subject);
	g_hash_table_add(g->servers, (gpointer)&c->server);
	g->owner[i] = subject;
}

/* Those who answer DNS forward other hosts' questions; they are no devices for it. */
static void note_resolver(struct grouping *g, size_t i)
{
	const struct seen_name *name = g->list[i].name;

	g_hash_table_add(g->resolvers, (gpointer)&name->resolver);
	if (fleet_is_server_name(g->fleet, name->question))
		for (unsigned k = 0; k < name->address_count; k++)
			g_hash_table_add(g->servers, (gpointer)&name->address[k]);
}

static bool asks_for_server(const struct grouping *g, const struct sighting *s)
{
	return s->kind == SIGHTING_NAME && fleet_is_server_name(g->fleet, s->name->question) &&
	       !g_hash_table_contains(g->resolvers, &s->name->asker);
}

static bool calls_server(const struct sighting *s)
{
	return s->kind == SIGHTING_CONNECTION && s->connection->service == SERVICE_HELLO &&
	       !s->connection->hello;
}

static void own_by_address(struct grouping *g, size_t i, const struct address *address,
			   enum certainty identity)
{
	int64_t time = g->list[i].at.time;
	struct subject *subject = tenant(g, address, time, true);

	if (!subject) {
		subject = subject_new(g);
		take_address(g, address, time, subject);
	}
	if (subject->identity < identity)
		subject->identity = identity;
	g->owner[i] = subject;
}

/* A call-back's port on the device is open to anybody; who calls decides what it means. */
static bool is_server(const struct grouping *g, const struct address *address)
{
	if (g_hash_table_contains(g->servers, address))
		return true;
	for (size_t i = 0; i < g->fleet->site->servers.n; i++)
		if (address_equal(&g->fleet->site->servers.row[i].address, address))
			return true;
	return false;
}

/* The device that said hello to this server last, and not long before: it is who is meant. */
static struct subject *last_caller(const struct grouping *g, const struct sighting *s)
{
	const int64_t recent = 180 * NANOSECONDS;
	const struct sighting *hello = g_hash_table_lookup(g->callers, &s->connection->client);

	if (!hello || s->at.time - hello->at.time > recent)
		return NULL;
	return g->owner[hello - g->list];
}

static void own_callback(struct grouping *g, size_t i)
{
	const struct sighting *s = &g->list[i];
	const struct seen_connection *c = s->connection;
	struct subject *subject = tenant(g, &c->server, s->at.time, false);

	if (!subject)
		subject = g_hash_table_lookup(g->led_to, &c->server);
	if (!subject && is_server(g, &c->client))
		subject = last_caller(g, s);
	if (!subject && is_server(g, &c->client) && c->answer == ANSWER_ACCEPTED) {
		subject = subject_new(g);
		subject->identity = CERTAINTY_LIKELY;
		take_address(g, &c->server, s->at.time, subject);
	}
	g->owner[i] = subject;
}

/* The server's look-ups: a device's reverse name, and where that name leads. */
static void own_name(struct grouping *g, size_t i)
{
	const struct sighting *s = &g->list[i];
	const struct seen_name *name = s->name;

	if (name->type == DNS_PTR) {
		g->owner[i] = tenant(g, &name->about, s->at.time, false);
		if (g->owner[i] && name->name)
			g_hash_table_insert(g->reverse_names, (gpointer)name->name, g->owner[i]);
		return;
	}
	g->owner[i] = g_hash_table_lookup(g->reverse_names, name->question);
	for (unsigned k = 0; g->owner[i] && k < name->address_count; k++)
		g_hash_table_insert(g->led_to, (gpointer)&name->address[k], g->owner[i]);
}

static void own_lease(struct grouping *g, size_t i)
{
	const struct sighting *s = &g->list[i];
	const struct seen_lease *lease = s->lease;
	struct subject *subject = NULL;

	if (!address_is_none(&lease->address))
		subject = tenant(g, &lease->address, s->at.time, true);
	if (!subject)
		subject = g_hash_table_lookup(g->by_mac, &lease->client);
	if (!subject)
		return;
	if (!mac_is_none(&subject->mac) && !mac_equal(&subject->mac, &lease->client))
		subject->shared = true;
	subject->mac = lease->client;
	if (!mac_is_none(&lease->client))
		g_hash_table_insert(g->by_mac, (gpointer)&lease->client, subject);
	g->owner[i] = subject;
}

static void own_neighbour(struct grouping *g, size_t i)
{
	const struct seen_neighbour *n = g->list[i].neighbour;
	struct subject *subject = g_hash_table_lookup(g->led_to, &n->target);

	if (is_server(g, &n->asker))
		g->owner[i] = subject ? subject : tenant(g, &n->target, g->list[i].at.time, false);
}

/*
 * Devices that the records describe are known before anything is seen, by
 * their UUID and MAC; and if nothing is, that is what there is to say.
 */
static void know_records(struct grouping *g)
{
	const struct site *site = g->fleet->site;

	for (size_t i = 0; i < site->devices.n; i++) {
		const struct site_device *row = &site->devices.row[i];
		struct uuid swapped = uuid_swapped(&row->uuid);
		struct subject *subject =
			row->has_uuid ? g_hash_table_lookup(g->by_uuid, &swapped) : NULL;

		if (!row->has_mac && !row->has_uuid)
			continue;
		if (!subject)
			subject = row->has_uuid ? subject_of_uuid(g, &row->uuid) : subject_new(g);
		subject->identity = CERTAINTY_CERTAIN;
		subject->recorded = true;
		if (!row->has_mac || g_hash_table_contains(g->by_mac, &row->mac))
			continue;
		subject->mac = row->mac;
		g_hash_table_insert(g->by_mac, (gpointer)&row->mac, subject);
	}
}

/*
 * A recorded device that says no hello is found by the lease of its MAC, so
 * that what comes from that address is its own.
 */
static void take_recorded_lease(struct grouping *g, const struct sighting *s)
{
	const struct seen_lease *lease = s->lease;
	struct subject *subject = g_hash_table_lookup(g->by_mac, &lease->client);

	if (!subject || subject->said_hello || address_is_none(&lease->address))
		return;
	if (tenures_begin_after(g->tenures, &lease->address, s->at.time))
		return;
	take_address(g, &lease->address, s->at.time, subject);
}

static void pass_leases(struct grouping *g)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->list[i].kind == SIGHTING_LEASE)
			take_recorded_lease(g, &g->list[i]);
}

static void pass_hellos(struct grouping *g)
{
	for (size_t i = 0; i < g->count; i++) {
		if (is_hello(&g->list[i]))
			own_hello(g, i);
		else if (g->list[i].kind == SIGHTING_NAME)
			note_resolver(g, i);
	}
}

/*
 * Programs that are no AMT knock on 9971 too: what speaks something else, and
 * what also knocks on ports that only devices listen on.
 */
static bool is_scan(const struct grouping *g, const struct sighting *s)
{
	const struct address *client = &s->connection->client;

	if (tenant(g, client, s->at.time, false))
		return false;
	return s->connection->foreign || g_hash_table_contains(g->consoles, client);
}

static void note_console(struct grouping *g, const struct sighting *s)
{
	if (s->kind == SIGHTING_CONNECTION && s->connection->service != SERVICE_HELLO)
		g_hash_table_add(g->consoles, &s->connection->client);
}

/* A device may ask over IPv4 for the server that it then speaks to over IPv6. */
static void pass_families(struct grouping *g)
{
	struct families *families = families_new();
	const struct sighting *asked;

	for (size_t i = 0; i < g->count; i++) {
		const struct sighting *s = &g->list[i];

		if (asks_for_server(g, s))
			families_ask(families, s,
				     tenant(g, &s->name->asker, s->at.time, true) != NULL);
		else if (s->kind == SIGHTING_CONNECTION && s->connection->service == SERVICE_HELLO)
			families_connect(families, s, g->owner[i]);
	}
	for (unsigned k = 0; k < families_count(families); k++) {
		struct subject *subject = families_pair(families, k, &asked);

		if (subject)
			take_address(g, &asked->name->asker, asked->at.time, subject);
	}
	families_free(families);
}

static void pass_callers(struct grouping *g)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct sighting *s = &g->list[i];

		note_console(g, s);
		if (asks_for_server(g, s))
			own_by_address(g, i, &s->name->asker, CERTAINTY_CERTAIN);
	}
	for (size_t i = 0; i < g->count; i++) {
		const struct sighting *s = &g->list[i];

		if (calls_server(s) && !is_scan(g, s))
			own_by_address(g, i, &s->connection->client, CERTAINTY_POSSIBLE);
	}
}

static void pass_servers(struct grouping *g)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct sighting *s = &g->list[i];

		if (is_hello(s))
			g_hash_table_insert(g->callers, (gpointer)&s->connection->server,
					    (gpointer)s);
		if (g->owner[i])
			continue;
		if (s->kind == SIGHTING_NAME)
			own_name(g, i);
		else if (s->kind == SIGHTING_CONNECTION)
			own_callback(g, i);
		else if (s->kind == SIGHTING_LEASE)
			own_lease(g, i);
		else if (s->kind == SIGHTING_NEIGHBOUR)
			own_neighbour(g, i);
	}
}

static void drop_unseen(struct fleet *fleet)
{
	GPtrArray *all = fleet->subjects;
	guint kept = 0;

	for (guint i = 0; i < all->len; i++) {
		struct subject *subject = all->pdata[i];

		if (subject->seen_count || subject->recorded)
			all->pdata[kept++] = subject;
		else
			subject_free(subject);
	}
	g_ptr_array_set_free_func(all, NULL);
	g_ptr_array_set_size(all, (gint)kept);
	g_ptr_array_set_free_func(all, (GDestroyNotify)subject_free);
}

/* One list for all: counted first, so that each subject has its stretch of it. */
static void hand_out(struct grouping *g)
{
	const struct sighting **at;

	for (size_t i = 0; i < g->count; i++)
		if (g->owner[i])
			g->owner[i]->seen_count++;
	drop_unseen(g->fleet);
	at = g->fleet->order = g_new(const struct sighting *, g->count + 1);
	for (unsigned i = 0; i < g->fleet->subjects->len; i++) {
		struct subject *subject = g->fleet->subjects->pdata[i];

		subject->number = i;
		subject->seen = at;
		at += subject->seen_count;
		subject->seen_count = 0;
	}
	for (size_t i = 0; i < g->count; i++) {
		struct subject *subject = g->owner[i];

		if (subject)
			((const struct sighting **)subject->seen)[subject->seen_count++] =
				&g->list[i];
	}
}

void subjects_find(struct fleet *fleet)
{
	struct grouping g = {.fleet = fleet};

	g.list = sightings_list(fleet->sightings, &g.count);
	g.translations = translations_find(g.list, g.count, sightings_captures(fleet->sightings),
					   fleet->twins);
	g.owner = g_new0(struct subject *, g.count + 1);
	g.present = g_array_new(FALSE, TRUE, sizeof(struct present));
	g.by_uuid = g_hash_table_new(uuid_hash, uuid_equals);
	g.by_mac = g_hash_table_new(mac_hash, mac_equals);
	g.tenures = tenures_new();
	g.servers = address_table();
	g.resolvers = address_table();
	g.consoles = address_table();
	g.callers = address_table();
	g.led_to = address_table();
	g.reverse_names = g_hash_table_new(g_str_hash, g_str_equal);
	pass_hellos(&g);
	know_records(&g);
	pass_leases(&g);
	pass_families(&g);
	pass_callers(&g);
	pass_servers(&g);
	hand_out(&g);
	g_free(g.translations);
	g_free(g.owner);
	g_array_free(g.present, TRUE);
	g_hash_table_destroy(g.by_uuid);
	g_hash_table_destroy(g.by_mac);
	tenures_free(g.tenures);
	g_hash_table_destroy(g.servers);
	g_hash_table_destroy(g.resolvers);
	g_hash_table_destroy(g.consoles);
	g_hash_table_destroy(g.callers);
	g_hash_table_destroy(g.led_to);
	g_hash_table_destroy(g.reverse_names);
}
