/* SPDX-License-Identifier: GPL-2.0-or-later */
/* connect.c - stage T: routing and TCP, to the server and back to the device. */
#include "checks.h"
#include "translations.h"

static enum vantage vantage_of(const struct attempt *a, const struct sighting *s)
{
	return sightings_capture((struct sightings *)a->fleet->sightings, s->capture)->vantage;
}

static const struct site_server *other_port(const struct attempt *a)
{
	const struct sighting *s = a->refused ? a->refused : a->silent;

	for (size_t i = 0; s && i < a->site->servers.n; i++) {
		const struct site_server *row = &a->site->servers.row[i];

		if (row->port && row->port != s->connection->server_port &&
		    address_equal(&row->address, &s->connection->server))
			return row;
	}
	return NULL;
}

static bool uses_wrong_port(const struct attempt *a, struct finding *f)
{
	const struct site_server *row = other_port(a);
	const struct sighting *s = a->refused ? a->refused : a->silent;

	if (!row || a->stop != STEP_CONNECT)
		return false;
	finding_quote(f, s, s->at, "SYN to port %u", s->connection->server_port);
	finding_quote_record(f, "server: %s listens on port %u", ADDRESS(&row->address), row->port);
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The device tries port %u of %s, which listens on port %u.",
			   s->connection->server_port, ADDRESS(&row->address), row->port);
}

static void listen_there(const struct attempt *a, GPtrArray *changes)
{
	const struct sighting *s = a->refused ? a->refused : a->silent;

	remedy_add(changes, "server[address=%s].port=%u", ADDRESS(&s->connection->server),
		   s->connection->server_port);
}

/* A router's own word is proof from one capture; silence needs two. */
static bool is_reported_unreachable(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->unreachable;

	if (!s || a->stop != STEP_CONNECT ||
	    address_equal(&s->connection->answer_by, &s->connection->server))
		return false;
	finding_quote(f, s, s->at, "SYN to %s", ADDRESS(&s->connection->server));
	finding_quote(f, s, s->connection->answer_at, "ICMP unreachable from %s",
		      ADDRESS(&s->connection->answer_by));
	return finding_say(f, CERTAINTY_CERTAIN, "%s reports that %s port %u cannot be reached.",
			   ADDRESS(&s->connection->answer_by), ADDRESS(&s->connection->server),
			   s->connection->server_port);
}

/* What left the device is absent from a capture at the server that covers the time. */
static bool is_lost_on_the_way(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->stop == STEP_CONNECT ? a->silent : a->hello;
	bool certain = false;
	int missed_by = s && !a->called ? fleet_missed_by_server(a->fleet, s, &certain) : -1;

	if (missed_by < 0 || a->reached > STEP_HELLO || a->subject->translated[0])
		return false;
	f->step = a->waiting_in;
	finding_quote(f, s, s->at, s == a->hello ? "hello to %s" : "SYN to %s",
		      ADDRESS(&s->connection->server));
	finding_quote_record(
		f, "%s covers this time and does not show it",
		sightings_capture((struct sightings *)a->fleet->sightings, (unsigned)missed_by)
			->file);
	return finding_say(f, certain ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY,
			   "What %s sends to %s port %u leaves the device and never arrives.",
			   ADDRESS(&s->connection->client), ADDRESS(&s->connection->server),
			   s->connection->server_port);
}

static bool does_not_reach_server(const struct attempt *a, struct finding *f)
{
	return is_reported_unreachable(a, f) || is_lost_on_the_way(a, f);
}

/* The SYN as the server's capture shows it. */
static const struct sighting *silent_at_server(const struct attempt *a)
{
	for (size_t i = a->seen_count; i-- > 0;) {
		const struct sighting *s = a->seen[i];

		if (s->kind == SIGHTING_CONNECTION && s->connection->service == SERVICE_HELLO &&
		    s->connection->answer == ANSWER_NONE && s->connection->syns >= 2 &&
		    vantage_of(a, s) == VANTAGE_SERVER)
			return s;
	}
	return NULL;
}

static bool is_dropped_by_server(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = silent_at_server(a);

	if (a->stop != STEP_CONNECT)
		return false;
	if (a->unreachable && address_equal(&a->unreachable->connection->answer_by,
					    &a->unreachable->connection->server)) {
		s = a->unreachable;
		finding_quote(f, s, s->connection->answer_at, "the server's ICMP refusal");
		return finding_say(f, CERTAINTY_CERTAIN, "A firewall on %s rejects port %u.",
				   ADDRESS(&s->connection->server), s->connection->server_port);
	}
	if (!s || !a->stalled)
		return false;
	finding_quote(f, s, s->at, "SYN, the first of %u", s->connection->syns);
	return finding_say(f, CERTAINTY_LIKELY,
			   "SYNs reach %s port %u and nothing answers: a firewall drops them.",
			   ADDRESS(&s->connection->server), s->connection->server_port);
}

