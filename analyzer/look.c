/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look.c - the path of a packet, read as a list:
 *
 *   capture_next -> packet_decode -> (fragments) -> tcp, dns, dhcp, arp -> observer -> sightings
 *
 * Each capture is looked at alone, with its own connection state. The
 * decision "not ours" is taken from the ports, before anything is kept.
 */
#include "look.h"

#include "capture.h"
#include "fragments.h"
#include "numbers.h"
#include "observer.h"
#include "remarks.h"
#include "tcp.h"

#define SPANS_MAX 1100 /* of one hello: 7 fields, and 4 for each of 255 hashes */

const uint16_t look_default_ports[SERVICES] = {
	[SERVICE_HELLO] = HELLO_PORT,
	[SERVICE_HTTP] = HTTP_PORT,
	[SERVICE_TLS] = TLS_PORT,
	[SERVICE_REDIRECTION] = REDIRECTION_PORT,
};

struct look {
	const struct look_options *options;
	struct sightings *sightings;
	unsigned capture;
	struct watch *watch;
	struct observer *observer;
	struct fragments *fragments;
	struct tcp *tcp;
	struct message message; /* large, so kept here and not on the stack */
	struct span spans[SPANS_MAX];
};

static struct capture_facts *facts(struct look *look)
{
	return sightings_capture(look->sightings, look->capture);
}

/* The service that listens on |port|, or SERVICES. */
static enum service service_on(const struct look *look, uint16_t port)
{
	if (port == REDIRECTION_TLS_PORT)
		return SERVICE_REDIRECTION;
	for (enum service service = 0; service < SERVICES; service++)
		if (look->options->ports[service] == port)
			return service;
	return SERVICES;
}

static enum tcp_wanted wants(void *user, const struct flow *flow)
{
	if (service_on(user, flow->dst_port) != SERVICES)
		return TCP_CLIENT_SENDS;
	return service_on(user, flow->src_port) != SERVICES ? TCP_SERVER_SENDS : TCP_NOT_WANTED;
}

/* What is learned of a connection before it ends hangs on it. */
struct followed {
	struct seen_hello *hello;
	bool foreign;
};

static struct followed *followed(struct look *look, struct connection *connection)
{
	if (!connection->user)
		connection->user = sightings_room(look->sightings, sizeof(struct followed));
	return connection->user;
}

/* The fields that evidence may quote. */
static const uint16_t quoted[HELLO_FIELDS] = {
	[HELLO_FIELD_WHOLE] = F_HELLO,       [HELLO_FIELD_VERSION] = F_HELLO_VERSION,
	[HELLO_FIELD_RETRY] = F_HELLO_RETRY, [HELLO_FIELD_UUID] = F_HELLO_UUID,
	[HELLO_FIELD_PID] = F_HELLO_PID,     [HELLO_FIELD_HASH_COUNT] = F_HELLO_HASH_COUNT,
};

static const struct span *find_span(const struct trace *trace, uint16_t field, unsigned which)
{
	for (unsigned i = 0; i < trace->n; i++)
		if (trace->span[i].field == field && which-- == 0)
			return &trace->span[i];
	return NULL;
}

static void note_place(struct seen_hello *seen, enum hello_field field, const struct span *span,
		       const struct connection *connection)
{
	unsigned n = span ? tcp_places(connection, FROM_CLIENT, span->off, span->len,
				       seen->place[field], HELLO_PLACES_MAX)
			  : 0;

	if (n < HELLO_PLACES_MAX)
		seen->place[field][n].frame = 0;
}

/* Where the first remark points. */
static const struct span *remarked_span(const struct remarked *arrived, uint32_t set,
					const struct trace *trace)
{
	for (unsigned i = 0; i < REMARK_COUNT; i++)
		if (set & (1u << i))
			return find_span(trace, (uint16_t)remarks[i].field,
					 remarks[i].which ? remarks[i].which(arrived) : 0);
	return NULL;
}