/* What the records say of the configuration service, or NULL. */
static const struct site_service *service_row(const struct attempt *a)
{
	for (size_t i = 0; i < a->site->services.n; i++)
		if (g_ascii_strcasecmp(a->site->services.row[i].name, "AMTConfig") == 0)
			return &a->site->services.row[i];
	return NULL;
}

static bool is_state(const struct site_service *row, const char *state)
{
	return row && g_ascii_strcasecmp(row->state, state) == 0;
}

static void quote_service(const struct attempt *a, struct finding *f)
{
	const struct site_service *row = service_row(a);

	if (row)
		finding_quote_record(f, "service: %s is %s", row->name, row->state);
}

static bool is_refused(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->refused;

	if (!s || other_port(a))
		return false;
	finding_quote(f, s, s->at, "SYN");
	finding_quote(f, s, s->connection->answer_at, "RST");
	quote_service(a, f);
	return finding_say(f, CERTAINTY_CERTAIN, "%s refuses connections on port %u.",
			   ADDRESS(&s->connection->server), s->connection->server_port);
}

/* The records themselves say that nobody works there. */
static bool is_known_to_hang(const struct attempt *a, struct finding *f)
{
	const struct site_service *row = service_row(a);

	if (!is_state(row, "hung") && !is_state(row, "stopped"))
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "hello without a call-back");
	quote_service(a, f);
	return finding_say(f, CERTAINTY_CERTAIN, "The service %s is %s, so nobody is called back.",
			   row->name, row->state);
}

/* Everything speaks for the device, and the server calls nobody. */
static bool is_hung(const struct attempt *a, struct finding *f)
{
	if (!a->hello || a->reached != STEP_HELLO || a->fleet->called_back)
		return false;
	if (is_known_to_hang(a, f))
		return true;
	if (a->stop != STEP_CALLBACK || !a->stalled || a->log.latest)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "hello without a call-back");
	quote_service(a, f);
	if (!a->server_in_view)
		finding_need(f, "a capture that shows the server's own packets");
	/* A server that takes the UUID as it stands does not find one that is turned round. */
	bool sure = a->server_in_view && !a->naming.swapped;

	return finding_say(f, sure ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE,
			   "%s accepts hellos and calls nobody back, though the records are in "
			   "order.",
			   ADDRESS(&a->hello->connection->server));
}

static bool loses_answers(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->half_open;

	if (!s || s->connection->syns < 2 ||
	    s->connection->last_syn.time < s->connection->answer_at.time)
		return false;
	finding_quote(f, s, s->connection->answer_at, "SYN/ACK leaves");
	finding_quote(f, s, s->connection->last_syn, "SYN again");
	return finding_say(f, CERTAINTY_LIKELY,
			   "%s answers, but its answers do not reach the device.",
			   ADDRESS(&s->connection->server));
}

static bool is_call_blocked(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->call_refused ? a->call_refused : a->call_silent;

	if (!s || (a->call_silent && !a->call_refused &&
		   (s->connection->syns < 2 || (!a->called && !a->stalled))))
		return false;
	const struct seen_connection *c = s->connection;

	finding_quote(f, s, s->at, "call-back: SYN to port %u", c->server_port);
	if (c->answer == ANSWER_NONE)
		return finding_say(f, CERTAINTY_LIKELY,
				   "The server calls back to %s port %u and gets no answer.",
				   ADDRESS(&c->server), c->server_port);
	finding_quote(f, s, c->answer_at, c->answer == ANSWER_REFUSED ? "RST" : "ICMP");
	return finding_say(f, CERTAINTY_CERTAIN, "The server's call-back to %s port %u is %s.",
			   ADDRESS(&c->server), c->server_port,
			   c->answer == ANSWER_REFUSED ? "refused" : "unreachable");
}

static const struct address *astray_to(const struct sighting *s)
{
	return s->kind == SIGHTING_CONNECTION ? &s->connection->server : &s->neighbour->target;
}

static bool calls_wrong_host(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->astray;

	if (!s || !a->hello)
		return false;
	if (s->kind == SIGHTING_NEIGHBOUR && moment_is_set(s->neighbour->answer))
		return false;
	const char *to = ADDRESS(astray_to(s));

	finding_quote(f, s, s->at,
		      s->kind == SIGHTING_CONNECTION ? "call-back: SYN to %s"
						     : "the server looks for %s",
		      to);
	if (a->ptr && a->ptr->name->name)
		finding_quote_place(f, a->ptr, a->ptr->name->answer_place, "reverse name: %s",
				    a->ptr->name->name);
	if (a->forward)
		finding_quote_place(f, a->forward, a->forward->name->answer_place,
				    "address of that name");
	if (name_may_be_stale(a))
		finding_candidate(f, "AMT-F05");
	return finding_say(f, CERTAINTY_LIKELY,
			   "The server calls back to %s, but the hello came from %s.", to,
			   ADDRESS(&a->hello->connection->client));
}

/* The same hello at both ends, from two addresses. */
static bool is_seen_translated(const struct attempt *a, struct finding *f)
{
	const struct sighting *const *s = a->subject->translated;

	if (!a->last || !s[0])
		return false;
	f->known = KNOWN_WIRE;
	for (int i = 0; i < 2; i++)
		finding_quote_first_hello(f, s[i], HELLO_FIELD_WHOLE,
					  i ? "the same hello, from another address" : "hello");
	return finding_say(
		f, translation_is_certain(s[0], s[1]) ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY,
		"One capture shows the hello from %s, the other from %s: a router "
		"translates the device's address.",
		ADDRESS(&s[0]->connection->client), ADDRESS(&s[1]->connection->client));
}

static bool is_translated(const struct attempt *a, struct finding *f)
{
	const struct site_system *row = a->naming.system;
	const struct address *from = a->hello ? &a->hello->connection->client : NULL;

	if (!from)
		return false;
	if (is_seen_translated(a, f))
		return true;
	if (a->subject->crowded && a->reached <= STEP_HELLO &&
	    strcmp(site_policy(a->site, "duplicate_hello"), "by-address") == 0) {
		finding_quote_hello(f, a->hello, HELLO_FIELD_UUID,
				    "another UUID from this address");
		return finding_say(
			f, CERTAINTY_LIKELY,
			"Another device said hello from %s just before; the server tells "
			"hellos apart by address and takes this one for a copy.",
			ADDRESS(from));
	}
	if (a->subject->behind_nat) {
		finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "one of several UUIDs");
		return finding_say(f, CERTAINTY_LIKELY,
				   "Several devices say hello from %s in turn: a router translates "
				   "their addresses.",
				   ADDRESS(from));
	}
	if (!row || address_is_none(&row->address) || address_equal(&row->address, from))
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "hello");
	finding_quote_record(f, "systems: address %s", ADDRESS(&row->address));
	return finding_say(f, CERTAINTY_POSSIBLE,
			   "The hello comes from %s, the records have the device at %s.",
			   ADDRESS(from), ADDRESS(&row->address));
}

static bool moved_after_hello(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->call_silent;

	if (!s || !a->hello || a->subject->translated[0] ||
	    address_equal(&s->connection->server, &a->hello->connection->client) ||
	    a->hello->at.time < s->at.time)
		return false;
	finding_quote(f, s, s->at, "call-back to the old address");
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "hello from the new one");
	return finding_say(f, CERTAINTY_LIKELY,
			   "The device moved from %s to %s before the server called back.",
			   ADDRESS(&s->connection->server), ADDRESS(&a->hello->connection->client));
}

static bool says_nothing(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->mute;

	if (!s || a->stop != STEP_CONNECT)
		return false;
	finding_quote(f, s, s->connection->answer_at, "SYN/ACK");
	finding_quote(f, s, s->connection->last, "closed without a byte");
	return finding_say(f, CERTAINTY_LIKELY,
			   "The device opens a connection to %s and closes it without a hello.",
			   ADDRESS(&s->connection->server));
}

/* Something else listens there, or something else calls: no server answers a hello in words. */
static bool is_not_all_hello(const struct attempt *a, struct finding *f)
{
	const struct sighting *s = a->foreign;

	if (s) {
		finding_quote(f, s, s->connection->odd, "no hello");
		return finding_say(f, CERTAINTY_CERTAIN, "What %s sends to port %u is no hello.",
				   ADDRESS(&s->connection->client), s->connection->server_port);
	}
	s = a->hello;
	if (!s || s->connection->bytes[1] == 0)
		return false;
	finding_quote(f, s, s->connection->odd, "an answer to a hello");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "What listens on %s port %u answers hellos; no configuration server "
			   "does.",
			   ADDRESS(&s->connection->server), s->connection->server_port);
}