static void note_places(struct seen_hello *seen, const struct remarked *arrived,
			const struct trace *trace, const struct connection *connection)
{
	for (unsigned field = 0; field < HELLO_FIELD_REMARKED; field++)
		note_place(seen, field, find_span(trace, quoted[field], 0), connection);
	note_place(seen, HELLO_FIELD_REMARKED, remarked_span(arrived, seen->remarks, trace),
		   connection);
}

static const struct seen_hashes *note_hashes(struct look *look, const struct hello *hello)
{
	size_t room = sizeof(struct seen_hashes) + hello->hashes_read * sizeof(struct seen_hash);
	g_autofree struct seen_hashes *hashes = g_malloc0(room);

	if (hello->hashes_read == 0)
		return NULL;
	hashes->n = hello->hashes_read;
	for (unsigned i = 0; i < hashes->n; i++) {
		struct seen_hash *hash = &hashes->hash[i];

		hash->algorithm = hello->hash[i].algorithm;
		hash->length = hello->hash[i].length;
		memcpy(hash->value, hello->hash[i].value.p, MIN(hash->length, sizeof hash->value));
	}
	return sightings_intern_hashes(look->sightings, hashes);
}

/* A PID as text: what is not printable becomes '?', so that no output has to care. */
static void note_pid(struct seen_hello *seen, struct bytes pid)
{
	seen->has_pid = pid.n == PID_LENGTH;
	for (size_t i = 0; i < PID_LENGTH && seen->has_pid; i++)
		seen->pid[i] = g_ascii_isgraph(pid.p[i]) ? (char)pid.p[i] : '?';
}

static void note_hello(struct look *look, struct seen_hello *seen, const struct reader *r,
		       size_t length)
{
	const struct hello *hello = &look->message.hello;

	seen->admin_set = hello->admin_set;
	seen->version = hello->version;
	seen->retry = hello->retry;
	seen->uuid = hello->uuid;
	seen->has_uuid = length >= 24;
	seen->hash_count = hello->hash_count;
	seen->hashes_read = hello->hashes_read;
	seen->hashes = note_hashes(look, hello);
	seen->whole = rd_ok(r);
	seen->failed_field = r->failed_field;
	seen->length = (uint32_t)length;
	seen->trailing = (uint32_t)hello->trailing.n;
	note_pid(seen, hello->pid);
}

/*
 * Reads what has come of a hello so far. It may be read again when more comes:
 * bytes behind a whole hello are its trailing bytes, and only the end of the
 * connection says that there are none.
 */
static void read_hello(struct look *look, struct connection *connection, struct bytes pending,
		       bool over)
{
	struct followed *f = followed(look, connection);
	struct trace trace = trace_into(look->spans, SPANS_MAX);
	struct reader r = reader_over(pending);
	const struct half *half = &connection->half[FROM_CLIENT];

	r.trace = &trace;
	look->message.kind = MESSAGE_HELLO;
	if (!hello_decode(&look->message.hello, &r) && !over)
		return;
	if (!f->hello) {
		f->hello = sightings_room(look->sightings, sizeof *f->hello);
		f->hello->at = half->last_data;
		watch_add_address(look->watch, &connection->client);
		watch_add_address(look->watch, &connection->server);
	}
	struct remarked arrived = {
		.message = &look->message,
		.whole = rd_ok(&r),
		.finished = over && half->lost == 0,
		.failed_field = r.failed_field,
		.segments = half->segments,
	};

	note_hello(look, f->hello, &r, pending.n);
	f->hello->segments = half->segments;
	f->hello->remarks = remarks_of(&arrived);
	note_places(f->hello, &arrived, &trace, connection);
}

static size_t take_bytes(void *user, struct connection *connection, enum direction direction,
			 struct bytes pending, bool over)
{
	struct look *look = user;
	struct followed *f = followed(look, connection);

	if (direction == FROM_SERVER || f->foreign ||
	    service_on(look, connection->server_port) != SERVICE_HELLO)
		return pending.n;
	/* Behind a gap nobody knows where a hello would begin. */
	if (connection->half[FROM_CLIENT].lost && !f->hello)
		return pending.n;
	if (!f->hello && !hello_looks_like(pending)) {
		f->foreign = true;
		return pending.n;
	}
	if (pending.n)
		read_hello(look, connection, pending, over);
	return 0;
}