static const struct failure rows[] = {
	{
		.id = "AMT-T01",
		.step = STEP_CONNECT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS_VANTAGE,
		.title = "The server is out of the device's reach",
		.cause = "A route is missing, or an access list or VLAN keeps the device from the "
			 "server.",
		.remedy = "Open the way from the device's segment to the server's TCP port 9971.",
		.source = SEED,
		.applies = does_not_reach_server,
	},
	{
		.id = "AMT-T02",
		.step = STEP_CONNECT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.by_absence = true,
		.needs = NEEDS_VANTAGE,
		.title = "Server's firewall drops the connection",
		.cause = "The host firewall of the server does not allow the hello port.",
		.remedy = "Allow TCP 9971 in the server's firewall.",
		.source = DEDUCED,
		.applies = is_dropped_by_server,
	},
	{
		.id = "AMT-T06",
		.step = STEP_CONNECT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_SERVER),
		.title = "Wrong port",
		.cause = "The server listens on another port than the one set in the MEBx.",
		.remedy = "Set the same port in the MEBx and in the server.",
		.source = MESHCENTRAL,
		.applies = uses_wrong_port,
		.remedy_changes = listen_there,
	},
	{
		.id = "AMT-T03",
		.step = STEP_CONNECT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Connection refused",
		.cause = "The configuration service is stopped or has crashed, or something before "
			 "it refuses.",
		.remedy = "Start the AMTConfig service and set it to restart by itself.",
		.source = SEED,
		.applies = is_refused,
	},
	{
		.id = "AMT-T05",
		.step = STEP_CONNECT,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Return path blocked",
		.cause = "The way back from the server to the device is another one, and closed.",
		.remedy = "Check the routes from the server to the device's segment.",
		.source = DEDUCED,
		.applies = loses_answers,
	},
	{
		.id = "AMT-T11",
		.step = STEP_CONNECT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Connection without a hello",
		.cause = "The firmware gives up before it sends.",
		.remedy = "Update the device's firmware; power it off and on.",
		.source = DEDUCED,
		.applies = says_nothing,
	},
	{
		.id = "AMT-T12",
		.step = STEP_CONNECT,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Something else than hello on the hello port",
		.cause = "Another program uses the port, or a client that is no AMT tries it.",
		.remedy = "Keep port 9971 to the configuration service.",
		.source = MESHCENTRAL,
		.applies = is_not_all_hello,
	},
	{
		.id = "AMT-T08",
		.step = STEP_CALLBACK,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.title = "Call-back to the wrong host",
		.cause = "The name that the server has for this device leads to another address.",
		.remedy = "Correct the DNS records of that name; let DHCP keep them.",
		.source = TCP11,
		.applies = calls_wrong_host,
	},
	{
		.id = "AMT-T07",
		.step = STEP_CALLBACK,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.by_absence = true,
		.title = "Call-back blocked",
		.cause =
			"A firewall between server and device closes AMT's ports, or the device is "
			"no longer in setup mode.",
		.remedy = "Open TCP 16992-16995 from the server to the device; try "
			  "`telnet DEVICE 16993` on the server.",
		.source = TCP11,
		.applies = is_call_blocked,
	},
	{
		.id = "AMT-T09",
		.step = STEP_CALLBACK,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.title = "Address translation between device and server",
		.cause =
			"A router or relay stands between them; the server can only call back to its "
			"address.",
		.remedy = "Let the server reach the device's own address: no NAT between them.",
		.source = DEDUCED,
		.applies = is_translated,
	},
	{
		.id = "AMT-T10",
		.step = STEP_CALLBACK,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Address changed after the hello",
		.cause = "The lease ended between hello and call-back.",
		.remedy = "Give out longer leases; let DHCP update DNS (option 81).",
		.source = SEED,
		.applies = moved_after_hello,
	},
	{
		.id = "AMT-T04",
		.step = STEP_CALLBACK,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Service does not react to hellos",
		.cause =
			"The configuration service hangs: it accepts connections and does nothing.",
		.remedy = "Restart the AMTConfig service.",
		.source = SEED,
		.applies = is_hung,
	},
	{
		.id = "AMT-T00",
		.step = STEP_CONNECT,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Stalled on the way",
		.cause = "Neither the capture nor the records say why.",
		.remedy = "Capture at the device and at the server at the same time.",
		.source = DEDUCED,
		.applies = stopped_here,
	},
};

const struct stage connect_stage = {rows, G_N_ELEMENTS(rows)};