static void take_gap(void *user, struct connection *connection, enum direction direction,
		     uint64_t lost)
{
	const struct followed *f = connection->user;

	facts(user)->lost_bytes += lost;
	/* What the capture missed, the sender did not leave out. */
	if (direction == FROM_CLIENT && f && f->hello && !f->hello->whole)
		f->hello->remarks &= ~(1u << REMARK_H01);
}

static void note_answer(struct seen_connection *seen, const struct connection *c)
{
	if (moment_is_set(c->syn_ack)) {
		seen->answer = ANSWER_ACCEPTED;
		seen->answer_at = c->syn_ack;
	} else if (c->ending == ENDING_REFUSED) {
		seen->answer = ANSWER_REFUSED;
		seen->answer_at = c->half[FROM_SERVER].reset;
	} else if (c->half[0].bytes || c->half[1].bytes || moment_is_set(c->half[1].fin)) {
		seen->answer = ANSWER_ACCEPTED;
	} else if (moment_is_set(c->unreachable)) {
		seen->answer = ANSWER_UNREACHABLE;
		seen->answer_at = c->unreachable;
		seen->answer_by = c->unreachable_by;
		seen->icmp_type = c->icmp_type;
		seen->icmp_code = c->icmp_code;
	}
}

static void note_half(struct seen_connection *seen, const struct connection *c, enum direction d)
{
	seen->first_data[d] = c->half[d].first_data;
	seen->last_data[d] = c->half[d].last_data;
	seen->fin[d] = c->half[d].fin;
	seen->reset[d] = c->half[d].reset;
	seen->bytes[d] = c->half[d].bytes;
	seen->lost[d] = c->half[d].lost;
	seen->ttl[d] = c->half[d].ttl;
	seen->isn[d] = c->isn[d];
	seen->has_isn[d] = c->has_isn[d];
}

static void connection_ended(void *user, struct connection *c)
{
	struct look *look = user;
	const struct followed *f = c->user;
	struct seen_connection seen = {
		.service = service_on(look, c->server_port),
		.client = c->client,
		.server = c->server,
		.client_port = c->client_port,
		.server_port = c->server_port,
		.syns = c->syns,
		.syn_acks = c->syn_acks,
		.last_syn = c->last_syn,
		.established = c->established,
		.last = c->last,
		.handshake_seen = moment_is_set(c->syn) && moment_is_set(c->syn_ack),
		.ended = c->ending != ENDING_NONE && c->ending != ENDING_GIVEN_UP,
		.given_up = c->ending == ENDING_GIVEN_UP,
		.hello = f ? f->hello : NULL,
		.foreign = f && f->foreign,
	};

	if (seen.service == SERVICES)
		return;
	note_answer(&seen, c);
	note_half(&seen, c, FROM_CLIENT);
	note_half(&seen, c, FROM_SERVER);
	observe_connection(look->observer, &seen, c->first);
}

static const struct tcp_consumer consumer = {
	.wants = wants,
	.bytes = take_bytes,
	.gap = take_gap,
	.ended = connection_ended,
};

static struct place place_of(const struct packet *packet, const struct frame *frame)
{
	const uint8_t *p = packet->payload.p;
	bool inside = p >= frame->bytes.p && p <= frame->bytes.p + frame->bytes.n;

	return (struct place){
		.frame = frame->number,
		.offset = inside ? (uint32_t)(p - frame->bytes.p) : 0,
		.length = inside ? (uint32_t)packet->payload.n : 0,
	};
}

static void take_datagram(struct look *look, const struct packet *packet, struct moment at,
			  struct place place)
{
	const struct protocol *protocol = protocol_on(TRANSPORT_UDP, packet->flow.dst_port);
	struct reader r = reader_over(packet->payload);

	if (!protocol)
		protocol = protocol_on(TRANSPORT_UDP, packet->flow.src_port);
	if (!protocol || !protocol->looks_like(packet->payload))
		return;
	if (!protocol->decode(&look->message, &r))
		return;
	if (protocol->kind == MESSAGE_DNS)
		observe_dns(look->observer, &look->message.dns, &packet->flow, at, place);
	else if (protocol->kind == MESSAGE_DHCP)
		observe_dhcp(look->observer, &look->message.dhcp, &packet->flow, at);
}

static void take_packet(struct look *look, struct packet *packet, const struct frame *frame)
{
	struct moment at = {.time = frame->time, .frame = frame->number};

	if (packet->fragment.is && !fragments_add(look->fragments, packet, at))
		return;
	if (packet->neighbour.kind != NEIGHBOUR_NONE)
		observe_neighbour(look->observer, &packet->neighbour, at);
	else if (packet->flow.protocol == PROTOCOL_TCP)
		tcp_packet(look->tcp, packet, at, frame->bytes);
	else if (packet->flow.protocol == PROTOCOL_UDP)
		take_datagram(look, packet, at, place_of(packet, frame));
	else if (packet->icmp_error && packet->quoted.protocol == PROTOCOL_TCP)
		tcp_unreachable(look->tcp, packet, at);
}

static void look_at_frames(struct look *look, struct capture *capture)
{
	struct frame frame;
	struct packet packet;

	while (capture_next(capture, &frame))
		if (packet_decode(&packet, frame.link_type, frame.bytes, frame.original_length))
			take_packet(look, &packet, &frame);
}

static void note_problems(struct look *look, const GPtrArray *problems)
{
	struct capture_facts *f = facts(look);

	f->problem_count = problems->len;
	f->problem = sightings_room(look->sightings, problems->len * sizeof *f->problem);
	for (unsigned i = 0; i < problems->len; i++)
		f->problem[i] = sightings_intern(look->sightings, problems->pdata[i]);
}

static void note_capture(struct look *look, const struct capture_summary *summary)
{
	struct capture_facts *f = facts(look);

	f->frames = summary->frames;
	f->bytes = summary->bytes;
	f->first = summary->first;
	f->last = summary->last;
	f->digits = summary->digits;
	f->complete = summary->complete;
	f->cut_frames = summary->cut_frames;
	f->dropped = summary->dropped;
	f->backward = summary->backward;
	f->given_up += tcp_losses(look->tcp).connections + fragments_given_up(look->fragments);
	note_problems(look, summary->problems);
}

/* What the site's records name is worth watching from the first frame on. */
static void watch_site(struct watch *watch, const struct site *site)
{
	for (size_t i = 0; site && i < site->devices.n; i++) {
		watch_add_name(watch, site->devices.row[i].sca_fqdn);
		watch_add_address(watch, &site->devices.row[i].sca_address);
	}
	for (size_t i = 0; site && i < site->servers.n; i++)
		watch_add_address(watch, &site->servers.row[i].address);
	for (size_t i = 0; site && i < site->systems.n; i++) {
		watch_add_name(watch, site->systems.row[i].fqdn);
		watch_add_address(watch, &site->systems.row[i].address);
	}
}

bool look(struct sightings *sightings, const char *path, const char *shown_as,
	  const struct look_options *options, GError **error)
{
	struct capture *capture = capture_open(path, error);
	struct capture_facts begun = {
		.file = sightings_intern(sightings, shown_as),
		.vantage = options->vantage,
	};
	struct look *look;

	if (!capture)
		return false;
	look = g_new0(struct look, 1);
	look->options = options;
	look->sightings = sightings;
	look->capture = sightings_add_capture(sightings, &begun);
	look->watch = watch_new();
	look->observer = observer_new(sightings, look->capture, look->watch);
	look->fragments = fragments_new();
	look->tcp = tcp_new(&tcp_default_limits, &consumer, look);
	watch_site(look->watch, options->site);
	look_at_frames(look, capture);
	tcp_finish(look->tcp);
	observer_finish(look->observer);
	note_capture(look, capture_summary(capture));
	tcp_free(look->tcp);
	fragments_free(look->fragments);
	watch_free(look->watch);
	g_free(look);
	capture_close(capture);
	return true;
}
